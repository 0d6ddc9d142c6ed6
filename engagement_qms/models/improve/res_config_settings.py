# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When misses ask for a look at the code."""

    _inherit = "res.config.settings"

    engagement_review_threshold = fields.Integer(
        related="company_id.engagement_review_threshold", readonly=False
    )
