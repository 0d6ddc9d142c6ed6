# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from freezegun import freeze_time

from odoo.tests import new_test_user, tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestWorkingDay(EngagementCase):
    """Which days are working days, counted so that a statement can add them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.days = cls.env["engagement.working.day"]
        cls.calendar = cls._new_calendar()

    @classmethod
    def _new_calendar(cls, weekdays=range(5), **values):
        return cls.env["resource.calendar"].create(
            {
                "name": "Test",
                "tz": "Europe/Brussels",
                "attendance_ids": [
                    (0, 0, cls._hours(day, hour))
                    for day in weekdays
                    for hour in (8, 13)
                ],
                **values,
            }
        )

    @classmethod
    def _hours(cls, day, hour_from, hours=4, **values):
        return {
            "name": f"{day} {hour_from}",
            "dayofweek": str(day),
            "hour_from": hour_from,
            "hour_to": hour_from + hours,
            "day_period": "morning" if hour_from < 12 else "afternoon",
            **values,
        }

    @classmethod
    def _new_holiday(cls, day, hours=24, **values):
        """Create a holiday of a local winter day in Brussels."""
        start = datetime.combine(day, datetime.min.time()) - timedelta(hours=1)
        return cls.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "date_from": start,
                "date_to": start + timedelta(hours=hours, seconds=-1),
                **values,
            }
        )

    def _get_week(self, calendar=None, start=date(2026, 3, 9)):
        """Return the working dates of the week from a Monday on, as days of month."""
        calendar = calendar or self.calendar
        self.days._ensure(calendar)
        rows = self.days.search(
            [
                ("calendar_id", "=", calendar.id),
                ("date", ">=", start),
                ("date", "<", start + timedelta(days=7)),
            ]
        )
        self.assertEqual(len(rows), 7)
        return [row.date.day for row in rows if row.working]

    def test_a_week_has_five_of_them(self):
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 13])

    def test_each_day_carries_how_many_there_were(self):
        self._get_week()
        rows = self.days.search([("calendar_id", "=", self.calendar.id)], order="date")
        self.assertEqual(rows[0].number, int(rows[0].working))
        for before, after in zip(rows, rows[1:], strict=False):
            self.assertEqual(after.date - before.date, timedelta(days=1))
            self.assertEqual(after.number - before.number, int(after.working))
        self.assertLess(rows[0].date, date(2024, 3, 31))
        self.assertGreater(rows[-1].date, date(2028, 3, 1))

    def test_a_holiday_is_none_and_half_a_holiday_still_is_one(self):
        self._get_week()
        self._new_holiday(date(2026, 3, 10), calendar_id=self.calendar.id)
        self._new_holiday(date(2026, 3, 12), hours=12, calendar_id=self.calendar.id)
        self.assertEqual(self._get_week(), [9, 11, 12, 13])

    def test_a_holiday_that_moves_or_goes_is_followed(self):
        holiday = self._new_holiday(date(2026, 3, 10), calendar_id=self.calendar.id)
        self.assertEqual(self._get_week(), [9, 11, 12, 13])
        day = timedelta(days=1)
        holiday.write(
            {"date_from": holiday.date_from + day, "date_to": holiday.date_to + day}
        )
        self.assertEqual(self._get_week(), [9, 10, 12, 13])
        holiday.unlink()
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 13])

    def test_hours_that_change_are_followed(self):
        self._get_week()
        self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "4").unlink()
        self.assertEqual(self._get_week(), [9, 10, 11, 12])
        self.calendar.write({"attendance_ids": [(0, 0, self._hours(5, 8))]})
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 14])
        self.env["resource.calendar.attendance"].create(
            {"calendar_id": self.calendar.id, **self._hours(6, 8)}
        )
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 14, 15])
        saturday = self.calendar.attendance_ids.filtered(lambda a: a.dayofweek == "5")
        saturday.dayofweek = "4"
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 13, 15])

    def test_one_persons_leave_is_a_working_day_for_the_others(self):
        resource = self.env["resource.resource"].create(
            {"name": "Ann", "calendar_id": self.calendar.id}
        )
        self._new_holiday(
            date(2026, 3, 10), calendar_id=self.calendar.id, resource_id=resource.id
        )
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 13])

    def test_a_holiday_without_a_calendar_holds_for_its_company(self):
        theirs = self._new_calendar(company_id=self.other_company.id)
        self._get_week()
        self._get_week(theirs)
        leaves = self.env["resource.calendar.leaves"].with_company(self.other_company)
        leaves.create(
            {
                "name": "Holiday",
                "date_from": datetime(2026, 3, 9, 23),
                "date_to": datetime(2026, 3, 10, 22, 59, 59),
            }
        )
        self.assertEqual(self._get_week(theirs), [9, 11, 12, 13])
        self.assertEqual(self._get_week(), [9, 10, 11, 12, 13])

    def test_weeks_may_alternate(self):
        calendar = self.env["resource.calendar"].create(
            {
                "name": "Every other Friday",
                "tz": "Europe/Brussels",
                "two_weeks_calendar": True,
                "attendance_ids": [
                    (0, 0, self._hours(day, 8, week_type=week))
                    for week, days in (("0", range(5)), ("1", range(4)))
                    for day in days
                ],
            }
        )
        weeks = [
            len(self._get_week(calendar, date(2026, 3, 9) + timedelta(weeks=number)))
            for number in range(4)
        ]
        self.assertEqual(sorted(weeks[:2]), [4, 5])
        self.assertEqual(weeks[:2], weeks[2:])

    def test_the_table_grows_when_somebody_asks_for_more(self):
        self.days._ensure(self.calendar)
        self.days._ensure(self.calendar, date(2020, 1, 1), date(2032, 1, 1))
        rows = self.days.search([("calendar_id", "=", self.calendar.id)], order="date")
        self.assertLessEqual(rows[0].date, date(2020, 1, 1))
        self.assertGreaterEqual(rows[-1].date, date(2032, 1, 1))

    def test_a_table_that_reaches_far_enough_is_left_alone(self):
        self.days._ensure(self.calendar)
        row_ids = self.days.search([("calendar_id", "=", self.calendar.id)]).ids
        self.days._ensure(self.calendar, date(2026, 1, 1), date(2026, 12, 31))
        rows = self.days.search([("calendar_id", "=", self.calendar.id)])
        self.assertEqual(rows.ids, row_ids)

    def test_whoever_keeps_the_holidays_needs_to_know_nothing_of_promises(self):
        clerk = new_test_user(self.env, "test_clerk", groups="base.group_system")
        self._get_week()
        self.env["resource.calendar.leaves"].with_user(clerk).create(
            {
                "name": "Holiday",
                "calendar_id": self.calendar.id,
                "date_from": datetime(2026, 3, 9, 23),
                "date_to": datetime(2026, 3, 10, 22, 59, 59),
            }
        )
        self.assertEqual(self._get_week(), [9, 11, 12, 13])

    def test_whoever_makes_a_promise_needs_no_rights_to_calendars(self):
        commitment = (
            self.env["engagement.commitment"]
            .with_user(self.users["user"])
            .create(
                {
                    "name": "Answer",
                    "calendar_id": self.calendar.id,
                    "started_at": datetime(2026, 3, 13, 9),
                    "limit_value": 1,
                    "limit_unit": "working_day",
                }
            )
        )
        self.assertEqual(commitment.due_at, datetime(2026, 3, 16, 22, 59, 59))
