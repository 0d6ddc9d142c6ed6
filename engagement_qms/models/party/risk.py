# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..mixins import recurrence
from .category import PRIORITIES
from .priority import priority_of


class EngagementRisk(models.Model):
    """What can go wrong with a party, or a whole category of them, and what we do.

    Plans are the method of control. A risk counts as controlled only while the last
    held event of one of its plans is not older than that plan's interval: a plan on
    paper controls nothing.
    """

    _name = "engagement.risk"
    _description = "Risk"
    _inherit = ["mail.thread", "mail.activity.mixin", "engagement.counter.mixin"]
    _order = "level desc, id"
    _check_company_auto = True

    name = fields.Char(string="Risk", required=True, index="trigram", tracking=True)
    description = fields.Text(help="What may happen, why, and what it would cost.")
    party_id = fields.Many2one(
        comodel_name="engagement.party",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Party category",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="For a risk that lies with all parties of a category.",
    )
    active = fields.Boolean(default=True)
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
    )
    need_ids = fields.Many2many(
        comodel_name="engagement.need", string="Needs", check_company=True
    )

    # How bad it is without and with what we do
    likelihood = fields.Integer(
        required=True,
        default=3,
        tracking=True,
        aggregator="avg",
        help="1 hardly ever, 5 almost certain.",
    )
    impact = fields.Integer(
        required=True,
        default=3,
        tracking=True,
        aggregator="avg",
        help="1 hardly felt, 5 threatens the organisation.",
    )
    level = fields.Integer(
        compute="_compute_level",
        store=True,
        precompute=True,
        aggregator="max",
        help="Likelihood times impact.",
    )
    level_name = fields.Selection(
        selection=PRIORITIES,
        string="Risk level",
        compute="_compute_level",
        store=True,
        precompute=True,
        tracking=True,
        help="From 6 medium, from 12 high, from 20 critical.",
    )
    residual_likelihood = fields.Integer(
        string="Likelihood left",
        tracking=True,
        aggregator="avg",
        help="How likely it still is with the method in place. Empty until judged.",
    )
    residual_impact = fields.Integer(
        string="Impact left", tracking=True, aggregator="avg"
    )
    residual_level_name = fields.Selection(
        selection=PRIORITIES,
        string="Level left",
        compute="_compute_residual_level_name",
        store=True,
    )

    # What we do, and the proof of it
    method = fields.Text(
        help="What we do regularly to keep the risk small: a survey, a panel, a "
        "focus group.",
    )
    plan_ids = fields.One2many(
        comodel_name="engagement.plan", inverse_name="risk_id", string="Control plans"
    )
    last_control_date = fields.Date(
        string="Last control", compute="_compute_control", store=True
    )
    controlled_until = fields.Date(
        string="Controlled until", compute="_compute_control", store=True, index=True
    )
    control_state = fields.Selection(
        selection=[
            ("never", "Never"),
            ("overdue", "Overdue"),
            ("controlled", "Controlled"),
        ],
        string="Control",
        compute="_compute_control_state",
        search="_search_control_state",
        help="Proven by a contact that was held on a plan of this risk; a plan alone "
        "is no proof.",
    )

    _order_idx = models.Index("(level DESC, id) WHERE active IS TRUE")
    _belongs_somewhere = models.Constraint(
        "CHECK (party_id IS NOT NULL OR category_id IS NOT NULL)",
        "Say whose risk it is: choose a party, or a category of parties.",
    )
    _scores_in_range = models.Constraint(
        "CHECK (likelihood BETWEEN 1 AND 5 AND impact BETWEEN 1 AND 5"
        " AND COALESCE(residual_likelihood, 0) BETWEEN 0 AND 5"
        " AND COALESCE(residual_impact, 0) BETWEEN 0 AND 5)",
        "Likelihood and impact go from 1 (very low) to 5 (very high).",
    )

    @api.depends("party_id.company_id", "category_id.company_id")
    def _compute_company_id(self):
        for risk in self:
            risk.company_id = (
                risk.party_id.company_id
                or risk.category_id.company_id
                or risk.company_id
                or self.env.company
            )

    @api.depends("party_id", "category_id")
    def _compute_user_id(self):
        for risk in self.filtered(lambda risk: risk.party_id or risk.category_id):
            risk.user_id = risk.user_id or risk.party_id.user_id or self.env.user

    @api.depends("likelihood", "impact")
    def _compute_level(self):
        for risk in self:
            risk.level = risk.likelihood * risk.impact
            risk.level_name = self._get_level_name(risk.likelihood, risk.impact)

    @api.depends("residual_likelihood", "residual_impact")
    def _compute_residual_level_name(self):
        for risk in self:
            # empty until both were judged: no judgement is not a low risk
            risk.residual_level_name = (
                risk.residual_likelihood
                and risk.residual_impact
                and self._get_level_name(risk.residual_likelihood, risk.residual_impact)
            )

    @api.depends(
        "plan_ids.interval_number",
        "plan_ids.interval_unit",
        "plan_ids.event_ids.date",
        "plan_ids.event_ids.state",
    )
    def _compute_control(self):
        # plans that were stopped count too: what was held stays proof for its interval
        held = self.env["engagement.event"]._read_group(
            [("plan_id.risk_id", "in", self.ids), ("state", "=", "held")],
            ["plan_id"],
            ["date:max"],
        )
        controls = {}
        for plan, day in held:
            until = recurrence.add(day, plan.interval_number, plan.interval_unit)
            controls.setdefault(plan.risk_id, []).append((day, until))
        for risk in self:
            days = controls.get(risk, ())
            risk.last_control_date = max((day for day, _until in days), default=False)
            risk.controlled_until = max((until for _day, until in days), default=False)

    @api.depends("controlled_until")
    @api.depends_context("tz")
    def _compute_control_state(self):
        today = fields.Date.context_today(self)
        for risk in self:
            if not risk.controlled_until:
                risk.control_state = "never"
            elif risk.controlled_until < today:
                risk.control_state = "overdue"
            else:
                risk.control_state = "controlled"

    def _search_control_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        domains = {
            "never": Domain("controlled_until", "=", False),
            "overdue": Domain("controlled_until", "<", today),
            "controlled": Domain("controlled_until", ">=", today),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def action_plan_control(self):
        """Open a new plan that is to keep this risk small."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Plan a control"),
            "res_model": "engagement.plan",
            "view_mode": "form",
            "context": {
                "default_risk_id": self.id,
                "default_party_id": self.party_id.id,
                "default_user_id": self.user_id.id,
                "default_company_id": self.company_id.id,
            },
        }

    @api.model
    def _get_counters(self):
        return [
            ("never_controlled", "danger", [("control_state", "=", "never")]),
            ("control_overdue", "warning", [("control_state", "=", "overdue")]),
            ("serious", "info", [("level_name", "in", ["high", "critical"])]),
        ]

    @api.model
    def _get_level_name(self, likelihood, impact):
        # the steps of a party's priority, so that one colour means one thing
        return priority_of(likelihood, impact, impact)
