# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementDisputeOffer(models.Model):
    """One offer in a dispute: who made it, what it was, and what the others said."""

    _name = "engagement.dispute.offer"
    _description = "Offer in a Dispute"
    _order = "dispute_id, date, id"

    dispute_id = fields.Many2one(
        comodel_name="engagement.dispute",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="dispute_id.company_id", store=True, precompute=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    made_by = fields.Selection(
        selection=[
            ("us", "Us"),
            ("them", "The complainant"),
            ("provider", "The body"),
        ],
        string="By",
        required=True,
        default="us",
    )
    name = fields.Text(string="Offer", required=True)
    currency_id = fields.Many2one(related="dispute_id.currency_id")
    value = fields.Monetary(
        string="Worth", currency_field="currency_id", aggregator=None
    )
    reply = fields.Selection(
        selection=[
            ("accepted", "Accepted"),
            ("refused", "Not accepted"),
            ("counter", "Another offer made"),
        ]
    )
    reply_note = fields.Text(string="What was answered")
    replied_on = fields.Date(string="Answered")
    counter_id = fields.Many2one(
        comodel_name="engagement.dispute.offer",
        string="Answers the offer",
        index="btree_not_null",
        ondelete="set null",
        domain="[('dispute_id', '=', dispute_id)]",
    )

    _value_range = models.Constraint(
        "CHECK (value IS NULL OR value >= 0)",
        "An offer is worth nothing or more, never less.",
    )

    @api.constrains("dispute_id", "counter_id")
    def _check_counter(self):
        for offer in self:
            if offer.counter_id and offer.counter_id.dispute_id != offer.dispute_id:
                raise ValidationError(
                    self.env._("An offer answers one of the same dispute.")
                )
