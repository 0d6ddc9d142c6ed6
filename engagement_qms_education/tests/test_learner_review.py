# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

PORTAL_FIELDS = {
    "id",
    "display_name",
    "create_date",
    "create_uid",
    "write_date",
    "write_uid",
    "company_id",
    "kind",
    "learner_id",
    "state",
    "planned_date",
    "held_date",
    "next_review_date",
    "mode",
    "summary_shared",
    "my_signed_at",
}


class ReviewCase(College, EngagementCase):
    """A learner who was enrolled today, with two parents."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        # the clock of the test decides, not the one of the database
        cls.classPatch(type(cls.env.cr), "now", lambda self: datetime(2026, 9, 1, 8))
        for user in cls.users.values():
            user.tz = "UTC"
        cls.env.company.resource_calendar_id.tz = "UTC"
        cls._open_college()
        cls.reviews = cls.env["engagement.learner.review"]
        cls.schedules = cls.env["engagement.review.schedule"].search(
            [("kind", "in", cls.reviews._review_kinds)]
        )
        cls.schedules.write({"start_date": "2026-09-01", "company_id": False})
        cls.learner = cls._new_learner(
            partner_id=cls.users["learner"].partner_id.id, tutor_id=cls.tutor.id
        )

    @classmethod
    def _get_reviews(cls, *kinds):
        return cls.learner.review_ids.filtered(
            lambda review: not kinds or review.kind in kinds
        )

    def _get_days(self):
        """Return {kind: day} of what is planned."""
        planned = self._get_reviews().filtered(lambda r: r.state == "planned")
        return {review.kind: review.planned_date for review in planned}

    @classmethod
    def _new_review(cls, **values):
        values = {"learner_id": cls.learner.id, "user_id": cls.users["tutor"].id} | (
            values
        )
        return cls.reviews.create(values)

    def _run(self):
        self.env.flush_all()
        self.env.invalidate_all()
        done = self.reviews._cron_schedule_reviews()
        self.env.flush_all()
        self.env.invalidate_all()
        return done

    def _guardian(self, role="guardian", **values):
        return self._new_guardian(
            self.learner,
            role,
            may_receive_information=True,
            may_consent=True,
            **values,
        )


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-09-01 08:00:00")
class TestLearnerReviewPlan(ReviewCase):
    """When reviews of learners come by themselves, and when they do not."""

    def test_its_states_are_translated_by_this_addon(self):
        for state in dict(
            self.env["engagement.learner.review"]._fields["state"].selection
        ):
            name = f"selection__engagement_learner_review__state__{state}"
            with self.subTest(state=state):
                self.assertTrue(
                    self.env.ref(f"engagement_qms_education.{name}", False), name
                )

    def test_the_first_reviews_are_there_as_soon_as_somebody_is_enrolled(self):
        self._enrol(self.learner)
        found = {review.kind: review.planned_date for review in self._get_reviews()}
        self.assertEqual(
            found,
            {
                "induction": date(2026, 10, 6),
                # no term is written down: every four months, from the sixth week on
                "progress": date(2026, 10, 13),
                "consent": date(2027, 9, 1),
            },
        )
        self.assertEqual(self._get_reviews().user_id, self.users["tutor"])
        self.assertEqual(
            self._get_reviews("induction").display_name,
            f"Induction check {self.learner.number}",
        )

    def test_the_button_plans_what_is_missing_and_shows_it(self):
        self._enrol(self.learner)
        self._get_reviews().unlink()
        action = self.learner.with_user(self.users["tutor"]).action_plan_reviews()
        self.assertEqual(action["domain"], [("learner_id", "in", self.learner.ids)])
        self.assertEqual(len(self._get_reviews()), 3)
        with self.assertRaises(AccessError):
            self.learner.with_user(self.users["learner"]).action_plan_reviews()

    def test_a_run_twice_and_after_missed_weeks_makes_no_second_one(self):
        self._enrol(self.learner)
        before = self._get_reviews()
        self.assertTrue(self._run())
        with freeze_time("2027-06-01 08:00:00"):
            self.assertTrue(self._run())
            self.assertEqual(self._get_reviews(), before | self._get_reviews("at_risk"))
            self.assertEqual(len(before), 3)
            progress = self._get_reviews("progress")
            progress.action_hold()
            progress.outcome_code = "satisfactory"
            progress.action_close()
            self.assertEqual(
                sorted(self._get_reviews("progress").mapped("planned_date")),
                [date(2026, 10, 13), date(2027, 6, 14)],
            )
            self.assertEqual(progress.next_review_date, date(2027, 6, 14))

    def test_a_period_has_one_review_whatever_runs_beside(self):
        self._enrol(self.learner)
        first = self._get_reviews("progress")
        values = {
            "learner_id": self.learner.id,
            "kind": "progress",
            "period_date": first.period_date,
        }
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.reviews.create(values)

    def test_terms_and_holidays_decide_on_the_day(self):
        terms = self.env["engagement.term"]
        terms.create(
            [
                {
                    "name": name,
                    "date_start": start,
                    "date_end": end,
                }
                for name, start, end in (
                    ("Autumn", "2026-09-01", "2026-12-18"),
                    ("Spring", "2027-01-11", "2027-03-26"),
                )
            ]
        )
        # six weeks into the autumn is a day in the holidays, which end on a Sunday
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Autumn holidays",
                "date_from": "2026-10-10 00:00:00",
                "date_to": "2026-10-18 23:59:59",
                "company_id": self.env.company.id,
                "calendar_id": self.env.company.resource_calendar_id.id,
            }
        )
        self._enrol(self.learner)
        review = self._get_reviews("progress")
        self.assertEqual(review.period_date, date(2026, 10, 13))
        self.assertEqual(review.planned_date, date(2026, 10, 19))
        with freeze_time("2026-10-19 08:00:00"):
            review.action_hold()
            review.outcome_code = "satisfactory"
            review.action_close()
        self.assertEqual(review.next_review_date, date(2027, 2, 22))

    def test_the_rhythm_of_a_programme_goes_before_the_shared_one(self):
        own = self.env["engagement.review.schedule"].create(
            {
                "name": "Carpenters",
                "kind": "progress",
                "programme_id": self.programme.id,
                "start_date": "2026-09-01",
                "first_offset_days": 14,
                "interval_number": 1,
                "interval_unit": "month",
            }
        )
        self._enrol(self.learner)
        review = self._get_reviews("progress")
        self.assertEqual(review.schedule_id, own)
        self.assertEqual(review.planned_date, date(2026, 9, 15))

    def test_whoever_left_or_ended_is_left_alone(self):
        enrolment = self._enrol(self.learner)
        enrolment.date_to = "2026-09-30"
        with freeze_time("2026-10-01 08:00:00"):
            self._run()
            self.assertFalse(self.learner._plan_reviews())
        self.assertEqual(set(self._get_reviews().mapped("state")), {"cancelled"})
        self.assertEqual(set(self._get_reviews().mapped("not_held_reason")), {"other"})

    def test_leaving_ends_what_was_planned_and_plans_the_last_talk(self):
        self._enrol(self.learner)
        self.learner.with_user(self.users["manager"]).status = "left"
        planned = self._get_reviews().filtered(lambda r: r.state == "planned")
        self.assertEqual(planned.mapped("kind"), ["exit"])
        self.assertEqual(planned.planned_date, date(2026, 9, 8))
        self.assertEqual(self.learner.date_end, date(2026, 9, 1))
        self._run()
        planned.not_held_reason = "other"
        planned.action_cancel()
        self._run()
        self.assertEqual(len(self._get_reviews("exit")), 1)

    def test_who_comes_back_has_no_last_day_and_a_new_one_when_leaving_again(self):
        """By the last day it is counted how long the name is kept."""
        self._enrol(self.learner)
        self.learner.status = "left"
        with freeze_time("2027-09-01 08:00:00"):
            self.learner.status = "active"
            self.assertFalse(self.learner.date_end)
            self._run()
        self.assertEqual(self._get_reviews("exit").state, "cancelled")
        for status in ("left", "alumni"):
            point = self.env.cr.savepoint()
            with freeze_time("2034-03-01 08:00:00"), point:
                self.learner.status = status
                self.assertEqual(self.learner.date_end, date(2034, 3, 1))
                point.rollback()
            self.env.invalidate_all()
        with freeze_time("2034-03-01 08:00:00"):
            self.learner.status = "left"
        planned = self._get_reviews("exit").filtered(lambda r: r.state == "planned")
        self.assertEqual(planned.planned_date, date(2034, 3, 8))

    def test_a_pause_takes_no_review_away(self):
        self._enrol(self.learner)
        before = self._get_days()
        with freeze_time("2026-09-03 08:00:00"):
            self.learner.status = "paused"
            self._run()
            self.assertFalse(self._get_days())
        with freeze_time("2026-09-04 08:00:00"):
            self.learner.status = "active"
        self.assertEqual(self._get_days(), before)
        self._run()
        self.assertEqual(self._get_days(), before)

    def test_who_comes_back_late_is_not_late_with_the_reviews(self):
        self._enrol(self.learner)
        self.learner.status = "paused"
        self._run()
        with freeze_time("2028-03-06 08:00:00"):
            self.learner.status = "active"
            self._run()
        self.assertEqual(
            self._get_days(),
            {
                "induction": date(2028, 3, 6),
                "progress": date(2028, 6, 13),
                "consent": date(2028, 9, 1),
            },
        )
        self.assertFalse(self._get_reviews("at_risk"))

    def test_what_is_called_off_late_plans_a_day_to_come(self):
        self._enrol(self.learner)
        review = self._get_reviews("progress")
        with freeze_time("2028-03-06 08:00:00"):
            review.not_held_reason = "staff"
            review.action_cancel()
        self.assertEqual(self._get_days()["progress"], date(2028, 6, 13))

    def test_the_rhythm_of_a_later_programme_asks_for_nothing_of_the_past(self):
        self._enrol(self.learner)
        later = self.programme.copy({"code": "C2"})
        self.env["engagement.review.schedule"].create(
            {
                "name": "Later",
                "kind": "progress",
                "programme_id": later.id,
                "start_date": "2026-09-01",
                "first_offset_days": 30,
                "interval_number": 1,
                "interval_unit": "year",
            }
        )
        self._get_reviews("progress").write(
            {"state": "closed", "held_date": "2028-01-10"}
        )
        with freeze_time("2028-03-06 08:00:00"):
            self._enrol(self.learner, self._new_course(programme_id=later.id))
        self.assertEqual(self._get_days()["progress"], date(2028, 10, 2))

    def test_each_guardian_of_a_minor_is_spoken_with_within_two_weeks(self):
        self._enrol(self.learner)
        row = self._guardian(valid_from="2026-09-01")
        self._guardian("kept_away", valid_from="2026-09-01", no_contact=True)
        talk = self._get_reviews("guardian_contact")
        self.assertEqual(talk.guardianship_id, row)
        self.assertEqual(talk.planned_date, date(2026, 9, 15))
        row.no_contact = True
        self._run()
        self.assertEqual(talk.state, "cancelled")

    def test_consents_are_asked_anew_on_the_day_of_majority(self):
        self.learner.birth_date = "2009-03-15"
        self._enrol(self.learner)
        self.assertEqual(self._get_reviews("consent").planned_date, date(2027, 3, 15))

    def test_a_support_measure_is_looked_at_after_seven_weeks(self):
        self._enrol(self.learner)
        self.assertFalse(self._get_reviews("support"))
        measure = self.env["engagement.support.measure"].create(
            {
                "learner_id": self.learner.id,
                "area": "time",
                "measure": "A third more time",
                "responsible_id": self.educator.id,
                "agreed_on": "2026-09-02",
            }
        )
        review = self._get_reviews("support")
        self.assertEqual(review.planned_date, date(2026, 10, 21))
        self.assertEqual(review.user_id, self.users["educator"])
        measure.date_to = "2026-09-30"
        with freeze_time("2026-10-01 08:00:00"):
            self._run()
        self.assertEqual(review.state, "cancelled")

    def test_the_next_tutor_takes_over_what_is_planned(self):
        self._enrol(self.learner)
        self.learner.tutor_id = self.educator
        self.assertEqual(self._get_reviews().user_id, self.users["educator"])

    def test_reminders_wait_for_their_day_and_come_once(self):
        self._enrol(self.learner)
        review = self._get_reviews("induction")
        self._run()
        self.assertFalse(review.activity_ids)
        with freeze_time("2026-09-29 08:00:00"):
            self._run()
            self._run()
        activity = review.activity_ids
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.users["tutor"])
        self.assertNotIn(self.learner.name, str(activity.read()))
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.users["tutor"], date(2026, 9, 29)
        )
        names = [row.name for row in rows if "learner.review" in row.url]
        number = self.learner.number
        self.assertEqual(
            names, [f"Induction check {number}", f"Progress review {number}"]
        )

    def test_a_late_review_is_told_to_the_manager_after_one_and_two_weeks(self):
        manager = self.users["manager"]
        self.tutor.parent_id = self.env["hr.employee"].create(
            {"name": "Head", "user_id": manager.id}
        )
        self._enrol(self.learner)
        review = self._get_reviews("induction")
        counts = []
        for day in (12, 13, 14, 19, 20, 21):
            with freeze_time(f"2026-10-{day} 08:00:00"):
                self._run()
            late = review.activity_ids.filtered(lambda a: a.user_id == manager)
            counts.append(len(late))
        self.assertEqual(counts, [0, 1, 1, 1, 2, 2])
        risk = self._get_reviews("at_risk")
        self.assertEqual(risk.trigger, "missed")

    def test_another_company_keeps_its_own(self):
        abroad = {"company_id": self.other_company.id}
        programme = self.env["engagement.programme"].create(
            {"name": "Abroad", "code": "A", **abroad}
        )
        elsewhere = self._new_learner(**abroad)
        self._enrol(elsewhere, self._new_course(programme_id=programme.id))
        self.assertEqual(elsewhere.review_ids.company_id, self.other_company)
        self.assertEqual(len(elsewhere.review_ids), 3)

    def test_a_batch_costs_the_same_queries_whatever_its_size(self):
        """As many queries for 40 learners as for 4, beside the rows they insert."""
        counts = []
        for number in (4, 40):
            learners = self.env["engagement.learner"].create(
                [
                    {"partner_id": partner.id, "tutor_id": self.tutor.id}
                    for partner in self.env["res.partner"].create(
                        [{"name": f"L {number} {i}"} for i in range(number)]
                    )
                ]
            )
            self.env["engagement.enrolment"].create(
                [
                    {"learner_id": learner.id, "course_id": self.course.id}
                    for learner in learners
                ]
            )
            learners.review_ids.unlink()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            learners._plan_reviews()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(learners.review_ids), 3 * number)
        self.assertEqual(counts[0], counts[1])

    def test_an_empty_database_runs_through(self):
        self.reviews.search([]).unlink()
        self.assertTrue(self._run())


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-09-01 08:00:00")
class TestLearnerReview(ReviewCase):
    """How a review is held, shared, signed and closed."""

    def test_a_tutor_holds_and_closes_a_review(self):
        review = self._new_review().with_user(self.users["tutor"])
        review.mode = "phone"
        review.action_hold()
        self.assertEqual(review.held_date, date(2026, 9, 1))
        self.assertEqual(review.held_by_id, self.users["tutor"])
        self.assertEqual(review.participant_ids.mapped("role"), ["tutor", "learner"])
        with self.assertRaisesRegex(UserError, "Choose the result"):
            review.action_close()
        review.outcome_code = "major"
        with self.assertRaisesRegex(UserError, "What follows"):
            review.action_close()
        review.outcome = "A mentor from next week."
        review.action_close()
        self.assertEqual(review.state, "closed")
        for change in ({"summary": "x"}, {"outcome_code": "minor"}):
            with self.assertRaisesRegex(UserError, "stays"):
                review.write(change)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.participant_ids[0].present = False

    def test_one_who_is_not_held_says_why(self):
        review = self._new_review().with_user(self.users["tutor"])
        with self.assertRaisesRegex(UserError, "Not held because"):
            review.action_cancel()
        review.not_held_reason = "staff"
        review.action_cancel()
        self.assertEqual(
            (review.state, review.outcome_code, review.outcome),
            ("cancelled", "not_held", "We could not"),
        )
        self.assertFalse(self._get_reviews("at_risk"))

    def test_nobody_types_a_state_or_another_learner(self):
        review = self._new_review().with_user(self.users["tutor"])
        other = self._new_learner("Other", tutor_id=self.tutor.id)
        for change in (
            {"state": "closed"},
            {"learner_id": other.id},
            {"kind": "exit"},
            {"period_date": "2026-01-01"},
            {"first_planned_date": "2026-12-01"},
        ):
            with self.assertRaisesRegex(UserError, "cannot be typed"):
                review.write(change)

    def test_when_it_was_due_stays_when_it_is_moved(self):
        review = self._new_review(planned_date="2026-09-10")
        review.planned_date = "2026-09-20"
        self.assertEqual(review.first_planned_date, date(2026, 9, 10))

    def test_the_confidential_note_is_for_few_and_in_no_history(self):
        review = self._new_review()
        review.with_user(self.users["manager"]).confidential_note = "CANARY"
        self.env.flush_all()
        self.assertNotIn("CANARY", str(review.message_ids.mapped("body")))
        self.assertFalse(review.message_ids.tracking_value_ids)
        for role in ("support", "safeguarding", "manager"):
            seen = review.with_user(self.users[role])
            self.assertEqual(seen.confidential_note, "CANARY")
        for role in ("tutor", "learner"):
            with self.assertRaises(AccessError):
                review.with_user(self.users[role]).read(["confidential_note"])

    def test_from_outside_a_few_fields_are_seen_and_the_summary_once_held(self):
        self._guardian()
        review = self._new_review(summary="SUMMARY", outcome="INSIDE")
        for role in ("learner", "guardian"):
            seen = review.with_user(self.users[role])
            names = {
                name
                for name in seen.fields_get()
                # what Odoo says of the history, which is not shown
                if not name.startswith(("activity_", "message_", "website_message_"))
            }
            self.assertEqual(names - {"has_message"}, PORTAL_FIELDS)
            self.assertFalse(seen.summary_shared)
        review.action_hold()
        for role in ("learner", "guardian"):
            seen = review.with_user(self.users[role])
            self.assertEqual(seen.summary_shared, "SUMMARY")
            for name in ("summary", "outcome", "user_id", "participant_ids"):
                with self.assertRaises(AccessError):
                    seen.read([name])

    def _sees(self, role, review):
        self.env.flush_all()
        self.env.invalidate_all()
        review = review.with_user(self.users[role])
        found = bool(review.search([("id", "=", review.id)]))
        self.assertEqual(review.has_access("read"), found)
        return found

    def test_each_condition_of_a_guardian_counts_across_midnight(self):
        row = self._guardian(valid_from="2026-09-02", valid_to="2026-09-03")
        review = self._new_review()
        for moment, expected in (
            ("2026-09-01 23:59:59", False),
            ("2026-09-02 00:00:01", True),
            ("2026-09-03 23:59:59", True),
            ("2026-09-04 00:00:01", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self._sees("guardian", review), expected)
        row.write({"valid_from": "2026-01-01", "valid_to": False})
        for name, closed in (
            ("portal_access", False),
            ("may_receive_information", False),
            ("no_contact", True),
        ):
            with self.subTest(condition=name):
                self.assertTrue(self._sees("guardian", review))
                row[name] = closed
                self.assertFalse(self._sees("guardian", review))
                row[name] = not closed
        for moment, expected in (
            ("2030-05-09 23:59:59", True),
            ("2030-05-10 00:00:01", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self._sees("guardian", review), expected)

    def test_a_talk_with_one_parent_is_not_for_the_other_nor_the_learner(self):
        row = self._guardian()
        self._guardian("other_parent")
        talk = self._new_review(kind="guardian_contact", guardianship_id=row.id)
        risk = self._new_review(kind="at_risk")
        seen = {
            role: [self._sees(role, talk), self._sees(role, risk)]
            for role in ("guardian", "other_parent", "learner")
        }
        self.assertEqual(
            seen,
            {
                "guardian": [True, False],
                "other_parent": [False, False],
                "learner": [False, False],
            },
        )

    def test_learner_and_guardian_sign_once_and_what_they_signed_stays(self):
        self._guardian()
        other = self._guardian("other_parent")
        other.may_consent = False
        review = self._new_review()
        people = {role: self.users[role].partner_id for role in self.users}
        with self.assertRaisesRegex(UserError, "nothing to sign yet"):
            review._sign_by(people["learner"])
        review.summary = "We agreed on Fridays."
        review.action_hold()
        as_guardian = review.with_user(self.users["guardian"])
        signature = as_guardian._sign_by(people["guardian"], " Fine. ")
        self.assertEqual(
            (signature.role, signature.comment, signature.partner_id),
            ("guardian", "Fine.", people["guardian"]),
        )
        self.env.invalidate_all()
        self.assertTrue(as_guardian.my_signed_at)
        self.assertFalse(review.with_user(self.users["learner"]).my_signed_at)
        review._sign_by(people["learner"])
        self.assertEqual(review.signed_ids.mapped("role"), ["guardian", "learner"])
        with self.assertRaisesRegex(UserError, "already"):
            review._sign_by(people["guardian"])
        for role in ("other_parent", "portal", "tutor", "kept_away"):
            with self.assertRaises(AccessError):
                review._sign_by(people[role])
        with self.assertRaisesRegex(UserError, "stays"):
            review.with_user(self.users["tutor"]).summary = "Something else."
        with self.assertRaises(AccessError):
            review.signed_ids.with_user(self.users["tutor"]).write({"comment": "x"})

    # At risk

    def test_a_low_score_and_a_missed_talk_open_one_review(self):
        review = self._new_review(satisfaction="2", outcome_code="minor")
        review.action_hold()
        review.action_close()
        risk = self._get_reviews("at_risk")
        self.assertEqual(
            (risk.trigger, risk.planned_date), ("low_score", date(2026, 9, 1))
        )
        missed = self._new_review(not_held_reason="learner")
        missed.action_cancel()
        self.assertEqual(self._get_reviews("at_risk"), risk)
        self.assertEqual(len(risk.trigger_note.splitlines()), 2)

    def test_low_attendance_opens_a_review_once_for_each_figure(self):
        enrolment = self._enrol(self.learner, attendance=79.9)
        self._run()
        risk = self._get_reviews("at_risk")
        self.assertEqual(risk.trigger, "attendance")
        risk.action_hold()
        risk.write({"outcome_code": "minor"})
        risk.action_close()
        self._run()
        self.assertEqual(self._get_reviews("at_risk"), risk)
        for number, attendance in ((2, 70), (3, 0)):
            enrolment.attendance = attendance
            self._run()
            risks = self._get_reviews("at_risk")
            self.assertEqual(len(risks), number)
            risks[-1].write({"state": "closed"})

    def test_good_or_unknown_attendance_asks_nothing(self):
        self._enrol(self.learner, attendance=80)
        other = self._new_learner("Other")
        self._enrol(other)
        self._run()
        self.assertFalse(
            (self.learner + other).review_ids.filtered(
                lambda review: review.kind == "at_risk"
            )
        )

    def test_what_was_talked_about_goes_with_the_learner(self):
        self._guardian()
        texts = ("summary", "own_words", "outcome", "confidential_note", "trigger_note")
        review = self._new_review(
            outcome_code="minor", satisfaction="4", **dict.fromkeys(texts, "CANARY")
        )
        review.action_hold()
        review._sign_by(self.users["guardian"].partner_id, "CANARY")
        review.message_post(body="CANARY")
        review.action_close()
        self.learner.status = "left"
        self.learner._anonymise()
        self.env.flush_all()
        for table in (
            "engagement_learner_review",
            "engagement_learner_review_signature",
            "engagement_learner_review_participant",
            "mail_message",
        ):
            found = self.env.execute_query(
                SQL(
                    "SELECT count(*) FROM %s r WHERE r::text LIKE %s",
                    SQL.identifier(table),
                    "%CANARY%",
                )
            )
            self.assertEqual(found, [(0,)], table)
        self.assertEqual((review.state, review.satisfaction), ("closed", "4"))
        self.assertFalse(review.signed_ids)
        self.assertFalse(review.participant_ids)

    def test_learners_who_become_one_keep_one_open_review_of_a_kind(self):
        self._enrol(self.learner)
        other = self._new_learner("Other", tutor_id=self.tutor.id)
        course = self._new_course(name="Second")
        self._enrol(other, course)
        other._merge_learner_into(self.learner)
        planned = self._get_reviews().filtered(
            lambda r: r.state == "planned" and r.schedule_id
        )
        self.assertEqual(
            sorted(planned.mapped("kind")), ["consent", "induction", "progress"]
        )
        self.assertEqual(len(self._get_reviews()), 6)
