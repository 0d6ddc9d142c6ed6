# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

OPEN_STATES = ("planned", "held")
STATES = [
    ("planned", "Planned"),
    ("held", "Held"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
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
        selection=STATES,
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
    overdue = fields.Boolean(compute="_compute_overdue")
    held_date = fields.Date(string="Held on", copy=False, tracking=True)
    next_review_date = fields.Date(
        string="Next review",
        copy=False,
        help="Filled by the schedule on closing, unless a day is given.",
    )
    # Not tracked: what came of it is read in the review, not in messages.
    outcome = fields.Text(copy=False)

    # Reminders
    remind_date = fields.Date(
        compute="_compute_remind_date", store=True, precompute=True
    )
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

    @api.depends("planned_date", "state")
    @api.depends_context("tz")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for review in self:
            review.overdue = bool(
                review.state == "planned"
                and review.planned_date
                and review.planned_date < today
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
        return True

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
        return True

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
        return True

    def _check_review_state(self, states, message):
        """Raise `message` unless every review is in one of `states`."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for review in self:
            if review.state not in states:
                raise UserError(
                    message
                    % {"name": review.display_name, "state": labels[review.state]}
                )

    # What is reviewed: models extend these

    @api.model
    def _get_subject_field(self, schedule):
        """Return the field of the review that holds what `schedule` has reviewed."""
        return self._review_subject_field

    @api.model
    def _get_anchor_field(self, schedule):
        """Return the field of the subject that says when it began."""
        return self._review_anchor_field

    @api.model
    def _review_subject_domain(self, schedule):
        """Return which subjects `schedule` asks to review."""
        name = self._get_subject_field(schedule)
        subjects = self.env[self._fields[name].comodel_name]
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
            self._get_subject_field(schedule): subject.id,
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
