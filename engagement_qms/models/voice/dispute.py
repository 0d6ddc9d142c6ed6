# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .dispute_provider import METHODS

STATES = [
    ("notice", "Announced"),
    ("eligible", "May be heard"),
    ("response", "Our position given"),
    ("with_provider", "With the body"),
    ("decided", "Outcome there"),
    ("implementing", "Being carried out"),
    ("verified", "Carried out"),
    ("closed", "Closed"),
    ("withdrawn", "Withdrawn"),
    ("not_eligible", "Not heard"),
    ("in_court", "Went to court"),
]
#: From here on nothing more happens outside
ENDED_STATES = ("closed", "withdrawn", "not_eligible", "in_court")
OUTCOMES = [
    ("settlement", "Settlement"),
    ("recommendation", "Recommendation"),
    ("decision_for_us", "Decision for us"),
    ("decision_against_us", "Decision against us"),
    ("decision_partly", "Decision partly for us"),
    ("none", "No outcome"),
]
REPLIES = [("accepted", "Accepted"), ("refused", "Not accepted")]


class EngagementDispute(models.Model):
    """What we and a complainant could not agree about, settled with help from outside.

    It belongs to a complaint and is as protected as that. Nothing goes outside before
    the complainant has agreed, freely and knowing what it means (ISO 10003).
    """

    _name = "engagement.dispute"
    _description = "External Dispute"
    _inherit = [
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.confidential.mixin",
        "engagement.origin.mixin",
        "engagement.counter.mixin",
        "engagement.authority.mixin",
        "engagement.gate.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "opened_on desc, id desc"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _mail_post_access = "read"
    _number_sequence = "engagement_qms.sequence_dispute"
    _confidential_number_field = "number"
    _confidential_title_fields = ("name",)
    _authority_value_field = "settlement_value"
    _step_fields = frozenset(
        {
            "closed_on",
            "complainant_reply",
            "decided_on",
            "eligible_on",
            "handed_on",
            "our_reply",
            "our_reply_by_id",
            "our_reply_on",
            "responded_on",
            "settlement_value_company",
            "state",
            "verified_by_id",
            "verified_on",
        }
    )
    _step_fields_once = frozenset({"number", "complaint_id"})

    number = fields.Char(readonly=True, copy=False, index="trigram")
    name = fields.Char(
        related="complaint_id.name", string="Title", store=True, precompute=True
    )
    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="complaint_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        related="complaint_id.partner_id",
        string="Complainant",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    commercial_partner_id = fields.Many2one(
        related="complaint_id.commercial_partner_id",
        string="Their organisation",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="notice",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand="_group_expand_state",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Handled by",
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
        tracking=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )

    # How it goes outside
    provider_id = fields.Many2one(
        comodel_name="engagement.dispute.provider",
        string="Body",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    provider_reference = fields.Char(
        string="Their reference", help="The number that the body gave to it."
    )
    method = fields.Selection(
        selection=METHODS,
        compute="_compute_method",
        store=True,
        readonly=False,
        precompute=True,
        tracking=True,
    )
    bound = fields.Selection(
        selection=[
            ("nobody", "Nobody"),
            ("us", "Us"),
            ("both", "Both sides"),
        ],
        string="Who is bound",
        help="By what the body says, without having agreed to it first.",
    )
    started_by = fields.Selection(
        selection=[
            ("complainant", "The complainant"),
            ("organisation", "Us"),
        ],
        string="Started by",
        required=True,
        default="complainant",
    )
    opened_on = fields.Date(
        string="Announced on", required=True, default=fields.Date.context_today
    )
    eligible_on = fields.Date(string="Found to be heard", readonly=True, copy=False)
    responded_on = fields.Date(string="Position given", readonly=True, copy=False)
    handed_on = fields.Date(string="Given to the body", readonly=True, copy=False)
    deadline = fields.Date(
        string="Date set by the body",
        copy=False,
        help="Until when the body waits for us, or says what comes of it.",
    )
    closed_on = fields.Date(string="Closed", readonly=True, copy=False)

    # The complainant agrees
    consent_date = fields.Date(
        string="Complainant agreed on",
        copy=False,
        tracking=True,
        help="To this body, knowing how it works, what it costs and who is bound.",
    )
    consent_free = fields.Boolean(
        string="Freely",
        copy=False,
        help="It was no condition of buying, and saying no brings no disadvantage.",
    )
    consent_note = fields.Char(
        string="How it was given", help="By letter, by e-mail, in a talk with whom."
    )
    representative = fields.Char(
        string="Spoken for by", help="Who speaks for the complainant, if anybody does."
    )
    our_representative = fields.Char(string="Who speaks for us")

    # What both sides say
    position_them = fields.Text(string="What they say", copy=False)
    position_us = fields.Text(
        string="What we say", copy=False, help="The body and the complainant read it."
    )
    offer_ids = fields.One2many(
        comodel_name="engagement.dispute.offer",
        inverse_name="dispute_id",
        string="Offers",
        copy=False,
    )

    # What it costs
    currency_id = fields.Many2one(
        comodel_name="res.currency",
        default=lambda self: self.env.company.currency_id,
        required=True,
    )
    company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the company"
    )
    cost = fields.Monetary(
        string="Cost of the body", currency_field="currency_id", aggregator=None
    )
    cost_payer = fields.Selection(
        selection=[
            ("us", "Us"),
            ("shared", "Both sides"),
            ("complainant", "The complainant"),
            ("other", "Somebody else"),
        ],
        string="Paid by",
        default="us",
    )
    complainant_fee = fields.Monetary(
        string="The complainant pays",
        currency_field="currency_id",
        aggregator=None,
        help="Nothing, or so little that it keeps nobody away.",
    )

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another dispute."
    )
    _order_idx = models.Index("(opened_on DESC, id DESC)")

    @api.model
    def _group_expand_state(self, states, domain):
        """Return the columns in the order of the steps, and no empty ones."""
        return [state for state, _label in STATES if state in states]

    @api.depends("number", "name")
    def _compute_open_display_name(self):
        for dispute in self:
            dispute.display_name = " ".join(
                filter(None, [dispute.number, dispute.name])
            )

    @api.depends("provider_id")
    def _compute_method(self):
        for dispute in self:
            offered = dispute.provider_id._get_methods() if dispute.provider_id else []
            if not dispute.method and len(offered) == 1:
                dispute.method = offered[0]
            else:
                dispute.method = dispute.method

    @api.constrains("user_id", "complaint_id")
    def _check_not_concerned(self):
        for dispute in self:
            if dispute.user_id & dispute.complaint_id.concerned_user_ids:
                raise ValidationError(
                    self.env._(
                        "%(name)s is one of the people %(number)s is about, and cannot "
                        "handle it. Choose somebody else.",
                        name=dispute.user_id.name,
                        number=dispute.complaint_id.number,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._link_complaint(vals) for vals in vals_list])

    @api.model
    def _link_complaint(self, vals):
        """Return the values of a new dispute, which comes from its complaint."""
        complaint_id = vals.get("complaint_id") or self.env.context.get(
            "default_complaint_id"
        )
        return vals | {
            "origin_model": "engagement.complaint",
            "origin_res_id": complaint_id,
        }
