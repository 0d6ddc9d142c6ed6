# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class HelpdeskTicketTeam(models.Model):
    """A helpdesk team that says whether its tickets are complaints."""

    _name = "helpdesk.ticket.team"
    _inherit = ["helpdesk.ticket.team", "engagement.helpdesk.rule.mixin"]
