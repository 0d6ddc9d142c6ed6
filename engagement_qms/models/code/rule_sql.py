# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The statements that bring the ledger up to the documents of one model.

One scan of the table serves all promises: each document is offered to
each promise by a lateral list of (promise, does it count, start, end, to whom).

The due moment is the rule of ``clock.py`` in SQL; a property test holds them together.
"""

from odoo.tools import SQL

from .clock import END_OF_DAY, RISK_SHARE
from .rule_terms import RuleTerms

#: The columns of a row, in the order of the SELECT
COLUMNS = (
    "provision_id",
    "code_id",
    "company_id",
    "name",
    "kind",
    "cycle",
    "origin_model",
    "origin_res_id",
    "origin_ref",
    "confidentiality",
    "user_id",
    "partner_id",
    "commercial_partner_id",
    "remedy",
    "limit_value",
    "limit_unit",
    "calendar_id",
    "started_at",
    "first_due_at",
    "due_at",
    "at_risk_at",
    "done_at",
    "state",
)
#: Of these, what may change in the document after the row was written
FOLLOWING = (
    "origin_ref",
    "partner_id",
    "commercial_partner_id",
    "started_at",
    "done_at",
)
#: The key under which a row is found again
KEY = ("provision_id", "kind", "origin_model", "origin_res_id", "cycle")
LEDGER = "engagement_commitment"


class RuleQuery(RuleTerms):
    """The statements over all promises of one model, evaluated together."""

    columns = SQL(", ").join(map(SQL.identifier, COLUMNS))

    def run(self):
        """Write the rows that differ, and cancel those that do not count any more.

        :return: how many rows were written
        """
        # one statement, one scan: no row is both wanted and cancelled
        statement = SQL(
            """
            WITH %(changed)s
                 wanted (%(columns)s) AS MATERIALIZED (%(wanted)s),
                 upserted AS (%(upsert)s RETURNING 1),
                 cancelled AS (%(cancel)s RETURNING 1)
            SELECT (SELECT COUNT(*) FROM upserted) + (SELECT COUNT(*) FROM cancelled)
            """,
            changed=self._get_changed_list(),
            columns=self.columns,
            wanted=self.get_select(),
            upsert=self._get_upsert(),
            cancel=self._get_cancel(),
        )
        self.env.cr.execute(statement)
        return self.env.cr.fetchone()[0]

    def get_select(self):
        """Return one SELECT of the rows that should stand in the ledger.

        Its columns are those of ``COLUMNS``. A document that ends before it started
        counts as done when it started.
        """
        return SQL(
            """
            WITH rule (provision_id, code_id, company_id, name, user_id, remedy, tz,
                       value, unit, calendar_id, from_date, to_date) AS (
                VALUES %(rules)s
            ), offer AS (
                SELECT %(table)s.id AS res_id, offered.*, %(ref)s AS origin_ref,
                       %(level)s AS confidentiality
                  FROM %(documents)s
            CROSS JOIN LATERAL (VALUES %(offers)s)
                    AS offered (provision_id, counts, started_at, done_at, partner_id)
                 WHERE offered.counts AND offered.started_at IS NOT NULL
                   AND %(looked_at)s
            ), timed AS (
                SELECT offer.res_id, offer.origin_ref, offer.confidentiality,
                       offer.started_at, offer.partner_id, rule.*,
                       CASE WHEN offer.done_at IS NOT NULL
                            THEN GREATEST(offer.done_at, offer.started_at)
                       END AS done_at,
                       (offer.started_at AT TIME ZONE 'UTC' AT TIME ZONE rule.tz)::date
                           AS day_zero
                  FROM offer
                  JOIN rule ON rule.provision_id = offer.provision_id
            ), due AS (
                SELECT timed.*,
                       CASE timed.unit
                           WHEN 'hour'
                           THEN timed.started_at
                                + GREATEST(1, ROUND(timed.value * 3600))
                                * INTERVAL '1 second'
                           WHEN 'day'
                           THEN (timed.day_zero + CEIL(timed.value)::int + %(end)s)
                                AT TIME ZONE timed.tz AT TIME ZONE 'UTC'
                           ELSE (last_day.date + %(end)s)
                                AT TIME ZONE timed.tz AT TIME ZONE 'UTC'
                       END AS first_due_at
                  FROM timed
             LEFT JOIN engagement_working_day AS first_day
                    ON timed.unit = 'working_day'
                   AND first_day.calendar_id = timed.calendar_id
                   AND first_day.date = timed.day_zero
             LEFT JOIN engagement_working_day AS last_day
                    ON last_day.calendar_id = first_day.calendar_id
                   AND last_day.working IS TRUE
                   AND last_day.number = first_day.number + CEIL(timed.value)::int
                 WHERE timed.day_zero >= timed.from_date
                   AND (timed.to_date IS NULL OR timed.day_zero <= timed.to_date)
            )
            SELECT due.provision_id, due.code_id, due.company_id, due.name, 'rule',
                   0, %(model)s, due.res_id, due.origin_ref, due.confidentiality,
                   due.user_id, due.partner_id, partner.commercial_partner_id,
                   due.remedy, due.value, due.unit, due.calendar_id, due.started_at,
                   due.first_due_at, due.first_due_at,
                   due.started_at + (due.first_due_at - due.started_at) * %(share)s,
                   due.done_at, %(state)s
              FROM due
         LEFT JOIN res_partner AS partner ON partner.id = due.partner_id
             WHERE due.first_due_at IS NOT NULL
            """,
            rules=self.rules,
            offers=self.offers,
            table=SQL.identifier(self.table),
            documents=self.query.from_clause,
            looked_at=self._is_looked_at(SQL.identifier(self.table, "id")),
            ref=self._get_origin_ref(),
            level=self._get_origin_level(),
            end=SQL("TIME %s", END_OF_DAY.isoformat()),
            model=self.model._name,
            share=RISK_SHARE,
            state=_get_state("due"),
        )

    def _get_upsert(self):
        """Return the statement that writes new and changed rows, and no others."""
        # another start makes another due moment; the same start keeps it for good
        return SQL(
            """
            INSERT INTO %(ledger)s AS ledger (%(columns)s, extended, create_uid,
                                              create_date, write_uid, write_date)
            SELECT wanted.*, FALSE, %(uid)s, %(now)s, %(uid)s, %(now)s
              FROM wanted
         LEFT JOIN %(ledger)s AS old
                ON old.provision_id IN %(provisions)s
               AND %(same_key)s
             WHERE old.id IS NULL OR %(differs_from_wanted)s
            ON CONFLICT (%(key)s) WHERE provision_id IS NOT NULL DO UPDATE SET
                   origin_ref = excluded.origin_ref,
                   confidentiality = %(level)s,
                   partner_id = excluded.partner_id,
                   commercial_partner_id = excluded.commercial_partner_id,
                   started_at = excluded.started_at,
                   first_due_at = %(first_due)s,
                   due_at = %(due)s,
                   at_risk_at = CASE WHEN ledger.started_at = excluded.started_at
                                     THEN ledger.at_risk_at
                                     ELSE excluded.at_risk_at END,
                   done_at = excluded.done_at,
                   state = CASE WHEN excluded.done_at IS NULL THEN 'open'
                                WHEN excluded.done_at <= %(first_due)s THEN 'kept'
                                ELSE 'missed' END,
                   extended = %(due)s != %(first_due)s,
                   extension_reason = CASE WHEN ledger.started_at = excluded.started_at
                                           THEN ledger.extension_reason END,
                   write_uid = %(uid)s,
                   write_date = %(now)s
             WHERE %(differs)s
            """,
            ledger=SQL.identifier(LEDGER),
            columns=self.columns,
            provisions=tuple(self.provisions.ids),
            same_key=_compare("old", "wanted", KEY, SQL("="), SQL(" AND ")),
            # what stays as it is is not even locked; the second time it is for rows
            # that somebody else wrote meanwhile
            differs_from_wanted=_get_difference("old", "wanted"),
            differs=_get_difference("ledger", "excluded"),
            key=SQL(", ").join(map(SQL.identifier, KEY)),
            level=_get_higher_level("ledger", "excluded"),
            first_due=SQL(
                "CASE WHEN ledger.started_at = excluded.started_at"
                " THEN ledger.first_due_at ELSE excluded.first_due_at END"
            ),
            due=SQL(
                "CASE WHEN ledger.started_at = excluded.started_at"
                " THEN ledger.due_at ELSE excluded.due_at END"
            ),
            uid=self.env.uid,
            now=self.env.cr.now(),
        )

    def _get_cancel(self):
        """Return the statement that cancels rows whose document does not count.

        Documents that were not looked at in this run keep their rows.
        """
        return SQL(
            """
            UPDATE %(ledger)s AS ledger
               SET state = 'cancelled', done_at = NULL, write_uid = %(uid)s,
                   write_date = %(now)s
             WHERE ledger.provision_id IN %(provisions)s
               AND ledger.kind = 'rule' AND ledger.cycle = 0
               AND ledger.origin_model = %(model)s
               AND ledger.state != 'cancelled'
               AND %(looked_at)s
               AND NOT EXISTS (
                   SELECT 1
                     FROM wanted
                    WHERE wanted.provision_id = ledger.provision_id
                      AND wanted.origin_res_id = ledger.origin_res_id
               )
            """,
            ledger=SQL.identifier(LEDGER),
            uid=self.env.uid,
            now=self.env.cr.now(),
            provisions=tuple(self.provisions.ids),
            model=self.model._name,
            looked_at=self._is_looked_at(SQL.identifier("ledger", "origin_res_id")),
        )


def _get_difference(row, wanted):
    """Return whether a row of the ledger is to be written, by the aliases of both.

    What somebody cancelled for a reason stays as it is.
    """
    return SQL(
        "(%(row)s.cancel_reason IS NULL AND (%(row)s.state = 'cancelled'"
        " OR %(row)s.confidentiality != %(level)s OR %(changed)s))",
        row=SQL.identifier(row),
        level=_get_higher_level(row, wanted),
        changed=_compare(row, wanted, FOLLOWING, SQL("IS DISTINCT FROM"), SQL(" OR ")),
    )


def _compare(one, other, columns, operator, connector):
    """Return the comparison of two rows, column by column, by their aliases."""
    return connector.join(
        SQL(
            "%s %s %s", SQL.identifier(one, name), operator, SQL.identifier(other, name)
        )
        for name in columns
    )


def _get_higher_level(one, other):
    """Return the more protected of two levels, by the aliases of their rows."""
    return SQL(
        "CASE WHEN 'secret' IN (%(one)s, %(other)s) THEN 'secret'"
        " WHEN 'restricted' IN (%(one)s, %(other)s) THEN 'restricted'"
        " ELSE 'normal' END",
        one=SQL.identifier(one, "confidentiality"),
        other=SQL.identifier(other, "confidentiality"),
    )


def _get_state(alias):
    """Return the state of a row by its end and its due moment."""
    return SQL(
        "CASE WHEN %(row)s.done_at IS NULL THEN 'open'"
        " WHEN %(row)s.done_at <= %(row)s.first_due_at THEN 'kept'"
        " ELSE 'missed' END",
        row=SQL.identifier(alias),
    )
