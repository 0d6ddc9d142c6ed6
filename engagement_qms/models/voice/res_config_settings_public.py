# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """The switch of the public complaint form."""

    _inherit = "res.config.settings"

    engagement_complaint_form = fields.Boolean(
        related="company_id.engagement_complaint_form", readonly=False
    )
