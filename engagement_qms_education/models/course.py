# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .programme import MODES


class EngagementCourse(models.Model):
    """One run of a programme: who teaches a group of learners, from when to when."""

    _name = "engagement.course"
    _description = "Course"
    _inherit = [
        "engagement.company.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "date_from desc, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, index=True
    )
    active = fields.Boolean(default=True)
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("running", "Running"),
            ("done", "Ended"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        tracking=True,
        group_expand=True,
    )
    cancel_reason = fields.Char(string="Why cancelled")
    cancel_cause = fields.Selection(
        selection=[
            ("misalignment", "Not what learners or employers need"),
            ("few_learners", "Too few learners"),
            ("no_educator", "Nobody to teach it"),
            ("money", "No money for it"),
            ("other", "Something else"),
        ],
        string="What it was cancelled for",
        tracking=True,
        help="How often it was not what was needed is a figure of its own.",
    )
    date_from = fields.Date(
        string="Begins",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    date_to = fields.Date(string="Ends", tracking=True)
    term = fields.Char()
    mode = fields.Selection(
        selection=MODES,
        string="Taught",
        compute="_compute_mode",
        store=True,
        readonly=False,
        precompute=True,
    )
    place = fields.Char()
    capacity = fields.Integer(string="Places", help="0: as many as like to come.")
    educator_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="Educators",
        check_company=True,
        help="They see the learners who are enrolled.",
    )
    enrolment_ids = fields.One2many(
        comodel_name="engagement.enrolment", inverse_name="course_id"
    )
    enrolled_count = fields.Integer(
        compute="_compute_enrolled_count", string="Enrolled"
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)",
        "A course ends on or after the day on which it begins.",
    )
    _capacity_not_negative = models.Constraint(
        "CHECK (capacity >= 0)",
        "The number of places is 0 (no limit) or more.",
    )

    @api.depends("programme_id")
    def _compute_mode(self):
        for course in self:
            course.mode = course.programme_id.mode

    @api.depends("enrolment_ids.state")
    @api.depends_context("uid")
    def _compute_enrolled_count(self):
        counts = dict(
            self.env["engagement.enrolment"]._read_group(
                [("course_id", "in", self.ids), ("state", "=", "enrolled")],
                ["course_id"],
                ["__count"],
            )
        )
        for course in self:
            course.enrolled_count = counts.get(course._origin, 0)

    @api.constrains("state", "cancel_reason", "cancel_cause")
    def _check_cancel_reason(self):
        for course in self:
            told = course.cancel_reason and course.cancel_cause
            if course.state == "cancelled" and not told:
                raise ValidationError(
                    self.env._(
                        "Say why “%(course)s” is cancelled: choose the cause, and add "
                        "a sentence.",
                        course=course.name,
                    )
                )

    def action_view_enrolments(self):
        """Open who is and was enrolled."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_enrolment_action"
        )
        return action | {
            "domain": [("course_id", "=", self.id)],
            "context": {"default_course_id": self.id},
        }
