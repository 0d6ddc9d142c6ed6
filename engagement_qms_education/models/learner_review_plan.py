# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from bisect import bisect_left
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches
from odoo.addons.engagement_qms.models.mixins.review_mixin import OPEN_STATES

from .learner import GONE, MANAGER_GROUP
from .review_schedule import LEARNER_KINDS

#: So far a day is moved to find one on which somebody works
LONGEST_HOLIDAY = 90


class EngagementLearnerReviewPlan(models.Model):
    """Which learners are reviewed, and when: no more than one open review of a kind.

    The next review is always there, so that everybody sees what comes; reminders wait
    for their day. A late review stays and shows how late it is: missed periods are not
    made up for one by one.
    """

    _inherit = "engagement.learner.review"

    _review_kinds = tuple(kind for kind, _label in LEARNER_KINDS)

    @api.model
    def _cron_schedule_reviews(self):
        """Also end what is no longer asked for, and see who comes too seldom."""
        today = fields.Date.context_today(self)
        return (
            self._cancel_idle_reviews(today)
            and super()._cron_schedule_reviews()
            and self._find_low_attendance()
        )

    # Who is reviewed

    @api.model
    def _get_subject_field(self, schedule):
        is_contact = schedule.kind == "guardian_contact"
        return "guardianship_id" if is_contact else "learner_id"

    @api.model
    def _get_live_domain(self, kind, today):
        """Return the learners, or guardians, of whom reviews of a kind are asked."""
        if kind == "exit":
            return Domain("active", "=", True) & Domain(
                "status", "in", (*GONE, "alumni")
            )
        learners = (
            Domain("active", "=", True)
            & Domain("status", "=", "active")
            & Domain(
                "enrolment_ids",
                "any",
                Domain("state", "=", "enrolled")
                & (Domain("date_to", "=", False) | Domain("date_to", ">=", today)),
            )
        )
        if kind != "guardian_contact":
            return learners & self._get_learners_for_kind(kind)
        return (
            Domain("no_contact", "=", False)
            & Domain("may_receive_information", "=", True)
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
            & Domain(
                "learner_id", "any", learners & Domain("majority_date", ">", today)
            )
        )

    @api.model
    def _get_learners_for_kind(self, kind):
        """Return which learners need a kind of review at all.

        Support reviews are for learners with a support measure that runs.
        """
        if kind != "support":
            return Domain.TRUE
        return Domain(
            "support_measure_ids",
            "any",
            Domain("date_to", "=", False) | Domain("date_to", ">=", "today"),
        )

    @api.model
    def _review_subject_domain(self, schedule):
        """Leave out who has a review of the kind already, or needs none."""
        name = self._get_subject_field(schedule)
        kind = schedule.kind
        today = fields.Date.context_today(self)
        scope = schedule._get_learner_domain()
        of_kind = Domain("kind", "=", kind) & Domain("schedule_id", "!=", False)
        # sudo: an open review keeps off another one, whoever may see it
        reviews = self.sudo()
        if kind == "guardian_contact":
            scope = Domain("learner_id", "any", scope)
        if kind == "induction":
            # once, and not of those who were here before anybody asked for it
            since = schedule.start_date - timedelta(days=schedule.first_offset_days)
            scope &= Domain("enrolled_since", ">=", since)
            done = reviews._search(of_kind)
        elif kind == "exit":
            scope &= Domain("status", "in", GONE)
            scope &= Domain("date_end", ">=", schedule.start_date)
            done = reviews._search(of_kind)
            learners = done.join(
                done.table, "learner_id", "engagement_learner", "id", "learner"
            )
            done.add_where(
                SQL(
                    "(%s IN %s OR %s >= %s)",
                    SQL.identifier(done.table, "state"),
                    OPEN_STATES,
                    SQL.identifier(done.table, "first_planned_date"),
                    SQL.identifier(learners, "date_end"),
                )
            )
        else:
            done = reviews._search(of_kind & Domain("state", "in", OPEN_STATES))
        return (
            scope
            & self._get_live_domain(kind, today)
            & Domain("id", "not in", done.subselect(name))
        )

    # When

    @api.model
    def _get_horizon(self, schedule, today):
        """Plan whatever comes next: it is seen long before anybody is reminded."""
        return None

    def _get_following_day(self, schedule, subject):
        """Return a day to come: what was missed is not made up for one by one."""
        company = subject.company_id
        began_on = self._get_beginning(schedule, subject)
        today = fields.Date.context_today(self)
        if self.next_review_date:
            day = self.next_review_date
        elif self:
            done = max(
                filter(None, [self.planned_date, self.held_date, self.period_date])
            )
            day = schedule._get_next_review_day(began_on, done, company)
        else:
            day = schedule._get_first_review_day(began_on, company)
        if day < today and schedule.kind == "induction":
            day = today
        elif day < today and schedule.kind != "exit":
            yesterday = today - timedelta(days=1)
            day = schedule._get_next_review_day(began_on, yesterday, company)
        if schedule.kind == "consent":
            # whoever comes of age is asked anew, on that day
            of_age = subject.majority_date
            if of_age and began_on < of_age < day and not self._is_after(of_age):
                day = max(of_age, today)
        return day

    def _is_after(self, day):
        """Say whether this review was planned for a day or later; no review was not."""
        return bool(self) and max(self.planned_date, self.period_date or day) >= day

    @api.model
    def _get_beginning(self, schedule, subject):
        """Return since when the rhythm of a learner or guardian counts."""
        if schedule.kind == "exit":
            return subject.date_end
        if schedule.kind == "guardian_contact":
            began_on = subject.valid_from
        elif schedule.kind == "support":
            began_on = subject._get_running_measures()._get_first_day()
        else:
            began_on = subject.enrolled_since
        known_on = fields.Date.to_date(subject.create_date)
        return max(filter(None, [began_on, known_on]))

    @api.model
    def _prepare_review(self, schedule, subject, day):
        vals = super()._prepare_review(schedule, subject, day)
        is_contact = schedule.kind == "guardian_contact"
        learner = subject.learner_id if is_contact else subject
        user = learner._get_review_user()
        if schedule.kind == "support":
            users = learner._get_running_measures().responsible_id.user_id
            user = users.filtered("active")[:1] or user
        vals.pop("company_id")  # that of the learner
        return vals | {
            "learner_id": learner.id,
            "period_date": day,
            "user_id": user.id,
        }

    @api.model
    def _complete_new_reviews(self, vals_list):
        """Move days on which nobody works to the next working day."""
        vals_list = super()._complete_new_reviews(vals_list)
        learners = self.env["engagement.learner"].browse(
            {vals["learner_id"] for vals in vals_list}
        )
        by_company = {}
        companies = {learner.id: learner.company_id for learner in learners}
        for vals in vals_list:
            by_company.setdefault(companies[vals["learner_id"]], []).append(vals)
        for company, rows in by_company.items():
            calendar = company.resource_calendar_id
            if not calendar:
                continue
            days = {vals["planned_date"] for vals in rows}
            working = self.env["engagement.working.day"]._get_dates(
                calendar,
                [(min(days), 1), (max(days), LONGEST_HOLIDAY)],
            )
            for vals in rows:
                place = bisect_left(working, vals["planned_date"])
                if place < len(working):
                    vals["planned_date"] = working[place]
        return vals_list

    @api.model
    def _plan_next_reviews(self, schedule, subjects, until=None):
        self = self._quietly()
        return super()._plan_next_reviews(schedule, subjects, until)

    def _plan_successors(self):
        # sudo: a tutor without a role closes a review, and the rhythm goes on
        self = self.sudo()
        return super()._plan_successors()

    @api.model
    def _quietly(self):
        """Return this model for making reviews without a message and followers each."""
        return self.with_context(tracking_disable=True)

    # Who is told

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let nobody follow the talk with a learner because of a reminder."""
        if self.env.context.get("mail_activity_quick_update"):
            return True
        return super()._message_subscribe(partner_ids, subtype_ids, customer_ids)

    def _escalate(self, days):
        """Tell who leads the tutor, or registers, or else a manager of education."""
        managers = {
            company: self._get_any_manager(company) for company in self.company_id
        }
        self._create_activities(
            lambda review: review._get_escalation_user() or managers[review.company_id],
            lambda env: env._("Review at least %(days)s days late", days=days),
        )

    def _get_escalation_user(self):
        """Return whom to tell that a review is late: somebody who may read it."""
        self.ensure_one()
        tutor = self.learner_id.tutor_id
        people = [
            self.schedule_id.escalation_user_id,
            tutor.parent_id.user_id,
            tutor.department_id.manager_id.user_id,
            self.learner_id.user_id,
        ]
        for user in people:
            if user.active and user.has_group(MANAGER_GROUP):
                return user
        return self.env["res.users"]

    @api.model
    def _get_any_manager(self, company):
        """Return the first manager of education of a company."""
        return self.env["res.users"].search(
            Domain("all_group_ids", "in", self.env.ref(MANAGER_GROUP).ids)
            & Domain("company_ids", "in", company.ids),
            order="id",
            limit=1,
        )

    # What is no longer asked for

    @api.model
    def _cancel_idle_reviews(self, today):
        """Cancel planned reviews of those who left, or whom it does not concern."""
        idle = Domain.FALSE
        for kind, _label in LEARNER_KINDS:
            name = "learner_id"
            if kind == "guardian_contact":
                name = "guardianship_id"
            live = self._get_live_domain(kind, today)
            idle |= Domain("kind", "=", kind) & Domain(name, "not any", live)
        reviews = self.search(
            Domain("state", "=", "planned") & Domain("schedule_id", "!=", False) & idle,
            order="id",
        )
        return run_in_batches(reviews, lambda part: part._cancel_idle())

    def _cancel_idle(self):
        """Cancel what is not asked for now; whoever comes back is reviewed again."""
        for user, reviews in self.grouped("user_id").items():
            reviews.outcome = self.with_context(lang=user.lang).env._(
                "Not held: the learner is not with us any more, or it is not needed."
            )
        self.not_held_reason = "other"
        self.action_cancel()
        # it stays beside the rhythm, and takes no period away from the next one
        self._step().write({"schedule_id": False, "period_date": False})
