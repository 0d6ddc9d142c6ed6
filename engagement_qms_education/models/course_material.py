# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.improve.review_input import InputLine

#: What somebody is kept from using
CLOSED = ("partly", "no")


class EngagementCourseMaterial(models.Model):
    """Something a course is taught with, and whether every learner can use it.

    It says what is missing before a learner needs it, and in which other form the same
    can be had (ISO 21001, 8.1.3: teaching for special needs).
    """

    _name = "engagement.course.material"
    _description = "Course Material"
    _inherit = ["engagement.company.mixin", "engagement.counter.mixin"]
    _order = "course_id, sequence, id"
    _check_company_auto = True

    name = fields.Char(string="Material", required=True)
    sequence = fields.Integer(default=10)
    course_id = fields.Many2one(
        comodel_name="engagement.course",
        required=True,
        check_company=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="course_id.company_id", store=True, precompute=True, index=True
    )
    accessible = fields.Selection(
        selection=[
            ("unknown", "Not looked at"),
            ("no", "Not by everybody"),
            ("partly", "With help"),
            ("yes", "By everybody"),
        ],
        string="Can be used",
        required=True,
        default="unknown",
    )
    note = fields.Char(
        string="What is missing",
        help="For example: no captions, small print, not for a screen reader.",
    )
    other_form = fields.Char(
        string="Also as", help="The same in another form, and where it is."
    )
    checked_on = fields.Date(
        string="Looked at on",
        compute="_compute_checked_on",
        store=True,
        readonly=False,
    )

    @api.depends("accessible")
    def _compute_checked_on(self):
        today = fields.Date.context_today(self)
        for material in self:
            material.checked_on = material.accessible != "unknown" and today

    @api.model
    def _get_counters(self):
        return [
            (
                "closed",
                "danger",
                Domain("accessible", "in", CLOSED) & Domain("other_form", "=", False),
            ),
            ("unknown", "warning", Domain("accessible", "=", "unknown")),
        ]


class EngagementCourse(models.Model):
    """A course lists what it is taught with."""

    _inherit = "engagement.course"

    material_ids = fields.One2many(
        comodel_name="engagement.course.material",
        inverse_name="course_id",
        string="Materials",
        copy=True,
    )
    material_count = fields.Integer(
        string="Number of materials", compute="_compute_material_count"
    )

    @api.depends("material_ids")
    def _compute_material_count(self):
        counts = dict(
            self.env["engagement.course.material"]._read_group(
                [("course_id", "in", self.ids)], ["course_id"], ["__count"]
            )
        )
        for course in self:
            course.material_count = counts.get(course._origin, 0)

    def action_view_materials(self):
        """Open what the course is taught with."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_course_material_action"
        )
        return action | {
            "domain": [("course_id", "=", self.id)],
            "context": {"default_course_id": self.id},
        }


class EngagementReview(models.Model):
    """A course's or programme's review starts with what some learners cannot use."""

    _inherit = "engagement.review"

    @api.model
    def _get_programme_sources(self):
        return [*super()._get_programme_sources(), "_tell_of_materials"]

    def _tell_of_materials(self, courses, since):
        counts = dict(
            self.env["engagement.course.material"]._read_group(
                Domain("course_id", "any", courses), ["accessible"], ["__count"]
            )
        )
        closed = sum(counts.get(key, 0) for key in CLOSED)
        if not counts:
            return []
        return [
            InputLine(
                self.env._("Materials"),
                self.env._("Not usable by every learner"),
                self.env._(
                    "%(closed)s of %(count)s", closed=closed, count=sum(counts.values())
                ),
            )
        ]
