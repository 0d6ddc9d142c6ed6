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
