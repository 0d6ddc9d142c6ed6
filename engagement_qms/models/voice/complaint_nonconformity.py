# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError


class EngagementComplaint(models.Model):
    """What was delivered and did not conform: how much, and what was done with it.

    Whoever decides what is done with it is put down with the day, so that the decision
    has a name; the decision before stays in the chatter.
    """

    _inherit = "engagement.complaint"

    nonconforming = fields.Boolean(
        string="Something did not conform",
        tracking=True,
        help="Goods, work or a service that was not as agreed, and that somebody has "
        "to decide about.",
    )
    nonconforming_what = fields.Char(
        string="What did not conform",
        help="What it is, and what is wrong with it. Name no person.",
    )
    nonconforming_quantity = fields.Float(string="Quantity", aggregator="sum")
    nonconforming_unit = fields.Char(string="Unit", help="For instance pieces, hours.")
    disposition = fields.Selection(
        selection=[
            ("correct", "Put right"),
            ("set_aside", "Set aside"),
            ("return", "Sent back"),
            ("concession", "Accepted with a concession"),
            ("scrap", "Scrapped"),
        ],
        string="What is done with it",
        tracking=True,
    )
    disposition_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Who decided",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )
    disposition_on = fields.Date(string="Decided on", readonly=True, copy=False)
    customer_told_on = fields.Date(
        string="Customer told on",
        copy=False,
        tracking=True,
        help="The day on which whoever gets or uses it heard of it.",
    )

    _nonconforming_quantity_positive = models.Constraint(
        "CHECK (nonconforming_quantity >= 0)",
        "The quantity of what did not conform cannot be negative.",
    )

    @api.constrains(
        "nonconforming", "nonconforming_what", "disposition", "customer_told_on"
    )
    def _check_nonconforming(self):
        today = fields.Date.context_today(self)
        for complaint in self.filtered("nonconforming"):
            if complaint.disposition and not complaint.nonconforming_what:
                raise ValidationError(
                    self.env._(
                        "%(number)s: say what did not conform before you decide what "
                        "is done with it.",
                        number=complaint.number,
                    )
                )
            told = complaint.customer_told_on
            if told and told > today:
                raise ValidationError(
                    self.env._(
                        "%(number)s: the customer cannot have been told on a day that "
                        "is still to come.",
                        number=complaint.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        complaints = super().create(vals_list)
        complaints.filtered("disposition")._sign_disposition()
        return complaints

    def write(self, vals):
        if "disposition" not in vals:
            return super().write(vals)
        decided = self.filtered(
            lambda complaint: complaint.disposition != vals["disposition"]
        )
        result = super().write(vals)
        decided._sign_disposition()
        return result

    def _sign_disposition(self):
        """Put down who decides what is done with it, and today."""
        for complaint in self._step():
            decided = complaint.disposition
            complaint.disposition_by_id = decided and self.env.uid
            complaint.disposition_on = decided and fields.Date.context_today(self)
