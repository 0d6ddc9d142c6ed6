# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """How complaints and feedback are taken care of."""

    _inherit = "res.config.settings"

    engagement_profile_id = fields.Many2one(
        related="company_id.engagement_profile_id", readonly=False
    )
    engagement_remedy_handler = fields.Float(
        related="company_id.engagement_remedy_handler", readonly=False
    )
    engagement_remedy_manager = fields.Float(
        related="company_id.engagement_remedy_manager", readonly=False
    )
    engagement_complaint_keep_months = fields.Integer(
        related="company_id.engagement_complaint_keep_months", readonly=False
    )
    engagement_feedback_answer_days = fields.Integer(
        related="company_id.engagement_feedback_answer_days", readonly=False
    )
    engagement_radar_threshold = fields.Integer(
        related="company_id.engagement_radar_threshold", readonly=False
    )
