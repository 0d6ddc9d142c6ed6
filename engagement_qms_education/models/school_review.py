# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.review_mixin import OPEN_STATES

from .review_schedule import SCHOOL_KINDS

#: Who may open a review of this model
REVIEWERS = "engagement_qms.group_engagement_user"

#: Kind of review -> the field that holds what is reviewed
SUBJECTS = {
    "course": "course_id",
    "programme": "programme_id",
    "panel": "programme_id",
    "educator": "educator_id",
}


class EngagementReview(models.Model):
    """Reviews of what a school does: courses, programmes, employers, educators, it all.

    A course is reviewed once, at its end; the others come back by their rhythm.
    """

    _inherit = "engagement.review"

    _review_subjects = {
        "relationship": "party_id",
        "code": "code_id",
        "objective": "objective_id",
        **SUBJECTS,
    }
    _review_anchors = {
        "relationship": "create_date",
        "code": "in_force_from",
        "objective": "date_start",
        "course": "date_to",
        "programme": "create_date",
        "panel": "create_date",
        "educator": "create_date",
        "institution": "create_date",
    }
    _review_kinds = (
        *("relationship", "code", "objective", "management", "audit"),
        *(kind for kind, _label in SCHOOL_KINDS),
    )

    kind = fields.Selection(
        selection_add=SCHOOL_KINDS,
        ondelete={key: "cascade" for key, _label in SCHOOL_KINDS},
    )
    course_id = fields.Many2one(
        comodel_name="engagement.course",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    educator_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )

    _one_subject_of_school = models.Constraint(
        "CHECK ((kind = 'course') = (course_id IS NOT NULL)"
        " AND (kind IN ('programme', 'panel')) = (programme_id IS NOT NULL)"
        " AND (kind = 'educator') = (educator_id IS NOT NULL))",
        "A review looks at one thing. Choose the course, the programme or the educator "
        "that it is about, and nothing else.",
    )
    _one_open_of_course = models.UniqueIndex(
        "(course_id) WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This course has an open review already. Hold and close it, or cancel it.",
    )
    _one_open_of_programme = models.UniqueIndex(
        "(programme_id, kind) WHERE state IN ('planned', 'held')"
        " AND schedule_id IS NOT NULL",
        "This programme has an open review of this kind already. Hold and close that "
        "one, or cancel it.",
    )
    _one_open_of_educator = models.UniqueIndex(
        "(educator_id) WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This educator has an open review already. Hold and close that one, or cancel "
        "it.",
    )
    _one_open_of_institution = models.UniqueIndex(
        "(company_id, schedule_id) WHERE state IN ('planned', 'held')"
        " AND schedule_id IS NOT NULL AND kind = 'institution'",
        "The institution has an open review already. Hold and close that one, or "
        "cancel it.",
    )

    @api.depends(
        "course_id.name", "programme_id.display_name", "educator_id.name", "company_id"
    )
    def _compute_subject_name(self):
        whole = self.filtered(lambda review: review.kind == "institution")
        for review in whole:
            review.subject_name = review.company_id.name
        return super(EngagementReview, self - whole)._compute_subject_name()

    @api.depends("course_id", "programme_id", "educator_id")
    def _compute_company_id(self):
        return super()._compute_company_id()

    @api.onchange("kind")
    def _onchange_kind(self):
        kept = self.programme_id if self.kind in ("programme", "panel") else False
        result = super()._onchange_kind()
        self.programme_id = kept
        return result

    @api.onchange("course_id", "programme_id", "educator_id")
    def _onchange_subject_of_school(self):
        if self.kind in SUBJECTS:
            self.user_id = self._get_holder(self._get_subject()) or self.user_id

    @api.model
    def _get_holder(self, subject):
        """Teachers hold the review of a course, owners that of a programme.

        Whoever could not open it is passed over.
        """
        if subject._name not in (
            "engagement.course",
            "engagement.programme",
            "hr.employee",
        ):
            return super()._get_holder(subject)
        # sudo: who teaches, owns or leads is known to everybody
        subject = subject.sudo()
        people = {
            "engagement.course": lambda: (
                subject.educator_ids | subject.programme_id.owner_id
            ),
            "engagement.programme": lambda: subject.owner_id,
            "hr.employee": lambda: subject.parent_id | subject.department_id.manager_id,
        }
        users = people[subject._name]().user_id
        able = users.filtered(lambda user: user.has_group(REVIEWERS))
        return able[:1].with_env(self.env)

    @api.model
    def _get_subject_field(self, schedule):
        if schedule.kind == "institution":
            return "company_id"
        return super()._get_subject_field(schedule)

    @api.model
    def _get_reviewed_domain(self, kind):
        live = Domain("active", "=", True)
        if kind == "course":
            return (
                live
                & Domain("state", "in", ("running", "done"))
                & Domain("date_to", "!=", False)
            )
        if kind in ("programme", "panel"):
            return live & Domain("state", "in", ("offered", "ending"))
        if kind == "educator":
            # sudo: who teaches is known to everybody
            courses = self.env["engagement.course"].sudo()
            courses = courses.search([("state", "in", ("planned", "running"))])
            return live & Domain("id", "in", courses.educator_ids.ids)
        return super()._get_reviewed_domain(kind)

    @api.model
    def _review_subject_domain(self, schedule):
        """Leave out what has an open review of the kind, and courses that had one."""
        if schedule.kind == "institution":
            if schedule.company_id:
                return Domain("id", "=", schedule.company_id.id)
            others = schedule.search([("kind", "=", "institution")])
            return Domain("id", "not in", others.company_id.ids)
        if schedule.kind not in SUBJECTS:
            return super()._review_subject_domain(schedule)
        name = SUBJECTS[schedule.kind]
        taken = Domain("kind", "=", schedule.kind) & Domain("schedule_id", "!=", False)
        domain = schedule._get_subject_domain()
        if schedule.kind == "course":
            # the past before the rhythm is left alone
            domain &= Domain("date_to", ">=", schedule.start_date)
        else:
            taken &= Domain("state", "in", OPEN_STATES)
        # sudo: an open review keeps off another one, whoever may see it
        taken = self.sudo()._search(taken)
        return (
            domain
            & self._get_reviewed_domain(schedule.kind)
            & Domain("id", "not in", taken.subselect(name))
        )

    @api.model
    def _prepare_review(self, schedule, subject, day):
        vals = super()._prepare_review(schedule, subject, day)
        if schedule.kind in SUBJECTS:
            vals["user_id"] = self._get_holder(subject).id
        return vals

    def _get_previous(self):
        if self.kind == "institution":
            return self.browse()
        if self.kind not in ("panel", "programme"):
            return super()._get_previous()
        # both kinds look at programmes: the last one of the same kind
        return self.search(
            Domain("programme_id", "=", self.programme_id._origin.id)
            & Domain("kind", "=", self.kind)
            & Domain("state", "=", "closed")
            & Domain("id", "!=", self._origin.id),
            order="held_date desc, id desc",
            limit=1,
        )
