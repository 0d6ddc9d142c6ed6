# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementPlan(models.Model):
    """How often, by which channel and at what cost we keep in touch with a party.

    A plan is a rhythm that starts on a day. Its next date follows from the rhythm
    and from the events held or cancelled so far, so it can be worked out anew at any
    time. Only one event of a plan is open at once: periods that were missed are not
    made up for one by one, the overdue event stays and shows how late we are.
    """

    _name = "engagement.plan"
    _description = "Contact Plan"
    _inherit = ["mail.thread", "mail.activity.mixin", "engagement.counter.mixin"]
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

    # How and by whom, and what it may take
    channel_id = fields.Many2one(
        comodel_name="engagement.channel",
        compute="_compute_channel_id",
        store=True,
        readonly=False,
        precompute=True,
        index=True,
        tracking=True,
    )
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
    def _compute_planned_hours(self):
        for plan in self:
            source = plan._origin or plan.party_id.category_id
            plan.planned_hours = source.planned_hours

    @api.depends("party_id")
    def _compute_user_id(self):
        for plan in self:
            user = plan.party_id.user_id or self.env.user
            plan.user_id = plan._origin.user_id if plan._origin else user

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

    @api.model
    def _get_counters(self):
        return [
            ("overdue", "danger", [("next_date", "<", "today")]),
            ("never", "warning", [("event_ids", "not any", [("state", "=", "held")])]),
            (
                "month",
                "info",
                [("next_date", ">=", "today"), ("next_date", "<=", "+30d")],
            ),
        ]
