# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.engagement_qms.models.code import clock

#: Whole and odd offsets, clocks set back at midnight, by half an hour, or never
ZONES = (
    "UTC",
    "Europe/Brussels",
    "America/New_York",
    "America/Santiago",
    "America/Havana",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Niue",
)
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 12, 31)).map(
    lambda moment: moment.replace(microsecond=0)
)
limits = st.floats(0.01, 400, allow_nan=False)
short_limits = st.floats(0.01, 40, allow_nan=False)
zones = st.sampled_from(ZONES)
# Same cases on each run; no file is left behind.
quick = settings(max_examples=300, deadline=None, database=None, derandomize=True)


@tagged("post_install", "-at_install", "engagement")
class TestClock(BaseCase):
    """When a promise is due: elapsed hours, or the end of a day where we work."""

    def test_days_run_to_the_end_of_the_day(self):
        """Received on day 0, at whatever hour; Brussels is 1 hour ahead in winter."""
        for hour in (0, 9, 22):
            with self.subTest(hour=hour):
                self.assertEqual(
                    clock.due_at(
                        datetime(2026, 1, 12, hour), 2, "day", "Europe/Brussels"
                    ),
                    datetime(2026, 1, 14, 22, 59, 59),
                )

    def test_the_day_is_that_of_the_place(self):
        """23:30 UTC is tomorrow in Brussels, and still today in New York."""
        late = datetime(2026, 1, 12, 23, 30)
        self.assertEqual(
            clock.due_at(late, 1, "day", "Europe/Brussels"),
            datetime(2026, 1, 14, 22, 59, 59),
        )
        self.assertEqual(
            clock.due_at(late, 1, "day", "America/New_York"),
            datetime(2026, 1, 14, 4, 59, 59),
        )

    def test_a_month_and_a_leap_year_end(self):
        for start, days, due in (
            (datetime(2026, 1, 31, 12), 1, date(2026, 2, 1)),
            (datetime(2028, 2, 28, 12), 1, date(2028, 2, 29)),
            (datetime(2027, 2, 28, 12), 1, date(2027, 3, 1)),
            (datetime(2026, 12, 31, 12), 1, date(2027, 1, 1)),
        ):
            with self.subTest(start=start):
                self.assertEqual(clock.due_at(start, days, "day", "UTC").date(), due)

    def test_a_part_of_a_day_is_a_whole_one(self):
        start = datetime(2026, 1, 12, 12)
        self.assertEqual(
            clock.due_at(start, 0.5, "day", "UTC"), clock.due_at(start, 1, "day", "UTC")
        )

    def test_hours_are_elapsed_hours_over_a_change_of_clocks(self):
        """In the night of 29 March 2026 an hour is missing in Brussels."""
        self.assertEqual(
            clock.due_at(datetime(2026, 3, 28, 23), 24, "hour", "Europe/Brussels"),
            datetime(2026, 3, 29, 23),
        )

    def test_a_day_with_25_hours_ends_late(self):
        before, after = (
            clock.due_at(datetime(2026, 10, day, 12), 1, "day", "Europe/Brussels")
            for day in (23, 24)
        )
        self.assertEqual(after - before, timedelta(hours=25))

    def test_a_day_that_ends_twice_ends_the_second_time(self):
        """In Santiago clocks go from 24:00 back to 23:00."""
        self.assertEqual(
            clock.due_at(datetime(2026, 4, 3, 12), 1, "day", "America/Santiago"),
            datetime(2026, 4, 5, 3, 59, 59),
        )

    def test_working_days_are_counted_after_the_day_of_receipt(self):
        """Monday to Friday, and Wednesday is a holiday."""
        working = [date(2026, 1, day) for day in (12, 13, 15, 16, 19, 20)]
        for start, days, due in (
            (12, 1, 13),
            (12, 2, 15),
            (13, 1, 15),
            (14, 1, 15),
            (16, 1, 19),
            (17, 1, 19),
            (18, 2, 20),
        ):
            with self.subTest(start=start, days=days):
                self.assertEqual(
                    clock.due_at(
                        datetime(2026, 1, start, 8), days, "working_day", "UTC", working
                    ),
                    datetime(2026, 1, due, 23, 59, 59),
                )

    def test_what_cannot_be_counted_is_refused(self):
        start = datetime(2026, 1, 12)
        for value, unit in ((0, "hour"), (-1, "day"), (10_001, "day"), (1, "week")):
            with self.subTest(value=value, unit=unit), self.assertRaises(ValueError):
                clock.due_at(start, value, unit, "UTC")
        with self.assertRaisesRegex(ValueError, "end before the promise is due"):
            clock.due_at(start, 2, "working_day", "UTC", [date(2026, 1, 13)])

    def test_done_at_the_last_second_is_kept(self):
        due = datetime(2026, 1, 12, 22, 59, 59)
        self.assertTrue(clock.is_kept(due, due))
        self.assertFalse(clock.is_kept(due + timedelta(seconds=1), due))

    def test_three_quarters_of_the_time(self):
        start = datetime(2026, 1, 12)
        self.assertEqual(
            clock.risk_at(start, start + timedelta(hours=8)), datetime(2026, 1, 12, 6)
        )

    @quick
    @given(moments, limits, zones)
    def test_a_promise_of_days_ends_with_its_local_day(self, start, limit, zone):
        due = clock.due_at(start, limit, "day", zone)
        first = clock.local_date(start, zone)
        last = clock.local_date(due, zone)
        self.assertEqual((last - first).days, -int(-limit // 1))
        self.assertEqual(
            clock.local_date(due + timedelta(seconds=1), zone), last + timedelta(days=1)
        )

    @quick
    @given(moments, short_limits, zones, st.sets(st.integers(0, 6), min_size=1))
    def test_working_days_are_the_days_between(self, start, limit, zone, weekdays):
        """The naive way: walk day by day and count those on which somebody works."""
        day = clock.local_date(start, zone)
        dates = [
            day + timedelta(days=offset)
            for offset in range(-10, 300)
            if (day + timedelta(days=offset)).weekday() in weekdays
        ]
        left = -int(-limit // 1)
        while left:
            day += timedelta(days=1)
            left -= day.weekday() in weekdays
        due = clock.due_at(start, limit, "working_day", zone, dates)
        self.assertEqual(clock.local_date(due, zone), day)

    @quick
    @given(moments, limits, zones, st.sampled_from(["hour", "day"]))
    def test_due_is_later_and_at_risk_in_between(self, start, limit, zone, unit):
        due = clock.due_at(start, limit, unit, zone)
        self.assertLess(start, due)
        self.assertLess(start, clock.risk_at(start, due))
        self.assertLess(clock.risk_at(start, due), due)
