# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import EngagementCase

SHIPPED = "engagement_qms.review_schedule_%s"


class ReviewCase(EngagementCase):
    """Parties of each priority, a code in force, and the shipped rhythms."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviews = cls.env["engagement.review"]
        cls.party = cls._new_party("Azure", influence=5, impact_on_us=5)
        cls.code = cls._new_code()

    def setUp(self):
        super().setUp()

        def commit(_cron, processed=0, *, remaining=None, deactivate=False):
            self.env.flush_all()
            return 60.0

        self.patch(type(self.env["ir.cron"]), "_commit_progress", commit)

    @classmethod
    def _new_code(cls, name="Our delivery promise", **values):
        code = cls.env["engagement.code"].create(
            {
                "name": name,
                "leader_id": cls.users["leader"].id,
                "provision_ids": [
                    (
                        0,
                        0,
                        {
                            "promise": "We deliver within 3 days.",
                            "limit_value": 3,
                            "limit_unit": "day",
                            "owner_id": cls.env["hr.employee"]
                            .create({"name": "Owner"})
                            .id,
                        },
                    )
                ],
                **values,
            }
        )
        code.with_user(cls.users["leader"]).action_approve()
        code.action_put_in_force()
        return code

    def _run(self, today):
        with freeze_time(today):
            return self.reviews._cron_schedule_reviews()

    def _reviews_of(self, subject):
        name = {
            "engagement.party": "party_id",
            "engagement.code": "code_id",
            "engagement.objective": "objective_id",
        }[subject._name]
        return self.reviews.search([(name, "=", subject.id)], order="id")

    def _plan(self, subject, **values):
        kinds = {
            "engagement.party": ("relationship", "party_id"),
            "engagement.code": ("code", "code_id"),
            "engagement.objective": ("objective", "objective_id"),
        }
        kind, name = kinds[subject._name]
        return self.reviews.create({"kind": kind, name: subject.id, **values})

    def _close(self, review, today, **values):
        with freeze_time(today):
            review.action_hold()
            review.write({"outcome": "All is well", **values})
            review.action_close()
        return review

    def _settle(self, code, month, kept, missed):
        """Put promises of the first provision into the ledger, due in a month."""
        vals = []
        for number in range(kept + missed):
            due = datetime(month.year, month.month, 10, 12) + timedelta(hours=number)
            done = due - timedelta(days=1) if number < kept else due + timedelta(days=2)
            vals.append(
                {
                    "name": f"Order {number}",
                    "provision_id": code.provision_ids[0].id,
                    "started_at": due - timedelta(days=3),
                    "limit_value": 3,
                    "limit_unit": "day",
                    "first_due_at": due,
                    "done_at": done,
                    "state": "kept" if number < kept else "missed",
                }
            )
        return self.env["engagement.commitment"].create(vals)


@tagged("post_install", "-at_install", "engagement")
class TestReview(ReviewCase):
    """Reviews of relations, codes and objectives: when they come and what they are."""

    # One subject

    @mute_logger("odoo.sql_db")
    def test_a_review_looks_at_one_thing_that_fits_its_kind(self):
        for values in (
            {"kind": "relationship"},
            {"kind": "relationship", "code_id": self.code.id},
            {"kind": "code", "code_id": self.code.id, "party_id": self.party.id},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.reviews.create(values)
                self.env.flush_all()

    def test_it_is_named_after_its_kind_and_subject(self):
        self.assertEqual(self._plan(self.party).display_name, "Relationship: Azure")
        self.assertEqual(
            self._plan(self.code).display_name,
            "Code of conduct: Our delivery promise",
        )
        found = self.reviews.name_search("Azure")
        self.assertEqual([name for _id, name in found], ["Relationship: Azure"])

    def test_what_it_is_about_never_changes(self):
        review = self._plan(self.party)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.party_id = self._new_party("Another")

    def test_the_form_takes_company_and_responsible_from_the_party(self):
        self.party.user_id = self.users["officer"]
        with Form(self.reviews) as form:
            form.party_id = self.party
            self.assertEqual(form.user_id, self.users["officer"])
        review = form.save()
        self.assertEqual(review.company_id, self.company)
        self.assertEqual(review.schedule_id, self.env.ref(SHIPPED % "critical"))

    def test_another_companys_party_is_refused(self):
        theirs = self._new_party("Theirs", company_id=self.other_company.id)
        review = self._plan(theirs)
        self.assertEqual(review.company_id, self.other_company)
        with self.assertRaises(UserError):
            self._plan(theirs, company_id=self.company.id, trigger="other")

    # When

    def test_the_more_a_party_matters_the_sooner_it_is_reviewed(self):
        scores = {
            "critical": (5, 5, 3),
            "high": (4, 4, 6),
            "medium": (3, 3, 12),
            "low": (1, 1, 24),
        }
        for priority, (influence, impact, months) in scores.items():
            party = self._new_party(
                priority,
                influence=influence,
                impact_on_us=impact,
                impact_on_them=impact,
            )
            day = date.today() + relativedelta(months=months)
            with self.subTest(priority=priority):
                self.assertEqual(party.priority, priority)
                self.assertEqual(party.next_review_date, day)

    def test_a_review_comes_inside_the_lead_time_and_once(self):
        self.party.next_review_date = date(2027, 5, 20)
        self._run("2027-05-05")
        self.assertFalse(self._reviews_of(self.party))
        self._run("2027-05-06")
        review = self._reviews_of(self.party)
        self.assertEqual(review.planned_date, date(2027, 5, 20))
        self.assertEqual(review.user_id, self.party.user_id)
        written = review.write_date
        self._run("2027-05-06")
        self._run("2027-05-07")
        self.assertEqual(self._reviews_of(self.party), review)
        self.assertEqual(review.write_date, written)

    def test_missed_days_leave_one_late_review_that_says_so(self):
        self.party.next_review_date = date(2027, 5, 20)
        self._run("2029-01-01")
        review = self._reviews_of(self.party)
        self.assertEqual(review.planned_date, date(2027, 5, 20))
        with freeze_time("2029-01-01"):
            self.assertTrue(review.overdue)
            self.assertTrue(self.party.review_overdue)

    def test_closing_moves_the_party_on_and_plans_the_next_one(self):
        self.party.next_review_date = date(2027, 5, 20)
        self._run("2027-05-06")
        review = self._close(self._reviews_of(self.party), "2027-06-01")
        self.assertEqual(review.state, "closed")
        self.assertEqual(self.party.last_review_date, date(2027, 6, 1))
        self.assertEqual(self.party.next_review_date, date(2027, 9, 1))
        self.assertEqual(review.next_review_date, date(2027, 9, 1))
        following = self._reviews_of(self.party)[1:]
        self.assertEqual(following.planned_date, date(2027, 9, 1))
        self.assertEqual(following.state, "planned")

    def test_a_day_given_on_closing_wins(self):
        review = self._plan(self.party, planned_date=date(2027, 5, 20))
        self._close(review, "2027-05-20", next_review_date=date(2027, 6, 30))
        self.assertEqual(self.party.next_review_date, date(2027, 6, 30))
        self.assertEqual(
            self._reviews_of(self.party)[1:].planned_date, date(2027, 6, 30)
        )

    def test_the_day_on_the_party_and_the_planned_review_move_together(self):
        review = self._plan(self.party, planned_date=date(2027, 5, 20))
        self.assertEqual(self.party.next_review_date, date(2027, 5, 20))
        review.planned_date = date(2027, 5, 27)
        self.assertEqual(self.party.next_review_date, date(2027, 5, 27))
        self.party.next_review_date = date(2027, 6, 3)
        self.assertEqual(review.planned_date, date(2027, 6, 3))

    def test_another_priority_brings_another_rhythm_after_the_open_review(self):
        review = self._plan(self.party, planned_date=date(2027, 5, 20))
        self.party.write({"influence": 3, "impact_on_us": 3, "impact_on_them": 3})
        self.assertEqual(self.party.priority, "medium")
        self.assertEqual(self.party.next_review_date, date(2027, 5, 20))
        self._close(review, "2027-05-20")
        self.assertEqual(self.party.next_review_date, date(2028, 5, 20))
        following = self._reviews_of(self.party)[1:]
        self.assertEqual(following.schedule_id, self.env.ref(SHIPPED % "medium"))

    def test_a_companys_own_rhythm_replaces_the_shared_ones(self):
        self.env["engagement.review.schedule"].create(
            {
                "name": "Ours",
                "kind": "relationship",
                "company_id": self.company.id,
                "interval_number": 1,
                "interval_unit": "month",
            }
        )
        theirs = self._new_party(
            "Theirs", company_id=self.other_company.id, influence=5, impact_on_us=5
        )
        for party, day in ((self.party, "2027-06-20"), (theirs, "2027-08-20")):
            review = self._plan(party, planned_date=date(2027, 5, 20))
            self._close(review, "2027-05-20")
            self.assertEqual(party.next_review_date, date.fromisoformat(day))

    @mute_logger("odoo.sql_db")
    def test_a_subject_has_one_open_review_of_its_rhythm(self):
        self._plan(self.party)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._plan(self.party)
            self.env.flush_all()
        # what happened meanwhile may ask for another one
        self._plan(self.party, trigger="other", trigger_note="They were bought")

    def test_a_review_beside_the_rhythm_leaves_the_rhythm_alone(self):
        self._plan(self.party, planned_date=date(2027, 5, 20))
        extra = self._plan(self.party, trigger="other", planned_date=date(2027, 2, 1))
        self._close(extra, "2027-02-01")
        self.assertEqual(self.party.next_review_date, date(2027, 5, 20))
        self.assertEqual(self.party.last_review_date, date(2027, 2, 1))
        self.assertEqual(len(self._reviews_of(self.party)), 2)

    def test_what_is_no_longer_relevant_is_not_reviewed(self):
        objective = self.env["engagement.objective"].create(
            {"name": "Faster", "date_start": "2026-01-01"}
        )
        objective._set_state({"state": "active"})
        # the rhythm runs from here, not from the day on which the addon was installed
        rhythm = self.env.ref("engagement_qms.review_schedule_objective")
        rhythm.start_date = date(2026, 10, 1)
        self.party.next_review_date = date(2027, 5, 20)
        self.code.next_review_date = date(2027, 5, 20)
        self._run("2027-05-10")
        subjects = (self.party, self.code, objective)
        for subject in subjects:
            self.assertEqual(self._reviews_of(subject).state, "planned", subject)
        self.party.write({"relevant": False, "relevance_reason": "They closed"})
        self.code.action_retire()
        objective.result = "Given up"
        objective.action_drop()
        self._run("2027-05-11")
        for subject in subjects:
            review = self._reviews_of(subject)
            self.assertEqual(review.state, "cancelled", subject)
            self.assertIn("not relevant", review.outcome)
        self._run("2029-05-11")
        self.assertEqual(
            [len(self._reviews_of(subject)) for subject in subjects], [1, 1, 1]
        )

    def test_an_objective_is_reviewed_every_half_year_while_it_is_pursued(self):
        with freeze_time("2027-01-01"):
            self.env.ref(SHIPPED % "objective").start_date = date(2026, 1, 1)
        objective = self.env["engagement.objective"].create(
            {"name": "Faster", "date_start": "2027-01-01"}
        )
        self._run("2027-07-02")
        self.assertFalse(self._reviews_of(objective), "a draft is not pursued")
        objective._set_state({"state": "active"})
        self._run("2027-07-02")
        review = self._reviews_of(objective)
        self.assertEqual(review.planned_date, date(2027, 7, 2))
        self._close(review, "2027-07-10")
        self.assertEqual(
            self._reviews_of(objective)[1:].planned_date, date(2028, 1, 10)
        )

    def test_an_empty_database_has_nothing_to_review(self):
        self.env["engagement.party"].search([]).active = False
        self.env["engagement.code"].search([]).active = False
        self.env["engagement.objective"].search([]).active = False
        # a company is always there
        self.env.ref(SHIPPED % "management").active = False
        before = self.reviews.search([])
        self.assertTrue(self._run("2030-01-01"))
        self.assertEqual(self.reviews.search([]), before)

    # The way

    def test_each_step_asks_for_what_belongs_to_it(self):
        review = self._plan(self.code)
        with self.assertRaisesRegex(UserError, "use its buttons"):
            review.state = "closed"
        with self.assertRaisesRegex(UserError, "Say in “Outcome” why"):
            review.action_cancel()
        review.action_hold()
        self.assertEqual(review.held_by_id, self.env.user)
        review.outcome = "Fine"
        with self.assertRaisesRegex(UserError, "still suitable, needs change or is no"):
            review.action_close()
        review.suitable = "yes"
        review.action_close()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.outcome = "Not so fine"
        with self.assertRaisesRegex(UserError, "starts as planned"):
            self._plan(self.party, state="closed")

    def test_a_context_from_outside_does_not_open_the_lock(self):
        review = self._plan(self.party)
        with self.assertRaisesRegex(UserError, "use its buttons"):
            review.with_context(engagement_review_step=True).state = "closed"

    def test_a_cancelled_review_says_why_and_is_followed_by_the_next_one(self):
        review = self._plan(self.party, planned_date=date(2027, 5, 20))
        review.outcome = "They are on holiday"
        with freeze_time("2027-05-01"):
            review.action_cancel()
        self.assertEqual(review.state, "cancelled")
        self.assertEqual(self.party.next_review_date, date(2027, 8, 20))
        self.assertFalse(self.party.last_review_date)

    def test_the_reminder_tells_nothing_and_the_summary_names_the_review(self):
        user = self.users["officer"]
        user.email = "officer@example.com"
        self._plan(self.party, planned_date=date(2027, 5, 20), user_id=user.id)
        self._run("2027-05-10")
        activity = self.env["mail.activity"].search(
            [("res_model", "=", "engagement.review"), ("user_id", "=", user.id)]
        )
        self.assertEqual(activity.summary, "Review due")
        self.assertFalse(activity.note)
        rows = self.env["engagement.daily.summary"]._get_rows(user, date(2027, 5, 10))
        self.assertIn(
            ("Relationship: Azure", date(2027, 5, 20)),
            [(row.name, row.day) for row in rows],
        )

    # A code

    def test_a_code_under_review_goes_on_when_it_is_still_suitable(self):
        with freeze_time("2027-05-20"):
            action = self.code.action_start_review()
        review = self.reviews.browse(action["res_id"])
        self.assertEqual(self.code.state, "under_review")
        self.assertEqual(review.code_id, self.code)
        self._close(review, "2027-05-20", suitable="yes")
        self.assertEqual(self.code.state, "in_force")
        self.assertEqual(self.code.next_review_date, date(2028, 5, 20))

    def test_a_code_that_needs_change_stays_under_review_until_the_new_version(self):
        with freeze_time("2027-05-20"):
            action = self.code.action_start_review()
        review = self.reviews.browse(action["res_id"])
        self._close(review, "2027-05-20", suitable="change")
        self.assertEqual(self.code.state, "under_review")
        following = self._reviews_of(self.code)[1:]
        with freeze_time("2027-06-01"):
            draft = self.env["engagement.code"].browse(
                review.action_new_version()["res_id"]
            )
            self.assertEqual(draft.version, 2)
            draft.with_user(self.users["leader"]).action_approve()
            draft.action_put_in_force()
        # the series goes on with the version that holds
        self.assertEqual(following.code_id, draft)
        self.assertEqual(review.code_id, self.code, "what was held is left as it was")
        self.assertEqual(draft.next_review_date, following.planned_date)
        self.assertEqual(draft.review_count, 2)
        self._run("2028-05-20")
        self.assertEqual(len(self.reviews.search([("root_id", "=", self.code.id)])), 2)

    def test_a_code_no_longer_needed_is_retired_from_its_review(self):
        review = self._close(self._plan(self.code), "2027-05-20", suitable="retire")
        self.assertEqual(self.code.state, "in_force")
        review.action_retire_code()
        self.assertEqual(self.code.state, "retired")

    def test_anybody_may_ask_for_a_review_of_a_code(self):
        user = self.users["user"]
        with freeze_time("2027-05-01"):
            request = (
                self.env["engagement.review.request"]
                .with_user(user)
                .create(
                    {
                        "code_id": self.code.id,
                        "trigger": "law",
                        "reason": "Returns are free by law",
                    }
                )
            )
            review = self.reviews.browse(request.action_ask()["res_id"])
        self.assertEqual(review.trigger, "law")
        self.assertEqual(review.planned_date, date(2027, 5, 15))
        self.assertEqual(review.user_id, self.code.user_id)
        self.assertFalse(review.schedule_id)
        # asked again, the reason is added to the review that is planned
        again = self.code.with_user(user)._ask_for_review("product", "New trucks")
        self.assertEqual(again, review)
        self.assertEqual(review.trigger_note, "Returns are free by law\nNew trucks")

    # Many misses

    def test_two_bad_months_ask_for_a_review_once(self):
        self._settle(self.code, date(2027, 3, 1), kept=3, missed=2)
        self._settle(self.code, date(2027, 4, 1), kept=2, missed=3)
        self.code.next_review_date = date(2029, 1, 1)
        self._run("2027-05-02")
        review = self._reviews_of(self.code)
        self.assertEqual(review.trigger, "many_misses")
        self.assertEqual(review.trigger_period, date(2027, 4, 1))
        self.assertEqual(
            review.trigger_note,
            "Promise 1: 60 % of 5 kept in March 2027\n"
            "Promise 1: 40 % of 5 kept in April 2027",
        )
        self._run("2027-05-03")
        self.assertEqual(self._reviews_of(self.code), review)
        self._close(review, "2027-05-04", suitable="yes")
        self._run("2027-05-31")
        self.assertEqual(self._reviews_of(self.code), review)
        self.assertEqual(self.code.next_review_date, date(2029, 1, 1))

    def test_one_bad_month_few_cases_or_good_ones_ask_for_nothing(self):
        self.code.next_review_date = date(2029, 1, 1)
        stories = {
            "one bad month": ((5, 0), (2, 3)),
            "too few cases": ((0, 4), (0, 4)),
            "at the threshold": ((4, 1), (4, 1)),
        }
        for story, (first, second) in stories.items():
            rows = self._settle(self.code, date(2027, 3, 1), *first)
            rows += self._settle(self.code, date(2027, 4, 1), *second)
            self._run("2027-05-02")
            with self.subTest(story=story):
                self.assertFalse(self._reviews_of(self.code))
            rows.unlink()
        self._settle(self.code, date(2027, 3, 1), 0, 5)
        self._settle(self.code, date(2027, 4, 1), 0, 5)
        self.company.engagement_review_threshold = 0
        self._run("2027-05-02")
        self.assertFalse(self._reviews_of(self.code), "switched off")

    def test_the_threshold_is_a_share(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.company.engagement_review_threshold = 101
            self.env.flush_all()

    # Merged parties

    def test_parties_that_become_one_have_one_open_review(self):
        double = self._new_party("Azure Ltd", influence=5, impact_on_us=5)
        first = self._plan(self.party, planned_date=date(2027, 5, 20))
        second = self._plan(double, planned_date=date(2027, 5, 27))
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.party + double).partner_id.ids, self.party.partner_id)
        kept = (self.party + double).exists()
        self.assertEqual(len(kept), 1)
        self.assertEqual((first + second).party_id, kept)
        self.assertEqual(first.state, "planned")
        self.assertEqual(second.state, "cancelled")


@tagged("post_install", "-at_install", "engagement")
class TestReviewInputs(ReviewCase):
    """What a review is prepared with: live while planned, kept once held."""

    def _text(self, review, role=None):
        review.invalidate_recordset(["inputs_html"])
        if role:
            review = review.with_user(self.users[role])
        return review.inputs_html

    def test_a_relation_shows_contacts_needs_and_risks(self):
        self._new_event(self.party, name="Visit", date="2026-05-01", state="held")
        self._new_need(
            self.party, "Half-day of delivery", last_confirmed=date(2020, 1, 1)
        )
        self.env["engagement.risk"].create(
            {"name": "They leave", "party_id": self.party.id}
        )
        review = self._plan(self.party)
        text = self._text(review)
        for known in ("Critical", "Visit", "Half-day of delivery", "They leave"):
            self.assertIn(known, text)

    def test_what_was_known_when_it_was_held_does_not_change(self):
        need = self._new_need(self.party, "Half-day", last_confirmed=date(2020, 1, 1))
        review = self._plan(self.party)
        self.assertIn("Half-day", self._text(review))
        need.name = "Full day"
        self.assertIn("Full day", self._text(review), "live while planned")
        review.action_hold()
        need.name = "Whole week"
        self.assertIn("Full day", self._text(review))
        self.assertNotIn("Whole week", self._text(review))

    def test_nobody_can_change_the_evidence(self):
        review = self._plan(self.party)
        review.action_hold()
        officer = review.with_user(self.users["manager"])
        with self.assertRaises(UserError):
            officer.write({"evidence": []})
        with self.assertRaises(UserError):
            officer.read(["evidence"])

    def test_words_of_users_stay_words(self):
        self._new_need(
            self.party, "<script>alert(1)</script>", last_confirmed=date(2020, 1, 1)
        )
        review = self._plan(self.party)
        for _state in ("planned", "held"):
            text = self._text(review)
            self.assertNotIn("<script>", text)
            self.assertIn("&lt;script&gt;", text)
            if review.state == "planned":
                review.action_hold()

    def test_who_takes_part_does_not_see_what_is_said_of_the_party(self):
        self._new_need(self.party, "Half-day", last_confirmed=date(2020, 1, 1))
        employee = self.env["hr.employee"].create(
            {"name": "Guest", "user_id": self.users["user"].id}
        )
        self.party.user_id = self.users["officer"]
        review = self._plan(self.party, participant_ids=employee.ids)
        for _state in ("planned", "held"):
            self.assertNotIn("Half-day", self._text(review, "user"))
            self.assertIn("Only those who look after it", self._text(review, "user"))
            for role in ("officer", "leader"):
                self.assertIn("Half-day", self._text(review, role))
            if review.state == "planned":
                review.action_hold()

    def test_a_code_shows_each_rate_with_its_number_and_the_one_before(self):
        with freeze_time("2027-01-01"):
            code = self._new_code("Answers")
        self._settle(code, date(2027, 2, 1), kept=4, missed=1)
        with freeze_time("2027-03-01"):
            review = self._plan(code)
            self.assertIn("80 % of 5", self._text(review))
            self.assertIn("missed: 1", self._text(review))
        self._close(review, "2027-03-01", suitable="yes", decision_text="One more van")
        following = self._reviews_of(code)[1:]
        self._settle(code, date(2027, 3, 1), kept=5, missed=0)
        with freeze_time("2027-04-20"):
            text = self._text(following)
        self.assertIn("100 % of 5", text)
        self.assertIn("before: 80 % of 5", text)
        self.assertIn("One more van", text)

    def test_a_promise_without_cases_has_no_rate(self):
        text = self._text(self._plan(self.code))
        self.assertIn("no data", text)
        self.assertNotIn("0 % of", text)

    def test_an_objective_shows_the_needs_it_serves_as_figures(self):
        need = self._new_need(self.party, "Half-day")
        objective = self.env["engagement.objective"].create(
            {"name": "Faster", "need_ids": need.ids}
        )
        text = self._text(self._plan(objective), "officer")
        self.assertIn("Needs it serves", text)
        self.assertNotIn("Half-day", text)

    def test_a_long_history_costs_no_more_queries(self):
        for subject in (self.party, self.code):
            review = self._plan(subject)
            if subject == self.party:
                self._new_need(self.party, "First")
                self._new_event(
                    self.party, name="Call", date="2026-01-01", state="held"
                )
            before = self._count(review)
            if subject == self.party:
                for number in range(30):
                    self._new_need(self.party, f"Need {number}")
                    self._new_event(
                        self.party, name="Call", date="2026-01-01", state="held"
                    )
            else:
                self._settle(self.code, date(2027, 3, 1), 20, 20)
            with self.subTest(subject=subject._name):
                self.assertLessEqual(self._count(review), before)

    def test_a_list_of_many_costs_no_more_queries_than_one_of_few(self):
        specification = {
            name: {}
            for name in ("display_name", "subject_name", "kind", "state", "overdue")
        }
        reviews = self.reviews.with_user(self.users["officer"])

        def measure(count):
            for number in range(count):
                self._plan(self._new_party(f"Party {number}"))
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = reviews.web_search_read([], specification, limit=80)
            self.assertGreaterEqual(found["length"], count)
            return self.env.cr.sql_log_count - before

        measure(2)
        self.assertLessEqual(measure(40), measure(2))

    def test_a_register_counts_its_reviews_in_one_query(self):
        parties = self.env["engagement.party"]
        for number in range(20):
            parties += self._new_party(f"Party {number}")
            self._plan(parties[-1])
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(1):
            self.assertEqual(parties.mapped("review_count"), [1] * 20)

    def _count(self, review):
        self._text(review)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertTrue(review.inputs_html)
        return self.env.cr.sql_log_count - before
