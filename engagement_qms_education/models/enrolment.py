# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementEnrolment(models.Model):
    """A learner in a course: from when to when, and how it ended."""

    _name = "engagement.enrolment"
    _description = "Enrolment"
    _inherit = ["engagement.learner.record.mixin"]
    _replaced_texts = frozenset({"withdrawal_reason"})
    _order = "date_from desc, id desc"

    learner_name = fields.Char(string="Name")
    course_id = fields.Many2one(
        comodel_name="engagement.course",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    programme_id = fields.Many2one(
        related="course_id.programme_id", store=True, precompute=True, index=True
    )
    company_id = fields.Many2one(related="course_id.company_id")
    state = fields.Selection(
        selection=[
            ("applied", "Applied"),
            ("enrolled", "Enrolled"),
            ("completed", "Completed"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="enrolled",
        group_expand=True,
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today
    )
    date_to = fields.Date(string="Until")
    course_date_to = fields.Date(
        related="course_id.date_to",
        string="The course ends",
        store=True,
        precompute=True,
        help="All who are in a course count as one group: when it ends.",
    )
    withdrawal_reason = fields.Char(string="Why withdrawn")
    result = fields.Char(help="The mark, grade or certificate.")
    certificate_number = fields.Char(string="Number of the certificate")

    _order_idx = models.Index("(date_from DESC, id DESC)")
    _cohort_idx = models.Index("(company_id, course_date_to)")
    _learner_once_per_course = models.Constraint(
        "UNIQUE (learner_id, course_id)",
        "The learner has an enrolment in this course already. Change that one.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "An enrolment ends on or after the day on which it begins.",
    )

    @api.depends("learner_id.number", "course_id.name")
    def _compute_display_name(self):
        for enrolment in self:
            # sudo: a number and the name of a course, of an enrolment that may be read
            number = enrolment.sudo().learner_id.number
            words = (number, enrolment.course_id.name)
            enrolment.display_name = ", ".join(filter(None, words))

    @api.constrains("state", "withdrawal_reason")
    def _check_withdrawal_reason(self):
        for enrolment in self:
            if enrolment.state == "withdrawn" and not enrolment.withdrawal_reason:
                raise ValidationError(
                    self.env._(
                        "Say why learner %(learner)s withdraws from “%(course)s”.",
                        learner=enrolment.learner_id.number,
                        course=enrolment.course_id.name,
                    )
                )

    @api.constrains("state", "course_id")
    def _check_places(self):
        """Refuse more learners than the course has places."""
        for course in self.course_id.filtered("capacity"):
            # sudo: a place is taken, whoever may see by whom
            if course.sudo().enrolled_count > course.capacity:
                raise ValidationError(
                    self.env._(
                        "“%(course)s” has %(places)s places, and all are taken. Let "
                        "the learner apply, or raise the number of places.",
                        course=course.name,
                        places=course.capacity,
                    )
                )
