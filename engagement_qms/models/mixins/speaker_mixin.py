# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import email_normalize


class EngagementSpeakerMixin(models.AbstractModel):
    """Who said something to us, as far as they want to be known, and how to answer.

    A contact fills in name and address; somebody without one has only these. The model
    itself says who may stay anonymous, and what is indexed.
    """

    _name = "engagement.speaker.mixin"
    _description = "Somebody Who Spoke"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Who spoke",
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
        exportable=False,
        help="By this address all that came from one person is found, without a "
        "contact.",
    )
    anonymous = fields.Boolean()
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
        help="Answers go out in this language.",
    )

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.depends("partner_id")
    def _compute_partner_contact(self):
        for record in self:
            partner = record.partner_id
            if partner:
                record.partner_name = partner.name
                record.partner_email = partner.email
            else:
                record.partner_name = record.partner_name or False
                record.partner_email = record.partner_email or False

    @api.depends("partner_email")
    def _compute_email_normalized(self):
        for record in self:
            record.email_normalized = email_normalize(record.partner_email)
