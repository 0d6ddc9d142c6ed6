# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

METHODS = [
    ("facilitative", "Mediation: both sides agree"),
    ("advisory", "Recommendation: nobody is bound"),
    ("determinative", "Decision: it binds"),
]
#: How long an evaluation of a body outside holds
EVALUATION_MONTHS = 12


class EngagementDisputeProvider(models.Model):
    """Somebody outside who settles what we and a complainant cannot agree about.

    Which ways they offer, why they are independent, what it costs those who complain,
    and whether they were fair, fast and skilled: asked again every year (ISO 10003).
    """

    _name = "engagement.dispute.provider"
    _description = "Body for Disputes"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Contact",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        selection=[
            ("ombudsman", "Ombudsperson"),
            ("mediation", "Mediation service"),
            ("arbitration", "Arbitration board"),
            ("association", "Trade or consumer association"),
            ("authority", "Authority or regulator"),
            ("other", "Other"),
        ],
        required=True,
        default="ombudsman",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        help="Sees to it that the body is evaluated every year.",
    )

    # What they offer
    facilitative = fields.Boolean(string="Mediates", tracking=True)
    advisory = fields.Boolean(string="Recommends", tracking=True)
    determinative = fields.Boolean(string="Decides", tracking=True)
    independence = fields.Text(
        help="Who pays and appoints them, and why they take no side."
    )
    competence = fields.Text(help="What they know of the matter and of settling it.")
    languages = fields.Char(help="In which languages they hear people.")
    currency_id = fields.Many2one(
        comodel_name="res.currency", default=lambda self: self.env.company.currency_id
    )
    complainant_fee = fields.Monetary(
        string="Fee for the complainant",
        currency_field="currency_id",
        aggregator=None,
        tracking=True,
        help="Nothing, or so little that it keeps nobody away.",
    )
    contract_ref = fields.Char(string="Contract", help="Where the agreement is kept.")
    website = fields.Char()

    # For whom they are named in letters
    category_ids = fields.Many2many(
        comodel_name="engagement.party.category",
        relation="engagement_dispute_provider_category_rel",
        string="Named to",
        help="Complainants of these groups are told of this body. Others are told of "
        "the one in the settings.",
    )
    code_ids = fields.Many2many(
        comodel_name="engagement.code",
        relation="engagement_dispute_provider_code_rel",
        string="Named for promises of",
        help="Where a complaint is about a promise of these codes, in whichever "
        "version, this body is named.",
    )

    # How good they are
    since = fields.Date(
        string="With us since",
        required=True,
        default=fields.Date.context_today,
    )
    evaluation_ids = fields.One2many(
        comodel_name="engagement.dispute.provider.evaluation",
        inverse_name="provider_id",
        string="Evaluations",
    )
    last_evaluated_on = fields.Date(
        string="Last evaluated",
        compute="_compute_last_evaluated",
        store=True,
        compute_sudo=True,
    )
    score = fields.Float(
        string="Fair, fast, skilled",
        compute="_compute_last_evaluated",
        store=True,
        compute_sudo=True,
        digits=(3, 1),
        aggregator=None,
        help="The average of the last evaluation, from 1 (bad) to 5 (very good).",
    )
    next_review_date = fields.Date(
        string="Evaluate until",
        compute="_compute_next_review_date",
        store=True,
        index="btree_not_null",
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    dispute_ids = fields.One2many(
        comodel_name="engagement.dispute", inverse_name="provider_id"
    )
    dispute_count = fields.Integer(compute="_compute_dispute_count")

    _fee_range = models.Constraint(
        "CHECK (complainant_fee IS NULL OR complainant_fee >= 0)",
        "The fee for the complainant is nothing or more, never less.",
    )

    @api.depends(
        "evaluation_ids.date",
        "evaluation_ids.fair",
        "evaluation_ids.fast",
        "evaluation_ids.skilled",
    )
    def _compute_last_evaluated(self):
        for provider in self:
            last = provider.evaluation_ids.sorted(
                lambda evaluation: (evaluation.date, evaluation.id or 0)
            )[-1:]
            provider.last_evaluated_on = last.date
            provider.score = last.score

    @api.depends("since", "last_evaluated_on", "active")
    def _compute_next_review_date(self):
        year = relativedelta(months=EVALUATION_MONTHS)
        for provider in self:
            last = provider.last_evaluated_on or provider.since
            provider.next_review_date = provider.active and last and last + year

    @api.depends("next_review_date")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for provider in self:
            due = provider.next_review_date
            provider.overdue = bool(due) and due < today

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("next_review_date", "<", fields.Date.context_today(self))

    @api.depends("dispute_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_dispute_count(self):
        counts = dict(
            self.env["engagement.dispute"]._read_group(
                [("provider_id", "in", self.ids)], ["provider_id"], ["__count"]
            )
        )
        for provider in self:
            provider.dispute_count = counts.get(provider._origin, 0)

    @api.constrains("facilitative", "advisory", "determinative")
    def _check_methods(self):
        for provider in self:
            if not provider._get_methods():
                raise ValidationError(
                    self.env._(
                        "Say what “%(name)s” does: mediate, recommend or decide.",
                        name=provider.name,
                    )
                )

    def action_view_disputes(self):
        """Open the disputes that this body had."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "engagement_qms.engagement_dispute_action"
        )
        return action | {"domain": [("provider_id", "=", self.id)], "context": {}}

    def _get_methods(self):
        """Return the ways that this body offers."""
        self.ensure_one()
        return [method for method, _label in METHODS if self[method]]

    def _get_fee_text(self):
        """Return what it costs a complainant, as they read it."""
        self.ensure_one()
        if not self.complainant_fee:
            return self.env._("It costs you nothing.")
        return self.env._(
            "It costs you %(fee)s.", fee=self.currency_id.format(self.complainant_fee)
        )
