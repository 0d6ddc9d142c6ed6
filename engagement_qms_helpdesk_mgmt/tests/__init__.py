# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import test_raise_complaint
from . import test_ticket_rule
from . import test_ticket_news
from . import test_ticket_promise
from . import test_ticket_close
