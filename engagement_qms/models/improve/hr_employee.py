# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .action import OPEN_STATES

USER_GROUP = "engagement_qms.group_engagement_user"
#: Thanks and assessments on the tab of an employee: the last ones
TAB_LIMIT = 10


class EngagementEmployeeMixin(models.AbstractModel):
    """What an employee changes, got thanks for, and says of the own objectives."""

    _inherit = "engagement.employee.mixin"

    engagement_action_ids = fields.Many2many(
        comodel_name="engagement.action",
        compute="_compute_engagement_improvement",
        string="Actions",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_recognition_ids = fields.Many2many(
        comodel_name="engagement.recognition",
        compute="_compute_engagement_improvement",
        string="Recognition",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_assessment_ids = fields.Many2many(
        comodel_name="engagement.self.assessment",
        compute="_compute_engagement_improvement",
        string="Self-assessments",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_is_own = fields.Boolean(
        compute="_compute_engagement_improvement", groups=USER_GROUP
    )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_improvement(self):
        for employee in self:
            actions = self.env["engagement.action"]
            thanks = self.env["engagement.recognition"]
            assessments = self.env["engagement.self.assessment"]
            if employee.engagement_visible and employee.ids:
                # a page shows one employee; lists do not read these fields
                mine = Domain("owner_id", "in", employee.ids)
                if users := employee.user_id:
                    mine |= Domain("user_id", "in", users.ids)
                actions = actions.search(mine & Domain("state", "in", OPEN_STATES))
                named = Domain("employee_ids", "in", employee.ids)
                thanks = thanks.search(named, limit=TAB_LIMIT)
                assessments = assessments.search(
                    Domain("employee_id", "in", employee.ids), limit=TAB_LIMIT
                )
            employee.engagement_action_ids = actions
            employee.engagement_recognition_ids = thanks
            employee.engagement_assessment_ids = assessments
            employee.engagement_is_own = employee.user_id == self.env.user

    def action_assess_engagement(self):
        """Say how far one is with an own objective."""
        self.ensure_one()
        objectives = self.engagement_objective_ids
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Assess myself"),
            "res_model": "engagement.self.assessment",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_employee_id": self.id,
                "default_objective_id": objectives.id
                if len(objectives) == 1
                else False,
            },
        }
