# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    """When learners come of age in a company."""

    _inherit = "res.config.settings"

    engagement_majority_age = fields.Integer(
        related="company_id.engagement_majority_age", readonly=False
    )
    engagement_majority_notice_days = fields.Integer(
        related="company_id.engagement_majority_notice_days", readonly=False
    )
    engagement_keep_learner_months = fields.Integer(
        related="company_id.engagement_keep_learner_months", readonly=False
    )
    engagement_keep_applicant_months = fields.Integer(
        related="company_id.engagement_keep_applicant_months", readonly=False
    )
    engagement_keep_support_months = fields.Integer(
        related="company_id.engagement_keep_support_months", readonly=False
    )
    engagement_keep_guardian_months = fields.Integer(
        related="company_id.engagement_keep_guardian_months", readonly=False
    )
    engagement_attendance_threshold = fields.Float(
        related="company_id.engagement_attendance_threshold", readonly=False
    )
