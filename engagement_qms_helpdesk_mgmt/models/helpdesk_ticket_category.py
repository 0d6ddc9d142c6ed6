# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class HelpdeskTicketCategory(models.Model):
    """A category of tickets that says whether they are complaints."""

    _name = "helpdesk.ticket.category"
    _inherit = ["helpdesk.ticket.category", "engagement.helpdesk.rule.mixin"]
