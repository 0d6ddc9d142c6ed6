# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta
from itertools import count, islice, pairwise, takewhile

from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from odoo.addons.engagement_qms.models.mixins import recurrence

# A rhythm of at most 20 units over at most 200 years stays inside the calendar.
anchors = st.dates(date(1900, 1, 1), date(2100, 12, 31))
numbers = st.integers(1, 20)
units = st.sampled_from([unit for unit, _label in recurrence.UNITS])
# Same cases on each run; no file is left behind.
quick = settings(max_examples=300, deadline=None, database=None, derandomize=True)


def naive(anchor, number, unit):
    """Yield the dates of a rhythm as anyone would write them down."""
    factor, plural = (3, "months") if unit == "quarter" else (1, f"{unit}s")
    for index in count():
        yield anchor + relativedelta(**{plural: factor * number * index})


@tagged("post_install", "-at_install", "engagement")
class TestRecurrence(BaseCase):
    def test_end_of_month_comes_back(self):
        """A short month shortens its own date only."""
        self.assertEqual(
            [recurrence.occurrence(date(2025, 1, 31), 1, "month", i) for i in range(4)],
            [
                date(2025, 1, 31),
                date(2025, 2, 28),
                date(2025, 3, 31),
                date(2025, 4, 30),
            ],
        )
        self.assertEqual(
            recurrence.occurrence(date(2025, 11, 30), 1, "quarter", 1),
            date(2026, 2, 28),
        )

    def test_leap_day_comes_back_in_leap_years(self):
        self.assertEqual(
            [recurrence.occurrence(date(2024, 2, 29), 1, "year", i) for i in range(5)],
            [
                date(2024, 2, 29),
                date(2025, 2, 28),
                date(2026, 2, 28),
                date(2027, 2, 28),
                date(2028, 2, 29),
            ],
        )

    def test_the_next_date_is_strictly_after(self):
        anchor = date(2025, 1, 31)
        for after, expected in [
            (date(2024, 5, 1), date(2025, 1, 31)),
            (date(2025, 1, 30), date(2025, 1, 31)),
            (date(2025, 1, 31), date(2025, 2, 28)),
            (date(2025, 2, 27), date(2025, 2, 28)),
            (date(2025, 2, 28), date(2025, 3, 31)),
        ]:
            with self.subTest(after=after):
                self.assertEqual(
                    recurrence.next_after(anchor, 1, "month", after), expected
                )

    def test_dates_between_include_both_ends(self):
        self.assertEqual(
            list(
                recurrence.occurrences_between(
                    date(2025, 1, 6), 2, "week", date(2025, 1, 20), date(2025, 2, 17)
                )
            ),
            [date(2025, 1, 20), date(2025, 2, 3), date(2025, 2, 17)],
        )
        self.assertEqual(
            list(
                recurrence.occurrences_between(
                    date(2025, 1, 6), 1, "day", date(2025, 2, 1), date(2025, 1, 31)
                )
            ),
            [],
        )

    def test_wrong_rhythms_are_refused(self):
        day = date(2025, 1, 1)
        with self.assertRaisesRegex(ValueError, "at least 1"):
            recurrence.next_after(day, 0, "day", day)
        with self.assertRaisesRegex(ValueError, "at least 1"):
            recurrence.occurrence(day, -1, "month", 1)
        with self.assertRaises(KeyError):
            recurrence.add(day, 1, "fortnight")
        for number in (8000, -8000):
            for unit in ("day", "year"):
                with self.subTest(number=number, unit=unit):
                    factor = 366 if unit == "day" else 1
                    with self.assertRaises(OverflowError):
                        recurrence.add(day, number * factor, unit)

    @quick
    @given(anchors, numbers, units)
    def test_equals_the_naive_list(self, anchor, number, unit):
        self.assertEqual(
            [recurrence.occurrence(anchor, number, unit, i) for i in range(30)],
            list(islice(naive(anchor, number, unit), 30)),
        )

    @quick
    @given(anchors, numbers, units)
    def test_every_date_is_later_than_the_one_before(self, anchor, number, unit):
        dates = [recurrence.occurrence(anchor, number, unit, i) for i in range(30)]
        for earlier, later in pairwise(dates):
            self.assertLess(earlier, later)

    @quick
    @given(anchors, numbers, units, st.integers(0, 3000))
    def test_missed_days_do_not_matter(self, anchor, number, unit, days):
        """Asking day by day or after a long silence gives the same date."""
        after = anchor + timedelta(days=days)
        expected = next(day for day in naive(anchor, number, unit) if day > after)
        self.assertEqual(recurrence.next_after(anchor, number, unit, after), expected)

    @quick
    @given(anchors, numbers, units)
    def test_stepping_never_drifts(self, anchor, number, unit):
        """From date to date by `next_after`, the rhythm of the anchor is kept."""
        day, dates = anchor, [anchor]
        for _step in range(29):
            day = recurrence.next_after(anchor, number, unit, day)
            dates.append(day)
        self.assertEqual(dates, list(islice(naive(anchor, number, unit), 30)))

    @quick
    @given(anchors, numbers, units, st.integers(-400, 400), st.integers(0, 400))
    def test_between_is_the_part_of_the_whole(self, anchor, number, unit, shift, span):
        start = anchor + timedelta(days=shift)
        stop = start + timedelta(days=span)
        until_stop = takewhile(lambda d: d <= stop, naive(anchor, number, unit))
        self.assertEqual(
            list(recurrence.occurrences_between(anchor, number, unit, start, stop)),
            [day for day in until_stop if day >= start],
        )

    @quick
    @given(anchors, st.integers(-200, 200), units)
    def test_there_and_back(self, day, number, unit):
        """Days and weeks come back exactly; months unless the day was cut short."""
        there = recurrence.add(day, number, unit)
        if unit in ("day", "week") or there.day == day.day:
            self.assertEqual(recurrence.add(there, -number, unit), day)
        else:
            self.assertEqual((there + timedelta(days=1)).day, 1)
            self.assertLess(there.day, day.day)
