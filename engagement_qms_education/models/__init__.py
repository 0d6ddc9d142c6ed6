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
from . import programme_partner
from . import obligation
from . import obligation_rhythm
from . import programme_links
from . import touchpoint
from . import educator
from . import report
from . import report_figure
from . import report_change
from . import report_content
from . import source_education
