# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What a company sets for its figures."""

    _inherit = "res.config.settings"

    engagement_freeze_days = fields.Integer(
        related="company_id.engagement_freeze_days", readonly=False
    )
