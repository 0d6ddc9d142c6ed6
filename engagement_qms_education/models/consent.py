# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .consent_purpose import BASES
from .learner import INSIDE


class EngagementConsent(models.Model):
    """What a learner or a guardian said to one purpose: yes or no, when, to which text.

    It is evidence: what was said stays as it was, and is withdrawn, never deleted.
    """

    _name = "engagement.consent"
    _description = "Consent"
    _inherit = [
        "engagement.learner.record.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
    ]
    _order = "given_on desc, id desc"
    _rec_names_search = ["number"]
    _number_sequence = "engagement_qms_education.sequence_consent"
    # what they read is our text
    _kept_texts = frozenset({"number", "text", "text_version"})
    _step_fields = frozenset({"withdrawn_on", "withdrawn_way"})
    _step_fields_once = frozenset(
        {
            "number",
            "learner_id",
            "purpose_id",
            "basis",
            "answer",
            "given_by_id",
            "capacity",
            "given_on",
            "expires_on",
            "way",
            "lang_id",
            "text",
            "text_version",
        }
    )

    number = fields.Char(readonly=True, copy=False)
    purpose_id = fields.Many2one(
        comodel_name="engagement.consent.purpose",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        domain="[('basis', '=', 'consent'), ('company_id', 'in', (False, company_id))]",
    )
    basis = fields.Selection(
        selection=BASES,
        string="Lawful basis",
        compute="_compute_from_purpose",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
    )
    answer = fields.Selection(
        selection=[("yes", "Says yes"), ("no", "Says no")],
        required=True,
        default="yes",
    )

    # Who said it
    given_by_id = fields.Many2one(
        comodel_name="res.partner",
        string="Said by",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        groups=INSIDE,
        help="The learner, or a guardian who may consent.",
    )
    giver_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Who may say it",
        compute="_compute_giver_ids",
        groups=INSIDE,
    )
    by_guardian = fields.Boolean(
        string="Said by a guardian",
        compute="_compute_by_guardian",
        store=True,
        groups=INSIDE,
    )
    capacity = fields.Selection(
        selection=[
            ("of_age", "Is of age"),
            ("mature", "Understands what it is about"),
            ("guardian", "A guardian decided"),
        ],
        string="Why this person may decide",
        compute="_compute_capacity",
        store=True,
        readonly=False,
        precompute=True,
        groups=INSIDE,
    )

    # What was said, how and when
    way = fields.Selection(
        selection=[
            ("paper", "On paper"),
            ("portal", "In the portal"),
            ("email", "By e-mail"),
            ("phone", "By phone"),
            ("talk", "In a talk"),
        ],
        required=True,
        default="paper",
    )
    lang_id = fields.Many2one(
        comodel_name="res.lang",
        string="Language of the text",
        compute="_compute_from_purpose",
        store=True,
        readonly=False,
        precompute=True,
        context={"active_test": False},
    )
    text = fields.Text(
        string="Text they read",
        compute="_compute_from_purpose",
        store=True,
        readonly=False,
        precompute=True,
    )
    text_version = fields.Char(
        compute="_compute_from_purpose", store=True, readonly=False, precompute=True
    )
    given_on = fields.Date(
        string="Said on", required=True, default=fields.Date.context_today
    )
    expires_on = fields.Date(
        string="Last day", compute="_compute_expires_on", store=True, readonly=False
    )
    evidence = fields.Binary(groups=INSIDE)
    evidence_name = fields.Char(string="Name of the file", groups=INSIDE)
    _order_idx = models.Index("(given_on DESC, id DESC)")
    _learner_purpose_idx = models.Index("(learner_id, purpose_id)")
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another consent has this number."
    )
    _expires_after = models.Constraint(
        "CHECK (expires_on IS NULL OR expires_on >= given_on)",
        "Consent is valid until the day on which it was given, or longer.",
    )

    @api.depends("number", "purpose_id.name")
    def _compute_display_name(self):
        for consent in self:
            # sudo: the name of the purpose, of a consent that may be read
            words = (consent.number, consent.sudo().purpose_id.name)
            consent.display_name = ", ".join(filter(None, words))

    @api.depends("learner_id", "given_on")
    def _compute_giver_ids(self):
        for consent in self:
            learner, day = consent.learner_id, consent.given_on
            consent.giver_ids = learner.partner_id
            if learner and day and learner._is_minor_on(day):
                rows = learner.guardianship_ids._filter_on(day, "may_consent")
                consent.giver_ids |= rows.partner_id

    @api.depends("purpose_id", "given_by_id")
    def _compute_from_purpose(self):
        # what was written down stays, also when who said it is deleted
        for consent in self.filtered(lambda consent: not consent._origin):
            giver = consent.given_by_id or consent.learner_id.partner_id
            code = giver.lang or self.env.lang
            purpose = consent.purpose_id.with_context(lang=code)
            consent.basis = purpose.basis or "consent"
            consent.text = purpose.text
            consent.text_version = purpose.text_version
            consent.lang_id = self.env["res.lang"]._get_data(code=code).id

    @api.depends("given_by_id", "learner_id.partner_id")
    def _compute_by_guardian(self):
        for consent in self:
            giver = consent.given_by_id
            if giver:
                consent.by_guardian = giver != consent.learner_id.partner_id
            else:
                consent.by_guardian = consent._origin.by_guardian

    @api.depends("given_by_id", "learner_id", "given_on")
    def _compute_capacity(self):
        for consent in self:
            learner, giver = consent.learner_id, consent.given_by_id
            if giver and giver != learner.partner_id:
                consent.capacity = "guardian"
            elif not giver and consent._origin:
                consent.capacity = consent._origin.capacity
            elif learner and not learner._is_minor_on(consent.given_on):
                consent.capacity = "of_age"
            elif consent.capacity != "mature":
                consent.capacity = False

    @api.depends("purpose_id", "given_on")
    def _compute_expires_on(self):
        for consent in self:
            months, day = consent.purpose_id.months_valid, consent.given_on
            consent.expires_on = (
                day + relativedelta(months=months, days=-1) if months and day else False
            )

    @api.onchange("learner_id")
    def _onchange_learner_id(self):
        givers = self.giver_ids._origin
        if self.given_by_id not in givers:
            self.given_by_id = givers if len(givers) == 1 else False

    @api.constrains("given_on")
    def _check_given_on(self):
        today = fields.Date.context_today(self)
        for consent in self:
            if consent.given_on > today:
                raise ValidationError(
                    self.env._(
                        "%(consent)s cannot be given on a day that is yet to come.",
                        consent=consent.display_name,
                    )
                )

    @api.constrains("given_by_id", "learner_id", "given_on", "capacity", "purpose_id")
    def _check_giver(self):
        for consent in self:
            if consent.given_by_id:
                consent._check_may_give()

    def _check_may_give(self):
        """Refuse who may not say yes or no for this learner on this day."""
        learner, giver, day = self.learner_id, self.given_by_id, self.given_on
        if giver == learner.partner_id:
            if not self.capacity:
                raise ValidationError(
                    self.env._(
                        "Learner %(number)s is a minor, or the date of birth is "
                        "missing. Say that the learner understands what it is about, "
                        "or choose a guardian.",
                        number=learner.number,
                    )
                )
            return
        if not learner._is_minor_on(day):
            raise ValidationError(
                self.env._(
                    "Learner %(number)s is of age and decides alone.",
                    number=learner.number,
                )
            )
        rows = learner.guardianship_ids.filtered(lambda row: row.partner_id == giver)
        if not rows._filter_on(day, "may_consent"):
            raise ValidationError(
                self.env._(
                    "The chosen person may not consent for learner %(number)s on that "
                    "day. Look at the guardians of the learner.",
                    number=learner.number,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        consents = super().create(vals_list)
        for consent in consents:
            if not consent.given_by_id:
                raise UserError(
                    self.env._(
                        "Say who gave %(consent)s: the learner, or a guardian.",
                        consent=consent.display_name,
                    )
                )
        for consent in consents.filtered(lambda consent: consent.answer == "no"):
            consent._step().write(
                {"withdrawn_on": consent.given_on, "withdrawn_way": consent.way}
            )
        return consents

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        raise UserError(
            self.env._(
                "What somebody said is kept, so that one can tell later. Withdraw it "
                "instead."
            )
        )
