# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestCommitment(EngagementCase):
    """One dated promise: when it is due, whether it was kept, and what became of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendar = cls.company.resource_calendar_id
        cls.calendar.tz = "Europe/Brussels"
        cls.user = cls.users["user"]

    @classmethod
    def _new_commitment(cls, **values):
        """Create a promise of two days, received on Monday 9 March at 9:00 UTC."""
        return cls.env["engagement.commitment"].create(
            {
                "name": "Answer about spare parts",
                "user_id": cls.user.id,
                "started_at": datetime(2026, 3, 9, 9),
                "limit_value": 2,
                "limit_unit": "day",
                **values,
            }
        )

    def test_the_due_moment_follows_from_the_limit(self):
        commitment = self._new_commitment()
        self.assertEqual(commitment.first_due_at, datetime(2026, 3, 11, 22, 59, 59))
        self.assertEqual(commitment.due_at, commitment.first_due_at)
        self.assertFalse(commitment.extended)
        self.assertEqual(
            self._new_commitment(limit_value=4, limit_unit="hour").due_at,
            datetime(2026, 3, 9, 13),
        )
        friday = datetime(2026, 3, 13, 9)
        self.assertEqual(
            self._new_commitment(
                started_at=friday, limit_value=1, limit_unit="working_day"
            ).due_at,
            datetime(2026, 3, 16, 22, 59, 59),
        )

    def test_a_promise_from_before_the_known_working_days_keeps_its_terms(self):
        days = self.env["engagement.working.day"]
        days._ensure(self.calendar)
        long_ago = datetime(2019, 7, 5, 9)  # a Friday
        self.assertFalse(days.search_count([("date", "<=", long_ago.date())]))
        commitment = self._new_commitment(
            started_at=long_ago, limit_value=2, limit_unit="working_day"
        )
        self.assertEqual(commitment.limit_value, 2)
        self.assertEqual(commitment.first_due_at, datetime(2019, 7, 9, 21, 59, 59))

    def test_nobody_types_or_imports_what_became_of_a_promise(self):
        rows = self.env["engagement.commitment"].with_user(self.user)
        row = rows.browse(self._new_commitment().id)
        started = datetime(2026, 3, 9, 10)
        for vals in (
            {"state": "kept", "done_at": started},
            {"state": "cancelled"},
            {"cancel_reason": "Forged"},
            {"remedy_given_at": started},
            {"cycle": 3},
        ):
            with self.subTest(**vals):
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    row.write(vals)
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    rows.create({"name": "Forged", "limit_value": 2, **vals})
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            row.with_context(engagement_commitment_step=True).write(
                {"due_at": datetime(2026, 3, 20), "extension_reason": "Forged"}
            )
        found = rows.load(["name", "limit_value", "state"], [["A", "2", "kept"]])
        self.assertIn("cannot be typed in", found["messages"][0]["message"])

    def test_its_user_takes_every_step_by_the_buttons(self):
        row = self._new_commitment(remedy="A voucher").with_user(self.user)
        row._extend(datetime(2026, 3, 20), "The part is on its way")
        with freeze_time("2026-03-15"):
            self.assertIs(row.action_done(), True)
        self.assertEqual(row.state, "missed")
        self.assertIs(row.action_give_remedy(), True)
        with self.assertRaisesRegex(UserError, "stays as it was"):
            row.started_at = datetime(2026, 3, 1)
        again = row.action_reopen()
        self.assertEqual((again.cycle, again.state), (1, "open"))
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            again.state = "kept"
        self.assertIs(again.action_cancel("It fell away"), True)

    def test_a_calendar_with_too_few_days_is_named(self):
        self.calendar.attendance_ids.unlink()
        with self.assertRaisesRegex(ValidationError, "too few working days"):
            self._new_commitment(limit_unit="working_day")

    def test_a_moment_may_stand_for_a_limit(self):
        due = datetime(2026, 3, 20, 15)
        commitment = self._new_commitment(limit_value=0, due_at=due)
        self.assertEqual((commitment.first_due_at, commitment.due_at), (due, due))

    def test_only_officers_add_to_the_figures_of_a_code(self):
        code = self.env["engagement.code"].create({"name": "Repairs"})
        promise = self.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "Within 2 days", "limit_value": 2}
        )
        ledger = self.env["engagement.commitment"]
        values = {"name": "Call back", "limit_value": 1, "limit_unit": "day"}
        mine = ledger.with_user(self.user).create(values)
        with self.assertRaisesRegex(UserError, "by an officer"):
            mine.provision_id = promise
        with self.assertRaisesRegex(UserError, "by an officer"):
            ledger.with_user(self.user).create({**values, "provision_id": promise.id})
        theirs = ledger.with_user(self.users["officer"]).create(
            {**values, "provision_id": promise.id}
        )
        self.assertEqual(theirs.code_id, code)

    def test_a_promise_that_fell_away_is_taken_out_of_the_count(self):
        commitment = self._new_commitment().with_user(self.users["officer"])
        self.assertIs(commitment.action_cancel(), True)
        self.assertEqual(commitment.state, "cancelled")
        self.assertIn("By ", commitment.cancel_reason)

    def test_done_in_time_is_kept_and_done_late_is_missed(self):
        for moment, state in (
            ("2026-03-11 22:59:59", "kept"),
            ("2026-03-11 23:00:00", "missed"),
        ):
            commitment = self._new_commitment()
            with self.subTest(state), freeze_time(moment):
                commitment.action_done()
                self.assertEqual(commitment.state, state)
                self.assertEqual(str(commitment.done_at), moment)
                self.assertEqual(commitment.mood, state)

    def test_an_extension_is_visible_and_changes_nothing_about_a_miss(self):
        commitment = self._new_commitment()
        commitment._extend(datetime(2026, 3, 20, 12), "The part is on its way")
        self.assertTrue(commitment.extended)
        self.assertEqual(commitment.first_due_at, datetime(2026, 3, 11, 22, 59, 59))
        self.assertEqual(
            commitment.at_risk_at,
            datetime(2026, 3, 9, 9)
            + (datetime(2026, 3, 20, 12) - datetime(2026, 3, 9, 9)) * 0.75,
        )
        with freeze_time("2026-03-15"):
            self.assertFalse(commitment.overdue, "The reminder moved")
            commitment.action_done()
        self.assertEqual(commitment.state, "missed")
        self.assertEqual(commitment.extension_reason, "The part is on its way")

    def test_an_extended_promise_done_in_the_first_time_is_kept(self):
        commitment = self._new_commitment()
        commitment._extend(datetime(2026, 3, 20, 12), "The part is on its way")
        commitment.action_done()
        self.assertEqual(commitment.state, "kept")

    def test_an_extension_needs_a_reason_and_a_later_moment(self):
        commitment = self._new_commitment()
        for reason in (None, "", "  "):
            with (
                self.subTest(reason=reason),
                self.assertRaisesRegex(UserError, "Say why"),
            ):
                commitment._extend(datetime(2026, 3, 20), reason)
        with self.assertRaisesRegex(UserError, "later than"):
            commitment._extend(commitment.due_at, "Because")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            commitment.due_at = datetime(2026, 3, 20)

    def test_the_first_due_moment_never_moves(self):
        commitment = self._new_commitment()
        commitment.limit_value = 20
        commitment.started_at = datetime(2026, 3, 8)
        self.assertEqual(commitment.first_due_at, datetime(2026, 3, 11, 22, 59, 59))
        with self.assertRaisesRegex(UserError, "does not move"):
            commitment.first_due_at = datetime(2026, 3, 20)

    def test_nobody_types_that_a_promise_was_kept(self):
        commitment = self._new_commitment().with_user(self.user)
        for values in (
            {"state": "kept", "done_at": datetime(2026, 3, 9, 10)},
            {"done_at": datetime(2026, 3, 9, 10)},
            {"due_at": datetime(2026, 3, 20), "extension_reason": "Because"},
            {"cycle": 1},
            {"cancel_reason": "Because"},
            {"remedy_given_at": datetime(2026, 3, 9, 10)},
        ):
            with (
                self.subTest(values),
                self.assertRaisesRegex(UserError, "cannot be typed in"),
            ):
                commitment.with_context(engagement_step=True).write(values)
        commitments = commitment.with_context(default_state="kept", default_cycle=4)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            commitments.create({"name": "Forged", "limit_value": 1, "state": "kept"})
        mine = commitments.create({"name": "Mine", "limit_value": 1})
        self.assertEqual((mine.state, mine.cycle), ("open", 0))
        commitment._extend(datetime(2026, 3, 20), "Because")
        commitment.action_done()
        commitment.action_give_remedy()
        again = commitment.action_reopen()
        self.assertEqual((again.cycle, again.copy().cycle), (1, 0))

    def test_a_settled_promise_is_settled(self):
        commitment = self._new_commitment()
        commitment.action_done()
        with self.assertRaisesRegex(UserError, "settled already .Kept."):
            commitment.action_done()
        with self.assertRaisesRegex(UserError, "settled already"):
            commitment.action_cancel("Too late")
        with self.assertRaisesRegex(UserError, "settled already"):
            commitment._extend(datetime(2026, 3, 20), "Because")

    def test_a_cancelled_promise_says_why(self):
        commitment = self._new_commitment()
        commitment.action_cancel("Withdrawn")
        self.assertEqual(commitment.cancel_reason, "Withdrawn")
        self.assertEqual(
            (commitment.state, commitment.mood), ("cancelled", "cancelled")
        )
        other = self._new_commitment()
        other.with_user(self.user).action_cancel()
        self.assertEqual(other.cancel_reason, f"By {self.user.name}")

    def test_a_reopened_promise_is_another_cycle(self):
        first = self._new_commitment(
            origin_model="res.partner", origin_res_id=self.user.partner_id.id
        )
        first._extend(datetime(2026, 3, 20), "Because")
        with self.assertRaisesRegex(UserError, "still open"):
            first.action_reopen()
        with freeze_time("2026-03-15 12:00:00"):
            first.action_done()
            first.action_give_remedy()
        with freeze_time("2026-03-16 12:00:00"):
            second = first.action_reopen()
        self.assertEqual((first.state, second.state), ("missed", "open"))
        self.assertEqual((first.cycle, second.cycle), (0, 1))
        self.assertEqual(second.started_at, datetime(2026, 3, 16, 12))
        self.assertEqual(second.due_at, datetime(2026, 3, 18, 22, 59, 59))
        self.assertEqual(second.origin_res_id, self.user.partner_id.id)
        for name in ("done_at", "extension_reason", "extended", "remedy_given_at"):
            self.assertFalse(second[name], name)

    def test_a_moment_without_a_limit_comes_again_after_the_same_time(self):
        first = self._new_commitment(limit_value=0, due_at=datetime(2026, 3, 19, 9))
        first.action_done()
        with freeze_time("2026-04-01 12:00:00"):
            second = first.action_reopen()
        self.assertEqual(second.first_due_at, datetime(2026, 4, 11, 12))
        self.assertEqual(second.due_at, second.first_due_at)

    def test_at_risk_from_three_quarters_and_overdue_from_the_end(self):
        commitment = self._new_commitment(limit_value=8, limit_unit="hour")
        commitments = self.env["engagement.commitment"]
        for moment, mood in (
            ("2026-03-09 14:59:59", "running"),
            ("2026-03-09 15:00:00", "at_risk"),
            ("2026-03-09 17:00:00", "at_risk"),
            ("2026-03-09 17:00:01", "overdue"),
        ):
            with self.subTest(moment), freeze_time(moment):
                commitment.invalidate_recordset()
                self.assertEqual(commitment.mood, mood)
                for flag in ("at_risk", "overdue"):
                    self.assertEqual(commitment[flag], mood == flag)
                    found = commitments.search([(flag, "=", True)])
                    self.assertEqual(commitment in found, mood == flag)
                    found = commitments.search([(flag, "=", False)])
                    self.assertEqual(commitment in found, mood != flag)

    def test_an_overdue_promise_counts_as_missed(self):
        """Also when it was extended; what is cancelled or runs does not count."""
        code = self.env["engagement.code"].create({"name": "Answers"})
        promise = self.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "We answer.", "limit_value": 2}
        )
        rows = [
            self._new_commitment(provision_id=promise.id, kind="rule")
            for _number in range(6)
        ]
        kept, missed, extended, cancelled = rows[:4]
        (kept + rows[4]).action_done()
        extended._extend(datetime(2026, 3, 30), "Because")
        cancelled.action_cancel("Withdrawn")
        with freeze_time("2026-03-11 12:00:00"):
            self.env.invalidate_all()
            self.assertEqual(promise.open_count, 3)
            self.assertEqual(promise.missed_count, 0)
            self.assertEqual((promise.fulfilment_rate, promise.sample), (100.0, 2))
        with freeze_time("2026-03-12"):
            missed.action_done()
            self.env.invalidate_all()
            self.assertEqual((promise.kept_count, promise.missed_count), (2, 3))
            self.assertEqual(promise.open_count, 0)
            self.assertEqual((promise.fulfilment_rate, promise.sample), (40.0, 5))
            self.assertEqual((code.fulfilment_rate, code.sample), (40.0, 5))

    def test_a_limit_that_is_none_is_refused(self):
        for limit in (-1, 20_000, 1e30):
            with (
                self.subTest(limit=limit),
                self.assertRaisesRegex(ValidationError, "above 0 and at most"),
            ):
                self._new_commitment(limit_value=limit)

    @mute_logger("odoo.sql_db")
    def test_an_end_before_the_start_is_refused(self):
        for values in (
            {"limit_value": 0, "due_at": datetime(2026, 3, 9, 8)},
            {"limit_value": 0, "due_at": datetime(2026, 3, 9, 9)},
        ):
            with (
                self.subTest(values),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._new_commitment(**values)
        commitment = self._new_commitment(started_at=datetime(2026, 3, 12))
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            commitment.action_done()

    def test_a_promise_stays_in_its_company(self):
        promise = self.env["engagement.provision"].create(
            {
                "code_id": self.env["engagement.code"]
                .create({"name": "Theirs", "company_id": self.other_company.id})
                .id,
                "promise": "We answer.",
                "limit_value": 2,
            }
        )
        with self.assertRaisesRegex(UserError, "belongs to"):
            self._new_commitment(provision_id=promise.id)
        theirs = self._new_commitment(
            company_id=self.other_company.id,
            calendar_id=self.other_company.resource_calendar_id.id,
            user_id=self.other_officer.id,
        )
        commitments = self.env["engagement.commitment"].with_user(self.users["officer"])
        self.assertNotIn(theirs, commitments.search([]))

    # The daily summary

    def _get_summary(self, user):
        summary = self.env["engagement.daily.summary"]
        return [
            (summary._translate(row.section), row.name, row.day)
            for row in summary._get_rows(user, date(2026, 3, 12))
        ]

    def test_the_summary_names_what_is_at_risk_and_overdue(self):
        self.user.tz = "Asia/Tokyo"
        self._new_commitment(name="Running", limit_value=30)
        self._new_commitment(name="Near", limit_value=3)
        self._new_commitment(name="Late")
        self._new_commitment(name="Done").action_done()
        with freeze_time("2026-03-12 12:00:00"):
            self.assertEqual(
                self._get_summary(self.user),
                [
                    ("Promises overdue", "Late", date(2026, 3, 12)),
                    ("Promises at risk", "Near", date(2026, 3, 13)),
                ],
            )
            self.assertFalse(self._get_summary(self.users["officer"]))
