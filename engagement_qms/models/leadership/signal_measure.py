# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

import psycopg2

from odoo import api, fields, models
from odoo.tools import SQL

from ..measure import periods
from ..measure.indicator_refresh import RETRIED
from ..measure.judging import get_trend
from .signal import SEVERITY

_logger = logging.getLogger(__name__)

#: Months before that are worked out the first time, and caught up at most
HISTORY_MONTHS = 12
#: So many days the leader sees a signal alone
ALONE_DAYS = 7
#: The columns that are written, with their types
COLUMNS = {
    "company_id": SQL("int"),
    "employee_id": SQL("int"),
    "period_start": SQL("date"),
    "value": SQL("float8"),
    "empty": SQL("bool"),
    "numerator": SQL("int"),
    "sample": SQL("int"),
    "level": SQL("varchar"),
    "severity": SQL("int"),
    "trend": SQL("varchar"),
}


class EngagementSignalMeasure(models.Model):
    """When signals are worked out: once for each month that is over.

    Whatever was missed is caught up, and what there is stays: run again, it changes
    nothing. Each signal costs the same few queries for any number of leaders.
    """

    _inherit = "engagement.signal"

    @api.model
    def _cron_measure_signals(self):
        """Work out the signals of the months that are over, each signal for good."""
        self._measure_missing(commit=True)

    @api.model
    def _measure_missing(self, commit=False):
        """Work out what is not there yet, of the last months.

        :param bool commit: whether each signal is committed, as a scheduled job does
        """
        # sudo: signals are the same whoever has them worked out
        types = self.env["engagement.signal.type"].sudo()
        types = types.search([("active", "=", True)])
        missing = self._get_missing(types)
        leaders = self.env["engagement.signal.source"]._get_leaders()
        for number, (kind, places) in enumerate(missing.items(), start=1):
            kind._measure_safely(places, leaders)
            if commit and not self.env["ir.cron"]._commit_progress(
                1, remaining=len(missing) - number
            ):
                return

    @api.model
    def _get_missing(self, types):
        """Return {type: places that are not worked out yet}, the oldest month first.

        The line of the organisation is always there, also when it says nothing.
        """
        this = periods.get_start(fields.Date.context_today(self), "month")
        first = periods.shift(this, "month", -HISTORY_MONTHS)
        months = periods.get_starts("month", first, this - timedelta(days=1))
        companies = self.env["engagement.indicator"]._get_companies()
        places = [(company.id, month) for month in months for company in companies]
        # sudo: what is there is the same whoever asks
        groups = self.sudo()._read_group(
            [("period_start", ">=", first), ("employee_id", "=", False)],
            ["type_id"],
            ["company_id:array_agg", "period_start:array_agg"],
        )
        done = {kind: set(zip(*pairs, strict=True)) for kind, *pairs in groups}
        missing = {
            kind: [place for place in places if place not in done.get(kind, ())]
            for kind in types
            if kind._get_source()
        }
        return {kind: found for kind, found in missing.items() if found}


class EngagementSignalTypeMeasure(models.Model):
    """How one signal is worked out and judged."""

    _inherit = "engagement.signal.type"

    def _get_source(self):
        return self.env["engagement.signal.source"]._get_source(self.key)

    def _measure_safely(self, places, leaders):
        """Work a signal out; one that fails cannot stop the others."""
        self.ensure_one()
        try:
            with self.env.cr.savepoint():
                self._measure(places, leaders)
        except psycopg2.Error as error:
            if error.pgcode in RETRIED:
                raise
            _logger.warning("Signal %s could not be worked out: %s", self.key, error)

    def _measure(self, places, leaders):
        """Work a signal out for some months of some companies, and keep it.

        :param list places: (company id, first day of the month)
        :param leaders: the employees who lead
        """
        self.ensure_one()
        # sudo: a signal counts every record, also those that only few may open
        register = self.env["engagement.signal.source"].sudo()
        source = self._get_source()
        with self.env["engagement.indicator"]._within_limits():
            rows = register._work_out(source, places, leaders)
        found = {
            (company_id, start, leader_id): (hits, sample, value)
            for company_id, start, leader_id, hits, sample, value in rows
        }
        wanted = [(*place, None) for place in places]
        if source.for_leader:
            wanted += [
                (company_id, start, leader.id)
                for company_id, start in places
                for leader in leaders
                if leader.company_id.id == company_id
            ]
        nothing = (0, 0, 0 if source.aggregate == "count" else None)
        values = {place: found.get(place, nothing) for place in wanted}
        self._keep(
            {
                place: self._judge_counted(*counted)
                for place, counted in values.items()
                if not place[2] or counted[1] >= self.minimum_sample
            }
        )

    def _judge_counted(self, hits, sample, value):
        """Return what is kept of one line: nothing said where there is too little."""
        if sample < self.minimum_sample:
            value = None
        level = self._judge(value)
        return {
            "value": value,
            "empty": value is None,
            "numerator": hits,
            "sample": sample,
            "level": level,
            "severity": SEVERITY[level],
        }

    def _keep(self, lines):
        """Write what is not there yet, with how it compares with the month before.

        :param dict lines: {(company id, month, id of the leader): what was counted}
        """
        signals = self.env["engagement.signal"]
        signals.flush_model()
        before = self._get_values_before(lines)
        for (company_id, start, leader_id), line in lines.items():
            last = (company_id, periods.shift(start, "month", -1), leader_id)
            known = lines[last]["value"] if last in lines else before.get(last)
            line["trend"] = get_trend([known, line["value"]], self.direction) or None
            line["company_id"] = company_id
            line["employee_id"] = leader_id
            line["period_start"] = start
        today = fields.Date.context_today(self)
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO engagement_signal
                       (type_id, %(columns)s, shown_from,
                        create_uid, write_uid, create_date, write_date)
                SELECT %(type)s, %(columns)s,
                       GREATEST(period_start + interval '1 month', %(today)s)::date
                       + %(alone)s, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM unnest(%(arrays)s) AS new (%(columns)s)
                    ON CONFLICT DO NOTHING
                """,
                columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
                type=self.id,
                today=today,
                alone=ALONE_DAYS,
                uid=self.env.uid,
                now=fields.Datetime.now(),
                arrays=SQL(", ").join(
                    SQL("%s::%s[]", [line[name] for line in lines.values()], kind)
                    for name, kind in COLUMNS.items()
                ),
            )
        )
        signals.invalidate_model()

    def _get_values_before(self, lines):
        """Return {(company id, month, id of the leader): value} of earlier months."""
        months = sorted({periods.shift(start, "month", -1) for _c, start, _l in lines})
        # sudo: signals are the same whoever has them worked out
        signals = self.env["engagement.signal"].sudo()
        found = signals.search_fetch(
            [
                ("type_id", "=", self.id),
                ("period_start", "in", months),
                ("empty", "=", False),
            ],
            ["company_id", "period_start", "employee_id", "value"],
        )
        return {
            (s.company_id.id, s.period_start, s.employee_id.id or None): s.value
            for s in found
        }
