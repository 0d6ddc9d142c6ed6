# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import cause
from . import clock_profile
from . import complaint_team
from . import complaint
from . import complaint_person
from . import complaint_assessment
from . import complaint_decision
from . import complaint_ending
from . import complaint_point
from . import complaint_evidence
from . import complaint_notice
from . import commitment
from . import complaint_clock
from . import complaint_ledger
from . import complaint_protection
from . import complaint_state
from . import complaint_gate
from . import complaint_approval
from . import complaint_letter
from . import complaint_close
from . import res_company
