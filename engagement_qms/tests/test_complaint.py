# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement")
class TestComplaint(ComplaintCase):
    """What a complaint keeps: words, people, number."""

    def test_a_complaint_gets_a_number_and_a_title_of_its_first_words(self):
        complaint = self._new_complaint(description="The desk came late.\nAgain.")
        self.assertRegex(complaint.number, r"^C\d{5}$")
        self.assertEqual(complaint.name, "The desk came late. Again.")

    def test_the_way_of_a_complaint_from_the_first_word_to_the_end(self):
        complaint = self._new_complaint().with_user(self.users["user"])
        complaint.action_acknowledge()
        self.assertEqual(complaint.state, "acknowledged")
        complaint.write(self.assessed())
        complaint.action_assess()
        complaint.point_ids.write({"outcome": "upheld"})
        complaint.write({"decision_text": "You are right.", "remedy_kind": "apology"})
        complaint.action_propose()
        self.assertEqual(complaint.state, "proposed")
        complaint.action_communicate()
        complaint.action_accept()
        with self.assertRaisesRegex(UserError, "cause"):
            complaint.action_close()
        complaint.cause_id = self.cause
        complaint.action_close()
        self.assertEqual(
            (complaint.state, complaint.closing_reason), ("closed", "accepted")
        )
        self.assertEqual(
            complaint.notice_ids.sorted("id").mapped("moment"),
            ["acknowledge", "decision", "closed"],
        )

    def test_what_is_slight_is_settled_in_one_screen_and_counted(self):
        complaint = self._new_complaint().with_user(self.users["user"])
        fast = self.env["engagement.complaint.fast"].with_user(self.users["user"])
        dialog = fast.create(
            {
                "complaint_id": complaint.id,
                "answer": "The driver went back at once.",
                "cause_id": self.cause.id,
            }
        )
        with self.assertRaisesRegex(UserError, "content with"):
            dialog.action_settle()
        dialog.accepted = True
        dialog.action_settle()
        self.assertEqual(complaint.closing_reason, "accepted")
        self.assertTrue(complaint.fast_lane)
        states = complaint.commitment_ids.sorted("id").mapped(
            lambda p: (p.kind, p.state)
        )
        self.assertEqual(
            states,
            [("acknowledge", "kept"), ("answer", "kept"), ("update", "kept")],
        )
        self.assertEqual(set(complaint.notice_ids.mapped("way")), {"phone"})
