# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import periods
from .judging import judge
from .scan import EVERYTHING
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


class EngagementIndicatorValue(models.Model):
    """What becomes of what was counted: a value with its verdict, once it differs."""

    _inherit = "engagement.indicator"

    def _get_rows(self, counted, windows, companies):
        """Return the rows to write: what is worked out of what was counted.

        Long ago, before there was anything to count, there is no row at all.

        :param companies: ids of those for which it is measured
        """
        today = fields.Date.context_today(self)
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
