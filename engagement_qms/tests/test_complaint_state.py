# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .complaint_common import ComplaintCase

STEPS = {
    "action_acknowledge": {"new"},
    "action_assess": {"acknowledged"},
    "action_investigate": {"assessed"},
    "action_propose": {"assessed", "investigating", "second_look"},
    "action_revise": {"proposed"},
    "action_approve": {"proposed"},
    "action_communicate": {"proposed"},
    "action_remind": {"communicated", "awaiting"},
    "action_accept": {"communicated", "awaiting"},
    "action_reject": {"communicated", "awaiting"},
    "action_second_look": {"communicated", "awaiting"},
    "action_close": {"communicated", "awaiting", "disputed"},
    "action_reopen": {"closed"},
}


@tagged("post_install", "-at_install", "engagement", "engagement_bridge")
class TestComplaintState(ComplaintCase):
    """The way of a complaint: each step follows from the one before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler = cls.users["user"]
        cls.complaint = cls._new_complaint().with_user(cls.handler)

    def test_no_step_is_taken_from_a_state_that_it_does_not_follow(self):
        states = [name for name, _label in self.complaint._fields["state"].selection]
        for step, allowed in STEPS.items():
            for state in states:
                if state in allowed:
                    continue
                with self.subTest(step=step, state=state):
                    self.complaint._step().state = state
                    notices = len(self.complaint.notice_ids)
                    with self.assertRaisesRegex(UserError, "this step needs"):
                        getattr(self.complaint, step)()
                    self.assertEqual(self.complaint.state, state)
                    self.assertEqual(len(self.complaint.notice_ids), notices)

    def test_whoever_acknowledges_what_nobody_handles_takes_it_over(self):
        complaint = self._new_complaint(user_id=False)
        complaint = complaint.with_user(self.users["officer"])
        complaint.action_acknowledge()
        self.assertEqual(complaint.user_id, self.users["officer"])

    def test_without_points_the_title_is_the_point(self):
        self._lead(self.complaint, "assessed")
        self.assertEqual(self.complaint.point_ids.name, "The desk came late.")

    def test_the_full_route_is_investigated_before_it_is_answered(self):
        self._lead(self.complaint, "assessed", grade="4")
        self.assertEqual(self.complaint.route, "full")
        self.complaint.point_ids.outcome = "upheld"
        self.complaint.write({"decision_text": "Yes.", "remedy_kind": "apology"})
        with self.assertRaisesRegex(UserError, "investigated first"):
            self.complaint.action_propose()
        self.complaint.action_investigate()
        self.complaint.action_propose()
        self.assertEqual(self.complaint.state, "proposed")

    def test_danger_tells_the_leaders_at_once_and_names_the_number_only(self):
        self.complaint.action_acknowledge()
        self.complaint.write(self.assessed(danger=True))
        self.complaint.action_assess()
        self.assertEqual(self.complaint.route, "emergency")
        told = self.complaint.sudo().activity_ids
        self.assertIn(self.users["leader"], told.user_id)
        self.assertNotIn("desk", " ".join(told.mapped("summary")))

    def test_an_answer_stays_as_it_was_agreed_to_until_it_is_taken_back(self):
        self._lead(self.complaint, "proposed")
        for values in (
            {"decision_text": "No."},
            {"remedy_kind": "refund"},
            {"remedy_value": 5000},
        ):
            with self.assertRaisesRegex(UserError, "Take it back first"):
                self.complaint.write(values)
        with self.assertRaisesRegex(UserError, "Take it back first"):
            self.complaint.point_ids.outcome = "not_upheld"
        self.complaint.action_revise()
        self.assertEqual(self.complaint.state, "assessed")
        self.assertFalse(self.complaint.approved_by_id)
        self.complaint.decision_text = "No."

    def test_a_second_look_is_taken_by_somebody_else_and_once(self):
        self._lead(self.complaint, "rejected")
        with self.assertRaisesRegex(UserError, "Choose who takes the second look"):
            self.complaint.action_second_look()
        self.complaint.reviewer_id = self.handler
        with self.assertRaisesRegex(UserError, "had no part in the first answer"):
            self.complaint.action_second_look()
        self.complaint.reviewer_id = self.users["officer"]
        self.complaint.action_second_look()
        promise = self.complaint.commitment_ids.filtered(
            lambda promise: promise.kind == "second_look"
        )
        self.assertEqual(promise.user_id, self.users["officer"])
        self.complaint.decision_text = "We pay."
        self.complaint.action_propose()
        self.complaint.action_communicate()
        self.assertEqual(promise.state, "kept")
        self.assertFalse(self.complaint.reply)
        self.complaint.action_reject("Still not enough")
        with self.assertRaisesRegex(UserError, "a second look already"):
            self.complaint.action_second_look()

    def test_one_point_may_be_rejected_and_the_others_accepted(self):
        complaint = self._new_complaint(
            point_ids=[(0, 0, {"name": "Late"}), (0, 0, {"name": "Broken"})]
        ).with_user(self.handler)
        self._lead(complaint, "communicated")
        late, broken = complaint.point_ids
        broken._step().write({"reply": "rejected", "reply_note": "It still is"})
        complaint.action_reject("One thing is open")
        complaint.reviewer_id = self.users["officer"]
        complaint.action_second_look()
        self.assertEqual(broken.reply, "rejected")
        self.assertFalse(late.reply)

    def test_taken_up_again_it_keeps_its_number_and_its_clock_starts_anew(self):
        self._lead(self.complaint, "communicated")
        self.complaint.action_accept()
        self.complaint.action_close()
        number, first = self.complaint.number, self.complaint.first_answered_at
        asked = self.complaint.action_reopen()
        self.assertEqual(asked["res_model"], "engagement.complaint.step")
        self.complaint.action_reopen("The desk broke again")
        self.assertEqual(self.complaint.number, number)
        self.assertEqual(self.complaint.state, "assessed")
        self.assertEqual(self.complaint.reopened_count, 1)
        self.assertEqual(self.complaint.first_answered_at, first)
        answers = self.complaint.commitment_ids.filtered(
            lambda promise: promise.kind == "answer"
        ).sorted("cycle")
        self.assertEqual(answers.mapped("cycle"), [0, 1])
        self.assertEqual(answers.mapped("state"), ["kept", "open"])
        self.assertEqual(self.complaint.answer_due_at, answers[1].due_at)
        self.assertFalse(self.complaint.closing_reason)

    def test_what_only_steps_write_cannot_be_typed_or_forged(self):
        for values in (
            {"state": "closed"},
            {"number": "C1"},
            {"description": "It came in time."},
            {"closing_reason": "accepted"},
            {"acknowledged_at": "2020-01-01"},
            {"approved_by_id": self.handler.id},
            {"answer_due_at": "2099-01-01"},
            {"reply": "accepted"},
            {"company_id": self.other_company.id},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "cannot be typed in"),
            ):
                self.complaint.with_context(engagement_step=True).write(values)
        complaints = self.env["engagement.complaint"].with_user(self.handler)
        forged = complaints.with_context(default_state="closed").create(
            {"partner_id": self.customer.id, "description": "x"}
        )
        self.assertEqual(forged.state, "new")
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self._lead(self.complaint, "assessed").point_ids.reply = "accepted"

    def test_a_complaint_without_anybody_is_refused_and_anonymous_has_no_name(self):
        complaints = self.env["engagement.complaint"]
        with self.assertRaisesRegex(UserError, "Say who complains"):
            complaints.create({"description": "x"})
        self.assertTrue(complaints.create({"description": "x", "anonymous": True}))
