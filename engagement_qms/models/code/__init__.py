# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from . import code_principle
from . import code
from . import code_lifecycle
from . import code_gate
from . import code_announcement
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
from . import provision_rule_form
from . import rule_engine
from . import rule_simulation
from . import provision_rate
from . import communication
from . import provision_lint
from . import provision_skill
from . import need_fulfilment
from . import hr_employee
from . import res_partner
