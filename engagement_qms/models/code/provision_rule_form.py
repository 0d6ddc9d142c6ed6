# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .provision_rule import DATE_TYPES, is_watchable

#: What usually starts and stops a clock, by the names that Odoo's apps give it
STARTS = (
    *("date_approve", "date_order", "received_at", "scheduled_date", "invoice_date"),
    "create_date",
)
ENDS = (
    *("effective_date", "date_done", "date_end", "date_closed", "closed_date"),
    *("close_date", "date_finished", "held_date", "done_at"),
)


class EngagementProvisionRuleForm(models.Model):
    """How a rule is put together on the screen, and read back in plain words."""

    _inherit = "engagement.provision"

    rule_document = fields.Selection(
        selection="_get_rule_documents",
        string="Which documents",
        compute="_compute_rule_document",
        inverse="_inverse_rule_document",
        help="The kind of document in which the promise is kept or missed. Documents "
        "of this company count; those of no company only where it is the only one.",
    )
    rule_sentence = fields.Char(string="In words", compute="_compute_rule_sentence")

    @api.model
    def _get_rule_documents(self):
        """Return the kinds of document that the user is offered: [(model, name)].

        Those that people work on, that belong to a company and know more moments than
        that of their writing, and that the user may read.
        """
        ledger = self.env["engagement.commitment"]
        return [
            (name, label)
            for name, label in ledger._selection_origin_record()
            if is_watchable(self.env[name])
            and any(
                field.store and field.type in DATE_TYPES
                for field in self.env[name]._fields.values()
                if field.name not in models.LOG_ACCESS_COLUMNS
            )
        ]

    @api.depends("rule_model")
    def _compute_rule_document(self):
        offered = dict(self._get_rule_documents())
        for provision in self:
            name = provision.rule_model
            provision.rule_document = name if name in offered else False

    def _inverse_rule_document(self):
        for provision in self.filtered("rule_document"):
            provision.rule_model = provision.rule_document

    @api.onchange("rule_document")
    def _onchange_rule_document(self):
        """Propose what usually starts and stops the clock in these documents."""
        if self.rule_document == self.rule_model:
            return
        self.rule_model = self.rule_document
        self.rule_domain = "[]"
        known = self.env[self.rule_document]._fields if self.rule_document else {}
        stored = {name for name, field in known.items() if field.store}
        for field, proposals in (
            ("rule_start_field", STARTS),
            ("rule_end_field", ENDS),
            ("rule_partner_field", ("partner_id",)),
        ):
            self[field] = next((name for name in proposals if name in stored), False)

    @api.depends(
        "rule_model", "rule_start_field", "rule_end_field", "limit_value", "limit_unit"
    )
    @api.depends_context("lang")
    def _compute_rule_sentence(self):
        for provision in self:
            provision.rule_sentence = provision._get_rule_sentence()

    def _get_rule_sentence(self):
        """Return the rule as a sentence, as far as it is put together."""
        model = self.env.get(self.rule_model) if self.rule_model else None
        if not self.rule_model:
            return False
        if model is None:
            return self.env._(
                "The app of these documents (%(model)s) is not installed any more. "
                "What it left in the ledger stays.",
                model=self.rule_model,
            )
        start = model._fields.get(self.rule_start_field)
        end = model._fields.get(self.rule_end_field)
        if not start or not end:
            return self.env._("Choose what starts and what stops the clock.")
        if not self.limit_value:
            return self.env._("Say within how many hours or days it is kept.")
        # sudo: the name of the documents, which the rule shows anyway
        documents = self.env["ir.model"].sudo()._get(model._name).name
        return self.env._(
            "The clock starts with “%(start)s” of %(documents)s and stops with "
            "“%(end)s”: %(limit)s.",
            start=start._description_string(self.env),
            end=end._description_string(self.env),
            documents=documents,
            limit=self.limit_text,
        )
