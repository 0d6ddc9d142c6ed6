# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..mixins import recurrence


class EngagementPlanRhythm(models.Model):
    """When a plan asks for the next contact, and when that contact opens by itself.

    The next date follows from the rhythm and from what was held or cancelled so far:
    nothing moves it but an event.
    """

    _inherit = "engagement.plan"

    interval_number = fields.Integer(
        string="Every",
        compute="_compute_interval_number",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
        aggregator=None,
    )
    interval_unit = fields.Selection(
        selection=recurrence.UNITS,
        string="Unit",
        compute="_compute_interval_unit",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        tracking=True,
    )
    rhythm = fields.Char(compute="_compute_rhythm")
    start_date = fields.Date(
        string="First contact",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
        help="The rhythm counts from this day: a plan that starts on the 31st asks for "
        "the last day of shorter months and comes back to the 31st.",
    )
    end_date = fields.Date(
        string="Ends on",
        tracking=True,
        help="No contact is planned after this day. Leave empty to go on.",
    )
    next_date = fields.Date(
        string="Next contact",
        compute="_compute_next_date",
        store=True,
        help="The next day that the rhythm asks for. It moves on when the contact is "
        "held or cancelled, never by itself.",
    )
    lead_days = fields.Integer(
        string="Remind before (days)",
        required=True,
        default=lambda self: self.env.company.engagement_lead_days,
        aggregator=None,
        help="The event opens, and the responsible is reminded, so many days before.",
    )
    open_date = fields.Date(
        string="Opens on",
        compute="_compute_open_date",
        store=True,
        help="The day on which the next event opens by itself.",
    )

    _order_idx = models.Index("(next_date, id) WHERE active IS TRUE")
    _due_idx = models.Index("(open_date, id) WHERE active IS TRUE")
    _interval_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "A plan repeats every 1 or more days, weeks, months, quarters or years: the "
        "interval cannot be 0.",
    )
    _lead_days_not_negative = models.Constraint(
        "CHECK (lead_days >= 0)",
        "The reminder comes 0 or more days before the contact.",
    )
    _ends_after_start = models.Constraint(
        "CHECK (end_date IS NULL OR end_date >= start_date)",
        "The plan ends before its first contact: move the end or the first contact.",
    )

    @api.depends("party_id")
    def _compute_interval_number(self):
        for plan in self:
            source = plan._origin or plan.party_id.category_id
            plan.interval_number = source.interval_number or 3

    @api.depends("party_id")
    def _compute_interval_unit(self):
        for plan in self:
            source = plan._origin or plan.party_id.category_id
            plan.interval_unit = source.interval_unit or "month"

    @api.depends("interval_number", "interval_unit")
    @api.depends_context("lang")
    def _compute_rhythm(self):
        one = {
            "day": self.env._("Every day"),
            "week": self.env._("Every week"),
            "month": self.env._("Every month"),
            "quarter": self.env._("Every quarter"),
            "year": self.env._("Every year"),
        }
        units = dict(self._fields["interval_unit"]._description_selection(self.env))
        for plan in self:
            if plan.interval_number == 1:
                plan.rhythm = one.get(plan.interval_unit)
            else:
                plan.rhythm = plan.interval_unit and self.env._(
                    "Every %(number)s %(units)s",
                    number=plan.interval_number,
                    units=units[plan.interval_unit].lower(),
                )

    @api.depends(
        "start_date",
        "end_date",
        "interval_number",
        "interval_unit",
        "event_ids.state",
        "event_ids.date",
        "event_ids.planned_date",
    )
    def _compute_next_date(self):
        settled = self._get_last_settled()
        for plan in self:
            if not (plan.start_date and plan.interval_unit):
                plan.next_date = False
                continue
            last = settled.get(plan._origin)
            following = plan.start_date
            if last and last >= plan.start_date:
                following = recurrence.next_after(
                    plan.start_date,
                    max(plan.interval_number, 1),
                    plan.interval_unit,
                    last,
                )
            ended = plan.end_date and following > plan.end_date
            plan.next_date = False if ended else following

    @api.depends("next_date", "lead_days")
    def _compute_open_date(self):
        for plan in self:
            plan.open_date = plan.next_date and plan.next_date - timedelta(
                days=plan.lead_days
            )

    def _get_last_settled(self):
        """Return the last day that is done with, by plan.

        That is the latest of the planned days and of the days on which a contact was
        really held: a contact held early does not pull the rhythm forward, one held
        late does not leave a queue of periods behind.
        """
        latest = {}
        for plan, state, held, planned in self.env["engagement.event"]._read_group(
            [("plan_id", "in", self.ids), ("state", "!=", "planned")],
            ["plan_id", "state"],
            ["date:max", "planned_date:max"],
        ):
            days = [planned, latest.get(plan), held if state == "held" else None]
            latest[plan] = max(filter(None, days))
        return latest
