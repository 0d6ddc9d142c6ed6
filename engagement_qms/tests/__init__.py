# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_access_matrix
from . import test_allowed_domain
from . import test_communication
from . import test_confidential_mixin
from . import test_daily_summary
from . import test_discovery
from . import test_engagement_tabs
from . import test_event
from . import test_js
from . import test_leaks
from . import test_need
from . import test_need_import
from . import test_need_performance
from . import test_need_summary
from . import test_need_trace
from . import test_objective
from . import test_origin_mixin
from . import test_partner_merge
from . import test_party
from . import test_plan
from . import test_priority
from . import test_recurrence
from . import test_review_mixin
from . import test_risk
from . import test_settings
from . import test_suggestion
