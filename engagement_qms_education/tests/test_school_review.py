# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import Form, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2027-03-01 08:00:00")
class TestSchoolReview(College, EngagementCase):
    """Courses, programmes, employers' panels, educators and the whole are reviewed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        cls._open_college()
        cls.reviews = cls.env["engagement.review"]
        may_review = cls.env.ref("engagement_qms.group_engagement_user")
        may_review.user_ids |= cls.users["educator"] | cls.users["tutor"]
        cls.programme.owner_id = cls.tutor
        cls.educator.parent_id = cls.tutor
        schedules = cls.env["engagement.review.schedule"].search(
            [
                (
                    "kind",
                    "in",
                    ("course", "programme", "panel", "educator", "institution"),
                )
            ]
        )
        schedules.write({"start_date": "2026-09-01", "company_id": False})

    def _run(self, *kinds):
        """Plan what is due; return the open reviews of our programme and of kinds."""
        self.env.flush_all()
        self.reviews._cron_schedule_reviews()
        self.env.flush_all()
        self.env.invalidate_all()
        return self.reviews.search(
            Domain("kind", "in", kinds) & Domain("company_id", "=", self.env.company.id)
        )

    def test_a_course_is_reviewed_once_after_its_end(self):
        self.course.date_to = "2027-02-26"
        review = self._run("course")
        self.assertEqual(review.course_id, self.course)
        self.assertEqual(review.planned_date, date(2027, 3, 12))
        self.assertEqual(review.user_id, self.users["educator"])
        self.assertEqual(self._run("course"), review)
        review.action_hold()
        review.outcome = "Keep it, with more practice."
        review.action_close()
        self.assertEqual(self._run("course"), review)
        self.assertFalse(review.next_review_date)

    def test_who_could_not_open_a_review_does_not_get_it(self):
        self.course.date_to = "2027-02-26"
        may_review = self.env.ref("engagement_qms.group_engagement_user")
        may_review.user_ids -= self.users["educator"]
        self.assertEqual(self._run("course").user_id, self.users["tutor"])

    def test_a_course_starts_its_review_with_what_some_cannot_use(self):
        self.course.date_to = "2027-02-26"
        review = self._run("course")
        self.assertNotIn("Not usable by every learner", review.inputs_html)
        materials = self.env["engagement.course.material"].create(
            [
                {"name": name, "course_id": self.course.id, "accessible": accessible}
                for name, accessible in (
                    ("Film", "no"),
                    ("Plan", "partly"),
                    ("Book", "yes"),
                    ("Program", "unknown"),
                )
            ]
        )
        self.assertEqual(
            materials.mapped("checked_on"), [date(2027, 3, 1)] * 3 + [False]
        )
        review.invalidate_recordset()
        self.assertIn("Not usable by every learner", review.inputs_html)
        self.assertIn("2 of 4", review.inputs_html)
        # what can be had in another form keeps nobody out
        materials[0].other_form = "As a text"
        tiles = materials.get_counters([("course_id", "=", self.course.id)])
        self.assertEqual(
            {tile["filter"]: tile["count"] for tile in tiles},
            {"closed": 1, "unknown": 1},
        )

    def test_a_course_that_is_cancelled_is_not_reviewed(self):
        self.course.write(
            {
                "date_to": "2027-02-26",
                "state": "cancelled",
                "cancel_reason": "Few",
                "cancel_cause": "few_learners",
            }
        )
        self.assertFalse(self._run("course"))

    def test_programme_and_panel_go_their_own_ways(self):
        with freeze_time("2028-01-10 08:00:00"):
            found = self._run("programme", "panel").filtered(
                lambda review: review.programme_id == self.programme
            )
            self.assertEqual(sorted(found.mapped("kind")), ["panel", "programme"])
            self.assertEqual(found.user_id, self.users["tutor"])
            panel = found.filtered(lambda review: review.kind == "panel")
            panel.outcome = "x"
            panel.action_hold()
            panel.action_close()
            self.assertEqual(panel.next_review_date, date(2028, 7, 10))

    def test_educators_are_reviewed_by_who_leads_them(self):
        with freeze_time("2028-01-10 08:00:00"):
            found = self._run("educator").filtered(
                lambda review: review.educator_id == self.educator
            )
        self.assertEqual(len(found), 1)
        self.assertEqual(found.user_id, self.users["tutor"])

    def test_the_institution_is_reviewed_as_a_whole(self):
        with freeze_time("2028-01-10 08:00:00"):
            found = self._run("institution")
            self.assertEqual(found.subject_name, self.env.company.name)
            self.assertEqual(self._run("institution"), found)

    def test_a_programme_that_closes_ends_its_planned_review(self):
        with freeze_time("2028-01-10 08:00:00"):
            self._run("programme")
            self.programme.state = "closed"
            found = self._run("programme").filtered(
                lambda review: review.programme_id == self.programme
            )
        self.assertEqual(found.state, "cancelled")

    def test_what_is_known_of_a_programme_counts_many_and_names_nobody(self):
        review = self.reviews.create(
            {"kind": "programme", "programme_id": self.programme.id}
        )
        learners = self.env["engagement.learner"]
        for index in range(5):
            learner = self._new_learner(f"Canary {index}")
            self._enrol(learner, attendance=70 + index)
            learners |= learner
        talks = self.env["engagement.learner.review"].create(
            [
                {
                    "learner_id": learner.id,
                    "satisfaction": "4",
                    "goals_status": "behind",
                    "outcome_code": "satisfactory",
                    "state": "closed",
                    "held_date": "2027-02-01",
                }
                for learner in learners
            ]
        )
        lines = {line.label: line.value for line in review._get_input_lines()}
        self.assertEqual(
            lines,
            {
                "Enrolled": "5",
                "Attendance": "72 % of the time (5 learners)",
                "Satisfied": "4.0 of 5 (5 reviews)",
                "Goals": "100 % behind (5 reviews)",
            },
        )
        self.assertNotIn("Canary", review.inputs_html)
        talks[0].held_date = "2020-01-01"  # of another time: four are too few to show
        # however often one of them said so
        talks[1].copy({"state": "closed", "held_date": "2027-02-02"}).write(
            {"satisfaction": "1", "goals_status": "behind"}
        )
        lines = {line.label: line.value for line in review._get_input_lines()}
        self.assertEqual(set(lines), {"Enrolled", "Attendance"})

    def test_the_form_keeps_one_subject(self):
        with Form(self.reviews.with_context(default_kind="panel")) as form:
            form.programme_id = self.programme
            self.assertEqual(form.user_id, self.users["tutor"])
        self.assertEqual(form.record.programme_id, self.programme)
        action = self.programme.action_review()
        self.assertEqual(action["res_id"], form.record.id)

    def test_a_rhythm_of_a_school_kind_knows_no_terms_and_no_programme(self):
        schedule = self.env["engagement.review.schedule"].search(
            [("kind", "=", "course")], limit=1
        )
        with self.assertRaisesRegex(ValidationError, "only reviews of learners"):
            schedule.interval_unit = "term"

    def test_terms_have_no_days_in_common(self):
        days = {"date_start": "2027-01-01", "date_end": "2027-03-01"}
        self.env["engagement.term"].create({"name": "One", **days})
        with self.assertRaisesRegex(ValidationError, "days in common"):
            self.env["engagement.term"].create({"name": "Two", **days})
