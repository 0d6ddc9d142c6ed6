# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo.tests import tagged

from ..models.measure import periods
from .survey_common import SurveyCase


@tagged("post_install", "-at_install")
class TestIndicatorSatisfaction(SurveyCase):
    """What rounds say, in the shipped indicators: who said it, how many, told back."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["survey.user_input"].search([]).unlink()
        cls.env["rating.rating"].search([]).unlink()
        cls.env["engagement.survey.round"].search([]).unlink()

    def value_of(self, name, day=None, scope="all"):
        indicator = self.env.ref(f"engagement_qms.indicator_{name}")
        start = periods.get_start(day or date.today(), indicator.period)
        self.env.flush_all()
        # as if nothing had been frozen yet
        self.env.cr.execute("UPDATE engagement_measure SET frozen = FALSE")
        indicator._measure(start, start)
        return self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", scope),
                ("period_start", "=", start),
            ]
        )

    def answer_all(self, survey_round, people, scores):
        for partner, score in zip(people, scores, strict=True):
            self._answer(survey_round, partner, score)

    def test_i_02_the_index_is_the_plain_mean_over_people(self):
        people = self._new_people(5)
        asked = self._open_round(anonymous=False)
        self.answer_all(asked, people, (5, 5, 4, 3, 1))
        measure = self.value_of("satisfaction_index")
        self.assertEqual((measure.value, measure.sample), (65, 5))

    def test_i_02_below_five_answers_nothing_is_said(self):
        people = self._new_people(4)
        asked = self._open_round(anonymous=False)
        self.answer_all(asked, people, (5, 5, 4, 3))
        measure = self.value_of("satisfaction_index")
        self.assertEqual((measure.empty, measure.sample), (True, 4))

    def test_i_02_test_answers_and_staff_do_not_count(self):
        people = self._new_people(6)
        asked = self._open_round(anonymous=False)
        self.answer_all(asked, people, (5, 5, 5, 5, 5, 1))
        last = self.env["survey.user_input"].search(
            [("engagement_round_id", "=", asked.id)], order="engagement_index", limit=1
        )
        last.test_entry = True
        measure = self.value_of("satisfaction_index")
        self.assertEqual((measure.value, measure.sample), (100, 5))

    def test_i_02_an_anonymous_round_says_nothing_before_it_is_closed(self):
        people = self._new_people(5)
        asked = self._open_round(anonymous=True)
        self.answer_all(asked, people, (5, 5, 5, 5, 5))
        self.assertFalse(self.value_of("satisfaction_index").sample)
        asked.action_close()
        self.assertEqual(self.value_of("satisfaction_index").sample, 5)

    def test_i_02_a_small_group_is_hidden_and_not_derivable(self):
        many, few = self._new_people(7), self._new_people(2, self.other_category)
        asked = self._open_round(
            anonymous=False, category_ids=(self.category + self.other_category).ids
        )
        self.answer_all(asked, many, (5,) * 7)
        self.answer_all(asked, few, (1, 1))
        self.assertEqual(self.value_of("satisfaction_index").sample, 9)
        for category in self.category + self.other_category:
            part = self.value_of(
                "satisfaction_index", scope=f"category_id:{category.id}"
            )
            self.assertFalse(part)

    def test_i_02_groups_large_enough_are_shown_apart(self):
        some, others = self._new_people(5), self._new_people(6, self.other_category)
        asked = self._open_round(
            anonymous=False, category_ids=(self.category + self.other_category).ids
        )
        self.answer_all(asked, some, (5,) * 5)
        self.answer_all(asked, others, (3,) * 6)
        part = self.value_of(
            "satisfaction_index", scope=f"category_id:{self.category.id}"
        )
        self.assertEqual((part.value, part.scope_name), (100, self.category.name))
        # by their size: as many parties as were asked
        weighted = self.value_of("satisfaction_weighted")
        self.assertAlmostEqual(weighted.value, (5 * 100 + 6 * 50) / 11)

    def test_i_06_the_response_is_of_all_who_were_invited(self):
        people = self._new_people(5)
        asked = self._open_round(anonymous=False)
        self.answer_all(asked, people[:2], (5, 5))
        measure = self.value_of("response_rate")
        self.assertEqual(
            (measure.value, measure.numerator, measure.denominator), (40, 2, 5)
        )

    def test_i_07_told_back_later_than_thirty_days_is_not_told_back(self):
        day = periods.shift(periods.get_start(date.today(), "quarter"), "quarter", -2)
        self.env["engagement.feedback"].search([]).unlink()
        for told in (10, 31, None):
            feedback = self.env["engagement.feedback"].create(
                {"kind": "suggestion", "text": "Open earlier.", "partner_name": "Ada"}
            )
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE engagement_feedback SET closed_on = %s, reported_back_on = %s"
                " WHERE id = %s",
                [day, told and day + timedelta(days=told), feedback.id],
            )
        measure = self.value_of("closed_loop", day)
        self.assertEqual((measure.numerator, measure.denominator), (1, 3))

    def test_i_08_the_gap_is_that_of_the_group_heard_least(self):
        many, few = self._new_people(6), self._new_people(6, self.other_category)
        asked = self._open_round(
            anonymous=False, category_ids=(self.category + self.other_category).ids
        )
        self.answer_all(asked, many, (5,) * 6)
        self.answer_all(asked, few[:2], (5, 5))
        asked.action_close()
        # half of the people, a quarter of the answers
        self.assertAlmostEqual(self.value_of("voice_gap").value, 25)

    def test_i_28_staff_say_how_safe_it_is_to_speak_up(self):
        self.survey.question_ids.filtered(
            lambda question: question.question_type == "scale"
        ).engagement_measures = "speak_up"
        self.env["hr.employee"].create(
            [
                {"name": f"Colleague {n}", "work_email": f"c{n}@example.com"}
                for n in range(5)
            ]
        )
        asked = self._open_round(anonymous=False, audience="staff")
        people = self._get_invited(asked).partner_id[:5]
        self.answer_all(asked, people, (5, 5, 3, 3, 1))
        measure = self.value_of("speak_up")
        self.assertEqual((measure.value, measure.sample), (60, 5))

    def test_answers_are_a_source_that_people_can_choose(self):
        people = self._new_people(5)
        asked = self._open_round(anonymous=False)
        self.answer_all(asked, people, (5, 5, 4, 3, 1))
        indicator = self.env["engagement.indicator"].create(
            {
                "code": "OWN",
                "name": "Own",
                "source": "survey_answer",
                "aggregate": "median",
                "measure_field": "engagement_index",
                "domain": "[('engagement_audience', '=', 'customer')]",
                "minimum_sample": 5,
            }
        )
        self.env.flush_all()
        measure = indicator._measure(date.today(), date.today()).filtered(
            lambda m: m.company_id == self.company
        )
        self.assertEqual((measure.value, measure.sample), (75, 5))
        opened = measure.action_view_records()
        found = self.env["survey.user_input"].search_count(opened["domain"])
        self.assertEqual(found, 5)
