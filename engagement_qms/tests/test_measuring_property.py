# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import random
import statistics
from collections import Counter
from datetime import datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..models.measure import judging, periods
from .test_measuring import IndicatorCase

CASES, LONG_CASES = 60, 10_000
EDITS, LONG_EDITS = 40, 3_000
TZ = "Europe/Berlin"
#: Conditions a person may build, and what they mean in plain Python
CONDITIONS = [
    (("kind", "=", "complaint"), lambda c: c["kind"] == "complaint"),
    (("kind", "!=", "appeal"), lambda c: c["kind"] != "appeal"),
    (("severity", "in", ["1", "2"]), lambda c: c["severity"] in ("1", "2")),
    (("severity", "=", False), lambda c: not c["severity"]),
    (("danger", "=", True), lambda c: c["danger"]),
    (("danger", "=", False), lambda c: not c["danger"]),
    (("handling_score", ">", 2), lambda c: c["handling_score"] > 2),
    (("cause_id.name", "ilike", "van"), lambda c: c["cause"] == "Vans"),
    (("cause_id", "=", False), lambda c: not c["cause"]),
    (("reopened_count", ">=", 1), lambda c: c["reopened_count"] >= 1),
]
REFUSED = [
    ("name", "ilike", "secret"),
    ("access_token", "!=", False),
    ("partner_id.email", "ilike", "@"),
    ("employee_ids", "!=", False),
    ("overdue", "=", True),
    ("nonsense", "=", 1),
    ("received_at", ">", "-1m"),
    ("cause_id", "any", [("create_uid.login", "=", "admin")]),
    ("severity", "=", [[1]]),
    ("kind", "any!", []),
]


def domains(leaves):
    """Return a strategy of filters: conditions joined by and, or and not."""
    return st.recursive(
        st.sampled_from(leaves).map(lambda leaf: [leaf]),
        lambda inner: st.one_of(
            st.tuples(st.sampled_from("&|"), inner, inner).map(
                lambda parts: [parts[0], *parts[1], *parts[2]]
            ),
            inner.map(lambda domain: ["!", *domain]),
        ),
        max_leaves=5,
    )


def evaluate(domain, record):
    """Return whether a record is found by a filter, worked out in plain Python."""
    rest = list(domain)

    def read():
        part = rest.pop(0)
        if part == "!":
            return not read()
        if part in ("&", "|"):
            one, other = read(), read()
            return one and other if part == "&" else one or other
        return next(test(record) for leaf, test in CONDITIONS if leaf == part)

    return read()


