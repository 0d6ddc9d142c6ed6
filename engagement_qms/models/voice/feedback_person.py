# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize


class EngagementFeedbackPerson(models.Model):
    """Who spoke, as far as they want to be known, and in which language."""

    _inherit = "engagement.feedback"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Who spoke",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    partner_name = fields.Char(
        string="Name",
        compute="_compute_partner_contact",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_email = fields.Char(
        string="E-mail",
        compute="_compute_partner_contact",
        store=True,
        readonly=False,
        precompute=True,
    )
    email_normalized = fields.Char(
        compute="_compute_email_normalized",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Found by this where somebody asks what we know of an address.",
    )
    anonymous = fields.Boolean(
        help="Whoever spoke does not want to be known, and gets no answer."
    )
    category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Group",
        index="btree_not_null",
        check_company=True,
        help="What they are to us.",
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        help="The answer goes out in this language.",
    )

    _anonymous_has_no_name = models.Constraint(
        "CHECK (anonymous IS NOT TRUE OR (partner_id IS NULL AND partner_name IS NULL"
        " AND partner_email IS NULL))",
        "Somebody who stays anonymous has no name or address here. Take them out, or "
        "untick “Anonymous”.",
    )

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("partner_id")
    def _compute_partner_contact(self):
        for feedback in self:
            partner = feedback.partner_id
            if partner:
                feedback.partner_name = partner.name
                feedback.partner_email = partner.email
            else:
                feedback.partner_name = feedback.partner_name or False
                feedback.partner_email = feedback.partner_email or False

    @api.depends("partner_email")
    def _compute_email_normalized(self):
        for feedback in self:
            feedback.email_normalized = email_normalize(feedback.partner_email)

    @api.constrains("partner_id", "partner_name", "partner_email", "anonymous")
    def _check_somebody(self):
        for feedback in self:
            known = feedback.partner_name or feedback.partner_email
            if known or feedback.partner_id or feedback.anonymous:
                continue
            if not feedback.emptied_on:
                raise ValidationError(
                    self.env._(
                        "Say who spoke: a contact, a name or an e-mail address, or "
                        "tick “Anonymous”."
                    )
                )

    def _get_answer_lang(self):
        self.ensure_one()
        return (
            self.lang or self.partner_id.lang or self.company_id.partner_id.lang
        ) or super()._get_answer_lang()
