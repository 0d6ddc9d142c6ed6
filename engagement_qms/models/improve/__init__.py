# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import review_rhythm
from . import review
from . import review_state
from . import review_subject
from . import review_trigger
from . import review_input
from . import review_input_code
from . import review_input_objective
from . import review_input_party
from . import reviewed_mixin
from . import action
from . import follow_up_mixin
from . import action_due
from . import action_state
from . import action_summary
from . import party
from . import code
from . import objective
from . import res_company
from . import res_config_settings