class MeasuringPropertyCase(IndicatorCase):
    """Many complaints with random answers, and what they say in plain Python."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.engagement_freeze_days = 4000
        cls.codes = count()
        dice = random.Random(7)
        causes = {
            name: cls.env["engagement.cause"].create({"name": name})
            for name in ("Vans", "Rain")
        }
        cls.rows = []
        for _number in range(60):
            row = {
                "kind": dice.choice(["complaint", "conduct", "appeal"]),
                "severity": dice.choice(["1", "2", "3", False]),
                "danger": dice.random() < 0.3,
                "handling_score": dice.randrange(6),
                "reopened_count": dice.randrange(3),
                "cause": dice.choice(["Vans", "Rain", ""]),
                "received_at": datetime.now().replace(microsecond=0)
                - timedelta(hours=dice.randrange(24 * 300)),
            }
            cause = causes.get(row["cause"])
            values = {name: row[name] for name in row if name != "cause"}
            row["record"] = cls.make_complaint(**values, cause_id=cause and cause.id)
            cls.rows.append(row)

    def get_month(self, row, kind="month"):
        local = (
            row["received_at"].replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(TZ))
        )
        return periods.get_start(local.date(), kind)

    def check_domain(self, domain, whole, aggregate, kind):
        """Compare each period of an indicator with plain Python."""
        indicator = self.make_indicator(
            code=f"P{next(self.codes)}",
            domain=repr(domain),
            denominator_domain=repr(whole) if aggregate == "ratio" else "[]",
            aggregate=aggregate,
            measure_field="handling_score" if aggregate in ("avg", "median") else False,
            period=kind,
            unit="percent" if aggregate == "ratio" else "number",
        )
        first = min(row["received_at"] for row in self.rows).date()
        indicator._measure(first, self.today)
        found = {
            measure.period_start: None if measure.empty else measure.value
            for measure in indicator.measure_ids.filtered(
                lambda m: m.company_id == self.company
            )
        }
        for start in periods.get_starts(kind, first, self.today):
            rows = [row for row in self.rows if self.get_month(row, kind) == start]
            expected = self.work_out(rows, domain, whole, aggregate)
            value = found.get(start)
            if aggregate == "count":
                value = value or 0
            if expected is None:
                self.assertIsNone(value, (domain, start))
            else:
                self.assertAlmostEqual(value, expected, 6, (domain, start))

    def work_out(self, rows, domain, whole, aggregate):
        some = [row for row in rows if evaluate(domain, row)]
        if aggregate == "count":
            return len(some)
        if aggregate == "ratio":
            all_of_them = [row for row in rows if evaluate(whole, row)]
            both = [row for row in all_of_them if evaluate(domain, row)]
            return 100 * len(both) / len(all_of_them) if all_of_them else None
        scores = [
            25 * (row["handling_score"] - 1) for row in some if row["handling_score"]
        ]
        if not scores:
            return None
        return (
            statistics.mean(scores) if aggregate == "avg" else statistics.median(scores)
        )

    def check_many(self, cases):
        @given(
            domains([leaf for leaf, _test in CONDITIONS]),
            domains([leaf for leaf, _test in CONDITIONS]),
            st.sampled_from(["count", "ratio", "avg", "median"]),
            st.sampled_from(["month", "quarter", "year"]),
        )
        @settings(
            max_examples=cases,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        )
        def check(domain, whole, aggregate, kind):
            with self.env.cr.savepoint() as savepoint:
                self.check_domain(domain, whole, aggregate, kind)
                savepoint.rollback()
            self.env.invalidate_all(flush=False)

        check()

    def check_refusals(self, cases):
        @given(
            domains([leaf for leaf, _test in CONDITIONS]),
            st.sampled_from(REFUSED),
            st.sampled_from("&|"),
        )
        @settings(
            max_examples=cases,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        )
        def check(domain, leaf, operator):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.make_indicator(
                    code=f"R{next(self.codes)}", domain=repr([operator, leaf, *domain])
                )
            self.env.invalidate_all(flush=False)

        check()

    def check_edits(self, edits):
        """Edit at random and measure what changed; at the end it equals a full run."""
        dice = random.Random(11)
        indicators = self.env["engagement.indicator"]
        for kind in ("month", "quarter", "year"):
            indicators += self.make_indicator(
                code=f"E{next(self.codes)}",
                period=kind,
                domain="[('danger', '=', True)]",
                aggregate="ratio",
                denominator_domain="[('kind', '=', 'complaint')]",
                unit="percent",
            )
        self.env.flush_all()
        indicators._refresh()
        for number in range(edits):
            row = dice.choice(self.rows)
            values = {
                "danger": dice.random() < 0.5,
                "kind": dice.choice(["complaint", "appeal"]),
            }
            if dice.random() < 0.4:
                back = timedelta(hours=dice.randrange(24 * 300))
                values["received_at"] = datetime.now().replace(microsecond=0) - back
            row["record"].sudo().write(values)
            if not number % 5:
                self.env.flush_all()
                indicators._refresh()
        self.env.flush_all()
        indicators._refresh()
        incremental = self.read_values(indicators)
        indicators._measure(self.today - timedelta(days=1090), self.today)
        self.assertEqual(incremental, self.read_values(indicators))
        self.assertGreater(len(incremental), 5)

    def read_values(self, indicators):
        """Return the values that say anything."""
        self.env.invalidate_all()
        return Counter(
            (m.indicator_id.code, m.period_start, m.value, m.numerator, m.denominator)
            for m in indicators.measure_ids
            if m.company_id == self.company and not m.empty
        )


@tagged("post_install", "-at_install")
class TestMeasuringProperty(MeasuringPropertyCase):
    """Whatever people ask: the value is that of plain Python, or a plain refusal."""

    def test_any_filter_says_what_plain_python_says(self):
        self.check_many(CASES)

    def test_what_may_not_be_asked_is_refused_in_plain_words(self):
        self.check_refusals(CASES)

    def test_measuring_what_changed_equals_measuring_all(self):
        self.check_edits(EDITS)

    def test_a_value_is_judged_by_the_side_it_lies_on(self):
        for value, direction, goals, expected in (
            (95, "higher", {"target": 90, "warning": 80}, "good"),
            (90, "higher", {"target": 90, "warning": 80}, "good"),
            (80, "higher", {"target": 90, "warning": 80}, "warning"),
            (79, "higher", {"target": 90, "warning": 80}, "bad"),
            (0, "lower", {"target": 0, "warning": 1}, "good"),
            (1, "lower", {"target": 0, "warning": 1}, "warning"),
            (2, "lower", {"target": 0, "warning": 1}, "bad"),
            (5, "band", {"low": 5, "high": 9, "warning": 2}, "good"),
            (11, "band", {"low": 5, "high": 9, "warning": 2}, "warning"),
            (12, "band", {"low": 5, "high": 9, "warning": 2}, "bad"),
            (1, "higher", {}, "none"),
            (None, "higher", {"target": 0}, "none"),
        ):
            self.assertEqual(judging.judge(value, direction, **goals), expected)

    def test_periods_are_counted_from_january(self):
        self.assertEqual(
            [
                periods.get_start(datetime(2026, 11, 25).date(), kind).isoformat()
                for kind, _label in periods.PERIODS
            ],
            ["2026-11-01", "2026-10-01", "2026-07-01", "2026-01-01"],
        )
        start = datetime(2026, 1, 1).date()
        self.assertEqual(periods.shift(start, "quarter", -1).isoformat(), "2025-10-01")
        self.assertEqual(periods.get_end(start, "half_year").isoformat(), "2026-06-30")


@tagged("post_install", "-at_install", "-standard", "engagement_long")
class TestMeasuringPropertyLong(MeasuringPropertyCase):
    """The same, many more times."""

    def test_any_of_ten_thousand_filters(self):
        self.check_many(LONG_CASES)

    def test_ten_thousand_refusals(self):
        self.check_refusals(LONG_CASES)

    def test_thousands_of_edits(self):
        self.check_edits(LONG_EDITS)
