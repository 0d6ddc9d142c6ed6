# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement")
class TestComplaint(ComplaintCase):
    """What a complaint keeps: words, people, number."""

    def test_a_complaint_gets_a_number_and_a_title_of_its_first_words(self):
        complaint = self._new_complaint(description="The desk came late.\nAgain.")
        self.assertRegex(complaint.number, r"^C\d{5}$")
        self.assertEqual(complaint.name, "The desk came late. Again.")
