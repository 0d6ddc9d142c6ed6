# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import test_education_access
from . import test_guardian_access
from . import test_guardian_rpc
from . import test_learner
from . import test_majority
from . import test_learner_merge
from . import test_enrolment
from . import test_education_import
from . import test_education_screens
from . import test_consent
from . import test_support
from . import test_erasure
