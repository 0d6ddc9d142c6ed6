# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .authority_mixin import AUTHORITIES, AUTHORITY_GROUPS
from .dispute import OUTCOMES, REPLIES


class EngagementDisputeOutcome(models.Model):
    """What came of a dispute, and who agrees to it: both sides, each on a day.

    On our side whoever agrees may do so for an amount like this, as with an answer to
    a complaint. A decision that binds needs nobody's yes.
    """

    _inherit = "engagement.dispute"

    outcome = fields.Selection(selection=OUTCOMES, copy=False, tracking=True)
    outcome_text = fields.Text(
        string="What came of it",
        copy=False,
        help="As far as everybody may know who sees this dispute.",
    )
    decided_on = fields.Date(string="Outcome on", readonly=True, copy=False)
    settlement_value = fields.Monetary(
        string="Worth",
        currency_field="currency_id",
        copy=False,
        aggregator=None,
        help="What it costs us in all. It decides who agrees to it on our side.",
    )
    settlement_value_company = fields.Monetary(
        string="Worth, in the company’s currency",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        help="At the rate of the day of the outcome.",
    )
    required_authority = fields.Selection(
        selection=AUTHORITIES,
        string="Has to be agreed to by",
        compute="_compute_required_authority",
    )
    may_agree = fields.Boolean(compute="_compute_may_agree")
    complainant_reply = fields.Selection(
        selection=REPLIES, string="They say", readonly=True, copy=False, tracking=True
    )
    complainant_reply_on = fields.Date(
        string="They replied on", copy=False, help="Empty: today."
    )
    our_reply = fields.Selection(
        selection=REPLIES, string="We say", readonly=True, copy=False, tracking=True
    )
    our_reply_on = fields.Date(string="We replied on", readonly=True, copy=False)
    our_reply_by_id = fields.Many2one(
        comodel_name="res.users", string="Agreed to by", readonly=True, copy=False
    )
    binding = fields.Boolean(compute="_compute_binding", store=True)

    # For few eyes only
    confidential_terms = fields.Text(
        groups="engagement_qms.group_engagement_confidential", copy=False
    )
    confidential_terms_text = fields.Text(
        string="Confidential terms",
        compute="_compute_confidential_terms_text",
        inverse="_inverse_confidential_terms_text",
        exportable=False,
        help="For whoever handles it and for people named for confidential records.",
    )
    sees_confidential_terms = fields.Boolean(compute="_compute_sees_confidential_terms")

    # What we learn
    lesson = fields.Text(
        copy=False, help="For everybody inside to read: name nobody here."
    )
    ending_note = fields.Text(
        string="Why it ended", copy=False, help="Where it ended without an outcome."
    )
    verified_on = fields.Date(string="Found carried out", readonly=True, copy=False)
    verified_by_id = fields.Many2one(
        comodel_name="res.users", string="Found by", readonly=True, copy=False
    )

    @api.depends("settlement_value", "currency_id", "company_id")
    def _compute_required_authority(self):
        for dispute in self:
            dispute.required_authority = dispute._get_authority_by_amount()

    @api.depends("required_authority", "user_id", "state")
    @api.depends_context("uid")
    def _compute_may_agree(self):
        for dispute in self:
            dispute.may_agree = not dispute._get_agreement_obstacle()

    @api.depends("outcome", "bound")
    def _compute_binding(self):
        for dispute in self:
            decided = (dispute.outcome or "").startswith("decision")
            dispute.binding = decided and dispute.bound in ("us", "both")

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_sees_confidential_terms(self):
        named = self.env.user.has_group("engagement_qms.group_engagement_confidential")
        for dispute in self:
            dispute.sees_confidential_terms = named or self.env.user == dispute.user_id

    @api.depends("confidential_terms", "user_id")
    @api.depends_context("uid")
    def _compute_confidential_terms_text(self):
        for dispute in self:
            # sudo: the one who handles it reads them without being named for the rest
            dispute.confidential_terms_text = (
                dispute.sees_confidential_terms and dispute.sudo().confidential_terms
            )

    def _inverse_confidential_terms_text(self):
        for dispute in self:
            if not dispute.sees_confidential_terms:
                raise AccessError(
                    self.env._(
                        "Only whoever handles %(number)s writes its confidential "
                        "terms.",
                        number=dispute.number,
                    )
                )
            # sudo: see above
            dispute.sudo().confidential_terms = dispute.confidential_terms_text

    def action_we_accept(self):
        """Agree to the outcome for us, as far as one may for this amount."""
        self._check_our_reply()
        for dispute in self:
            obstacle = dispute._get_agreement_obstacle()
            if obstacle:
                raise AccessError(obstacle)
        # sudo: a leader agrees without being able to change the file
        self.sudo()._set_our_reply("accepted", self.env.user)
        return True

    def action_we_refuse(self):
        """Say no to the outcome for us."""
        self._check_our_reply()
        self.check_access("write")
        self._set_our_reply("refused", self.env.user)
        return True

    def action_they_accept(self):
        """Note that the complainant agrees to the outcome."""
        self._set_their_reply("accepted")
        return True

    def action_they_refuse(self):
        """Note that the complainant does not agree to the outcome."""
        self._set_their_reply("refused")
        return True

    def _check_our_reply(self):
        self._check_state(("decided",))
        for dispute in self:
            if dispute.our_reply:
                raise UserError(
                    self.env._(
                        "We have replied to the outcome of %(number)s already.",
                        number=dispute.number,
                    )
                )

    def _set_our_reply(self, reply, user):
        self._step().write(
            {
                "our_reply": reply,
                "our_reply_on": fields.Date.context_today(self),
                "our_reply_by_id": user.id,
            }
        )

    def _set_their_reply(self, reply):
        self._check_state(("decided",))
        today = fields.Date.context_today(self)
        for dispute in self:
            if dispute.complainant_reply:
                raise UserError(
                    self.env._(
                        "The complainant has replied to the outcome of %(number)s "
                        "already.",
                        number=dispute.number,
                    )
                )
            dispute._step().write(
                {
                    "complainant_reply": reply,
                    "complainant_reply_on": dispute.complainant_reply_on or today,
                }
            )

    def _get_agreement_obstacle(self):
        """Return why the user may not agree to the outcome, or nothing."""
        self.ensure_one()
        needed = self.required_authority
        if not self._has_authority(needed):
            labels = dict(
                self._fields["required_authority"]._description_selection(self.env)
            )
            return self.env._(
                "Another role agrees to an amount like this: %(role)s.",
                role=labels[needed],
            )
        # sudo: whether it is about the user, who may not read that
        if self.env.user in self.sudo().complaint_id.concerned_user_ids:
            return self.env._("It is about you: somebody else agrees to the outcome.")
        small = self.company_id.engagement_small_organisation
        own = self.env.user == self.user_id and needed in AUTHORITY_GROUPS
        if own and not small:
            return self.env._(
                "Whoever handles %(number)s does not agree to an amount like this "
                "alone. Ask somebody else.",
                number=self.number,
            )
        return False

    def _is_agreed(self):
        """Tell whether both sides take the outcome, by their yes or because bound."""
        self.ensure_one()
        if not self.outcome or self.outcome == "none":
            return False
        bound = self.bound if self.binding else "nobody"
        we = self.our_reply == "accepted" or bound in ("us", "both")
        they = self.complainant_reply == "accepted" or bound == "both"
        return we and they
