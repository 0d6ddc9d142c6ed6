# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_education_access
from . import test_guardian_access
from . import test_guardian_rpc
from . import test_learner
from . import test_majority
from . import test_learner_merge
from . import test_learner_page
from . import test_enrolment
from . import test_education_import
from . import test_education_screens
from . import test_obligation
from . import test_programme_partner
from . import test_programme_board
from . import test_educator
from . import test_indicator_education
from . import test_indicator_learner
from . import test_report_page
from . import test_learner_complaint
from . import test_safeguarding
from . import test_learning_survey
from . import test_programme_change
from . import test_learner_review
from . import test_school_review
from . import test_consent
from . import test_support
from . import test_erasure
