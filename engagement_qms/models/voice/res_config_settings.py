# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How soon feedback is answered, and when a leader decides on what comes back."""

    _inherit = "res.config.settings"

    engagement_feedback_answer_days = fields.Integer(
        related="company_id.engagement_feedback_answer_days", readonly=False
    )
    engagement_radar_threshold = fields.Integer(
        related="company_id.engagement_radar_threshold", readonly=False
    )
