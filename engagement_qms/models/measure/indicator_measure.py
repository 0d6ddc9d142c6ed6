# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import periods
from .scan import Scan, Task

#: No statement may take longer, whatever somebody asked for
STATEMENT_LIMIT = "60s"
#: How PostgreSQL reads while we measure, which one transaction does at a time: it may
#: sort in memory; compiling fifty filters takes longer than applying them; and rows
#: that are counted by several processes are few when they are put together
SETTINGS = {
    "statement_timeout": STATEMENT_LIMIT,
    "work_mem": "256MB",
    "jit": "off",
    "parallel_tuple_cost": "0",
}


class EngagementIndicatorMeasure(models.Model):
    """How values come about: one statement per source, whatever is to be measured."""

    _inherit = "engagement.indicator"

    def _measure(self, date_from, date_to, restate=None):
        """Measure all periods from one day to another, and return their values.

        :param datetime.date date_from: a day in the first period
        :param datetime.date date_to: a day in the last period
        :param restate: frozen values that are written, too; all others stay
        :return: records of `engagement.measure`
        """
        for own in self.grouped("source").values():
            windows = {
                kind: periods.get_starts(kind, date_from, date_to)
                for kind in set(own.mapped("period"))
            }
            own._measure_windows(windows, restate)
        return self.env["engagement.measure"].search(
            Domain("indicator_id", "in", self.ids)
            & Domain("period_end", ">=", date_from)
            & Domain("period_start", "<=", date_to)
        )

    def _measure_windows(self, windows, restate=None):
        """Measure indicators of one source in some periods, and write what they say.

        :return: how many values are others than before
        """
        for indicator in self:
            indicator._check_measurable()
        source = self[:1]._get_source()
        if not source:
            return 0
        zones = self._get_zones()
        with self._within_limits():
            if source.select:
                counted = self._select_computed(source, windows, zones)
            else:
                counted = self._count_records(windows, zones)
        rows = self._get_rows(counted, windows, zones)
        return self._write_measures(rows, windows, restate)

    @contextmanager
    def _within_limits(self):
        """Limit what a statement may take; a failed one is rolled back with them."""
        self._set_locally(SETTINGS)
        yield
        self._set_locally(dict.fromkeys(SETTINGS))

    def _set_locally(self, settings):
        """Set how PostgreSQL works in this transaction.

        :param dict settings: {name: value}; None for what the server says
        """
        self.env.cr.execute(
            SQL("; ").join(
                SQL("SET LOCAL %s = %s", SQL.identifier(name), value)
                if value
                else SQL("SET LOCAL %s = DEFAULT", SQL.identifier(name))
                for name, value in settings.items()
            )
        )

    @api.model
    def _get_companies(self):
        """Return all companies: what is measured is measured for each of them."""
        # sudo: which there are, whoever measures
        return self.env["res.company"].sudo().search([("active", "=", True)])

    def _get_zones(self):
        """Return {company: the time zone in which its days begin and end}."""
        companies = self._get_companies()
        return {
            company.id: company.resource_calendar_id.tz
            or company.partner_id.tz
            or "UTC"
            for company in companies
        }

    def _count_records(self, windows, zones):
        """Return {(indicator, company, scope, start): (numerator, whole, sample)}."""
        tasks = defaultdict(list)
        for indicator in self:
            for key, task in indicator._get_tasks():
                tasks[key].append(task)
        register = self.env["engagement.indicator.source"]
        counted = defaultdict(dict)
        for key, own in tasks.items():
            source = register._get_source(key)
            scan = Scan(
                source,
                self.env[source.model],
                register._get_base_domain(source),
                zones,
                {kind: windows[kind] for kind in {task.period for task in own}},
            )
            for row in scan.run(own):
                indicator_id, part = row.key
                place = (indicator_id, row.company_id, row.scope_key, row.start)
                counted[place][part] = (row.number, row.sample)
        return counted

    def _get_tasks(self):
        """Yield (source, `Task`) for what one indicator counts."""
        self.ensure_one()
        source, whole = self._get_source(), self._get_denominator_source()
        register = self.env["engagement.indicator.source"]
        domain = register._read_filter(self.source, self.domain)
        share = self.aggregate == "ratio"
        same = (self.denominator_source or self.source) == self.source
        if share and not whole:
            raise UserError(
                self.env._("What the share is of is not there: its part is missing.")
            )
        if share:
            whole_key = self.denominator_source or self.source
            whole_domain = register._read_filter(whole_key, self.denominator_domain)
        if share and same:
            # a share of one cohort: what counts is always part of the whole
            domain &= whole_domain
        date = self.date_field or (source.dates[0] if source.dates else "")
        common = {"period": self.period, "scope": self.scope_field or ""}
        yield (
            self.source,
            Task(
                key=(self.id, "numerator"),
                domain=domain,
                aggregate="count" if share else self.aggregate,
                measure="" if share else self.measure_field or "",
                date=date,
                **common,
            ),
        )
        if share:
            usual = date if same else whole.dates[0] if whole.dates else ""
            yield (
                whole_key,
                Task(
                    key=(self.id, "denominator"),
                    domain=whole_domain,
                    aggregate="count",
                    measure="",
                    date=self.denominator_date_field or usual,
                    **common if same else {**common, "scope": ""},
                ),
            )

    def _select_computed(self, source, windows, zones):
        """Return what a registered method composes, in the shape of counted records."""
        counted = {}
        # sudo: a figure counts every record, also those that only few may open
        register = self.env["engagement.indicator.source"].sudo()
        for kind, own in self.grouped("period").items():
            statement = SQL(
                "WITH span (company_id, start_date, stop_date, start_at, stop_at,"
                " as_of) AS (VALUES %s) %s",
                self._get_spans(kind, windows[kind], zones),
                getattr(register, source.select)(),
            )
            self.env.flush_all()
            self.env.cr.execute(statement)
            for row in self.env.cr.fetchall():
                company_id, start, scope_key, numerator, denominator, value, sample = (
                    row
                )
                for indicator in own:
                    counted[indicator.id, company_id, scope_key, start] = {
                        "computed": (numerator, denominator, value, sample)
                    }
        return counted

    def _get_spans(self, kind, starts, zones):
        """Return the rows of the relation that composed sets are joined to."""
        today = fields.Date.context_today(self)
        spans = []
        for company_id, tz in zones.items():
            for start in sorted(starts):
                stop = periods.shift(start, kind)
                spans.append(
                    SQL(
                        "(%s, %s::date, %s::date, %s::timestamp, %s::timestamp,"
                        " %s::date)",
                        company_id,
                        start,
                        stop,
                        periods.get_moment(start, tz),
                        periods.get_moment(stop, tz),
                        min(today, stop - timedelta(days=1)),
                    )
                )
        return SQL(", ").join(spans)
