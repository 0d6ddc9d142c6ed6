# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from odoo.addons.engagement_qms.models.party.res_partner_engage import EngageAnswer
from odoo.addons.engagement_qms.tests.survey_common import SurveyCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
class TestLearningSurvey(College, SurveyCase):
    """A round asks the learners of a programme, or those who stand behind them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        # old enough to be asked without anybody's leave
        cls.adults = cls.env["engagement.learner"]
        for number in range(3):
            cls.adults |= cls._new_learner(f"Adult {number}", birth_date="2000-01-01")
        cls.minor = cls._new_learner("Minor", birth_date="2012-05-10")
        for learner in cls.adults + cls.minor:
            cls._enrol(learner)
        cls.elsewhere = cls._new_learner("Elsewhere", birth_date="2000-01-01")
        cls.other_course = cls._new_course(name="Evening course")
        cls._enrol(cls.elsewhere, cls.other_course)
        cls.mother = cls._new_guardian(
            cls.minor, "guardian", may_receive_information=True
        ).partner_id
        cls.learners = cls.env.ref("engagement_qms_education.category_learner")

    def _ask(self, audience, **values):
        return self._open_round(
            audience=audience,
            category_ids=self.learners.ids,
            learning_programme_id=self.programme.id,
            **values,
        )

    def _with_answers(self, answers):
        """Let the question of consent be answered as given, and allow all else."""

        def decide(partners, purpose):
            self.assertEqual(purpose, "survey")
            return {
                one.id: answers.get(one) or EngageAnswer(True, one, "en_US")
                for one in partners
            }

        return patch.object(self.env.registry["res.partner"], "_decide_engage", decide)

    def test_the_learners_of_a_programme_are_asked_without_being_parties(self):
        with self._with_answers({}):
            asked = self._ask("learner")
        self.assertEqual(
            self._get_invited(asked).partner_id,
            (self.adults + self.minor + self.elsewhere).partner_id,
        )
        self.assertEqual(asked.learning_programme_id, self.programme)
        self.assertEqual(asked.group_ids.category_id, self.learners)
        self.assertEqual(asked.group_ids.population, 5)

    def test_the_learners_of_one_course_are_asked(self):
        with self._with_answers({}):
            asked = self._ask("learner", course_id=self.other_course.id)
        self.assertEqual(self._get_invited(asked).partner_id, self.elsewhere.partner_id)

    def test_who_has_left_is_not_asked(self):
        self.adults[0].enrolment_ids.write(
            {"state": "withdrawn", "withdrawal_reason": "Moved"}
        )
        with self._with_answers({}):
            asked = self._ask("learner")
        self.assertNotIn(self.adults[0].partner_id, self._get_invited(asked).partner_id)

    def test_a_minor_is_asked_through_the_guardian_or_left_out_with_the_reason(self):
        through = EngageAnswer(True, self.mother, "en_US", "mail", "Through a guardian")
        with self._with_answers({self.minor.partner_id: through}):
            asked = self._ask("learner")
        invited = self._get_invited(asked)
        own = invited.filtered(lambda line: line.partner_id == self.minor.partner_id)
        self.assertEqual(own.recipient_id, self.mother)

        nobody = self.env["res.partner"]
        refused = EngageAnswer(False, nobody, "en_US", "", "Nobody has consented")
        with self._with_answers({self.minor.partner_id: refused}):
            asked = self._ask("learner")
            self.assertEqual(asked.barred_reasons, "1 × Nobody has consented")
        self.assertEqual(asked.barred_ids, self.minor.partner_id)
        self.assertNotIn(self.minor.partner_id, self._get_invited(asked).partner_id)

    def test_guardians_of_minors_are_asked_but_for_whom_it_is_closed(self):
        for values in (
            {"no_contact": True, "may_receive_information": True},
            {"may_receive_information": False},
            {"may_receive_information": True, "valid_to": "2021-01-01"},
        ):
            person = self.env["res.partner"].create({"name": "Closed"})
            self._new_guardian(self.minor, person, **values)
        grown = self.env["res.partner"].create({"name": "Of age"})
        self._new_guardian(self.adults[0], grown, may_receive_information=True)
        with self._with_answers({}):
            asked = self._ask("guardian")
        self.assertEqual(self._get_invited(asked).partner_id, self.mother)

    def test_employers_of_a_programme_are_asked(self):
        employer = self.env["res.partner"].create({"name": "Boat yard"})
        self.env["engagement.skill.gap"].create(
            {
                "name": "Drawings",
                "programme_id": self.programme.id,
                "partner_id": employer.id,
            }
        )
        placing, gone = self.env["res.partner"].create(
            [{"name": "Takes learners"}, {"name": "Took learners"}]
        )
        self.env["engagement.programme.partner"].create(
            [
                {
                    "programme_id": self.programme.id,
                    "partner_id": partner.id,
                    "role": "placement",
                    "date_from": "2020-01-01",
                    "date_to": until,
                }
                for partner, until in ((placing, False), (gone, "2021-01-01"))
            ]
        )
        asked = self._ask("employer")
        self.assertEqual(self._get_invited(asked).partner_id, employer + placing)

    def test_whom_it_is_about_is_fixed_once_it_is_open(self):
        with self._with_answers({}):
            asked = self._ask("learner")
        with self.assertRaises(UserError):
            asked.with_user(self.users["engagement"]).write(
                {"course_id": self.other_course.id}
            )

    def test_choosing_learners_brings_their_questionnaire(self):
        for audience in ("learner", "guardian", "employer"):
            with Form(self.env["engagement.survey.programme"]) as form:
                form.name = audience
                form.audience = audience
            found = form.record
            with self.subTest(audience=audience):
                self.assertEqual(
                    (found.survey_id, found.category_ids),
                    (
                        self.env.ref(f"engagement_qms_education.survey_{audience}"),
                        self.env.ref(f"engagement_qms_education.category_{audience}"),
                    ),
                )
                self.assertEqual(found.anonymous, audience != "employer")

    def test_a_programme_prepares_a_survey_and_counts_its_rounds(self):
        action = self.programme.action_ask_learners()
        survey = Form(
            self.env["engagement.survey.programme"].with_context(**action["context"])
        ).save()
        self.assertEqual(survey.learning_programme_id, self.programme)
        self.assertEqual(
            survey.survey_id, self.env.ref("engagement_qms_education.survey_learner")
        )
        with self._with_answers({}):
            asked = survey._open_rounds()
        self.assertEqual(asked.learning_programme_id, self.programme)
        self.assertEqual(self.programme.round_count, 1)
        self.assertEqual(
            self.env["engagement.survey.round"].search(
                self.programme.action_view_rounds()["domain"]
            ),
            asked,
        )
