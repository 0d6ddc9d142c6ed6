# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from . import ticket_close
