# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.measure import periods
from odoo.addons.engagement_qms.tests.survey_common import SurveyCase

from .common import College
from .test_indicator_education import EducationFigureCase


@tagged("post_install", "-at_install", "engagement")
class TestIndicatorLearner(EducationFigureCase):
    """E-02, E-03, E-06 and E-10 against what can be counted by hand."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.end = periods.get_end(cls.start, "month")
        cls.course = cls._new_course(date_from=cls.start - timedelta(days=300))

    def _minor(self, name="Minor", **values):
        """Make an active learner who is under age all along."""
        birth = self.today - timedelta(days=12 * 365)
        return self._new_learner(
            name, **{"birth_date": birth, "date_start": "2020-01-01", **values}
        )

    def _guardian(self, learner, **values):
        person = self.env["res.partner"].create({"name": f"Of {learner.number}"})
        return self._new_guardian(
            learner, person, may_receive_information=True, **values
        )

    def _talk(self, link, day, result="held"):
        review = self.env["engagement.learner.review"].create(
            {
                "learner_id": link.learner_id.id,
                "guardianship_id": link.id,
                "kind": "guardian_contact",
                "planned_date": day,
            }
        )
        review.write({"state": "held", "held_date": day, "contact_result": result})
        return review

    def test_e_02_counts_minors_for_whom_it_took_two_to_talk(self):
        spoken = self._minor()
        self._talk(self._guardian(spoken), self.end)
        self._talk(self._guardian(spoken), self.start)
        came = self._minor()
        self.env["engagement.participation"].create(
            {
                "partner_id": self._guardian(came).partner_id.id,
                "date": self.start,
                "source": "event",
                "participated": True,
                "company_id": self.company.id,
            }
        )
        # nobody answered; the days round the month; told nothing at all
        self._talk(self._guardian(self._minor()), self.start, "no_answer")
        self._talk(self._guardian(self._minor()), self.start - timedelta(days=1))
        self._talk(self._guardian(self._minor()), self.end + timedelta(days=1))
        self.assertEqual(self.figure("02"), (2, 5, 40))

    def test_e_02_a_talk_that_was_called_off_was_none(self):
        talk = self._talk(self._guardian(self._minor()), self.start)
        self.assertEqual(self.figure("02"), (1, 1, 100))
        talk.write({"not_held_reason": "guardian"})
        talk.action_cancel()
        self.assertEqual(self.figure("02"), (0, 1, 0))

    def test_e_02_leaves_out_who_is_not_to_be_called(self):
        kept = self._guardian(self._minor())
        kept.write({"no_contact": True, "no_contact_reason": "Court"})
        self._talk(kept, self.start)
        blind = self._guardian(self._minor())
        blind.may_receive_information = False
        ended = self._guardian(self._minor(), valid_to=self.start - timedelta(days=1))
        self._talk(ended, self.start)
        self._guardian(self._minor(birth_date="1990-01-01"))
        self._guardian(self._minor(birth_date=False))
        self._guardian(self._minor(status="left"))
        self._guardian(self._minor(date_start=self.end + timedelta(days=1)))
        self._minor("Nobody")
        self.assertIsNone(self.figure("02"))
        self._guardian(self._minor())
        self.assertEqual(self.figure("02"), (0, 1, 0))

    def test_e_02_a_learner_of_age_at_the_end_of_the_month_does_not_count(self):
        years = self.company.engagement_majority_age
        last = self.end.replace(year=self.end.year - years, day=28)
        self._guardian(self._minor(birth_date=last))
        later = self._minor(birth_date=last + timedelta(days=10))
        self._guardian(later)
        self.assertEqual(self.figure("02"), (0, 1, 0))

    def test_e_03_counts_what_was_held_by_the_day_first_due(self):
        reviews = self.env["engagement.learner.review"]
        inside, other = self._minor(), self._minor()
        self._enrol(inside, date_from=self.start - timedelta(days=100))
        self._enrol(
            inside,
            self._new_course(name="Second", date_from=self.start),
            date_from=self.start - timedelta(days=100),
        )
        self._enrol(
            inside,
            self._new_course(programme_id=self.other.id, date_from=self.start),
            date_from=self.end + timedelta(days=1),
        )
        for learner, kind, due, values in (
            (inside, "progress", self.start, {"held_date": self.start}),
            (
                inside,
                "induction",
                self.end,
                {"held_date": self.end + timedelta(days=1)},
            ),
            (inside, "support", self.start, {"state": "planned"}),
            (
                inside,
                "exit",
                self.start,
                {"state": "cancelled", "not_held_reason": "learner"},
            ),
            # somebody wrote a day beforehand, and it was not held
            (
                other,
                "consent",
                self.start,
                {
                    "state": "cancelled",
                    "not_held_reason": "staff",
                    "held_date": self.start,
                },
            ),
            # called off; and of the days round the month
            (
                other,
                "progress",
                self.start,
                {"state": "cancelled", "not_held_reason": "other"},
            ),
            (other, "induction", self.start - timedelta(days=1), {}),
            (other, "support", self.end + timedelta(days=1), {}),
        ):
            review = reviews.create(
                {"learner_id": learner.id, "kind": kind, "planned_date": due}
            )
            if values.get("held_date"):
                values = {"state": "held"} | values
            review.write(values)
        self.assertEqual(self.figure("03"), (1, 5, 20))
        self.assertEqual(self.figure("03", self.of(self.programme)), (1, 4, 25))
        self.assertIsNone(self.figure("03", self.of(self.other)))
        indicator = self.env.ref("engagement_qms_education.indicator_e_03")
        parts = self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("scope_key", "=", self.of(self.programme)),
                ("period_start", "=", self.start),
            ]
        )
        self.assertEqual(parts.mapped("scope_name"), [self.programme.display_name])

    def test_e_03_what_is_not_due_yet_is_not_late(self):
        self.env["engagement.learner.review"].create(
            {"learner_id": self._minor().id, "planned_date": self.today}
        )
        self.assertIsNone(self.figure("03", start=self.today))

    def _agree(self, due, **values):
        return self.env["engagement.support.measure"].create(
            {
                "learner_id": self._minor().id,
                "area": "time",
                "measure": "More time",
                "due_date": due,
                **values,
            }
        )

    def test_e_04_counts_what_was_in_place_by_the_day_agreed(self):
        day = timedelta(days=1)
        self._agree(self.start, in_place_on=self.start)
        self._agree(self.end, in_place_on=self.end + day)
        self._agree(self.end)
        # the days round the month; agreed with nobody
        self._agree(self.start - day, in_place_on=self.start - day)
        self._agree(self.end + day, in_place_on=self.start)
        self._agree(self.start, agreed_with="nobody")
        self.assertEqual(self.figure("04"), (1, 3, 33.3333))

    def test_e_04_a_day_that_is_moved_stays_the_day_that_was_promised(self):
        day = timedelta(days=1)
        late = self._agree(self.start)
        late.write({"due_date": self.end, "in_place_on": self.end})
        self.assertEqual(late.first_due_date, self.start)
        # what nobody agreed to yet is promised once somebody does
        open_yet = self._agree(self.start - day, agreed_with="nobody")
        self.assertFalse(open_yet.first_due_date)
        open_yet.due_date = self.end
        open_yet.write({"agreed_with": "both", "in_place_on": self.end})
        self.assertEqual(open_yet.first_due_date, self.end)
        self.assertEqual(self.figure("04"), (1, 2, 50.0))

    def test_e_04_what_is_not_due_yet_is_not_late(self):
        self._agree(self.today)
        self.assertIsNone(self.figure("04", start=self.today))

    def _consent(self, learner, purpose, day, **values):
        return self.env["engagement.consent"].create(
            {
                "learner_id": learner.id,
                "purpose_id": purpose.id,
                "given_by_id": learner.partner_id.id,
                "capacity": "mature",
                "given_on": day,
                "expires_on": False,
                **values,
            }
        )

    def test_e_09_asks_for_every_needed_consent_at_the_end_of_the_month(self):
        purposes = self.env["engagement.consent.purpose"]
        purposes.search([]).required = False
        self._consent(self._minor(), purposes.search([], limit=1), self.start)
        self.assertIsNone(self.figure("09"))
        first, second, general, _other = purposes.create(
            [
                {"name": "A", "code": "a", "required": True},
                {
                    "name": "B",
                    "code": "b",
                    "required": True,
                    "company_id": self.company.id,
                },
                {"name": "B", "code": "b", "required": False},
                {"name": "C", "code": "c", "required": True, "basis": "contract"},
            ]
        )
        day = timedelta(days=1)
        both = self._minor()
        self._consent(both, first, self.start)
        # said to the general purpose, of which the company has its own
        self._consent(both, general, self.end, expires_on=self.end)
        one = self._minor()
        self._consent(one, first, self.start)
        for values in (
            {"given_on": self.start, "expires_on": self.end - day},
            {"given_on": self.start, "answer": "no"},
            {"given_on": self.end + day},
        ):
            learner = self._minor()
            self._consent(learner, first, self.start)
            self._consent(learner, second, self.start - day, expires_on=self.end - day)
            self._consent(learner, second, values.pop("given_on"), **values)
        again = self._minor()
        self._consent(again, first, self.start)
        self._consent(again, second, self.start, answer="no")
        self._consent(again, second, self.start)
        # one parent took the yes back after the other had said yes
        parted = self._minor()
        self._consent(parted, first, self.start)
        taken, _kept = (
            self._consent(
                parted,
                second,
                self.start - (2 - number) * day,
                given_by_id=self._guardian(parted, may_consent=True).partner_id.id,
            )
            for number in range(2)
        )
        taken._step().withdrawn_on = self.start
        # of age, and who left
        self._minor(birth_date="1990-01-01")
        self._minor(status="left")
        # both, again; not: the first of all, one, the three, and the parted
        self.assertEqual(self.figure("09"), (2, 8, 25))

    def _change(self, day, **values):
        return self.env["engagement.action"].create(
            {
                "name": "Change",
                "kind": "improvement",
                "company_id": self.company.id,
                "learning_programme_id": self.programme.id,
                "implemented_on": day,
                "state": "check",
                **values,
            }
        )

    def test_e_06_counts_changes_that_follow_learners_or_employers(self):
        year = periods.get_start(self.start, "year")
        last = periods.get_end(year, "year")
        self._change(year, cites_input="learner")
        self._change(min(last, self.today), cites_input="employer")
        self._change(self.start, cites_input="none")
        self._change(
            self.start, cites_input="guardian", learning_programme_id=self.other.id
        )
        self._change(self.start)
        # no programme, called off, of the year before
        self._change(self.start, cites_input="learner", learning_programme_id=False)
        self._change(self.start, cites_input="learner", state="cancelled")
        self._change(year - timedelta(days=1), cites_input="learner")
        self.assertEqual(self.figure("06"), (2, 5, 40))
        self.assertEqual(self.figure("06", self.of(self.programme)), (2, 4, 50))
        self.assertEqual(self.figure("06", self.of(self.other)), (0, 1, 0))

    def test_e_06_without_changes_says_nothing(self):
        self.assertIsNone(self.figure("06"))

    def _appeal(self, answered, *outcomes, **values):
        complaint = self.make_complaint(
            received_at="2020-01-01",
            kind="appeal",
            point_ids=[
                (0, 0, {"name": "Mark", "outcome": outcome}) for outcome in outcomes
            ],
            **values,
        )
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE engagement_complaint SET first_answered_at = %s WHERE id = %s",
                answered,
                complaint.id,
            )
        )
        return complaint

    def test_e_10_borders_are_those_of_the_time_zone_of_the_company(self):
        first, last = self.half()
        begin = periods.get_moment(first, "Europe/Berlin")
        stop = periods.get_moment(last + timedelta(days=1), "Europe/Berlin")
        second = timedelta(seconds=1)
        programme = {"programme_id": self.programme.id}
        self._appeal(begin, "upheld", **programme)
        self._appeal(stop - second, "upheld", "not_upheld")
        self._appeal(begin, "not_upheld")
        self._appeal(begin, "not_upheld")
        # a second too early and too late, not decided, no appeal
        self._appeal(begin - second, "upheld")
        self._appeal(stop, "upheld")
        self._appeal(begin, "upheld", False)
        self._appeal(begin, "upheld").kind = "complaint"
        self.assertEqual(self.figure("10"), (2, 4, 50))
        self.assertEqual(self.figure("10", self.of(self.programme)), (1, 1, 100))

    def test_e_10_without_decisions_says_nothing(self):
        self._appeal(None, "upheld")
        self.assertIsNone(self.figure("10"))


@tagged("post_install", "-at_install", "engagement")
class TestLearnerSatisfaction(College, SurveyCase):
    """E-01: what learners say, by programme where enough of them did."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.env["survey.user_input"].search([]).unlink()
        cls.env["engagement.survey.round"].search([]).unlink()
        cls.other = cls.programme.copy({"code": "C2"})

    def _figure(self, scope="all"):
        indicator = self.env.ref("engagement_qms_education.indicator_e_01")
        self.env.flush_all()
        self.env.cr.execute("UPDATE engagement_measure SET frozen = FALSE")
        start = periods.get_start(date.today(), "half_year")
        indicator._measure(start, start)
        measure = self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", scope),
                ("period_start", "=", start),
            ]
        )
        return (
            (measure.value, measure.sample) if measure and not measure.empty else None
        )

    def _say(self, scores, programme, audience="learner"):
        people = self._new_people(len(scores))
        asked = self._open_round(anonymous=False, audience=audience)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engagement_survey_round SET learning_programme_id = %s"
            " WHERE id = %s",
            [programme.id, asked.id],
        )
        for partner, score in zip(people, scores, strict=True):
            self._answer(asked, partner, score)
        self.env["engagement.survey.round"].invalidate_model()
        asked.action_close()

    def test_e_01_programmes_with_enough_answers_are_shown_apart(self):
        self._say((5, 5, 5, 5, 5), self.programme)
        self._say((3, 3, 3, 3, 3, 3), self.other)
        self._say((1,), self.other, audience="customer")
        value, sample = self._figure()
        self.assertEqual(sample, 11)
        self.assertAlmostEqual(value, (5 * 100 + 6 * 50) / 11)
        self.assertEqual(self._figure(f"programme_id:{self.programme.id}"), (100, 5))
        self.assertEqual(self._figure(f"programme_id:{self.other.id}"), (50, 6))

    def test_e_01_a_small_programme_is_hidden_and_not_derivable(self):
        self._say((5, 5, 5, 5, 5, 5), self.programme)
        self._say((1, 1), self.other)
        self.assertEqual(self._figure(), (75, 8))
        for programme in self.programme + self.other:
            self.assertIsNone(self._figure(f"programme_id:{programme.id}"))

    def test_e_01_below_five_answers_nothing_is_said(self):
        self._say((5, 5, 5, 5), self.programme)
        self.assertIsNone(self._figure())
