# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import code_principle
from . import code
from . import code_lifecycle
from . import code_gate
from . import code_principle_line
from . import code_resource
from . import consultation
from . import provision
from . import working_day
from . import resource_calendar
from . import commitment
from . import commitment_state
from . import commitment_summary
from . import provision_rule
from . import rule_engine
from . import provision_rate
from . import communication
from . import code_public
from . import enquiry
from . import enquiry_keeping
