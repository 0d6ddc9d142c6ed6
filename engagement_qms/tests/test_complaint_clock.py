# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement", "engagement_bridge")
@freeze_time("2026-03-10 12:00:00")
class TestComplaintClock(ComplaintCase):
    """Each step is due by the ledger, from the moment the complaint was received."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler = cls.users["user"]
        cls.company.resource_calendar_id.tz = "Europe/Brussels"
        # received on Friday evening, written down on Tuesday
        cls.received = datetime(2026, 3, 6, 20)

    def _promises(self, complaint, kind):
        return complaint.commitment_ids.filtered(lambda p: p.kind == kind)

    def test_a_company_that_chose_no_limits_has_a_clock_all_the_same(self):
        companies = self.env["res.company"]
        self.assertFalse(companies.search([("engagement_profile_id", "=", False)]))
        usual = self.env.ref("engagement_qms.clock_profile_default")
        company = companies.create({"name": "Newcomer"})
        self.assertEqual(company.engagement_profile_id, usual)
        complaint = self._new_complaint(company_id=company.id, user_id=False)
        self.assertTrue(complaint.acknowledge_due_at)
        self.assertTrue(complaint.answer_due_at)

    def test_the_clock_starts_when_it_was_received_not_when_it_was_written_down(self):
        complaint = self._new_complaint(received_at=self.received)
        self.assertEqual(complaint.acknowledge_due_at, datetime(2026, 3, 8, 22, 59, 59))
        self.assertEqual(complaint.answer_due_at, datetime(2026, 3, 26, 22, 59, 59))
        self.assertEqual(complaint.next_due_at, complaint.acknowledge_due_at)
        self.assertTrue(complaint.overdue)
        self.assertIn(
            complaint, self.env["engagement.complaint"].search([("overdue", "=", True)])
        )

    def test_working_days_pass_over_the_weekend(self):
        self.profile.line_ids.limit_unit = "working_day"
        complaint = self._new_complaint(received_at=self.received)
        self.assertEqual(
            complaint.acknowledge_due_at, datetime(2026, 3, 10, 22, 59, 59)
        )

    def test_a_kind_may_have_limits_of_its_own(self):
        limit = {"stage": "answer", "limit_value": 5, "limit_unit": "day"}
        self.profile.line_ids = [Command.create(limit | {"kind": "appeal"})]
        appeal = self._new_complaint(kind="appeal", received_at=self.received)
        other = self._new_complaint(received_at=self.received)
        self.assertEqual(appeal.answer_due_at, datetime(2026, 3, 11, 22, 59, 59))
        self.assertEqual(other.answer_due_at, datetime(2026, 3, 26, 22, 59, 59))

    def test_a_limit_may_run_from_the_acknowledgement(self):
        line = self.profile._get_line("answer", "complaint")
        line.starts = "acknowledged"
        complaint = self._new_complaint(received_at=self.received)
        self.assertFalse(complaint.answer_due_at)
        complaint.action_acknowledge()
        self.assertEqual(complaint.answer_due_at, datetime(2026, 3, 30, 21, 59, 59))

    def test_a_late_answer_stays_missed_although_it_was_extended(self):
        complaint = self._new_complaint().with_user(self.handler)
        self._lead(complaint, "assessed")
        promise = self._promises(complaint, "answer")
        first = promise.first_due_at
        with self.assertRaisesRegex(UserError, "Say why"):
            promise._extend(first + timedelta(days=5), "")
        promise._extend(first + timedelta(days=5), "The laboratory needs longer.")
        self.assertEqual(complaint.answer_due_at, first + timedelta(days=5))
        self.assertTrue(complaint.extended)
        letter = self._last_letter(complaint)
        self.assertEqual(letter.moment, "extension")
        self.assertIn("The laboratory needs longer.", letter.body)
        with freeze_time(first + timedelta(days=1)):
            complaint.point_ids.outcome = "upheld"
            complaint.write({"decision_text": "Yes.", "remedy_kind": "none"})
            complaint.action_propose()
            complaint.action_communicate()
        self.assertEqual(promise.state, "missed")

    def test_an_extension_is_as_long_as_the_limits_allow_and_comes_once(self):
        self.profile.write({"extension_value": 10, "extension_unit": "day"})
        complaint = self._new_complaint().with_user(self.handler)
        promise = self._promises(complaint, "answer")
        with self.assertRaisesRegex(UserError, "at most"):
            promise._extend(promise.due_at + timedelta(days=11), "Why")
        promise._extend(promise.due_at + timedelta(days=10), "Why")
        with self.assertRaisesRegex(UserError, "was extended already"):
            promise._extend(promise.due_at + timedelta(days=1), "Why")

    def test_the_promises_are_kept_by_the_steps_and_not_by_hand(self):
        complaint = self._new_complaint().with_user(self.handler)
        promise = self._promises(complaint, "acknowledge")
        for step in (promise.action_done, promise.action_cancel):
            with self.assertRaisesRegex(UserError, complaint.number):
                step()
        complaint.action_acknowledge()
        self.assertEqual(promise.state, "kept")
        with self.assertRaisesRegex(UserError, complaint.number):
            promise.action_reopen()

    def test_keeping_informed_is_promised_again_and_again_until_the_answer(self):
        complaint = self._new_complaint().with_user(self.handler)
        complaint.action_acknowledge()
        complaint._inform("We wait for the laboratory.")
        updates = self._promises(complaint, "update").sorted("cycle")
        self.assertEqual(updates.mapped("cycle"), [0, 1])
        self.assertEqual(updates.mapped("state"), ["kept", "open"])
        self.assertIn("laboratory", self._last_letter(complaint).body)

    def test_the_promises_go_along_to_whoever_handles_it_now(self):
        complaint = self._new_complaint()
        complaint.user_id = self.users["officer"]
        self.assertEqual(complaint.commitment_ids.user_id, self.users["officer"])

    def test_until_somebody_takes_over_the_leader_of_the_team_has_the_promises(self):
        team = self.env["engagement.complaint.team"].create(
            {"name": "Care", "user_id": self.users["officer"].id}
        )
        complaint = self._new_complaint(user_id=False, team_id=team.id)
        self.assertEqual(complaint.commitment_ids.user_id, self.users["officer"])
        self.users["officer"].email = "officer@example.com"
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.users["officer"], fields.Date.today()
        )
        sections = {row.section._source: row.name for row in rows}
        self.assertIn(complaint.number, sections["Complaints to take over"])

    def test_what_is_late_goes_to_the_leader_once_and_once_more_when_late_again(self):
        leader = self.users["leader"]
        complaint = self._new_complaint(received_at=self.received)
        complaints = self.env["engagement.complaint"]
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60
        )
        activities = complaint.activity_ids
        complaints._cron_escalate()
        told = complaint.activity_ids - activities
        self.assertIn(leader, told.user_id)
        self.assertNotIn("desk", " ".join(told.mapped(lambda a: a.summary or "")))
        complaints._cron_escalate()
        self.assertEqual(complaint.activity_ids, told)
        complaint.action_acknowledge()
        with freeze_time("2026-04-20 12:00:00"):
            complaint.invalidate_recordset()
            complaints._cron_escalate()
            self.assertGreater(len(complaint.activity_ids), len(told))

    def test_a_limit_that_a_code_promises_counts_there(self):
        code = self.env["engagement.code"].create({"name": "Test code"})
        provision = self.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "We answer in 20 days.", "limit_value": 20}
        )
        code._step().write({"state": "in_force", "in_force_from": "2020-01-01"})
        self.profile._get_line("answer", "complaint").provision_id = provision
        complaint = self._new_complaint(received_at=self.received)
        promise = self._promises(complaint, "answer")
        self.assertEqual(promise.provision_id, provision)
        self.assertEqual(provision.open_count, 1)
