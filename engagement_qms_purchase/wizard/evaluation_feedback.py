# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json

from odoo import api, fields, models
from odoo.exceptions import UserError

ACTION = "engagement_qms_purchase.engagement_feedback_action"
RECEIPT_ACTION = "engagement_qms_purchase.engagement_feedback_receipt_action"

#: Documents of suppliers; receipts are there where their app is
MODELS = ("purchase.order", "stock.picking")


class EngagementEvaluationFeedback(models.TransientModel):
    """Records feedback from orders and receipts, one or many.

    Each supplier gets it once, with a document that it came from.
    """

    _inherit = "engagement.evaluation.feedback"

    document_model = fields.Char(default=lambda self: self._get_documents()._name)
    document_ids = fields.Char(
        default=lambda self: json.dumps(self._get_documents().ids)
    )

    @api.model
    def _get_chosen_partners(self):
        documents = self._get_documents()
        return (
            documents.partner_id.commercial_partner_id or super()._get_chosen_partners()
        )

    def _get_origin(self):
        """Return the documents it came from; who may not read them is told so."""
        ids = json.loads(self.document_ids or "[]")
        if not ids:
            return super()._get_origin()
        return self._get_readable(self.document_model, ids)

    @api.model
    def _get_documents(self):
        """Return the orders or receipts from whose form or list it was opened."""
        model = self.env.context.get("active_model")
        if model not in MODELS:
            return self.env["purchase.order"]
        return self._get_readable(model, self.env.context.get("active_ids", []))

    @api.model
    def _get_readable(self, model, ids):
        """Return documents of suppliers, of those with these ids.

        :raises UserError: when none of them is one
        """
        documents = self.env[model if model in MODELS else MODELS[0]].browse(ids)
        documents.check_access("read")
        if model == "stock.picking":
            documents = documents.filtered(lambda d: d.picking_type_code == "incoming")
        if ids and not documents.partner_id:
            raise UserError(
                self.env._(
                    "Feedback on a supplier is recorded on orders and receipts. "
                    "Choose some that name a supplier."
                )
            )
        return documents.filtered("partner_id")

    def _register_hook(self):
        """Offer it on receipts, too: their app may come later than this one."""
        super()._register_hook()
        if "stock.picking" in self.env and not self._get_receipt_action():
            self._make_receipt_action()

    @api.model
    def _get_receipt_action(self):
        action = self.env.ref(RECEIPT_ACTION, raise_if_not_found=False)
        return action or self.env["ir.actions.act_window"]

    @api.model
    def _make_receipt_action(self):
        """Copy the action of orders for receipts."""
        # sudo: the registry is being loaded; nobody is there yet
        env = self.sudo().env
        receipts = env["ir.model"]._get_id("stock.picking")
        action = env.ref(ACTION).copy({"binding_model_id": receipts})
        env["ir.model.data"]._update_xmlids(
            [{"xml_id": RECEIPT_ACTION, "record": action, "noupdate": True}]
        )
