# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What promises ask of the documents of one model, as pieces of SQL.

They are composed from Odoo's own domains and fields, so that nothing a user typed
becomes SQL. ``rule_sql.py`` makes statements of them.
"""

from odoo.fields import Domain
from odoo.tools import SQL
from odoo.tools.query import Query


class RuleTerms:
    """The terms of promises with the same documents: which count, from when to when.

    :param provisions: promises with the same ``rule_model``, checked
    :param datetime since: look at documents written since then; None = at all
    :param period: (first day, last day) on which the clock starts, instead of the time
        for which each version counts
    """

    def __init__(self, provisions, since=None, period=None):
        self.env = provisions.env
        self.provisions = provisions
        self.since = since
        self.period = period
        # sudo: a rule counts the documents of its company, whoever started it
        self.model = self.env[provisions[0].rule_model].sudo()
        self.table = self.model._table
        self.query = Query(self.env, self.table, self.model._table_sql)
        self.shared = self._get_shared()
        # composing the filters collects the joins that they need in the query
        self.offers = SQL(", ").join(map(self._get_offer, provisions))
        self.rules = SQL(", ").join(map(self._get_rule, provisions))

    def _get_shared(self):
        """Return [False] where documents without a company count, [] elsewhere.

        Where there is one company they are its own. Where there are several nobody can
        say whose promise they keep or miss, and none may count them as its figure.
        """
        # sudo: how many companies there are, whichever of them the user may see
        only = self.env["res.company"].sudo().search_count([], limit=2) == 1
        return [False] if only else []

    def _get_offer(self, provision):
        """Return what one promise makes of a document, as a row of the lateral list."""
        _model, domain = provision._get_checked_rule()
        domain &= Domain("company_id", "in", [provision.company_id.id, *self.shared])
        counts = domain.optimize_full(self.model)._to_sql(
            self.model, self.table, self.query
        )
        partner = SQL("NULL::int")
        if provision.rule_partner_field:
            partner = SQL.identifier(self.table, provision.rule_partner_field)
        return SQL(
            "(%s, (%s), %s, %s, %s)",
            provision.id,
            counts,
            self._get_moment(provision, provision.rule_start_field),
            self._get_moment(provision, provision.rule_end_field),
            partner,
        )

    def _get_rule(self, provision):
        """Return the terms of one promise, as a row of the list of rules."""
        code = provision.code_id
        first, last = self.period or (code.counts_from, code.in_force_to)
        # sudo: the login of the owner, which only personnel officers may read
        user = provision.owner_id.sudo().user_id or code.user_id
        return SQL(
            "(%s, %s, %s, %s, %s::int, %s, %s, %s::float8, %s, %s::int, %s::date,"
            " %s::date)",
            provision.id,
            code.id,
            provision.company_id.id,
            provision.display_name,
            user.id or None,
            provision.remedy or None,
            self.get_tz(provision),
            provision.limit_value,
            provision.limit_unit,
            provision.calendar_id.id or None,
            first,
            last or None,
        )

    def _get_changed_list(self):
        """Return the list of documents that changed, read once for the statement."""
        if self.since is None:
            return SQL()
        return SQL(
            "changed (id) AS MATERIALIZED (SELECT id FROM %s AS %s WHERE %s >= %s),",
            self.model._table_sql,
            SQL.identifier(self.table),
            SQL.identifier(self.table, "write_date"),
            self.since,
        )

    def _is_looked_at(self, document):
        """Return the condition that a document is looked at in this run.

        :param SQL document: its id
        """
        if self.since is None:
            return SQL("TRUE")
        return SQL("%s IN (SELECT id FROM changed)", document)

    def _get_moment(self, provision, name):
        """Return a date field of the document as a moment in UTC.

        A day without an hour begins at midnight, where the promise's calendar is. The
        ledger counts in seconds, so that the last one of a day is in time as a whole.
        """
        column = SQL.identifier(self.table, name)
        if self.model._fields[name].type == "datetime":
            return SQL("DATE_TRUNC('second', %s)", column)
        return SQL(
            "(%s::timestamp AT TIME ZONE %s AT TIME ZONE 'UTC')",
            column,
            self.get_tz(provision),
        )

    def get_tz(self, provision):
        """Return the time zone in which the days of a promise begin and end."""
        return provision.calendar_id.tz or "UTC"

    def _get_origin_ref(self):
        """Return the name of the document, or its number where it is protected."""
        number_field = getattr(self.model, "_confidential_number_field", None)
        if number_field:
            number = SQL.identifier(self.table, number_field)
        else:
            number = SQL(
                "%s || %s::text",
                f"{self.model._description} ",
                SQL.identifier(self.table, "id"),
            )
        name = self.model._fields.get(self.model._rec_name)
        if name is None or not name.store or name.type != "char" or name.translate:
            return number
        text = SQL("COALESCE(%s, %s)", SQL.identifier(self.table, name.name), number)
        if "confidentiality" not in self.model._fields:
            return text
        return SQL(
            "CASE WHEN %s = 'secret' THEN %s ELSE %s END",
            SQL.identifier(self.table, "confidentiality"),
            number,
            text,
        )

    def _get_origin_level(self):
        """Return how far the document is protected; the row never less."""
        if "confidentiality" in self.model._fields:
            return SQL.identifier(self.table, "confidentiality")
        return SQL("'normal'")
