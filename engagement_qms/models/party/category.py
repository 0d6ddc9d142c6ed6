# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..mixins.recurrence import UNITS

PRIORITIES = [
    ("low", "Low"),
    ("medium", "Medium"),
    ("high", "High"),
    ("critical", "Critical"),
]
VALUE_ROLES = [
    ("direct", "Direct customer"),
    ("indirect", "Indirect customer"),
    ("none", "Not a customer"),
]
RELATION_TYPES = [
    ("contract", "Contract"),
    ("employment", "Employment"),
    ("ownership", "Ownership"),
    ("membership", "Membership"),
    ("law", "Law or licence"),
    ("neighbourhood", "Neighbourhood"),
    ("informal", "No formal tie"),
]


class EngagementPartyCategory(models.Model):
    """A sort of interested party, with the usual answers for its members.

    The category carries the shipped stakeholder map: what a party of this sort
    usually weighs, which channel it prefers and how often to be in touch. A new
    party starts from these answers, so that nobody scores the obvious by hand.
    """

    _name = "engagement.party.category"
    _description = "Party Category"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Leave empty to use the category in every company.",
    )

    # What a new party of this category starts with
    value_role = fields.Selection(
        selection=VALUE_ROLES,
        string="Customer relation",
        required=True,
        default="none",
    )
    sells_on = fields.Boolean(
        string="Sells on to others",
        help="Parties of this category reach customers for us. Each one should have at "
        "least one indirect customer behind it.",
    )
    relation_type = fields.Selection(selection=RELATION_TYPES, string="Tied to us by")
    influence = fields.Integer(required=True, default=3, aggregator=None)
    interest = fields.Integer(required=True, default=3, aggregator=None)
    impact_on_us = fields.Integer(
        string="Impact on us", required=True, default=3, aggregator=None
    )
    impact_on_them = fields.Integer(
        string="Impact on them", required=True, default=3, aggregator=None
    )
    priority = fields.Selection(
        selection=PRIORITIES,
        string="Usual priority",
        help="What the stakeholder map says of this category as a whole. A single "
        "party gets its own priority from its own scores.",
    )
    channel_id = fields.Many2one(
        comodel_name="engagement.channel", string="Preferred channel", index=True
    )
    interval_number = fields.Integer(
        string="Contact every", default=3, required=True, aggregator=None
    )
    interval_unit = fields.Selection(
        selection=UNITS, string="Contact unit", default="month", required=True
    )
    planned_hours = fields.Float(
        string="Hours per contact",
        help="The time that one contact usually takes, for the resource guide.",
    )

    party_ids = fields.One2many(
        comodel_name="engagement.party", inverse_name="category_id", string="Parties"
    )
    party_count = fields.Integer(compute="_compute_party_count")

    _scores_in_range = models.Constraint(
        "CHECK (influence BETWEEN 1 AND 5 AND interest BETWEEN 1 AND 5"
        " AND impact_on_us BETWEEN 1 AND 5 AND impact_on_them BETWEEN 1 AND 5)",
        "Scores of a category go from 1 (very low) to 5 (very high).",
    )
    _rhythm_positive = models.Constraint(
        "CHECK (interval_number > 0)",
        "The contact rhythm must be at least 1.",
    )

    @api.depends("party_ids")
    def _compute_party_count(self):
        counts = dict(
            self.env["engagement.party"]._read_group(
                [("category_id", "in", self.ids)], ["category_id"], ["__count"]
            )
        )
        for category in self:
            category.party_count = counts.get(category, 0)

    def action_view_parties(self):
        """Open the parties of this category."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_party_action"
        )
        return action | {
            "domain": [("category_id", "=", self.id)],
            "context": {"default_category_id": self.id},
        }
