# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches
from odoo.addons.engagement_qms.models.mixins.review_mixin import OPEN_STATES

#: Reviews that tell of a risk when the learner does not come to them
TELLING_KINDS = ("induction", "progress", "support")
LOW_SCORES = ("1", "2")
#: After so many days a late review counts as missed
MISSED_DAYS = 14


class EngagementLearnerReviewRisk(models.Model):
    """What says that a learner may be lost: then there is one at-risk review."""

    _inherit = "engagement.learner.review"

    def _look_for_risk(self):
        """Open at-risk reviews for what closed or cancelled reviews tell."""
        telling = self.filtered(lambda review: review.kind in TELLING_KINDS)
        low = telling.filtered(
            lambda review: (
                review.state == "closed" and review.satisfaction in LOW_SCORES
            )
        )
        low.learner_id._open_at_risk(
            "low_score", lambda env: env._("The learner is not satisfied.")
        )
        missed = telling.filtered(
            lambda review: (
                review.state == "cancelled" and review.not_held_reason == "learner"
            )
        )
        missed.learner_id._open_at_risk(
            "missed", lambda env: env._("The learner did not come to a review.")
        )

    def _note_late(self, days):
        result = super()._note_late(days)
        if days >= MISSED_DAYS:
            missed = self.filtered(lambda review: review.kind in TELLING_KINDS)
            missed.learner_id._open_at_risk(
                "missed", lambda env: env._("A review is two weeks late.")
            )
        return result

    @api.model
    def _find_low_attendance(self):
        """Open at-risk reviews of those who have come too seldom of late.

        What one figure has led to is not asked again: only a newer figure does.
        """
        low = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("attendance", "<", company.engagement_attendance_threshold)
            for company in self.env["res.company"].search([])
        )
        enrolments = self.env["engagement.enrolment"].search(
            low
            & Domain("state", "=", "enrolled")
            & Domain("attendance_asked", "=", False)
            & Domain("attendance_on", "!=", False)
            & Domain("learner_id.status", "=", "active"),
            order="id",
        )
        return run_in_batches(enrolments, lambda part: part._ask_about_attendance())


class EngagementLearner(models.Model):
    """A learner has at most one open at-risk review; what happens goes into it."""

    _inherit = "engagement.learner"

    def _open_at_risk(self, trigger, get_note):
        """Plan an at-risk review, or write into the one that is open.

        :param str trigger: attendance, complaint, low_score, missed or other
        :param get_note: called with an environment in the language of the one who
            holds the review: what happened, in words that name nobody
        :return: the at-risk reviews of these learners
        """
        if not self:
            return self.env["engagement.learner.review"]
        # sudo: a risk is written down, whoever or whatever notices it
        learners = self.sudo()
        reviews = learners.env["engagement.learner.review"]
        found = reviews.search(
            Domain("learner_id", "in", learners.ids)
            & Domain("kind", "=", "at_risk")
            & Domain("state", "in", OPEN_STATES)
        )
        today = fields.Date.context_today(self)
        for review in found:
            note = get_note(self.with_context(lang=review.user_id.lang).env)
            lines = (review.trigger_note or "").splitlines()
            if note not in lines:
                review.trigger_note = "\n".join([*lines, note])
        vals_list = []
        for learner in learners - found.learner_id:
            user = learner._get_review_user()
            vals_list.append(
                {
                    "learner_id": learner.id,
                    "kind": "at_risk",
                    "trigger": trigger,
                    "trigger_note": get_note(self.with_context(lang=user.lang).env),
                    "user_id": user.id,
                    "planned_date": today,
                }
            )
        return found + reviews._quietly().create(
            reviews._complete_new_reviews(vals_list)
        )


class EngagementEnrolment(models.Model):
    """How often the learner comes: a figure with its day, from a list or by hand."""

    _inherit = "engagement.enrolment"

    attendance = fields.Float(
        string="Attendance (%)",
        digits=(5, 1),
        aggregator="avg",
        help="How often the learner came, of 100 times.",
    )
    attendance_on = fields.Date(
        string="Attendance as of",
        compute="_compute_attendance_on",
        store=True,
        readonly=False,
        help="Empty: not known yet.",
    )
    attendance_asked = fields.Boolean(
        compute="_compute_attendance_asked",
        store=True,
        export_string_translation=False,
        help="This figure has led to an at-risk review already.",
    )

    _attendance_range = models.Constraint(
        "CHECK (attendance BETWEEN 0 AND 100)", "Attendance is 0 to 100 %."
    )
    _attendance_idx = models.Index(
        "(company_id, attendance) WHERE attendance_on IS NOT NULL"
        " AND attendance_asked IS NOT TRUE"
    )

    @api.depends("attendance")
    def _compute_attendance_on(self):
        today = fields.Date.context_today(self)
        for enrolment in self:
            # 0 is not known, until something else was: then nobody came any more
            known = enrolment.attendance or enrolment.attendance_on
            enrolment.attendance_on = known and today

    @api.depends("attendance", "attendance_on")
    def _compute_attendance_asked(self):
        # a new figure is asked about anew
        self.attendance_asked = False

    def _ask_about_attendance(self):
        """Open the at-risk reviews of learners who come too seldom, once a figure."""
        asked = self.filtered(lambda enrolment: not enrolment.attendance_asked)
        asked.learner_id._open_at_risk(
            "attendance", lambda env: env._("The learner comes too seldom.")
        )
        asked.attendance_asked = True
