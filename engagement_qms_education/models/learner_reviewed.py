# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.review_mixin import OPEN_STATES

from .learner import CURRENT, INSIDE


class EngagementLearner(models.Model):
    """The reviews of a learner: what comes next, and what there was."""

    _inherit = "engagement.learner"

    review_ids = fields.One2many(
        comodel_name="engagement.learner.review",
        inverse_name="learner_id",
        string="Reviews",
        groups=INSIDE,
    )
    review_count = fields.Integer(
        string="Number of reviews", compute="_compute_review_count", groups=INSIDE
    )
    next_learner_review_date = fields.Date(
        string="Next review", compute="_compute_review_count", groups=INSIDE
    )
    enrolled_since = fields.Date(
        compute="_compute_enrolled_since",
        store=True,
        groups=INSIDE,
        help="When the first course began: reviews are counted from there.",
    )

    @api.depends("enrolment_ids.state", "enrolment_ids.date_from")
    def _compute_enrolled_since(self):
        # sudo: enrolments count, whoever may see them
        days = dict(
            self.env["engagement.enrolment"]
            .sudo()
            ._read_group(
                [("learner_id", "in", self.ids), ("state", "!=", "applied")],
                ["learner_id"],
                ["date_from:min"],
            )
        )
        days = {learner.id: day for learner, day in days.items()}
        for learner in self:
            learner.enrolled_since = days.get(learner._origin.id)

    @api.depends("review_ids.state", "review_ids.planned_date")
    def _compute_review_count(self):
        reviews = self.env["engagement.learner.review"]
        ours = Domain("learner_id", "in", self.ids)
        counts = dict(reviews._read_group(ours, ["learner_id"], ["__count"]))
        planned = ours & Domain("state", "=", "planned")
        days = dict(reviews._read_group(planned, ["learner_id"], ["planned_date:min"]))
        for learner in self:
            learner.review_count = counts.get(learner._origin, 0)
            learner.next_learner_review_date = days.get(learner._origin)

    def write(self, vals):
        held_by = {}
        if {"tutor_id", "user_id"} & vals.keys():
            # sudo: who holds the reviews changes with the tutor, whoever changes that
            held_by = {learner: learner._get_review_user() for learner in self.sudo()}
        leaving = returning = self.browse()
        if vals.get("status") in CURRENT:
            returning = self.filtered(lambda learner: learner.status not in CURRENT)
        elif "status" in vals:
            leaving = self.filtered(lambda learner: learner.status in CURRENT)
        result = super().write(vals)
        for learner, user in held_by.items():
            learner._hand_over_reviews(user)
        if leaving:
            leaving._leave()
        if returning and "date_end" not in vals:
            # from that day on it was counted how long the name is kept
            returning.date_end = False
        if vals.get("status") == "active":
            self._plan_at_once()
        return result

    def action_plan_reviews(self):
        """Plan now what the rhythms ask for, and show it."""
        self.env["engagement.learner.review"].check_access("create")
        self.check_access("read")
        self._plan_reviews()
        return self.action_view_reviews()

    def action_view_reviews(self):
        """Open the reviews, those of the past and those to come."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_learner_review_action"
        )
        return action | {
            "domain": [("learner_id", "in", self.ids)],
            "context": {"default_learner_id": self.id if len(self) == 1 else False},
        }

    def _plan_reviews(self):
        """Plan the reviews that the rhythms ask for; what is planned stays.

        :return: the new reviews
        """
        # sudo: the rhythm plans, whoever enrols somebody
        reviews = self.env["engagement.learner.review"].sudo()
        new = reviews
        schedules = reviews.env["engagement.review.schedule"]
        for schedule in schedules.search([("kind", "in", reviews._review_kinds)]):
            subject_field = reviews._fields[reviews._get_subject_field(schedule)]
            of_learners = (
                Domain("id", "in", self.ids)
                if subject_field.name == "learner_id"
                else Domain("learner_id", "in", self.ids)
            )
            subjects = reviews.env[subject_field.comodel_name].search(
                of_learners & reviews._review_subject_domain(schedule), order="id"
            )
            if subjects:
                new |= reviews._plan_next_reviews(schedule, subjects)
        return new

    def _get_review_user(self):
        """Return who holds the reviews: the tutor, or else the responsible."""
        self.ensure_one()
        # sudo: who looks after the learner is known to whoever plans a review
        learner = self.sudo()
        tutor = learner.tutor_id.user_id
        user = tutor if tutor.active else learner.user_id
        return user.with_env(self.env)

    def _hand_over_reviews(self, user):
        """Give planned reviews to the new tutor that the one before was to hold.

        :param user: who held the reviews until now
        """
        new = self._get_review_user()
        reviews = self.review_ids.filtered(
            lambda review: review.state == "planned" and review.user_id == user
        )
        if new != user and reviews:
            reviews.user_id = new

    def _leave(self):
        """Note the day, end what was planned, and plan the last review."""
        today = fields.Date.context_today(self)
        for learner in self.filtered(lambda learner: not learner.date_end):
            learner.date_end = max(today, learner.date_start or today)
        # sudo: reviews end with the stay, whoever notes it
        planned = self.sudo().review_ids.filtered(
            lambda review: (
                review.state == "planned"
                and review.schedule_id
                and review.kind != "exit"
            )
        )
        planned._cancel_idle()
        self._plan_reviews()

    # Two that become one

    def _merge_learner_into(self, kept):
        """Move the reviews, too: one of a kind stays open."""
        # sudo: a merge moves everything, also what the user may not see
        reviews = self.sudo().review_ids
        kept_reviews = kept.with_env(reviews.env).review_ids
        taken = {review.kind for review in kept_reviews if review.state in OPEN_STATES}
        for review in reviews.filtered(lambda review: review.state in OPEN_STATES):
            if review.kind in taken:
                # evidence stays, beside the rhythm
                review.schedule_id = False
                if review.kind == "at_risk" or review.state == "planned":
                    review.state = "cancelled"
                    review.not_held_reason = "other"
            taken.add(review.kind)
        reviews.write({"learner_id": kept.id, "period_date": False})
        return super()._merge_learner_into(kept)


class EngagementGuardianship(models.Model):
    """A new guardian is spoken with; a row that goes takes plans with it."""

    _inherit = "engagement.guardianship"

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        # sudo: whether somebody is enrolled decides, whoever writes the row
        enrolled = rows.sudo().learner_id.filtered("enrolled_since")
        if enrolled:
            enrolled._plan_at_once()
        return rows

    def unlink(self):
        # sudo: a talk that was only planned goes with the row, what was held stays
        talks = self.env["engagement.learner.review"].sudo()
        talks = talks.search([("guardianship_id", "in", self.ids)])
        planned = talks.filtered(lambda talk: talk.state == "planned")
        (talks - planned).write(
            {"guardianship_id": False, "schedule_id": False, "period_date": False}
        )
        planned.unlink()
        return super().unlink()

    def _merge_guardianship_into(self, kept):
        """Leave held talks to the row that stays."""
        # sudo: a merge moves everything, also what the user may not see
        reviews = self.env["engagement.learner.review"].sudo()
        reviews = reviews.search(
            Domain("guardianship_id", "in", self.ids) & Domain("state", "!=", "planned")
        )
        reviews.write(
            {"guardianship_id": kept.id, "schedule_id": False, "period_date": False}
        )
        return super()._merge_guardianship_into(kept)
