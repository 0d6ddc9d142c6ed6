# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """How a company takes care of complaints."""

    _inherit = "res.company"

    engagement_profile_id = fields.Many2one(
        comodel_name="engagement.clock.profile",
        string="Time limits of complaints",
        ondelete="restrict",
    )
    engagement_remedy_handler = fields.Float(
        string="Handlers decide up to",
        default=100.0,
        help="What a remedy may be worth, in the company’s currency, without anybody "
        "else agreeing.",
    )
    engagement_remedy_manager = fields.Float(
        string="Managers decide up to",
        default=1000.0,
        help="Above that, a leader agrees.",
    )
    engagement_complaint_keep_months = fields.Integer(
        string="Keep complaints (months)",
        default=36,
        help="So many months after closing, names, addresses and texts are deleted; "
        "number, dates, figures and lesson stay.",
    )

    _engagement_remedy_range = models.Constraint(
        "CHECK (engagement_remedy_handler >= 0"
        " AND engagement_remedy_manager >= engagement_remedy_handler)",
        "Managers decide up to at least as much as handlers, and neither below 0.",
    )
    _engagement_complaint_keep_months_range = models.Constraint(
        "CHECK (engagement_complaint_keep_months BETWEEN 1 AND 360)",
        "Complaints are kept 1 to 360 months after they were closed.",
    )
