# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .res_company import SMALL_ORGANISATION_USERS


class ResConfigSettings(models.TransientModel):
    """The one settings page of the app; the answers stand on the company."""

    _inherit = "res.config.settings"

    engagement_small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation", readonly=False
    )
    engagement_internal_user_count = fields.Integer(
        compute="_compute_engagement_internal_user_count"
    )
    engagement_propose_small = fields.Boolean(
        compute="_compute_engagement_propose_small"
    )
    engagement_lead_days = fields.Integer(
        related="company_id.engagement_lead_days", readonly=False
    )
    engagement_confirm_months = fields.Integer(
        related="company_id.engagement_confirm_months", readonly=False
    )
    engagement_enquiry_keep_days = fields.Integer(
        related="company_id.engagement_enquiry_keep_days", readonly=False
    )

    @api.depends("company_id")
    def _compute_engagement_internal_user_count(self):
        for settings in self:
            settings.engagement_internal_user_count = (
                settings.company_id._get_internal_user_count()
            )

    @api.depends("engagement_internal_user_count", "engagement_small_organisation")
    def _compute_engagement_propose_small(self):
        for settings in self:
            settings.engagement_propose_small = (
                not settings.engagement_small_organisation
                and settings.engagement_internal_user_count <= SMALL_ORGANISATION_USERS
            )
