# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models

from . import recurrence


class EngagementReviewSchedule(models.Model):
    """How often something is reviewed: the rhythm of one kind of review.

    The rhythm of a subject counts from the day on which it began, or from the start
    of the schedule if that is later, so that a new schedule asks for nothing of the
    past.
    """

    _name = "engagement.review.schedule"
    _description = "Review Schedule"
    _order = "kind, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Leave empty for all companies.",
    )
    # Models that have reviews add their kinds.
    kind = fields.Selection(
        selection=[
            ("relationship", "Relationship"),
            ("code", "Code of conduct"),
            ("objective", "Objective"),
            ("management", "Management review"),
            ("audit", "Audit"),
        ],
        required=True,
        index=True,
    )

    # Rhythm
    start_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        help="No review is asked for before this day.",
    )
    first_offset_days = fields.Integer(
        string="First review after (days)",
        help="Days from the beginning of what is reviewed to its first review.",
    )
    interval_number = fields.Integer(
        string="Every", required=True, default=12, aggregator=None
    )
    interval_unit = fields.Selection(
        selection=recurrence.UNITS, string="Unit", required=True, default="month"
    )

    # Reminders
    lead_days = fields.Integer(
        string="Remind before (days)",
        required=True,
        default=lambda self: self.env.company.engagement_lead_days,
        aggregator=None,
        help="The review is opened, and its responsible reminded, so many days before.",
    )
    escalation_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Told when late",
        domain="[('share', '=', False)]",
        index="btree_not_null",
        help="Gets an activity when a review is 7 days late, and again after 14 days.",
    )

    _interval_positive = models.Constraint(
        "CHECK (interval_number BETWEEN 1 AND 999)",
        "A review comes back every 1 to 999 days, weeks, months, quarters or years.",
    )
    _days_not_negative = models.Constraint(
        "CHECK (lead_days BETWEEN 0 AND 365 AND first_offset_days BETWEEN 0 AND 36500)",
        "Days before a review (at most 365) and until the first one are 0 or more.",
    )

    def _get_first_day(self, began_on):
        """Return the day of the first review of a subject that began on a day.

        :param datetime.date began_on: empty where the subject has no beginning
        """
        self.ensure_one()
        anchor = max(began_on or self.start_date, self.start_date)
        return anchor + timedelta(days=self.first_offset_days)

    def _get_next_day(self, began_on, done_until):
        """Return the first day of the rhythm after the day that is done with."""
        return recurrence.next_after(
            self._get_first_day(began_on),
            self.interval_number,
            self.interval_unit,
            done_until,
        )
