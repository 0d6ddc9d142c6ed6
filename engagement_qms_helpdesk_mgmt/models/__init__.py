# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import helpdesk_rule_mixin
from . import helpdesk_ticket_category
from . import helpdesk_ticket_team
from . import ticket_complaint
from . import ticket_rule
from . import ticket_news
from . import complaint_news
