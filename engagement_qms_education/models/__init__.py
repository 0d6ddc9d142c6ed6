# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import import_once_mixin
from . import res_company
from . import res_config_settings
from . import programme
from . import course
from . import learner
from . import guardianship
from . import enrolment
from . import learner_majority
from . import learner_protection
from . import learner_merge
from . import learner_import
from . import ir_attachment
from . import res_partner
from . import hr_employee
from . import complaint_learner
from . import complaint_appeal
from . import complaint_safeguarding
from . import safeguarding_concern
from . import programme_voice
from . import survey_learning
from . import principle
from . import skill_gap
from . import action_programme
from . import programme_change
from . import risk_learning
