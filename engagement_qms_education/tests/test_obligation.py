# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestObligation(College, EngagementCase):
    """What is owed to authorities: reminded, proved, and there again next year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        cls.body = cls.env["res.partner"].create({"name": "Board of education"})
        cls.duty = cls._new_duty()

    @classmethod
    def _new_duty(cls, **values):
        return cls.env["engagement.obligation"].create(
            {
                "name": "Yearly report",
                "partner_id": cls.body.id,
                "programme_id": cls.programme.id,
                "user_id": cls.users["tutor"].id,
                "date_due": "2026-05-31",
                "recurring": True,
                **values,
            }
        )

    def _run(self, day):
        """Run the job on a day; return all duties of the row, the earliest first."""
        with freeze_time(f"{day} 05:00:00"):
            self.env["engagement.obligation"]._cron_obligations()
        return self._get_row()

    def _get_row(self):
        return self.duty.search(
            ["|", ("id", "=", self.duty.id), ("series_id", "=", self.duty.id)],
            order="first_date_due",
        )

    def test_the_responsible_is_reminded_once_and_ahead(self):
        self._run("2026-04-30")
        self.assertFalse(self.duty.activity_ids)
        self._run("2026-05-01")
        activity = self.duty.activity_ids
        self.assertEqual(activity.user_id, self.users["tutor"])
        self.assertEqual(activity.date_deadline, date(2026, 5, 31))
        self._run("2026-05-01")
        self._run("2026-05-20")
        self.assertEqual(self.duty.activity_ids, activity)

    def test_who_takes_a_duty_over_is_reminded_in_place_of_the_one_before(self):
        self._run("2026-05-01")
        other = self.users["other_tutor"]
        self.duty.with_user(self.users["tutor"]).user_id = other
        self.assertFalse(self.duty.activity_ids)
        self._run("2026-05-02")
        self.assertEqual(self.duty.activity_ids.user_id, other)

    def test_the_proof_is_for_whoever_may_read_the_duty(self):
        manager = self.users["manager"]
        file = self.env["ir.attachment"].with_user(manager)
        file = file.create({"name": "report.pdf", "raw": b"Report"})
        self.duty.with_user(manager).file_ids = file
        for role in ("tutor", "educator"):
            seen = self.duty.with_user(self.users[role])
            self.env.invalidate_all()
            [values] = seen.web_read({"file_ids": {"fields": {"name": {}}}})
            self.assertEqual(values["file_ids"][0]["name"], "report.pdf")
        self.assertFalse(file.with_user(self.users["internal"]).has_access("read"))

    def test_what_is_open_again_is_reminded_of_again(self):
        self._run("2026-05-01")
        self.duty.reference = "R 1"
        self.duty.action_submit()
        self.duty.action_reopen()
        self._run("2026-05-20")
        self.assertEqual(self.duty.activity_ids.date_deadline, date(2026, 5, 31))

    def test_a_day_that_is_moved_is_told_again_and_leaves_the_rhythm(self):
        self._run("2026-05-01")
        self.duty.date_due = "2026-07-15"
        self.assertFalse(self.duty.activity_ids)
        self._run("2026-06-15")
        self.assertEqual(self.duty.activity_ids.date_deadline, date(2026, 7, 15))
        self.assertEqual(self.duty.first_date_due, date(2026, 5, 31))
        with freeze_time("2026-07-10"):
            self.duty.reference = "R1"
            self.duty.action_submit()
        self.assertEqual(self._get_row()[-1].date_due, date(2027, 5, 31))

    def test_handed_in_by_the_responsible_with_proof_the_next_one_is_there(self):
        self._run("2026-05-01")
        duty = self.duty.with_user(self.users["tutor"])
        with self.assertRaisesRegex(UserError, "Give the proof of “Yearly report 2026"):
            duty.action_submit()
        duty.reference = "EDU-17"
        duty.action_submit()
        self.assertEqual(duty.state, "submitted")
        self.assertEqual(duty.submitted_on, date(2026, 3, 31))
        self.assertFalse(duty.activity_ids)
        row = self._get_row()
        self.assertEqual(row.mapped("date_due"), [date(2026, 5, 31), date(2027, 5, 31)])
        later = row[-1]
        self.assertEqual(later.user_id, self.users["tutor"])
        self.assertEqual(later.programme_id, self.programme)
        self.assertFalse(later.reference)
        self.assertEqual(self._run("2026-06-02"), row)
        with self.assertRaisesRegex(UserError, "not open any more"):
            duty.action_submit()

    def test_a_file_is_a_proof_too(self):
        self.duty.file_ids = self.env["ir.attachment"].create(
            {"name": "report.pdf", "raw": b"x"}
        )
        self.duty.action_submit()
        self.assertEqual(self.duty.state, "submitted")

    def test_what_was_missed_stays_owed_and_all_that_follows_comes(self):
        row = self._run("2028-06-30")
        self.assertEqual(
            row.mapped("date_due"),
            [date(year, 5, 31) for year in (2026, 2027, 2028, 2029)],
        )
        self.assertEqual(set(row.mapped("state")), {"open"})
        self.assertEqual(len(row.activity_ids), 3)
        self.assertEqual(self._run("2028-06-30"), row)
        with freeze_time("2028-06-30"):
            row.invalidate_recordset()
            self.assertEqual(row.mapped("late"), [True, True, True, False])
            self.assertEqual(
                self.duty.search([("late", "=", True), ("id", "in", row.ids)]), row[:3]
            )
            row[0].reference = "late"
            row[0].action_submit()
        self.assertEqual(self._get_row(), row)

    def test_months_end_where_the_month_does(self):
        self.duty = self._new_duty(
            date_due="2026-01-31", interval_unit="month", interval_number=1
        )
        row = self._run("2026-03-31")
        self.assertEqual(
            row.mapped("date_due"),
            [
                *(date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)),
            ],
        )

    def test_what_comes_once_or_is_not_owed_any_more_does_not_come_again(self):
        once = self._new_duty(recurring=False)
        self.duty.action_cancel()
        self._run("2028-06-30")
        self.assertEqual(self._get_row(), self.duty)
        self.assertFalse(once.search([("series_id", "=", once.id)]))
        self.assertFalse(self.duty.activity_ids)

    def test_nobody_types_what_became_of_it(self):
        duty = self.duty.with_user(self.users["manager"])
        for values in (
            {"state": "submitted"},
            {"first_date_due": "2030-01-01"},
            {"reminded_for": "2030-01-01"},
        ):
            with self.assertRaises(UserError):
                duty.write(values)
        with self.assertRaisesRegex(ValidationError, "on a day to come"):
            duty.submitted_on = "2026-04-01"

    def test_proof_stays(self):
        self.duty.reference = "R"
        self.duty.action_submit()
        with self.assertRaisesRegex(UserError, "It is the proof"):
            self.duty.unlink()
        self.duty.action_reopen()
        self.assertEqual((self.duty.state, self.duty.reference), ("open", "R"))

    @mute_logger("odoo.sql_db")
    def test_a_rhythm_of_nothing_is_refused(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.duty.interval_number = 0

    def test_one_bad_duty_does_not_stop_the_others(self):
        bad = self._new_duty()
        model = type(self.env["engagement.obligation"])
        remind = model._remind

        def fail(duties, today):
            if bad in duties:
                raise ValueError("bad")
            return remind(duties, today)

        self.patch(model, "_remind", fail)
        with self.assertLogs("odoo.addons.engagement_qms", "ERROR"):
            self._run("2026-05-01")
        self.assertEqual(len(self.duty.activity_ids), 1)
        self.assertFalse(bad.activity_ids)

    def test_the_programme_and_the_contact_show_what_is_owed(self):
        self._new_duty(date_due="2026-03-30")
        person = self.env["res.partner"].create(
            {"name": "Officer", "parent_id": self.body.id}
        )
        programme = self.programme.with_user(self.users["educator"])
        self.assertEqual(programme.obligation_count, 2)
        self.assertEqual(programme.late_obligation_count, 1)
        contact = person.with_user(self.users["educator"])
        self.assertEqual(contact.engagement_obligation_count, 2)
        action = contact.action_view_engagement_obligations()
        self.assertEqual(self.duty.search_count(action["domain"]), 2)
        with self.assertRaises(AccessError):
            person.with_user(self.users["internal"])["engagement_obligation_count"]

    def test_what_is_due_stands_in_the_daily_mail_of_the_responsible(self):
        users = self.users["tutor"] + self.users["manager"]
        summary = self.env["engagement.daily.summary"]
        for day, expected in (("2026-05-30", []), ("2026-05-31", [self.duty])):
            with self.subTest(day=day):
                rows = summary._get_rows(users, date.fromisoformat(day))
                ours = [row for row in rows if "engagement.obligation" in row.url]
                self.assertEqual(
                    [(row.user_id, row.name) for row in ours],
                    [(users[0].id, duty.display_name) for duty in expected],
                )

    def test_the_tiles_count_what_is_late_and_what_is_soon(self):
        domain = [("partner_id", "=", self.body.id)]
        self._new_duty(date_due="2026-03-30")
        self._new_duty(date_due="2026-05-30")
        self._new_duty(date_due="2026-03-31")
        tiles = self.duty.get_counters(domain)
        self.assertEqual(
            {tile["filter"]: tile["count"] for tile in tiles}, {"late": 1, "soon": 2}
        )
