# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .category import PRIORITIES
from .priority import PRIORITY_SEQUENCE, priority_of, strategy_of

SCORES = ("influence", "interest", "impact_on_us", "impact_on_them")


class EngagementPartyScore(models.Model):
    """How much a party matters: four scores, the priority and the strategy they give.

    A score nobody set is the category's. The rules live in ``priority.py``; a priority
    set by hand needs a reason, and every change is logged.
    """

    _inherit = "engagement.party"

    influence = fields.Integer(
        compute="_compute_influence",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        aggregator="avg",
        help="How far the party can change what we do: 1 very little, 5 very much.",
    )
    interest = fields.Integer(
        compute="_compute_interest",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        aggregator="avg",
        help="How much the party wants to know and take part.",
    )
    impact_on_us = fields.Integer(
        string="Impact on us",
        compute="_compute_impact_on_us",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        aggregator="avg",
        help="How hard the party's decisions hit us.",
    )
    impact_on_them = fields.Integer(
        string="Impact on them",
        compute="_compute_impact_on_them",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
        aggregator="avg",
        help="How hard our decisions hit the party.",
    )
    priority = fields.Selection(
        selection=PRIORITIES,
        compute="_compute_priority",
        store=True,
        precompute=True,
        tracking=True,
        help="Influence times the larger impact: from 6 medium, from 12 high, from 20 "
        "critical. A key client is at least high. An override with a reason wins.",
    )
    priority_sequence = fields.Integer(
        compute="_compute_priority", store=True, precompute=True, aggregator=None
    )
    priority_override = fields.Selection(
        selection=PRIORITIES, string="Set priority by hand", tracking=True
    )
    priority_override_reason = fields.Char(
        string="Reason for the override", tracking=True
    )
    strategy = fields.Selection(
        selection=[
            ("manage_closely", "Manage closely"),
            ("keep_satisfied", "Keep satisfied"),
            ("keep_informed", "Keep informed"),
            ("monitor", "Monitor"),
        ],
        compute="_compute_strategy",
        store=True,
        precompute=True,
        help="The quadrant of influence against interest; 4 and 5 count as high.",
    )

    # Not led by the company: with two companies switched on it would not give an order
    _order_idx = models.Index("(priority_sequence DESC, name, id) WHERE active IS TRUE")
    _scores_in_range = models.Constraint(
        "CHECK (influence BETWEEN 1 AND 5 AND interest BETWEEN 1 AND 5"
        " AND impact_on_us BETWEEN 1 AND 5 AND impact_on_them BETWEEN 1 AND 5)",
        "Influence, interest and both impacts go from 1 (very low) to 5 (very high).",
    )

    @api.depends("category_id")
    def _compute_influence(self):
        self._take_from_category("influence")

    @api.depends("category_id")
    def _compute_interest(self):
        self._take_from_category("interest")

    @api.depends("category_id")
    def _compute_impact_on_us(self):
        self._take_from_category("impact_on_us")

    @api.depends("category_id")
    def _compute_impact_on_them(self):
        self._take_from_category("impact_on_them")

    @api.depends(*SCORES, "key_client", "priority_override")
    def _compute_priority(self):
        for party in self:
            party.priority = party.priority_override or priority_of(
                party.influence,
                party.impact_on_us,
                party.impact_on_them,
                party.key_client,
            )
            party.priority_sequence = PRIORITY_SEQUENCE[party.priority]

    @api.depends("influence", "interest")
    def _compute_strategy(self):
        for party in self:
            party.strategy = strategy_of(party.influence, party.interest)

    @api.constrains("priority_override", "priority_override_reason")
    def _check_priority_override_reason(self):
        for party in self:
            if party.priority_override and not party.priority_override_reason:
                raise ValidationError(
                    self.env._(
                        "Give the reason for setting the priority of %(party)s by "
                        "hand, or leave the priority to the scores.",
                        party=party.name,
                    )
                )
