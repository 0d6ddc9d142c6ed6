# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter, defaultdict
from datetime import date, datetime, timedelta
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from .provision_rate import rate
from .rule_sql import RuleQuery

#: So many misses are listed; the rest is counted
MISS_LIMIT = 50


class Miss(NamedTuple):
    """A document in which the promise would have been missed, or is overdue by now."""

    res_id: int
    name: str
    partner_id: int
    started_at: datetime
    due_at: datetime
    done_at: datetime


class Simulation(NamedTuple):
    """How well a promise would have been kept."""

    #: {first day of the month: Counter of "kept", "missed" and "running"}
    months: dict[date, Counter]
    #: the latest ones, the longest wait first
    misses: list[Miss]

    @property
    def counts(self):
        """Return the Counter of "kept", "missed" and "running" over all months."""
        return sum(self.months.values(), Counter())

    @property
    def rate(self):
        """Return (percent, n); without data (0.0, 0)."""
        return rate(self.counts)


class EngagementProvisionSimulation(models.Model):
    """A promise tried on what is past, before anybody relies on it."""

    _inherit = "engagement.provision"

    def _simulate(self, date_from, date_to, limit=MISS_LIMIT):
        """Tell how well a promise would have been kept, without writing to the ledger.

        :param datetime.date date_from: first day on which a clock may start
        :param datetime.date date_to: last day on which one may start
        :param int limit: how many misses are named
        :return: a :class:`Simulation`
        :raise ValidationError: for a rule that may not run, or a period that ends
            before it starts
        """
        self.ensure_one()
        if date_to < date_from:
            raise ValidationError(self.env._("The period ends before it starts."))
        self._get_checked_rule()
        self.env["engagement.working.day"]._ensure(
            self.calendar_id, date_from, date_to + timedelta(days=self._get_reach())
        )
        query = RuleQuery(self, period=(date_from, date_to))
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                WITH wanted (%(columns)s) AS (%(wanted)s
                ), judged AS (
                    SELECT wanted.*,
                           CASE WHEN state != 'open' THEN state
                                WHEN first_due_at < %(now)s THEN 'missed'
                                ELSE 'running'
                           END AS verdict,
                           DATE_TRUNC('month', started_at AT TIME ZONE 'UTC'
                                      AT TIME ZONE %(tz)s)::date AS month
                      FROM wanted
                )
                SELECT month, verdict, COUNT(*), NULL::int, NULL, NULL::int,
                       NULL::timestamp, NULL::timestamp, NULL::timestamp
                  FROM judged
              GROUP BY month, verdict
             UNION ALL
               (SELECT NULL, NULL, NULL, origin_res_id, origin_ref, partner_id,
                       started_at, first_due_at, done_at
                  FROM judged
                 WHERE verdict = 'missed'
              ORDER BY COALESCE(done_at, %(now)s) - first_due_at DESC, origin_res_id
                 LIMIT %(limit)s)
                """,
                columns=query.columns,
                wanted=query.get_select(),
                now=fields.Datetime.now(),
                tz=query.get_tz(self),
                limit=limit,
            )
        )
        months = defaultdict(Counter)
        misses = []
        for month, verdict, count, *miss in rows:
            if month:
                months[month][verdict] = count
            else:
                misses.append(Miss(*miss))
        return Simulation(dict(sorted(months.items())), misses)

    def action_simulate(self):
        """Open a look at how well the promise would have been kept."""
        self.ensure_one()
        simulation = self.env["engagement.simulation"].create({"provision_id": self.id})
        return simulation.action_run()
