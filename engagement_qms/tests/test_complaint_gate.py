# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement", "engagement_bridge")
class TestComplaintGate(ComplaintCase):
    """What each step asks for; a refusal names all of it and changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler = cls.users["user"]
        cls.complaint = cls._new_complaint().with_user(cls.handler)

    def test_what_is_missing_is_named_before_the_step_is_tried(self):
        self.complaint.action_acknowledge()
        self.assertIn("Say how bad it is.", self.complaint.missing_text)
        with self.assertRaisesRegex(UserError, "Say how bad it is"):
            self.complaint.action_assess()
        self.assertEqual(self.complaint.state, "acknowledged")
        self.complaint.write(self.assessed())
        self.complaint.invalidate_recordset(["missing_text"])
        self.assertFalse(self.complaint.missing_text)

    def test_every_question_is_answered_and_a_small_organisation_answers_one(self):
        self.complaint.action_acknowledge()
        self.complaint.severity = "2"
        with self.assertRaisesRegex(UserError, "other questions"):
            self.complaint.action_assess()
        self.company.engagement_small_organisation = True
        self.complaint.action_assess()
        self.assertEqual(self.complaint.state, "assessed")

    def test_what_is_not_ours_says_why(self):
        self.complaint.action_acknowledge()
        self.complaint.write(self.assessed(admissible="too_late"))
        with self.assertRaisesRegex(UserError, "not ours"):
            self.complaint.action_assess()

    def test_each_point_is_decided_and_what_is_not_upheld_is_explained(self):
        self._lead(self.complaint, "assessed")
        self.complaint.write({"decision_text": "Yes.", "remedy_kind": "none"})
        with self.assertRaisesRegex(UserError, "Decide on each point: The desk"):
            self.complaint.action_propose()
        self.complaint.point_ids.outcome = "not_upheld"
        with self.assertRaisesRegex(UserError, "Say why these are not upheld"):
            self.complaint.action_propose()
        self.complaint.point_ids.answer = "It came on the day that was agreed."
        self.complaint.action_propose()

    def test_a_remedy_that_takes_time_has_a_day_and_is_a_promise(self):
        self._lead(self.complaint, "assessed")
        self.complaint.point_ids.outcome = "upheld"
        self.complaint.write({"decision_text": "Yes.", "remedy_kind": "replace"})
        with self.assertRaisesRegex(UserError, "until when"):
            self.complaint.action_propose()
        day = fields.Date.today() + timedelta(days=5)
        self.complaint.remedy_due_date = day
        self.complaint.action_propose()
        self.complaint.action_communicate()
        promise = self.complaint.remedy_commitment_id
        self.assertEqual((promise.kind, promise.state), ("remedy", "open"))
        # it stays tracked after closing
        self.complaint.cause_id = self.cause
        self.complaint.action_accept()
        self.complaint.action_close()
        self.assertEqual(promise.state, "open")
        self.complaint.action_remedy_done()
        self.assertEqual(promise.state, "kept")

    def test_whoever_it_is_about_neither_handles_nor_decides(self):
        employee = self.env["hr.employee"].create(
            {"name": "Concerned", "user_id": self.users["manager"].id}
        )
        complaint = self._new_complaint(employee_ids=employee.ids)
        self.assertEqual(complaint.confidentiality, "restricted")
        with self.assertRaises(AccessError):
            complaint.with_user(self.users["manager"]).check_access("read")
        with self.assertRaisesRegex(ValidationError, "cannot handle it"):
            complaint.user_id = self.users["manager"]
        with self.assertRaisesRegex(ValidationError, "restricted"):
            complaint.confidentiality = "normal"

    def test_a_conduct_concern_is_secret_from_the_first_moment(self):
        complaint = self._new_complaint(kind="conduct")
        self.assertEqual(complaint.confidentiality, "secret")
        self.assertEqual(complaint.display_name, complaint.number)
        with self.assertRaisesRegex(ValidationError, "secret"):
            complaint.confidentiality = "restricted"

    def test_a_dear_remedy_is_agreed_to_by_whom_the_amount_asks_for(self):
        self.company.write(
            {"engagement_remedy_handler": 100, "engagement_remedy_manager": 1000}
        )
        day = fields.Date.today()
        for value, role, refused in (
            (100, "handler", ()),
            (101, "manager", ("user", "officer")),
            (1001, "leader", ("user", "officer", "manager")),
        ):
            complaint = self._new_complaint().with_user(self.handler)
            self._lead(
                complaint,
                "proposed",
                remedy_kind="refund",
                remedy_value=value,
                remedy_due_date=day,
            )
            self.assertEqual(complaint.required_authority, role)
            self.assertEqual(bool(complaint.approved_by_id), role == "handler")
            for name in refused:
                with self.assertRaisesRegex(AccessError, "another role"):
                    complaint.with_user(self.users[name]).action_approve()
            if role != "handler":
                with self.assertRaisesRegex(UserError, "agreed to first"):
                    complaint.action_communicate()
                complaint.with_user(self.users[role]).action_approve()
                self.assertEqual(complaint.approved_by_id, self.users[role])
            complaint.action_communicate()

    def test_whoever_handles_it_does_not_agree_to_the_own_answer(self):
        manager = self.users["manager"]
        complaint = self._new_complaint(user_id=manager.id).with_user(manager)
        self._lead(complaint, "proposed", grade="3")
        with self.assertRaisesRegex(AccessError, "own answer"):
            complaint.action_approve()
        self.company.engagement_small_organisation = True
        complaint.action_approve()
        self.assertEqual(complaint.approved_by_id, manager)

    def test_closing_asks_for_the_cause(self):
        self._lead(self.complaint, "communicated", cause_id=False)
        self.complaint.action_accept()
        with self.assertRaisesRegex(UserError, "Say what the cause was"):
            self.complaint.action_close()
        self.complaint.cause_id = self.cause
        self.complaint.action_close()

    def test_what_lies_in_how_we_work_is_changed_before_it_is_closed(self):
        self._lead(self.complaint, "communicated", systemic=True)
        self.complaint.action_accept()
        with self.assertRaisesRegex(UserError, "in an action"):
            self.complaint.action_close()
        self.env["engagement.action"].with_user(self.handler).create(
            {
                "name": "Buy a van",
                "origin_model": "engagement.complaint",
                "origin_res_id": self.complaint.id,
            }
        )
        self.complaint.action_close()
        self.assertEqual(self.complaint.state, "closed")

    def test_no_to_the_answer_leaves_open_steps_until_they_were_offered(self):
        self._lead(self.complaint, "rejected")
        with self.assertRaises(UserError) as refused:
            self.complaint.action_close()
        self.assertIn("second look", str(refused.exception))
        self.assertIn("outside", str(refused.exception))
        self.complaint.write(
            {"second_look_declined": True, "external_told_on": fields.Date.today()}
        )
        self.complaint.action_close()
        self.assertEqual(self.complaint.closing_reason, "final_not_accepted")

    def test_silence_closes_after_two_tries_by_two_ways_and_the_days_named(self):
        self.customer.phone = "+1 555 0100"
        self._lead(self.complaint, "communicated")
        with self.assertRaisesRegex(UserError, "remind"):
            self.complaint.action_close()
        self.complaint.action_remind()
        with self.assertRaises(UserError) as refused:
            self.complaint.action_close()
        self.assertIn("two ways", str(refused.exception))
        self.assertIn("Wait for a reply", str(refused.exception))
        self.complaint._tell("reminder", way="phone")
        after = fields.Datetime.now() + timedelta(days=self.profile.reply_days)
        with freeze_time(after):
            self.complaint.action_close()
        self.assertEqual(self.complaint.closing_reason, "no_reply")

    def test_what_was_serious_is_closed_by_somebody_who_did_not_look_into_it(self):
        self._lead(self.complaint, "communicated", grade="3")
        self.complaint.action_accept()
        with self.assertRaisesRegex(UserError, "somebody who did not look into it"):
            self.complaint.action_close()
        self.complaint.with_user(self.users["officer"]).action_close()
        self.assertEqual(self.complaint.closed_by_id, self.users["officer"])

    def test_in_a_small_organisation_a_reason_stands_for_the_second_person(self):
        self.company.engagement_small_organisation = True
        self._lead(self.complaint, "communicated", grade="3")
        self.complaint.action_accept()
        with self.assertRaisesRegex(UserError, "say why nobody else checked"):
            self.complaint.action_close()
        self.complaint.self_check_reason = "We are two, and she is away."
        self.complaint.action_close()
        self.assertEqual(self.complaint.state, "closed")

    def test_withdrawn_and_unfounded_need_words_and_the_clock_stops(self):
        for step, reason in (("withdraw", "withdrawn"), ("unfounded", "unfounded")):
            complaint = self._new_complaint().with_user(self.handler)
            self._lead(complaint, "assessed")
            dialog = self.env["engagement.complaint.step"].with_user(self.handler)
            dialog = dialog.create(
                {"complaint_id": complaint.id, "step": step, "note": " "}
            )
            with self.assertRaisesRegex(UserError, "a few words"):
                dialog.action_apply()
            dialog.note = "They found it in the garage."
            dialog.action_apply()
            self.assertEqual(complaint.closing_reason, reason)
            self.assertEqual(
                set(complaint.commitment_ids.mapped("state")), {"kept", "cancelled"}
            )
            self.assertFalse(complaint.next_due_at)
        self.assertIn("garage", self._last_letter(complaint).body)

    def test_a_promise_that_was_not_in_force_on_that_day_is_refused(self):
        code = self.env["engagement.code"].create({"name": "Test code"})
        provision = self.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "We come in time.", "limit_value": 2}
        )
        with self.assertRaisesRegex(ValidationError, "was not in force"):
            self.complaint.provision_ids = provision
        code._step().write({"state": "in_force", "in_force_from": "2020-01-01"})
        self.complaint.provision_ids = provision
        self.assertEqual(provision.complaint_count, 1)
        with self.assertRaisesRegex(ValidationError, "was not in force"):
            self.complaint.occurred_on = "2019-12-31"
