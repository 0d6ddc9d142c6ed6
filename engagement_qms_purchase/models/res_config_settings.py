# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """What a company expects of suppliers, and does about those who are blocked."""

    _inherit = "res.config.settings"

    engagement_blocked_order = fields.Selection(
        related="company_id.engagement_blocked_order", readonly=False
    )
    engagement_answer_days = fields.Integer(
        related="company_id.engagement_answer_days", readonly=False
    )
