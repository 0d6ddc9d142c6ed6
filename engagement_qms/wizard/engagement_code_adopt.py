# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.code import exchange
from ..models.code.code_adoption import WATCH

#: The ready codes of the addon; their names stand in the documents as well
READY = [
    ("delivery", "Delivery times"),
    ("returns", "Returns and refunds"),
    ("repair", "Repairs"),
    ("course_provider", "Courses and training"),
]


class EngagementCodeAdopt(models.TransientModel):
    """Start from a code that exists: a ready one, or a document of somebody else.

    A ready code is an offer of wording, so what comes of it counts as written by us; a
    document names the contact who wrote it. Asked from a code that was adopted
    already, it reads a newer version of the same document and says what changed.
    """

    _name = "engagement.code.adopt"
    _description = "Adopt a Code"

    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
    )
    source = fields.Selection(
        selection=[("ready", "Ready code"), ("upload", "Document of others")],
        required=True,
        default="ready",
    )
    ready = fields.Selection(
        selection=READY, string="Ready codes", required=True, default="delivery"
    )
    document = fields.Binary(attachment=False)
    document_name = fields.Char()
    provider_id = fields.Many2one(
        comodel_name="res.partner",
        string="Written by",
        compute="_compute_provider_id",
        store=True,
        readonly=False,
        help="The organisation or association that the document comes from.",
    )

    # What is in it
    problem = fields.Char(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    # A newer version of what was adopted
    code_id = fields.Many2one(
        comodel_name="engagement.code", string="Our code", ondelete="cascade"
    )
    code_state = fields.Selection(related="code_id.state", related_sudo=False)
    take_over = fields.Boolean(
        string="Take over their changes",
        default=True,
        help="Where we had kept their wording. What we changed ourselves stays.",
    )

    @api.depends("document")
    def _compute_provider_id(self):
        for adopt in self:
            document = adopt._read_quietly()
            name = document and adopt.source == "upload" and document.provider
            if name and not adopt.provider_id:
                found = self.env["res.partner"].search([("name", "=", name)], limit=2)
                adopt.provider_id = found if len(found) == 1 else False
            else:
                adopt.provider_id = adopt.provider_id

    @api.depends("source", "ready", "document", "code_id")
    @api.depends_context("lang")
    def _compute_preview(self):
        for adopt in self:
            adopt.problem = adopt.preview = False
            if adopt.source == "upload" and not adopt.document:
                continue
            try:
                document, data = adopt._read()
                adopt.preview = adopt._render_preview(document, data)
            except UserError as error:
                adopt.problem = str(error)

    def action_adopt(self):
        """Create the draft and open it."""
        self.ensure_one()
        document, data = self._read()
        values = {"company_id": self.company_id.id, "user_id": self.env.uid}
        if self.source == "upload":
            if not self.provider_id:
                raise UserError(
                    self.env._("Say who wrote the document: choose the contact.")
                )
            values |= {
                "origin_kind": "adopted",
                "provider_id": self.provider_id.id,
                "provider_version": document.edition,
                "provider_check_date": fields.Date.context_today(self) + WATCH,
            }
            if not self._is_ours(self.provider_id):
                # the address of others must not become ours unseen
                values["contact"] = False
        codes = self.env["engagement.code"].with_company(self.company_id)
        return self._open(codes._adopt(document, data, **values))

    def action_follow(self):
        """Go by their newer version in a draft of ours, and open it."""
        self.ensure_one()
        document, data = self._read()
        self._check_followed(data)
        draft = self.code_id._follow(document, data, self.take_over)
        if draft == self.code_id:  # its form is open behind the dialog
            return {"type": "ir.actions.act_window_close"}
        return self._open(draft)

    def _check_followed(self, data):
        """Refuse to follow without a document to compare with, or by the same one."""
        if not self.code_id.adopted_document:
            raise UserError(
                self.env._("This code was not made from a document. Adopt it anew.")
            )
        if self.code_id.adopted_document == data.decode():
            raise UserError(
                self.env._("This is the document that the code has been made from.")
            )

    def _read(self):
        """Return (document, its bytes) of what is chosen.

        :raise UserError: with line and reason
        """
        self.ensure_one()
        if self.source == "ready":
            return exchange.load_ready(self.ready)
        # the size of a field that the client shows as its size only
        data = base64.b64decode(self.with_context(bin_size=False).document or b"")
        return self.env["engagement.code"]._parse_document(data), data

    def _read_quietly(self):
        """Return the document that was uploaded, or nothing while it is wrong."""
        try:
            return self._read()[0] if self.document else None
        except UserError:
            return None

    def _render_preview(self, document, data):
        """Return what is in the document, or what is new in it."""
        codes = self.env["engagement.code"]
        if self.code_id:
            self._check_followed(data)
            return codes._render_differences(
                self.code_id._get_adopted(), document, news=True
            )
        lang = exchange.tag(codes._get_exchange_lang())
        return self.env["ir.qweb"]._render(
            "engagement_qms.engagement_code_preview",
            {
                "document": document,
                "say": lambda texts: document.say(texts, lang),
                "shown": codes._show_difference,
            },
        )

    def _is_ours(self, partner):
        return partner.commercial_partner_id == self.company_id.partner_id

    def _open(self, code):
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_code_action"
        )
        return action | {
            "res_id": code.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
