# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
class TestEnrolment(College, EngagementCase):
    """Programmes have courses, courses have learners, and what is wrong is said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.learner = cls._new_learner()

    def test_a_learner_is_enrolled_once_in_a_course(self):
        enrolment = self._enrol(self.learner)
        self.assertEqual(enrolment.programme_id, self.programme)
        self.assertEqual(enrolment.company_id, self.company)
        number = self.learner.number
        self.assertEqual(enrolment.display_name, f"{number}, Carpentry 2026")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._enrol(self.learner)

    def test_a_full_course_takes_applications_only(self):
        self.course.capacity = 1
        self._enrol(self.learner)
        second = self._new_learner()
        full = self.assertRaisesRegex(ValidationError, "has 1 places")
        with full, self.env.cr.savepoint():
            self._enrol(second)
        applied = self._enrol(second, state="applied")
        self.assertEqual(self.course.enrolled_count, 1)
        with self.assertRaisesRegex(ValidationError, "has 1 places"):
            applied.state = "enrolled"

    def test_what_ends_before_it_begins_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._enrol(self.learner, date_to="2026-08-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._new_course(date_to="2026-08-31")

    def test_whoever_withdraws_or_cancels_says_why(self):
        enrolment = self._enrol(self.learner)
        with self.assertRaisesRegex(ValidationError, "Say why learner L"):
            enrolment.state = "withdrawn"
        with self.assertRaisesRegex(ValidationError, "Say why “Carpentry 2026”"):
            self.course.state = "cancelled"

    def test_whoever_leaves_and_stays_in_a_course_is_asked_about(self):
        learner = self._new_learner()
        enrolment = self._enrol(learner)
        self.assertFalse(learner.left_enrolled)
        learner.status = "completed"
        self.assertTrue(learner.left_enrolled)
        enrolment.state = "completed"
        self.assertFalse(learner.left_enrolled)

    def test_a_programme_has_each_code_once_per_version(self):
        values = {"name": "Carpentry again", "code": "C1"}
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["engagement.programme"].create(values)
        newer = self.env["engagement.programme"].create({**values, "version": "2"})
        self.assertEqual(newer.display_name, "C1 Carpentry again")
        self.assertEqual(self.programme.course_count, 1)
        self.assertEqual(newer.course_count, 0)

    def test_a_learner_of_another_company_cannot_be_enrolled(self):
        there = self._new_learner(company_id=self.other_company.id)
        with self.assertRaisesRegex(UserError, "another company"):
            self._enrol(there)
