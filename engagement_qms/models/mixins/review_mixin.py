# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from .batches import run_in_batches

OPEN_STATES = ("planned", "held")
# A review is late for somebody else after so many days; the latest first.
ESCALATION_DAYS = (14, 7)
ACTIVITY_TYPE = "mail.mail_activity_data_todo"


class EngagementReviewMixin(models.AbstractModel):
    """A review that is planned, held and closed, and plans the next one.

    A review is a record with its outcome; the activity only points at it and tells
    nothing but that a review is due. Per subject and schedule one review is open at a
    time. Closing or cancelling it plans the next date of the rhythm that is still to
    come, so missed periods are not made up for one by one: the one late review stays
    and shows how late it is.

    A model says what is reviewed by the `_review_*` attributes and hooks below, has
    an ir.cron that calls `_cron_schedule_reviews()`, and a unique index on its subject
    and schedule: `WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL`.
    """

    _name = "engagement.review.mixin"
    _description = "Scheduled Review"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "planned_date desc, id desc"
    _check_company_auto = True

    # The field of the review that holds what is reviewed; may be `company_id`.
    _review_subject_field = None
    # The field of the subject that says when it began.
    _review_anchor_field = "create_date"
    # The kinds of schedules that plan reviews of this model.
    _review_kinds = ()

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    schedule_id = fields.Many2one(
        comodel_name="engagement.review.schedule",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        help="The rhythm that planned this review. Empty for a single review.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        index=True,
        tracking=True,
        help="Holds the review and gets the reminder.",
    )
    state = fields.Selection(
        selection=[
            ("planned", "Planned"),
            ("held", "Held"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )
    planned_date = fields.Date(
        string="Planned for",
        required=True,
        default=fields.Date.context_today,
        index=True,
        copy=False,
        tracking=True,
    )
    held_date = fields.Date(string="Held on", copy=False, tracking=True)
    next_review_date = fields.Date(
        string="Next review",
        copy=False,
        help="Filled by the schedule on closing, unless a day is given.",
    )
    # Not tracked: what came of it is read in the review, not in messages.
    outcome = fields.Text(copy=False)

    # Reminders
    remind_date = fields.Date(compute="_compute_remind_date", store=True)
    reminded = fields.Boolean(readonly=True, copy=False)
    escalated_days = fields.Integer(readonly=True, copy=False, aggregator=None)

    _to_remind_idx = models.Index("(remind_date) WHERE state = 'planned'")

    @api.depends("planned_date", "schedule_id.lead_days", "company_id")
    def _compute_remind_date(self):
        for review in self:
            schedule, company = review.schedule_id, review.company_id
            days = schedule.lead_days if schedule else company.engagement_lead_days
            review.remind_date = review.planned_date and (
                review.planned_date - timedelta(days=days)
            )

    def write(self, vals):
        if {"planned_date", "user_id"} & vals.keys():
            moved = self.filtered(lambda r: r.reminded and r.state == "planned")
            # sudo: the reminder goes with the review, whoever has it
            moved.sudo().activity_unlink([ACTIVITY_TYPE])
            vals = vals | {"reminded": False, "escalated_days": 0}
        return super().write(vals)

    def action_hold(self):
        """Note that the review was held, today unless a day is given."""
        self._check_review_state(
            ["planned"],
            self.env._(
                "“%(name)s” is “%(state)s” already: only a planned review can be held."
            ),
        )
        today = fields.Date.context_today(self)
        for review in self:
            review.held_date = review.held_date or today
            if review.held_date > today:
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot have been held on %(day)s, a day to come. "
                        "Correct the day, or hold the review then.",
                        name=review.display_name,
                        day=format_date(self.env, review.held_date),
                    )
                )
        self.state = "held"
        # sudo: the reminder may be somebody else's
        self.sudo().activity_feedback([ACTIVITY_TYPE])

    def action_close(self):
        """Close the review with its outcome, and plan the next one."""
        self._check_review_state(
            ["held"],
            self.env._(
                "“%(name)s” is “%(state)s”: note first that it was held. Only then it "
                "can be closed, and only once."
            ),
        )
        for review in self:
            if not (review.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "“%(name)s” has no outcome yet. Write down what came of it, "
                        "even if nothing has to change, and close it then.",
                        name=review.display_name,
                    )
                )
            if review.next_review_date and review.next_review_date <= review.held_date:
                raise UserError(
                    self.env._(
                        "The next review of “%(name)s” must be after the day on which "
                        "this one was held. Give a later day, or leave it empty.",
                        name=review.display_name,
                    )
                )
        self.state = "closed"
        self._plan_successors()

    def action_cancel(self):
        """Cancel the review; its schedule goes on with the next one."""
        self._check_review_state(
            OPEN_STATES,
            self.env._("“%(name)s” is “%(state)s” and can no longer be cancelled."),
        )
        self.state = "cancelled"
        # sudo: the reminder may be somebody else's
        self.sudo().activity_unlink([ACTIVITY_TYPE])
        self._plan_successors()

    def _check_review_state(self, states, message):
        """Raise `message` unless every review is in one of `states`."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state not in states:
                raise UserError(
                    message
                    % {"name": review.display_name, "state": labels[review.state]}
                )

    # ------------------------------------------------------------------
    # What is reviewed: models extend these
    # ------------------------------------------------------------------

    @api.model
    def _review_subject_domain(self, schedule):
        """Return which subjects `schedule` asks to review."""
        subjects = self.env[self._fields[self._review_subject_field].comodel_name]
        if not schedule.company_id:
            return Domain.TRUE
        if subjects._name == "res.company":
            return Domain("id", "=", schedule.company_id.id)
        return Domain("company_id", "=", schedule.company_id.id)

    @api.model
    def _prepare_review(self, schedule, subject, day):
        """Return the values of the review of `subject` planned for `day`."""
        company = subject if subject._name == "res.company" else subject.company_id
        vals = {
            self._review_subject_field: subject.id,
            "schedule_id": schedule.id,
            "planned_date": day,
            "company_id": (company or schedule.company_id or self.env.company).id,
            "user_id": subject.user_id.id if "user_id" in subject._fields else False,
        }
        if "kind" in self._fields:
            vals["kind"] = schedule.kind
        return vals

    def _escalate(self, days):
        """Tell whom the schedule names that these reviews are `days` late, or more."""
        self._create_activities(
            lambda review: review.schedule_id.escalation_user_id,
            lambda env: env._("Review at least %(days)s days late", days=days),
        )

    # ------------------------------------------------------------------
    # Engine
    # ------------------------------------------------------------------

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
        until = today + timedelta(days=schedule.lead_days)
        subject_field = self._fields[self._review_subject_field]
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
        """Plan the next review of each subject that has none open.

        :param datetime.date until: only the reviews planned for this day or before
        :return: the new reviews
        """
        name = self._review_subject_field
        of_subjects = Domain("schedule_id", "=", schedule.id) & Domain(
            name, "in", subjects.ids
        )
        is_open = Domain("state", "in", OPEN_STATES)
        busy = {
            subject.id
            for (subject,) in self._read_group(of_subjects & is_open, [name])
        }
        last_ids = self._read_group(of_subjects & ~is_open, [name], ["id:max"])
        last = self.browse(review_id for _subject, review_id in last_ids)
        last = {review[name].id: review for review in last}
        vals_list = []
        for subject in subjects:
            if subject.id in busy:
                continue
            previous = last.get(subject.id, self.browse())
            day = previous._get_following_day(schedule, subject)
            if until is None or day <= until:
                vals = self._prepare_review(schedule, subject, day)
                vals["user_id"] = vals.get("user_id") or previous.user_id.id
                vals_list.append(vals)
        # No mail for each new review: the daily summary and one activity tell of it.
        return self.with_context(mail_auto_subscribe_no_notify=True).create(vals_list)

    def _get_following_day(self, schedule, subject):
        """Return when `subject` is reviewed after this review; after none, first."""
        began_on = fields.Date.to_date(subject[self._review_anchor_field])
        if not self:
            return schedule._get_first_day(began_on)
        done_until = max(filter(None, [self.planned_date, self.held_date]))
        return self.next_review_date or schedule._get_next_day(began_on, done_until)

    def _plan_successors(self):
        """Plan the next reviews of the same subjects and write down when they are."""
        name = self._review_subject_field
        for schedule, reviews in self.grouped("schedule_id").items():
            if not schedule.active:
                continue
            # sudo: the next review belongs to whoever is responsible for the subject
            reviews = reviews.sudo()
            subjects = reviews[name].search(
                Domain(self._review_subject_domain(schedule))
                & Domain("id", "in", reviews[name].ids)
            )
            successors = reviews._plan_next_reviews(schedule.sudo(), subjects)
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
            order="id",
        )
        return run_in_batches(due, lambda part: part._remind())

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
                summaries[user.lang] = get_summary(self.with_context(lang=user.lang).env)
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
