# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """How often a company may ask the same person, over all its rounds."""

    _inherit = "res.company"

    engagement_ask_limit = fields.Integer(
        string="Ask a person at most",
        default=3,
        help="Who was asked so often is left out of the next round.",
    )
    engagement_ask_days = fields.Integer(string="Within (days)", default=90)

    _engagement_ask_range = models.Constraint(
        "CHECK (engagement_ask_limit BETWEEN 1 AND 100"
        " AND engagement_ask_days BETWEEN 1 AND 730)",
        "A person is asked 1 to 100 times within 1 to 730 days.",
    )


class ResConfigSettings(models.TransientModel):
    """How often the same person may be asked."""

    _inherit = "res.config.settings"

    engagement_ask_limit = fields.Integer(
        related="company_id.engagement_ask_limit", readonly=False
    )
    engagement_ask_days = fields.Integer(
        related="company_id.engagement_ask_days", readonly=False
    )
