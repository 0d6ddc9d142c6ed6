# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement")
class TestNonconformity(ComplaintCase):
    """What did not conform: how much, what is done with it, who decided."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.complaint = cls._new_complaint().with_user(cls.users["user"])

    def _decide(self, disposition, **values):
        self.complaint.write(
            {
                "nonconforming": True,
                "nonconforming_what": "Valve type B, thread too short",
                "nonconforming_quantity": 12,
                "nonconforming_unit": "pieces",
                "disposition": disposition,
                **values,
            }
        )

    @freeze_time("2026-03-10")
    def test_a_decision_has_a_name_and_a_day(self):
        self._decide("set_aside")
        self.assertEqual(self.complaint.disposition_by_id, self.users["user"])
        self.assertEqual(self.complaint.disposition_on, date(2026, 3, 10))
        with freeze_time("2026-03-12"):
            officer = self.complaint.with_user(self.users["officer"])
            officer.disposition = "concession"
            # the same once more is no new decision
            self.complaint.disposition = "concession"
        self.assertEqual(self.complaint.disposition_by_id, self.users["officer"])
        self.assertEqual(self.complaint.disposition_on, date(2026, 3, 12))
        self.complaint.disposition = False
        self.assertFalse(self.complaint.disposition_by_id)
        self.assertFalse(self.complaint.disposition_on)

    def test_nobody_decides_in_the_name_of_another(self):
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self._decide("scrap", disposition_by_id=self.users["leader"].id)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self._decide("scrap", disposition_on="2020-01-01")

    def test_it_says_what_before_what_is_done_with_it(self):
        with self.assertRaisesRegex(ValidationError, "say what did not conform"):
            self._decide("return", nonconforming_what=False)

    @freeze_time("2026-03-10")
    def test_nobody_was_told_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "still to come"):
            self._decide("return", customer_told_on="2026-03-11")
        self._decide("return", customer_told_on="2026-03-10")

    @mute_logger("odoo.sql_db")
    def test_a_quantity_is_not_negative(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._decide("correct", nonconforming_quantity=-1)
            self.env.flush_all()

    def test_the_form_shows_it_only_when_opened(self):
        with Form(self._lead(self.complaint.sudo(), "acknowledged")) as form:
            with self.assertRaises(AssertionError):
                form.disposition = "correct"
            form.nonconforming = True
            form.nonconforming_what = "Valve"
            form.disposition = "correct"
        self.assertEqual(self.complaint.disposition, "correct")
