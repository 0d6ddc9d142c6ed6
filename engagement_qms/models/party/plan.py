# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models

from ..mixins import recurrence


class EngagementPlan(models.Model):
    """How often, by which channel and at what cost we keep in touch with a party.

    A plan is a rhythm that starts on a day. Its next date follows from the rhythm
    and from the events held or cancelled so far, so it can be worked out anew at any
    time. Only one event of a plan is open at once: periods that were missed are not
    made up for one by one, the overdue event stays and shows how late we are.
    """

    _name = "engagement.plan"
    _description = "Contact Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "next_date, id"
    _check_company_auto = True

    name = fields.Char(
        string="Plan",
        required=True,
        default=lambda self: self.env._("Regular contact"),
        index="trigram",
        tracking=True,
    )
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        required=True,
        ondelete="cascade",
        index=True,
        tracking=True,
        check_company=True,
    )
    active = fields.Boolean(default=True, tracking=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        compute="_compute_company_id",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )

    # Rhythm
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
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

    # Who, and what it may take
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        compute="_compute_user_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Keeps in touch and gets the reminders.",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Owner",
        index="btree_not_null",
        check_company=True,
        help="Accountable for the plan, where it is not the one who does the work.",
    )
    risk_id = fields.Many2one(
        comodel_name="engagement.risk",
        string="Controls the risk",
        ondelete="set null",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The risk counts as controlled while contacts of this plan are held.",
    )
    planned_hours = fields.Float(
        string="Hours per contact",
        compute="_compute_planned_hours",
        store=True,
        readonly=False,
        precompute=True,
    )
    planned_budget = fields.Monetary(string="Budget per contact")
    currency_id = fields.Many2one(related="company_id.currency_id")

    # What became of it
    event_ids = fields.One2many(
        comodel_name="engagement.event", inverse_name="plan_id", string="Events"
    )
    event_count = fields.Integer(compute="_compute_event_count")
    held_count = fields.Integer(string="Held", compute="_compute_event_count")
    has_planned = fields.Boolean(
        string="Has a planned event", compute="_compute_event_count"
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
    _plan_not_negative = models.Constraint(
        "CHECK (planned_hours >= 0 AND planned_budget >= 0)",
        "Planned hours and budget cannot be negative.",
    )

    @api.depends("party_id.company_id")
    def _compute_company_id(self):
        for plan in self:
            plan.company_id = (
                plan.party_id.company_id or plan.company_id or self.env.company
            )

    # Until the plan is saved another party brings other suggestions; afterwards every
    # answer stays, also when its party becomes part of another one. One method for each
    # field, because a default for one must not leave the others empty.

    @api.depends("party_id")
    def _compute_channel_id(self):
        for plan in self:
            plan.channel_id = (plan._origin or plan.party_id).channel_id

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

    @api.depends("party_id")
    def _compute_planned_hours(self):
        for plan in self:
            source = plan._origin or plan.party_id.category_id
            plan.planned_hours = source.planned_hours

    @api.depends("party_id")
    def _compute_user_id(self):
        for plan in self:
            user = plan.party_id.user_id or self.env.user
            plan.user_id = plan._origin.user_id if plan._origin else user

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

    @api.depends("event_ids.state")
    def _compute_event_count(self):
        counts = {}
        for plan, state, count in self.env["engagement.event"]._read_group(
            [("plan_id", "in", self.ids)], ["plan_id", "state"], ["__count"]
        ):
            counts.setdefault(plan, {})[state] = count
        for plan in self:
            by_state = counts.get(plan._origin, {})
            plan.event_count = sum(by_state.values())
            plan.held_count = by_state.get("held", 0)
            plan.has_planned = "planned" in by_state

    @api.depends("name", "party_id.name")
    def _compute_display_name(self):
        # sudo: who may read the plan may read whom it is for, and nothing else of the
        # party
        for plan in self:
            party = plan.sudo().party_id
            plan.display_name = plan.name
            if party:
                plan.display_name = self.env._(
                    "%(party)s: %(plan)s", party=party.name, plan=plan.name or ""
                )

    def write(self, vals):
        handed_over = self.browse()
        if vals.get("user_id"):
            handed_over = self.filtered(lambda plan: plan.user_id.id != vals["user_id"])
        result = super().write(vals)
        # sudo: whoever may change a plan may also change the event that it opened,
        # even where that belongs to somebody else by now
        if "active" in vals and not vals["active"]:
            reason = self.env._("The contact plan was archived.")
            self.sudo()._get_planned_events()._cancel(reason)
        elif handed_over:
            planned = handed_over.sudo()._get_planned_events()
            planned.write({"user_id": vals["user_id"]})
        return result

    def action_open_event(self):
        """Open the planned event of the plan, and plan it now if there is none."""
        self.ensure_one()
        event = self._get_planned_events() or self._create_next_events()
        return {
            "type": "ir.actions.act_window",
            "res_model": "engagement.event",
            "res_id": event.id,
            "view_mode": "form",
        }

    def action_view_events(self):
        """Open all events of the plan."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_event_action"
        )
        return action | {
            "domain": [("plan_id", "=", self.id)],
            "context": {
                "default_plan_id": self.id,
                "default_party_id": self.party_id.id,
            },
        }

    def _get_planned_events(self):
        return self.env["engagement.event"].search(
            [("plan_id", "in", self.ids), ("state", "=", "planned")]
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
