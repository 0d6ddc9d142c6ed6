# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..mixins.allowed_domain import check_domain


class EngagementDiscoverySourceRead(models.Model):
    """How a source is read: one grouped statement, however many contacts there are."""

    _inherit = "engagement.discovery.source"

    def _get_documents_domain(self, company):
        """Return the domain of the documents of one company that are recent enough."""
        self.ensure_one()
        domain = check_domain(self.env[self.model_name], self.domain)
        domain &= Domain(self.partner_field, "!=", False)
        if self.company_field:
            # documents of no company are everybody's
            domain &= Domain(self.company_field, "in", [False, company.id])
        if self.date_field and self.period_months:
            today = fields.Date.context_today(self)
            domain &= Domain(
                self.date_field, ">=", today - relativedelta(months=self.period_months)
            )
        return domain

    def _get_hits_sql(self, company):
        """Return the statement that counts and adds up, per commercial partner.

        Columns: partner, documents, amount in the currency of the company (empty when
        nothing is added up), documents whose amount is in another currency.
        """
        # sudo: the register must be complete whoever looks; only counts and sums per
        # contact leave, and _hides_amounts decides who sees the sums
        documents = self.env[self.model_name].sudo()
        query = documents._search(self._get_documents_domain(company))
        *steps, last = self.partner_field.split(".")
        alias = query.table
        for step in (*steps, last):
            documents, alias = documents._fields[step].join(documents, alias, query)
        entity = documents._field_to_sql(alias, "commercial_partner_id", query)
        query.groupby = entity
        amount, foreign = self._get_amount_sql(company, query)
        return query.select(entity, SQL("count(*)"), amount, foreign)

    def _get_amount_sql(self, company, query):
        """Return the sum of the amounts, and the number of documents left out of it."""
        nothing = SQL("NULL::numeric"), SQL("0")
        if self.measure == "contact":
            return nothing
        documents = self.env[self.model_name].sudo()  # sudo: as in _get_hits_sql

        def column(name):
            return documents._field_to_sql(query.table, name, query)

        amount = SQL("%s::numeric", column(self.amount_field))
        if self.reverse_sign:
            amount = SQL("-%s", amount)
        if self.rate_field:
            rate = column(self.rate_field)
            return SQL("sum(%s / NULLIF(%s, 0)::numeric)", amount, rate), SQL("0")
        currency = self._get_document_currency()
        if not currency:
            return SQL("sum(%s)", amount), SQL("0")
        ours = SQL("%s = %s", column(currency), company.currency_id.id)
        return (
            SQL("sum(%s) FILTER (WHERE %s)", amount, ours),
            SQL("count(*) FILTER (WHERE (%s) IS NOT TRUE)", ours),
        )

    def _get_document_currency(self):
        """Return the field of the document's own currency, or None where the amount is
        in the currency of the company."""
        documents = self.env[self.model_name]
        amount = documents._fields[self.amount_field]
        if amount.type != "monetary":
            return None
        currency = documents._fields[amount.get_currency_field(documents)]
        if currency.related and currency.related.startswith("company_id."):
            return None
        return currency.name if currency.store or currency.related else None

    def _hides_amounts(self, company):
        """Tell whether the user may not read every document that the sums are made of.

        One document that the record rules keep back is enough.
        """
        if self.measure == "contact":
            return False
        if not self.env[self.model_name].has_access("read"):
            return True
        rules = self.env["ir.rule"]._compute_domain(self.model_name, "read")
        kept_back = self._get_documents_domain(company) & ~Domain(rules)
        # sudo: only whether there is such a document is asked, not which
        return bool(self.env[self.model_name].sudo().search_count(kept_back, limit=1))
