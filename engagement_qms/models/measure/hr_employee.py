# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER_GROUP = "engagement_qms.group_engagement_user"


class EngagementEmployeeMixin(models.AbstractModel):
    """The figures that an employee moves."""

    _inherit = "engagement.employee.mixin"

    engagement_indicator_ids = fields.Many2many(
        comodel_name="engagement.indicator",
        compute="_compute_engagement_indicator_ids",
        string="Indicators",
        exportable=False,
        groups=USER_GROUP,
    )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_indicator_ids(self):
        indicators = self.env["engagement.indicator"]
        for employee in self:
            # a page shows one employee; lists do not read this field
            employee.engagement_indicator_ids = (
                indicators.search([("owner_id", "in", employee.ids)])
                if employee.engagement_visible and employee.ids
                else indicators
            )
