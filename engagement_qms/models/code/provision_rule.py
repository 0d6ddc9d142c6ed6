# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..mixins.allowed_domain import check_domain
from ..mixins.origin_mixin import TECHNICAL_MODELS

DATE_TYPES = ("date", "datetime")


def is_watchable(model):
    """Say whether promises may be kept in documents of a model.

    They are no machinery, lie in a table of their own, know when they were written, and
    belong to a company.
    """
    company = model._fields.get("company_id")
    return bool(
        not model._abstract
        and not model._transient
        and model._auto
        and model._log_access
        and not model._name.startswith(TECHNICAL_MODELS)
        and model._name not in ("res.users", "engagement.commitment")
        and company
        and company.store
    )


class EngagementProvisionRule(models.Model):
    """How Odoo itself sees whether a promise is kept: a rule over its own documents.

    A rule names a kind of document, which of them count, the field that starts the
    clock and the one that stops it. It names fields and a filter, never SQL or code,
    and is checked when it is written and again before it runs.
    """

    _inherit = "engagement.provision"

    rule_active = fields.Boolean(
        string="Watched by Odoo",
        help="Odoo fills the ledger from its own documents. Switched off, rows are "
        "made by hand.",
    )
    rule_model = fields.Char(string="Documents", copy=True)
    rule_domain = fields.Char(string="Which of them", default="[]")
    rule_start_field = fields.Char(
        string="Clock starts with", help="The date field from which the limit counts."
    )
    rule_end_field = fields.Char(
        string="Clock stops with", help="The date field that says when it was done."
    )
    rule_partner_field = fields.Char(string="Promised to", default="partner_id")
    rule_evaluated_at = fields.Datetime(
        string="Last looked at", readonly=True, copy=False
    )
    rule_reconciled_at = fields.Datetime(readonly=True, copy=False)

    _rule_is_complete = models.Constraint(
        "CHECK (rule_active IS NOT TRUE OR (rule_model IS NOT NULL"
        " AND rule_start_field IS NOT NULL AND rule_end_field IS NOT NULL"
        " AND limit_value > 0))",
        "To be watched by Odoo, a promise needs a limit above 0, the documents, and "
        "the fields that start and stop the clock.",
    )

    @api.constrains(
        "rule_active",
        "rule_model",
        "rule_domain",
        "rule_start_field",
        "rule_end_field",
        "rule_partner_field",
    )
    def _check_rule(self):
        for provision in self.filtered("rule_active"):
            provision._get_checked_rule()

    def _get_checked_rule(self):
        """Return the model and the domain of the rule, checked anew.

        :return: (empty recordset, :class:`~odoo.fields.Domain`)
        :raise ValidationError: in plain words
        """
        self.ensure_one()
        model = self._get_rule_model()
        start = self._check_rule_field(model, self.rule_start_field, DATE_TYPES)
        end = self._check_rule_field(model, self.rule_end_field, DATE_TYPES)
        if start == end:
            raise ValidationError(
                self.env._(
                    "Promise %(number)s starts and stops its clock with the same "
                    "field. Choose another one to stop it.",
                    number=self.number,
                )
            )
        if self.limit_value <= 0:
            raise ValidationError(
                self.env._(
                    "Promise %(number)s has no limit. Say within how many hours or "
                    "days it is kept.",
                    number=self.number,
                )
            )
        if self.rule_partner_field:
            self._check_rule_field(model, self.rule_partner_field, ("many2one",))
        domain = check_domain(
            model, self.rule_domain or "[]", allow_relative_dates=False
        )
        return model, domain

    def _get_rule_model(self):
        """Return an empty recordset of the documents, if a rule may read them."""
        name = self.rule_model
        if not name:
            raise ValidationError(
                self.env._(
                    "Choose first in which documents promise %(number)s is kept or "
                    "missed, and what starts and stops its clock.",
                    number=self.number,
                )
            )
        model = self.env.get(name)
        if model is None:
            raise ValidationError(
                self.env._(
                    "Promise %(number)s watches “%(model)s”, which is not installed. "
                    "Install its app, or choose other documents.",
                    number=self.number,
                    model=name,
                )
            )
        if not is_watchable(model):
            raise ValidationError(
                self.env._(
                    "“%(model)s” cannot be watched: promises are kept in documents "
                    "of a company, such as orders, deliveries, tickets or tasks.",
                    model=model._description,
                )
            )
        # whoever writes a rule sees in the ledger what it finds; checks run with all
        # rights, and the user's count here
        if not model.sudo(False).has_access("read"):
            raise ValidationError(
                self.env._(
                    "You may not read “%(model)s”, so you cannot have promise "
                    "%(number)s watched there. Ask somebody who may.",
                    model=model._description,
                    number=self.number,
                )
            )
        return model

    def _check_rule_field(self, model, name, types):
        """Return a field of the documents, if a rule may use it."""
        if not name:
            raise ValidationError(
                self.env._(
                    "Choose what starts and what stops the clock of promise "
                    "%(number)s.",
                    number=self.number,
                )
            )
        field = model._fields.get(name)
        if (
            field is None
            or not field.store
            or field.groups
            or field.company_dependent
            or field.type not in types
        ):
            raise ValidationError(
                self.env._(
                    "“%(field)s” of %(model)s cannot be used by promise %(number)s: "
                    "it is missing, not stored, not for everybody, or no field of the "
                    "right kind.",
                    field=name,
                    model=model._description,
                    number=self.number,
                )
            )
        if field.type == "many2one" and field.comodel_name != "res.partner":
            raise ValidationError(
                self.env._(
                    "“%(field)s” is no contact. Choose the field that says to whom "
                    "promise %(number)s is made.",
                    field=field._description_string(self.env),
                    number=self.number,
                )
            )
        return field
