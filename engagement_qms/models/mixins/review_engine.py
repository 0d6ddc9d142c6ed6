# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from .batches import run_in_batches
from .review_mixin import ACTIVITY_TYPE, OPEN_STATES

# A review is late for somebody else after so many days; the latest first.
ESCALATION_DAYS = (14, 7)


class EngagementReviewEngine(models.AbstractModel):
    """What makes reviews come, remind and insist, once a day and by itself.

    Every step finds what is left to do in the database, so it can be run twice, after
    missed days and after having been killed, and works on many records at once.
    """

    _inherit = "engagement.review.mixin"

    @api.model
    def _cron_schedule_reviews(self):
        """Plan what is due, remind, escalate. Run again, it changes nothing."""
        today = fields.Date.context_today(self)
        schedules = self.env["engagement.review.schedule"].search(
            [("kind", "in", self._review_kinds)]
        )
        return (
            all(self._plan_due_reviews(schedule, today) for schedule in schedules)
            and self._remind_due_reviews(today)
            and self._escalate_late_reviews(today)
        )

    @api.model
    def _plan_due_reviews(self, schedule, today):
        """Plan the reviews that come due within the lead days of `schedule`."""
        until = self._get_horizon(schedule, today)
        subject_field = self._fields[self._get_subject_field(schedule)]
        open_reviews = self._search(
            Domain("schedule_id", "=", schedule.id)
            & Domain("state", "in", OPEN_STATES)
            & Domain(subject_field.name, "!=", False)
        )
        subjects = self.env[subject_field.comodel_name].search(
            Domain(self._review_subject_domain(schedule))
            & Domain("id", "not in", open_reviews.subselect(subject_field.name)),
            order="id",
        )
        return run_in_batches(
            subjects,
            lambda part: self._plan_next_reviews(schedule, part, until),
            size=1000,
        )

    @api.model
    def _plan_next_reviews(self, schedule, subjects, until=None):
        """Plan the next review of subjects that have none open.

        :param datetime.date until: only the reviews planned for this day or before
        :return: the new reviews
        """
        name = self._get_subject_field(schedule)
        of_subjects = Domain("schedule_id", "=", schedule.id) & Domain(
            name, "in", subjects.ids
        )
        last_ids = self._read_group(of_subjects, [name], ["id:max"])
        last = self.browse(review_id for _subject, review_id in last_ids)
        last = {review[name].id: review for review in last}
        vals_list = []
        for subject in subjects:
            previous = last.get(subject.id, self.browse())
            day = previous._get_following_day(schedule, subject)
            if until is None or day <= until:
                vals = self._prepare_review(schedule, subject, day)
                vals["user_id"] = vals.get("user_id") or previous.user_id.id
                vals_list.append(vals)
        vals_list = self._complete_new_reviews(vals_list)
        # No mail for each new review: the daily summary and one activity tell of it.
        return self.with_context(mail_auto_subscribe_no_notify=True).create(vals_list)

    @api.model
    def _get_horizon(self, schedule, today):
        """Return the last day for which reviews are planned now; None for all."""
        return today + timedelta(days=schedule.lead_days)

    @api.model
    def _complete_new_reviews(self, vals_list):
        """Return the values of new reviews, after a look at all of them at once."""
        return vals_list

    def _get_following_day(self, schedule, subject):
        """Return when `subject` is reviewed after this review; after none, first."""
        began_on = fields.Date.to_date(subject[self._get_anchor_field(schedule)])
        if not self:
            return schedule._get_first_day(began_on)
        done_until = max(filter(None, [self.planned_date, self.held_date]))
        if self.state == "cancelled":
            # called off late: what was missed is not made up for one by one
            yesterday = fields.Date.context_today(self) - timedelta(days=1)
            done_until = max(done_until, yesterday)
        return self.next_review_date or schedule._get_next_day(began_on, done_until)

    def _plan_successors(self):
        """Plan the next reviews of the same subjects and write down when they are."""
        # The index that allows one open review looks at the table.
        self.flush_recordset(["state"])
        for schedule, reviews in self.grouped("schedule_id").items():
            if not schedule.active:
                continue
            name = self._get_subject_field(schedule)
            # sudo: the next review belongs to whoever is responsible for the subject
            reviews = reviews.sudo()
            subjects = reviews[name].search(
                Domain(self._review_subject_domain(schedule))
                & Domain("id", "in", reviews[name].ids)
            )
            successors = reviews._plan_next_reviews(reviews.schedule_id, subjects)
            days = {successor[name]: successor.planned_date for successor in successors}
            for review in reviews:
                review.next_review_date = days.get(review[name])

    @api.model
    def _remind_due_reviews(self, today):
        """Give the responsible of each due review one activity, once."""
        due = self.search(
            Domain("state", "=", "planned")
            & Domain("remind_date", "<=", today)
            & Domain("reminded", "=", False)
            & Domain("user_id.active", "=", True),
            # each batch has few people: what is done for a person is done once
            order="user_id.id, id",
        )
        return run_in_batches(due, lambda part: part._remind(), size=1000)

    @api.model
    def _escalate_late_reviews(self, today):
        """Escalate the reviews that have become 7 or 14 days late, once each."""
        for days in ESCALATION_DAYS:
            late = self.search(
                Domain("state", "=", "planned")
                & Domain("planned_date", "<=", today - timedelta(days=days))
                & Domain("escalated_days", "<", days),
                order="id",
            )
            if not run_in_batches(late, lambda part, days=days: part._note_late(days)):
                return False
        return True

    def _remind(self):
        self._create_activities(
            lambda review: review.user_id, lambda env: env._("Review due")
        )
        self.reminded = True

    def _note_late(self, days):
        self._escalate(days)
        self.escalated_days = days

    def _create_activities(self, get_user, get_summary):
        """Create one activity per review, in the language of its user, without mail.

        :param get_user: called with a review; reviews without a user are left out
        :param get_summary: called with an environment in the language of the user
        """
        self.mapped("display_name")  # all at once; each activity names its review
        activity_type = self.env.ref(ACTIVITY_TYPE)
        model_id = self.env["ir.model"]._get_id(self._name)
        summaries = {}
        vals_list = []
        for review in self:
            user = get_user(review)
            if not user:
                continue
            if user.lang not in summaries:
                summaries[user.lang] = get_summary(
                    self.with_context(lang=user.lang).env
                )
            vals_list.append(
                {
                    "activity_type_id": activity_type.id,
                    "automated": True,
                    "date_deadline": review.planned_date,
                    "res_id": review.id,
                    "res_model_id": model_id,
                    "summary": summaries[user.lang],
                    "user_id": user.id,
                }
            )
        activities = self.env["mail.activity"]
        activities.with_context(mail_activity_quick_update=True).create(vals_list)
