# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementComplaintDecision(models.Model):
    """What was found out, what we answer, and what we do to put it right."""

    _inherit = "engagement.complaint"

    currency_id = fields.Many2one(
        comodel_name="res.currency",
        default=lambda self: self.env.company.currency_id,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the company"
    )

    # What was found out
    evidence_ids = fields.One2many(
        comodel_name="engagement.complaint.evidence",
        inverse_name="complaint_id",
        groups="engagement_qms.group_engagement_user",
    )
    cause_id = fields.Many2one(
        comodel_name="engagement.cause",
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    cause_note = fields.Text(string="Cause in words", copy=False)
    systemic = fields.Boolean(
        string="Lies in how we work",
        tracking=True,
        help="It would happen again to others: an action is asked for before closing.",
    )

    # What we answer, and what we do
    decision_text = fields.Text(
        string="Answer",
        copy=False,
        help="As the complainant reads it: what we found, and why we decide so.",
    )
    remedy_kind = fields.Selection(
        selection=[
            ("none", "None"),
            ("repair", "Repair"),
            ("replace", "Replacement"),
            ("refund", "Money back"),
            ("apology", "Apology"),
            ("explanation", "Explanation"),
            ("change", "We change something"),
            ("compensation", "Compensation"),
            ("other", "Something else"),
        ],
        string="Remedy",
        copy=False,
        tracking=True,
    )
    remedy_text = fields.Text(string="What we do", copy=False)
    remedy_value = fields.Monetary(
        string="Worth", currency_field="currency_id", copy=False, aggregator=None
    )
    remedy_value_company = fields.Monetary(
        string="Worth, in the company’s currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="At the rate of the day of the decision.",
    )
    remedy_due_date = fields.Date(string="Done until", copy=False)
    remedy_commitment_id = fields.Many2one(
        comodel_name="engagement.commitment",
        string="Promise of the remedy",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    approved_by_id = fields.Many2one(
        comodel_name="res.users", string="Agreed to by", readonly=True, copy=False
    )
    approved_at = fields.Datetime(string="Agreed to", readonly=True, copy=False)
    acknowledged_at = fields.Datetime(string="Acknowledged", readonly=True, copy=False)
    communicated_at = fields.Datetime(string="Answered", readonly=True, copy=False)
    first_answered_at = fields.Datetime(
        string="First answered",
        readonly=True,
        copy=False,
        help="The first final answer; a second look or a reopening does not move it.",
    )
    external_told_on = fields.Date(
        string="Told of the way outside",
        copy=False,
        help="When the complainant was told whom to turn to outside.",
    )
