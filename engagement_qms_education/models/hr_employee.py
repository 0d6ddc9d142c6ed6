# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .res_partner import LEARNER_GROUPS


class EngagementTutorMixin(models.AbstractModel):
    """From an employee to the learners whose tutor the employee is."""

    _name = "engagement.tutor.mixin"
    _description = "Is the Tutor of Learners"

    engagement_learner_count = fields.Integer(
        compute="_compute_engagement_learner_count",
        string="Learners",
        groups=LEARNER_GROUPS,
    )

    is_educator = fields.Boolean(
        string="Educator",
        compute="_compute_is_educator",
        search="_search_is_educator",
        groups="base.group_user",
    )

    def _compute_is_educator(self):
        # sudo: that somebody teaches is no secret; what is kept of it is
        educators = self.env["engagement.educator"].sudo()
        teaching = {
            employee.id
            for (employee,) in educators._read_group(
                [("employee_id", "in", self.ids)], ["employee_id"]
            )
        }
        for employee in self:
            employee.is_educator = employee._origin.id in teaching

    def _search_is_educator(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: as above
        educators = self.env["engagement.educator"].sudo()
        educators = educators.search([("employee_id", "!=", False)])
        domain = Domain("id", "in", educators.employee_id.ids)
        return domain if True in value else ~domain

    def action_open_engagement_educator(self):
        """Open what the school keeps of the employee who teaches."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_educator_action"
        )
        return action | {
            "domain": [("employee_id", "in", self.ids)],
            "context": {"default_employee_id": self.id},
        }

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_learner_count(self):
        counts = {
            tutor.id: count
            for tutor, count in self.env["engagement.learner"]._read_group(
                [("tutor_id", "in", self.ids)], ["tutor_id"], ["__count"]
            )
        }
        for employee in self:
            employee.engagement_learner_count = counts.get(employee._origin.id, 0)

    def action_view_engagement_learners(self):
        """Open the learners whose tutor the employee is."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_learner_action"
        )
        return action | {
            "domain": [("tutor_id", "in", self.ids)],
            "context": {"default_tutor_id": self.id},
        }


class HrEmployee(models.Model):
    """The employee as personnel officers see it."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "engagement.tutor.mixin"]


class HrEmployeePublic(models.Model):
    """The employee as colleagues see it."""

    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "engagement.tutor.mixin"]
