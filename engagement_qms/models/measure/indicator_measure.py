# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval
from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from . import periods
from .judging import judge
from .scan import EVERYTHING, Scan, Task
from .working_out import work_out

#: The columns of a row that is written, and their types
COLUMNS = {
    "indicator_id": SQL("int"),
    "company_id": SQL("int"),
    "scope_key": SQL("text"),
    "period_start": SQL("date"),
    "period_end": SQL("date"),
    "value": SQL("float8"),
    "empty": SQL("bool"),
    "numerator": SQL("float8"),
    "denominator": SQL("float8"),
    "sample": SQL("int"),
    "status": SQL("text"),
    "version": SQL("int"),
}
KEY = ("indicator_id", "company_id", "scope_key", "period_start")


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
        if source.select:
            counted = self._select_computed(source, windows)
        else:
            counted = self._count_records(windows)
        rows = self._get_rows(counted, windows)
        return self._write_measures(rows, windows, restate)

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

    def _count_records(self, windows):
        """Return {(indicator, company, scope, start): (numerator, whole, sample)}."""
        tasks = defaultdict(list)
        for indicator in self:
            for key, task in indicator._get_tasks():
                tasks[key].append(task)
        register = self.env["engagement.indicator.source"]
        counted = defaultdict(dict)
        for key, own in tasks.items():
            source = register._get_source(key)
            # sudo: a figure counts every record, also those that only few may open
            scan = Scan(
                source,
                self.env[source.model].sudo(),
                register._get_base_domain(source),
                self._get_zones(),
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
        domain = Domain(self._read_domain(self.domain))
        share = self.aggregate == "ratio"
        same = (self.denominator_source or self.source) == self.source
        if share and not whole:
            raise UserError(
                self.env._("What the share is of is not there: its part is missing.")
            )
        whole_domain = Domain(self._read_domain(self.denominator_domain))
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
                self.denominator_source or self.source,
                Task(
                    key=(self.id, "denominator"),
                    domain=whole_domain,
                    aggregate="count",
                    measure="",
                    date=self.denominator_date_field or usual,
                    **common if same else {**common, "scope": ""},
                ),
            )

    @api.model
    def _read_domain(self, text):
        """Return a stored filter; it was checked when it was written, and just now."""
        return literal_eval(text or "[]")

    def _select_computed(self, source, windows):
        """Return what a registered method composes, in the shape of counted records."""
        counted = {}
        # sudo: a figure counts every record, also those that only few may open
        register = self.env["engagement.indicator.source"].sudo()
        for kind, own in self.grouped("period").items():
            statement = SQL(
                "WITH span (company_id, start_date, stop_date, start_at, stop_at,"
                " as_of) AS (VALUES %s) %s",
                self._get_spans(kind, windows[kind]),
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

    def _get_spans(self, kind, starts):
        """Return the rows of the relation that composed sets are joined to."""
        today = fields.Date.context_today(self)
        spans = []
        for company_id, tz in self._get_zones().items():
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

    def _get_rows(self, counted, windows):
        """Return the rows to write: what is worked out of what was counted.

        Long ago, before there was anything to count, there is no row at all.
        """
        today = fields.Date.context_today(self)
        companies = self._get_zones()
        scopes = defaultdict(set)
        for indicator_id, company_id, scope_key, _start in counted:
            scopes[indicator_id, company_id].add(scope_key)
        rows = []
        for indicator in self:
            current = periods.get_start(today, indicator.period)
            own = indicator.company_id.ids or companies
            for company_id in own:
                for scope_key in scopes[indicator.id, company_id] | {EVERYTHING}:
                    seen = False
                    for start in sorted(windows[indicator.period]):
                        place = (indicator.id, company_id, scope_key, start)
                        worked = work_out(
                            indicator.aggregate,
                            indicator.unit,
                            indicator.minimum_sample,
                            counted.get(place, {}),
                        )
                        seen = seen or place in counted
                        if seen or start == current or indicator.measured_at:
                            rows.append((*place, worked))
        return [self._get_row(*row) for row in rows]

    def _get_row(self, indicator_id, company_id, scope_key, start, worked):
        indicator = self.browse(indicator_id)
        status = judge(worked.value, *indicator._get_goals())
        return {
            "indicator_id": indicator_id,
            "company_id": company_id,
            "scope_key": scope_key,
            "period_start": start,
            "period_end": periods.get_end(start, indicator.period),
            "value": worked.value,
            "empty": worked.value is None,
            "numerator": worked.numerator,
            "denominator": worked.denominator,
            "sample": worked.sample,
            "status": status,
            "version": indicator.version,
        }

    def _get_goals(self):
        """Return what a value is judged by, as `judge` takes it."""
        if not self.has_target:
            return self.direction, None, None, None, None
        if self.direction == "band":
            return "band", None, self.warning, self.target_low, self.target_high
        return self.direction, self.target, self.warning, None, None

    def _write_measures(self, rows, windows, restate=None):
        """Write values that differ; frozen ones stay but for those to be restated.

        :return: how many were written
        """
        measures = self.env["engagement.measure"]
        measures.flush_model()
        self._drop_gone_scopes(rows, windows)
        columns = [[row[name] for row in rows] for name in COLUMNS]
        changed = [name for name in COLUMNS if name not in KEY]
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO engagement_measure AS old
                       (%(columns)s, measured_at, frozen, outdated, alerted,
                        create_uid, write_uid, create_date, write_date)
                SELECT %(columns)s, %(now)s, FALSE, FALSE, FALSE,
                       %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM unnest(%(arrays)s) AS new (%(columns)s)
                    ON CONFLICT (%(key)s) DO UPDATE
                   SET %(updates)s, measured_at = excluded.measured_at,
                       outdated = FALSE, write_date = excluded.write_date,
                       write_uid = excluded.write_uid
                 WHERE (old.frozen IS NOT TRUE OR old.id = ANY(%(restated)s))
                   AND (%(differs)s OR old.outdated)
                """,
                columns=SQL(", ").join(map(SQL.identifier, COLUMNS)),
                now=fields.Datetime.now(),
                uid=self.env.uid,
                arrays=SQL(", ").join(
                    SQL("%s::%s[]", values, kind)
                    for values, kind in zip(columns, COLUMNS.values(), strict=True)
                ),
                key=SQL(", ").join(map(SQL.identifier, KEY)),
                updates=SQL(", ").join(
                    SQL("%s = excluded.%s", SQL.identifier(name), SQL.identifier(name))
                    for name in changed
                ),
                restated=restate.ids if restate else [],
                differs=SQL(" OR ").join(
                    SQL(
                        "old.%s IS DISTINCT FROM excluded.%s",
                        SQL.identifier(name),
                        SQL.identifier(name),
                    )
                    for name in changed
                ),
            )
        )
        number = self.env.cr.rowcount
        measures.invalidate_model()
        return number

    def _drop_gone_scopes(self, rows, windows):
        """Delete open values of parts that are not there any more."""
        split = self.filtered(lambda i: i.scope_field or i.aggregate == "computed")
        if not split:
            return
        kept = {
            (row["indicator_id"], row["company_id"], row["scope_key"]) for row in rows
        }
        gone = self.env["engagement.measure"].search(
            Domain("indicator_id", "in", split.ids)
            & Domain("scope_key", "!=", EVERYTHING)
            & Domain("frozen", "=", False)
            & Domain("period_start", "in", sorted(set().union(*windows.values())))
        )
        gone.filtered(
            lambda m: (m.indicator_id.id, m.company_id.id, m.scope_key) not in kept
        ).unlink()

    def _judge_open(self):
        """Judge the open values again, after the goals changed."""
        # sudo: nobody may write values; whoever sets goals has them judged
        measures = self.env["engagement.measure"].sudo()
        for measure in measures.search(
            Domain("indicator_id", "in", self.ids) & Domain("frozen", "=", False)
        ):
            value = None if measure.empty else measure.value
            goals = measure.indicator_id._get_goals()
            measure.status = judge(value, *goals)
