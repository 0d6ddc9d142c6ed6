# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The statements that bring the ledger up to the documents of one model.

They are composed from Odoo's own domains and fields, so that nothing a user typed
becomes SQL. One scan of the table serves all promises: each document is offered to
each promise by a lateral list of (promise, does it count, start, end, to whom).

The due moment is the rule of ``clock.py`` in SQL; a property test holds them together.
"""

from odoo.tools import SQL
from odoo.tools.query import Query

#: Columns of the ledger that follow the document, in the order of the SELECT
FOLLOWING = (
    "partner_id",
    "commercial_partner_id",
    "started_at",
    "first_due_at",
    "due_at",
    "at_risk_at",
    "done_at",
    "state",
    "extended",
    "origin_ref",
    "confidentiality",
)


class RuleQuery:
    """All promises over one model, evaluated together.

    :param provisions: promises with the same ``rule_model``, checked
    :param overlap: look back so far before the last run; None = at everything
    """

    def __init__(self, provisions, overlap):
        self.env = provisions.env
        self.provisions = provisions
        self.overlap = overlap
        # sudo: a rule counts the company's documents, whoever started it
        self.model = self.env[provisions[0].rule_model].sudo()
        self.alias = self.model._table
        self.query = Query(self.env, self.alias, self.model._table_sql)

    def run(self):
        """Write what differs, and cancel what does not count any more.

        :return: how many rows were written
        """
        written = 0
        for statement in (self._upsert(), self._cancel()):
            self.env.cr.execute(statement)
            written += self.env.cr.rowcount
        return written

    def select(self):
        """Return one SELECT of all rows that should stand in the ledger."""
        offers = SQL(", ").join(self._offer(provision) for provision in self.provisions)
        rules = SQL(", ").join(self._rule(provision) for provision in self.provisions)
        partner = SQL.identifier("res_partner")
        return SQL(
            """
            WITH rule (provision_id, company_id, code_id, name, user_id, remedy, tz,
                       value, unit, calendar_id, from_date, to_date) AS (
                VALUES %(rules)s
            ), offer AS (
                SELECT %(alias)s.id AS res_id, r.provision_id, r.started_at, r.done_at,
                       r.partner_id, %(name)s AS origin_ref, %(level)s AS confidentiality
                  FROM %(from_clause)s
            CROSS JOIN LATERAL (VALUES %(offers)s)
                    AS r (provision_id, counts, started_at, done_at, partner_id)
                 WHERE r.counts AND r.started_at IS NOT NULL %(changed)s
            ), timed AS (
                SELECT offer.*, rule.company_id, rule.code_id, rule.name, rule.user_id,
                       rule.remedy, rule.value, rule.unit, rule.calendar_id, rule.tz,
                       rule.from_date, rule.to_date,
                       (offer.started_at AT TIME ZONE 'UTC' AT TIME ZONE rule.tz)::date
                           AS local_day
                  FROM offer JOIN rule USING (provision_id)
            ), due AS (
                SELECT timed.*,
                       CASE timed.unit
                       WHEN 'hour' THEN
                            timed.started_at + timed.value * INTERVAL '1 hour'
                       ELSE (
                            (CASE timed.unit WHEN 'day'
                                  THEN timed.local_day + CEIL(timed.value)::int
                                  ELSE target.date END
                            + TIME '23:59:59') AT TIME ZONE timed.tz
                            ) AT TIME ZONE 'UTC'
                       END AS first_due_at
                  FROM timed
             LEFT JOIN engagement_working_day AS origin
                    ON timed.unit = 'working_day'
                   AND origin.calendar_id = timed.calendar_id
                   AND origin.date = timed.local_day
             LEFT JOIN engagement_working_day AS target
                    ON target.calendar_id = origin.calendar_id
                   AND target.working IS TRUE
                   AND target.number = origin.number + CEIL(timed.value)::int
                 WHERE timed.local_day >= timed.from_date
                   AND timed.local_day <= COALESCE(timed.to_date, 'infinity')
            )
            SELECT due.provision_id, due.code_id, due.company_id, due.res_id,
                   due.name, due.user_id, due.remedy, due.value, due.unit,
                   due.calendar_id, due.partner_id,
                   %(partner)s.commercial_partner_id, due.started_at, due.first_due_at,
                   due.first_due_at AS due_at,
                   DATE_TRUNC('second', due.started_at
                       + (due.first_due_at - due.started_at) * 0.75) AS at_risk_at,
                   GREATEST(due.done_at, due.started_at)
                       * CASE WHEN due.done_at IS NULL THEN NULL END AS done_at,
                   due.origin_ref, due.confidentiality
              FROM due LEFT JOIN %(partner)s ON %(partner)s.id = due.partner_id
             WHERE due.first_due_at IS NOT NULL
            """,
            rules=rules,
            offers=offers,
            alias=SQL.identifier(self.alias),
            name=self._origin_name(),
            level=self._origin_level(),
            from_clause=self.query.from_clause,
            changed=self._changed(),
            partner=partner,
        )
