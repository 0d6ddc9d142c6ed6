# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .res_partner import LEARNER_GROUPS
from .school_review import REVIEWERS


class EngagementCourse(models.Model):
    """A course is reviewed at its end."""

    _name = "engagement.course"
    _inherit = ["engagement.course", "engagement.reviewed.mixin"]

    _reviewed_kind = "course"
    _reviewed_field = "course_id"

    review_ids = fields.One2many(
        comodel_name="engagement.review",
        inverse_name="course_id",
        string="Reviews",
        groups=REVIEWERS,
    )
    review_count = fields.Integer(string="Number of reviews", groups=REVIEWERS)


class EngagementProgramme(models.Model):
    """A programme is reviewed each year, also with employers."""

    _name = "engagement.programme"
    _inherit = ["engagement.programme", "engagement.reviewed.mixin"]

    _reviewed_kind = "programme"
    _reviewed_field = "programme_id"

    review_ids = fields.One2many(
        comodel_name="engagement.review",
        inverse_name="programme_id",
        string="Reviews",
        groups=REVIEWERS,
    )
    review_count = fields.Integer(string="Number of reviews", groups=REVIEWERS)


class EngagementTutorMixin(models.AbstractModel):
    """From a tutor to the reviews that wait."""

    _inherit = "engagement.tutor.mixin"

    engagement_waiting_review_count = fields.Integer(
        compute="_compute_engagement_waiting_review_count",
        string="Reviews to hold",
        groups=LEARNER_GROUPS,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_waiting_review_count(self):
        counts = dict(
            self.env["engagement.learner.review"]._read_group(
                [("user_id", "in", self.user_id.ids), ("state", "=", "planned")],
                ["user_id"],
                ["__count"],
            )
        )
        for employee in self:
            employee.engagement_waiting_review_count = counts.get(employee.user_id, 0)

    def action_view_engagement_learner_reviews(self):
        """Open the reviews of learners that the employee has to hold."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_learner_review_action"
        )
        return action | {
            "domain": [("user_id", "in", self.user_id.ids), ("state", "=", "planned")],
            "context": {},
        }
