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
from . import consent_purpose
from . import consent
from . import learner_majority
from . import learner_consent
from . import learner_engage
from . import support_measure
from . import support_opening
from . import learner_support
from . import learner_protection
from . import learner_merge
from . import learner_import
from . import ir_attachment
from . import res_partner
from . import res_partner_engage
from . import hr_employee
