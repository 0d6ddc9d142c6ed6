# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """What a company expects of suppliers, and does about those who are blocked."""

    _inherit = "res.company"

    engagement_blocked_order = fields.Selection(
        selection=[
            ("warn", "Warn only"),
            ("ask", "Ask a purchase manager"),
            ("refuse", "Refuse"),
        ],
        string="Orders to blocked suppliers",
        default="warn",
        required=True,
        help="What happens when somebody confirms an order to a supplier whose "
        "evaluation says blocked. Ask: the order waits until a purchase manager "
        "approves it.",
    )
    engagement_answer_days = fields.Integer(
        string="Suppliers answer requests within (days)",
        default=3,
        help="A request for a quotation is answered in time when the supplier writes "
        "back by the end of that day.",
    )

    _engagement_answer_days_range = models.Constraint(
        "CHECK (engagement_answer_days BETWEEN 0 AND 90)",
        "Suppliers answer requests within 0 to 90 days.",
    )
