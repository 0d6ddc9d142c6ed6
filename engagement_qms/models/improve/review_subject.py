# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..code.code_lifecycle import HOLDING_STATES
from ..mixins.batches import run_in_batches
from ..mixins.review_mixin import OPEN_STATES


class EngagementReviewSubject(models.Model):
    """How reviews come back: for which parties, codes and objectives, and when.

    The next review of a party or a code is the day that stands on it. That day and
    the planned review move together, so there is one answer to "when": whoever moves
    one moves the other. An objective has no such day and keeps to its rhythm.
    """

    _inherit = "engagement.review"

    #: Kind of review -> the field that holds what is reviewed; later parts add theirs
    _review_subjects = {
        "relationship": "party_id",
        "code": "code_id",
        "objective": "objective_id",
    }
    _review_anchors = {
        "relationship": "create_date",
        "code": "in_force_from",
        "objective": "date_start",
    }
    _review_kinds = ("relationship", "code", "objective", "management", "audit")

    @api.model_create_multi
    def create(self, vals_list):
        """Let a planned review belong to the rhythm of its subject."""
        vals_list = [
            vals
            if vals.get("schedule_id") or vals.get("trigger", "planned") != "planned"
            else {**vals, "schedule_id": self._get_rhythm_id(vals)}
            for vals in vals_list
        ]
        reviews = super().create(vals_list)
        reviews._move_day_of_subject()
        return reviews

    def write(self, vals):
        result = super().write(vals)
        if "planned_date" in vals:
            self._move_day_of_subject()
        return result

    @api.model
    def _cron_schedule_reviews(self):
        """Also end what is no longer reviewed, and answer to many misses."""
        today = fields.Date.context_today(self)
        return (
            self._cancel_idle_reviews()
            and super()._cron_schedule_reviews()
            and self._open_reviews_for_misses(today)
        )

    # What is reviewed

    @api.model
    def _get_subject_field(self, schedule):
        return self._review_subjects[schedule.kind]

    @api.model
    def _get_anchor_field(self, schedule):
        return self._review_anchors[schedule.kind]

    @api.model
    def _get_reviewed_domain(self, kind):
        """Return which parties, codes or objectives are reviewed at all."""
        live = Domain("active", "=", True)
        if kind == "relationship":
            return live & Domain("relevant", "=", True)
        if kind == "code":
            return live & Domain("state", "in", HOLDING_STATES)
        return live & Domain("state", "=", "active")

    @api.model
    def _review_subject_domain(self, schedule):
        """Leave out what is not reviewed, and what has an open review already."""
        key = "root_id" if schedule.kind == "code" else "id"
        name = "root_id" if key == "root_id" else self._get_subject_field(schedule)
        # sudo: an open review keeps off another one, whoever may see it
        taken = self.sudo()._search(
            Domain("state", "in", OPEN_STATES)
            & Domain("schedule_id", "!=", False)
            & Domain(name, "!=", False)
        )
        return (
            schedule._get_subject_domain()
            & self._get_reviewed_domain(schedule.kind)
            & Domain(key, "not in", taken.subselect(name))
        )

    @api.model
    def _get_rhythm_id(self, vals):
        kind = vals.get("kind", "relationship")
        name = self._review_subjects.get(kind)
        subject = name and self.env[self._fields[name].comodel_name].browse(
            vals.get(name)
        )
        if not subject:
            return False
        rhythms = self.env["engagement.review.schedule"]._get_rhythms(kind, subject)
        return rhythms[subject].id if subject in rhythms else False

    def _get_following_day(self, schedule, subject):
        """Return the day that stands on the subject, or else one interval later."""
        if "next_review_date" in subject._fields and subject.next_review_date:
            return subject.next_review_date
        if not self:
            return super()._get_following_day(schedule, subject)
        done_until = max(filter(None, [self.planned_date, self.held_date]))
        return self.next_review_date or schedule._add_to(done_until)

    # The day on the subject and the planned review

    def _move_day_of_subject(self):
        """Write the day of planned reviews onto what they review."""
        # sudo: whoever plans a review may not be able to write what it is about
        for review in self.sudo():
            subject = review._get_subject()
            if (
                subject
                and review.state == "planned"
                and review.schedule_id
                and "next_review_date" in subject._fields
                and subject.next_review_date != review.planned_date
            ):
                subject.next_review_date = review.planned_date

    @api.model
    def _follow_subjects(self, kind, subjects):
        """Move the planned reviews of subjects to the day that stands on these."""
        name = self._review_subjects[kind]
        # sudo: the review goes with its subject, whoever holds it
        reviews = self.sudo().search(
            Domain(name, "in", subjects.ids)
            & Domain("state", "=", "planned")
            & Domain("schedule_id", "!=", False)
        )
        for review in reviews:
            day = review[name].next_review_date
            if day and day != review.planned_date:
                review.planned_date = day

    def _plan_successors(self):
        """Note the review on its subject, and plan the next one from there."""
        rhythms = self.env["engagement.review.schedule"]
        today = fields.Date.context_today(self)
        for kind, reviews in self.grouped("kind").items():
            if kind not in self._review_subjects:
                continue
            # sudo: whoever settles the review may not be able to write the subject
            reviews = reviews.sudo()
            subjects = reviews[self._review_subjects[kind]]
            live = subjects.filtered_domain(self._get_reviewed_domain(kind))
            found = rhythms._get_rhythms(kind, subjects)
            for review in reviews:
                subject = review._get_subject()
                if subject in live:
                    review._note_on_subject(subject, found.get(subject), today)
        return super()._plan_successors()

    def _note_on_subject(self, subject, rhythm, today):
        """Write onto a subject when it was reviewed and when it is again.

        :param rhythm: the rhythm that holds for the subject now, or nothing
        :param datetime.date today: the day of this step
        """
        closed = self.state == "closed"
        vals = {}
        if closed and "last_review_date" in subject._fields:
            vals["last_review_date"] = self.held_date
        if self.schedule_id and rhythm and rhythm != self.schedule_id:
            self.schedule_id = rhythm  # another priority has another rhythm
        if "next_review_date" in subject._fields:
            if self.next_review_date:
                vals["next_review_date"] = self.next_review_date
            elif self.schedule_id and rhythm:
                done_on = self.held_date if closed else max(self.planned_date, today)
                vals["next_review_date"] = rhythm._add_to(done_on)
            elif vals:
                # a review beside the rhythm leaves the next one where it is
                vals["next_review_date"] = subject.next_review_date
        if vals:
            subject.write(vals)

    # What is no longer reviewed

    @api.model
    def _cancel_idle_reviews(self):
        """Cancel the planned reviews of what is not reviewed any more."""
        idle = Domain.FALSE
        for kind, name in self._review_subjects.items():
            live = self._get_reviewed_domain(kind)
            idle |= Domain("kind", "=", kind) & Domain(name, "not any", live)
        reviews = self.search(
            Domain("state", "=", "planned") & Domain("schedule_id", "!=", False) & idle,
            order="id",
        )
        return run_in_batches(reviews, lambda part: part._cancel_idle())

    def _cancel_idle(self):
        self.outcome = self.env._(
            "Not held: what it was about is not relevant, not in force or not pursued "
            "any more."
        )
        self.action_cancel()
