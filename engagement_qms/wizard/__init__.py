# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import engagement_discovery
from . import engagement_discovery_line
from . import engagement_discovery_contact
from . import engagement_discovery_double
from . import engagement_discovery_group
from . import engagement_discovery_create
from . import engagement_commitment_extension
from . import engagement_simulation
from . import engagement_code_adopt
from . import engagement_review_request
from . import engagement_review_amend
from . import engagement_complaint_step
from . import engagement_complaint_reclass
from . import engagement_intake_mixin
from . import engagement_complaint_raise
from . import engagement_feedback_record
from . import engagement_complaint_fast
from . import engagement_action_cancel
from . import engagement_action_resource
from . import engagement_measure_restatement
from . import engagement_evaluation_feedback
from . import engagement_evaluation_answer
