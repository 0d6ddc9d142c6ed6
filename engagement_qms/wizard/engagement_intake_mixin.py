# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class EngagementIntakeMixin(models.AbstractModel):
    """A small form by which anybody inside brings what somebody told them.

    Opened from a document that is bound to it, it starts with what the document says,
    and the document is the origin of what comes out. Whoever may not see that, because
    it is secret, gets its number.
    """

    _name = "engagement.intake.mixin"
    _description = "Brings What Somebody Said"

    partner_id = fields.Many2one(comodel_name="res.partner", string="Contact")
    partner_name = fields.Char(string="Name")
    partner_email = fields.Char(string="E-mail")
    anonymous = fields.Boolean(
        help="They do not want to be known: nothing about them is kept."
    )
    text = fields.Text(string="What happened")
    subject_name = fields.Char(
        string="About what", help="The product, service, order or place it is about."
    )
    subject_model = fields.Char()
    subject_res_id = fields.Integer()
    received_at = fields.Datetime(
        string="We heard of it",
        required=True,
        default=fields.Datetime.now,
        help="When it reached anybody of us: the clock starts then.",
    )
    channel_id = fields.Many2one(comodel_name="engagement.channel", string="Came by")
    file_ids = fields.Many2many(comodel_name="ir.attachment", string="Files")
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    origin_model = fields.Char()
    origin_res_id = fields.Integer()
    origin_name = fields.Char(string="From", readonly=True)
    done_number = fields.Char(readonly=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        document, binding = self._get_document()
        if document is None:
            return values
        # what the caller gives counts more than what the document says
        given = {
            name.removeprefix("default_")
            for name in self.env.context
            if name.startswith("default_")
        }
        read = binding._read_document(document) if binding else {}
        read |= {
            "origin_model": document._name,
            "origin_res_id": document.id,
            "origin_name": document.display_name,
        }
        if "company_id" in document and document.company_id:
            read["company_id"] = document.company_id.id
        if not binding or binding.copy_files:
            files = self.env["ir.attachment"].search(
                [("res_model", "=", document._name), ("res_id", "=", document.id)]
            )
            read["file_ids"] = [Command.set(files.ids)]
        return values | {
            name: value
            for name, value in read.items()
            if name in fields and name not in given
        }

    @api.onchange("anonymous")
    def _onchange_anonymous(self):
        if self.anonymous:
            self.partner_id = self.partner_name = self.partner_email = False

    @api.model
    def _get_document(self):
        """Return the document that the form was opened from, and its binding.

        :return: (document, binding), (None, an empty binding) where there is none
        :raise UserError: for several documents at once
        """
        context = self.env.context
        # sudo: which fields are read is the same for everybody
        bindings = self.env["engagement.intake.binding"].sudo()
        binding = bindings.browse(context.get("engagement_binding_id") or []).exists()
        model = context.get("active_model")
        bound = binding and binding.model_name == model
        if not (bound or context.get("engagement_origin")) or model not in self.env:
            return None, bindings
        ids = context.get("active_ids") or [context.get("active_id")]
        document = self.env[model].browse(ids).exists()
        if len(document) != 1:
            raise UserError(
                self.env._("Choose one document: each complaint has one origin.")
            )
        document.check_access("read")
        return document, binding if bound else bindings

    def _prepare_voice(self):
        """Return the values that a complaint and feedback have in common."""
        self.ensure_one()
        if not (self.text or "").strip():
            raise UserError(self.env._("Say what happened, in the person’s own words."))
        if self.company_id not in self.env.user.company_ids:
            raise UserError(
                self.env._(
                    "You do not work in %(company)s: choose a company of yours.",
                    # sudo: its name, for the message
                    company=self.company_id.sudo().name,
                )
            )
        self.partner_id.check_access("read")
        values = {
            "partner_id": self.partner_id.id,
            "anonymous": self.anonymous,
            "subject_name": self.subject_name,
            "received_at": min(self.received_at, fields.Datetime.now()),
            "channel_id": self.channel_id.id,
            "company_id": self.company_id.id,
            **self._prepare_subject(),
            **self._prepare_origin(),
        }
        if not self.partner_id and not self.anonymous:
            values |= {
                "partner_name": self.partner_name,
                "partner_email": self.partner_email,
            }
        return values

    def _prepare_subject(self):
        """Return the record it is about, as long as its name was not typed over."""
        if self.subject_model not in self.env or not self.subject_res_id:
            return {}
        subject = self.env[self.subject_model].browse(self.subject_res_id).exists()
        readable = subject and subject.has_access("read")
        if not readable or subject.display_name != self.subject_name:
            return {}
        return {"subject_model": subject._name, "subject_res_id": subject.id}

    def _prepare_origin(self):
        """Return the origin; whoever may not read it any more is refused."""
        if self.origin_model not in self.env or not self.origin_res_id:
            return {}
        self.env[self.origin_model].browse(self.origin_res_id).check_access("read")
        return {
            "origin_model": self.origin_model,
            "origin_res_id": self.origin_res_id,
        }

    def _bring(self, model, values):
        """Create what was brought, with its files, and show it or its number.

        :param str model: what it becomes
        :param dict values: of it
        """
        self.file_ids.check_access("read")
        # sudo: everybody may bring anything, also what is secret from then on
        brought = self.env[model].sudo().with_context(mail_create_nosubscribe=True)
        brought = brought.create(values)
        # sudo: the files go along, also where the user may not write any more
        self.file_ids.sudo().copy(
            {
                "res_model": model,
                "res_id": brought.id,
                # whoever has the address of the one has not that of the other
                "access_token": False,
            }
        )
        # sudo: and back, to see what the user may open
        mine = brought.sudo(False)
        # a secret one is soon out of reach of whoever brought it: the number is not
        keeps = brought.confidentiality != "secret" or self.env.user.has_group(
            "engagement_qms.group_engagement_confidential"
        )
        if keeps and mine.has_access("read"):
            return mine.get_formview_action()
        self.write({"done_number": brought.number, "text": False, "file_ids": False})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank you"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }
