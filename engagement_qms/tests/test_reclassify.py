# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement")
class TestReclassify(ComplaintCase):
    """A complaint that is something else: a reason, a second person, a letter."""

    def _ask(self, complaint, kind="suggestion", role="user", **values):
        wizard = (
            self.env["engagement.complaint.reclass"]
            .with_user(self.users[role])
            .create(
                {
                    "complaint_id": complaint.id,
                    "kind": kind,
                    "reason": "It is an idea for us.",
                    **values,
                }
            )
        )
        return wizard.action_ask()

    def _letters(self, complaint):
        return complaint.notice_ids.sorted("id").mapped("moment")

    def test_nobody_types_another_kind(self):
        complaint = self._new_complaint()
        for role in ("user", "officer", "manager"):
            with self.subTest(role), self.assertRaisesRegex(UserError, "typed in"):
                complaint.with_user(self.users[role]).kind = "appeal"
        for name in ("reclass_to", "reclass_asked_by_id", "feedback_id"):
            with self.subTest(name), self.assertRaisesRegex(UserError, "typed in"):
                complaint.with_user(self.users["user"]).write({name: False})

    def test_the_one_who_asks_does_not_confirm(self):
        complaint = self._new_complaint(user_id=self.users["officer"].id)
        self._ask(complaint, role="officer")
        self.assertEqual(complaint.reclass_state, "asked")
        self.assertEqual(complaint.kind, "complaint")
        mine = complaint.with_user(self.users["officer"])
        self.assertFalse(mine.may_confirm_reclass)
        for step in (mine.action_reclass_confirm, mine.action_reclass_refuse):
            with self.assertRaisesRegex(AccessError, "You asked yourself"):
                step()
        with self.assertRaisesRegex(UserError, "asked already"):
            self._ask(complaint, role="officer")

    def test_a_reason_and_another_kind_are_asked_for(self):
        complaint = self._new_complaint().with_user(self.users["user"])
        with self.assertRaisesRegex(UserError, "Say why"):
            complaint._ask_reclass("suggestion", "  ")
        with self.assertRaisesRegex(UserError, "Choose what"):
            complaint._ask_reclass("complaint", "Because")
        with self.assertRaisesRegex(UserError, "Choose what"):
            complaint._ask_reclass("nonsense", "Because")
        with self.assertRaisesRegex(UserError, "Somebody else confirms"):
            complaint._ask_reclass("suggestion", "Because", "I am alone")
        with self.assertRaisesRegex(UserError, "Nobody asked"):
            complaint.action_reclass_confirm()
        self.assertFalse(complaint.reclass_state)

    def test_confirmed_it_goes_on_as_feedback_and_the_complainant_is_told(self):
        complaint = self._new_complaint(
            subject_name="Door", category_id=self.category.id
        )
        self.env["ir.attachment"].create(
            {
                "name": "door.txt",
                "raw": b"closed",
                "res_model": complaint._name,
                "res_id": complaint.id,
            }
        )
        complaint.message_post(body="And paint it", message_type="comment")
        self._ask(complaint)
        checker = complaint.with_user(self.users["officer"])
        self.assertTrue(checker.may_confirm_reclass)
        action = checker.action_reclass_confirm()
        feedback = complaint.feedback_id
        self.assertEqual(
            (action["res_model"], action["res_id"]), (feedback._name, feedback.id)
        )
        self.assertEqual(
            (complaint.state, complaint.closing_reason), ("closed", "reclassified")
        )
        self.assertEqual(
            (complaint.reclass_state, complaint.reclass_checked_by_id),
            ("confirmed", self.users["officer"]),
        )
        self.assertEqual(complaint.reclass_asked_by_id, self.users["user"])
        self.assertEqual(self._letters(complaint), ["reclassified"])
        self.assertIn("It is an idea for us.", complaint.notice_ids.body)
        self.assertEqual(set(complaint.commitment_ids.mapped("state")), {"cancelled"})
        self.assertEqual(feedback.kind, "suggestion")
        self.assertEqual(feedback.text, complaint.description)
        self.assertEqual(feedback.received_at, complaint.received_at)
        self.assertEqual(feedback.partner_id, self.customer)
        self.assertEqual(feedback.category_id, self.category)
        self.assertEqual(feedback.subject_key, "door")
        self.assertEqual(feedback.user_id, self.users["user"])
        self.assertEqual(feedback.was_complaint_ids, complaint)
        self.assertEqual(feedback.commitment_id.started_at, complaint.received_at)
        self.assertIn("And paint it", "".join(feedback.message_ids.mapped("body")))
        files = self.env["ir.attachment"].search(
            [("res_model", "=", feedback._name), ("res_id", "=", feedback.id)]
        )
        self.assertEqual(files.mapped("name"), ["door.txt"])

    def test_the_origin_goes_along(self):
        complaint = self._new_complaint(
            origin_model="res.partner", origin_res_id=self.customer.id
        )
        self._ask(complaint)
        complaint.with_user(self.users["manager"]).action_reclass_confirm()
        feedback = complaint.feedback_id
        self.assertEqual(
            (feedback.origin_model, feedback.origin_res_id),
            ("res.partner", self.customer.id),
        )

    def test_refused_or_taken_back_it_stays_what_it_is(self):
        complaint = self._new_complaint()
        self._ask(complaint)
        with self.assertRaisesRegex(AccessError, "Only the one who asked"):
            complaint.with_user(self.users["officer"]).action_reclass_take_back()
        complaint.with_user(self.users["officer"]).action_reclass_refuse()
        self.assertEqual(complaint.reclass_state, "refused")
        self.assertEqual((complaint.kind, complaint.state), ("complaint", "new"))
        self._ask(complaint)
        complaint.with_user(self.users["user"]).action_reclass_take_back()
        self.assertEqual(complaint.reclass_state, "taken_back")
        self.assertFalse(complaint.notice_ids)
        with self.assertRaisesRegex(UserError, "Nobody asked"):
            complaint.with_user(self.users["officer"]).action_reclass_confirm()

    def test_whom_it_is_about_does_not_confirm(self):
        concerned = self.env["hr.employee"].create(
            {"name": "Maria", "user_id": self.users["manager"].id}
        )
        complaint = self._new_complaint(employee_ids=[Command.link(concerned.id)])
        self._ask(complaint)
        about_me = complaint.with_user(self.users["manager"])
        with self.assertRaises(AccessError):
            about_me.action_reclass_confirm()
        # nor where somebody opened the rules for them
        with self.assertRaisesRegex(AccessError, "It is about you"):
            about_me.sudo().action_reclass_confirm()
        self.assertEqual(complaint.kind, "complaint")

    def test_a_user_without_more_rights_does_not_confirm(self):
        complaint = self._new_complaint(investigator_id=self.users["leader"].id)
        self._ask(complaint)
        with self.assertRaisesRegex(AccessError, "An officer or a manager"):
            complaint.with_user(self.users["leader"]).action_reclass_confirm()

    def test_another_kind_of_complaint_keeps_its_clock(self):
        complaint = self._new_complaint()
        answer = complaint.commitment_ids.filtered(lambda p: p.kind == "answer")
        self._ask(complaint, kind="appeal")
        complaint.with_user(self.users["officer"]).action_reclass_confirm()
        self.assertEqual((complaint.kind, complaint.state), ("appeal", "new"))
        self.assertEqual(answer.state, "open")
        self.assertEqual(answer.started_at, complaint.received_at)
        self.assertEqual(self._letters(complaint), ["update"])
        history = "".join(complaint.message_ids.mapped("body"))
        self.assertIn("It is an idea for us.", history)

    def test_a_conduct_concern_becomes_secret_and_goes_to_its_team(self):
        teams = self.env["engagement.complaint.team"]
        usual = teams.create({"name": "Desk", "kind": "complaint"})
        trusted = teams.create({"name": "Trust", "kind": "conduct"})
        complaint = self._new_complaint()
        self.assertEqual(complaint.team_id, usual)
        self._ask(complaint, kind="conduct")
        action = complaint.with_user(self.users["officer"]).action_reclass_confirm()
        self.assertEqual(
            (complaint.kind, complaint.confidentiality), ("conduct", "secret")
        )
        self.assertEqual(complaint.team_id, trusted)
        self.assertEqual(
            set(complaint.commitment_ids.mapped("confidentiality")), {"secret"}
        )
        # who confirmed may not see it any more, and is led back to the list
        self.assertNotIn("res_id", action)
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            complaint.with_user(self.users["officer"]).read(["name"])

    def test_a_secret_one_stays_secret_as_feedback(self):
        complaint = self._new_complaint(kind="conduct")
        self._ask(complaint, kind="concern")
        with self.assertRaises(AccessError):
            complaint.with_user(self.users["officer"]).action_reclass_confirm()
        complaint.with_user(self.users["confidential"]).action_reclass_confirm()
        self.assertEqual(complaint.feedback_id.confidentiality, "secret")
        self.assertEqual(
            complaint.feedback_id.display_name, complaint.feedback_id.number
        )

    def test_in_a_small_organisation_one_person_says_why_nobody_else_checked(self):
        self.company.engagement_small_organisation = True
        complaint = self._new_complaint()
        action = self._ask(complaint, self_check_reason="I am alone here")
        self.assertEqual(action["res_model"], "engagement.feedback")
        self.assertEqual(complaint.reclass_state, "self_checked")
        self.assertEqual(complaint.self_check_reason, "I am alone here")
        self.assertEqual(complaint.closing_reason, "reclassified")
        history = "".join(complaint.message_ids.mapped("body"))
        self.assertIn("Nobody else checked: I am alone here", history)

    def test_the_leader_of_the_team_is_pointed_at_it_once(self):
        team = self.env["engagement.complaint.team"].create(
            {"name": "Desk", "user_id": self.users["manager"].id}
        )
        complaint = self._new_complaint(team_id=team.id)
        other = complaint.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.users["manager"].id
        )
        self._ask(complaint)
        [asked] = complaint.activity_ids - other
        self.assertEqual(asked.user_id, self.users["manager"])
        complaint.with_user(self.users["manager"]).action_reclass_refuse()
        self.assertEqual(complaint.activity_ids, other)

    def test_a_closed_complaint_stays_what_it_was(self):
        complaint = self._new_complaint()
        self._ask(complaint)
        complaint.with_user(self.users["officer"]).action_reclass_confirm()
        with self.assertRaisesRegex(UserError, "in the state"):
            self._ask(complaint, kind="appeal")
        with self.assertRaisesRegex(UserError, "in the state"):
            complaint.with_user(self.users["user"]).action_ask_reclass()
