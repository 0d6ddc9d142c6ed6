# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Whom a company names where somebody wants to turn to somebody outside."""

    _inherit = "res.company"

    engagement_provider_id = fields.Many2one(
        comodel_name="engagement.dispute.provider",
        string="Body for disputes",
        ondelete="set null",
        help="Letters name it where no other one is set for the group or the code.",
    )


class ResConfigSettings(models.TransientModel):
    """The body outside, on the settings page."""

    _inherit = "res.config.settings"

    engagement_provider_id = fields.Many2one(
        related="company_id.engagement_provider_id", readonly=False
    )
