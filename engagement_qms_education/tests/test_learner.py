# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestLearner(College, EngagementCase):
    """A learner stands on a contact that is there, and is a number elsewhere."""

    def test_a_learner_has_a_number_and_no_second_contact(self):
        partner = self.env["res.partner"].create({"name": "Robin"})
        before = self.env["res.partner"].search_count([])
        learner = self._new_learner(partner_id=partner.id)
        self.assertEqual(self.env["res.partner"].search_count([]), before)
        self.assertRegex(learner.number, r"^L\d{5}$")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self._new_learner(partner_id=partner.id)
        elsewhere = self._new_learner(
            partner_id=partner.id, company_id=self.other_company.id
        )
        self.assertNotEqual(elsewhere.number, learner.number)

    def test_the_name_shows_only_where_a_screen_asks_for_it(self):
        learner = self._new_learner("Robin")
        self.assertEqual(learner.display_name, learner.number)
        named = learner.with_context(show_learner_name=True)
        self.assertEqual(named.display_name, f"Robin ({learner.number})")
        learner.partner_id.name = "Robin Hood"
        self.assertEqual(learner.name, "Robin Hood")
        self.assertEqual(
            self.env["engagement.learner"].name_search("Robin H"),
            [(learner.id, learner.number)],
        )

    def test_guardians_and_courses_have_no_half_title(self):
        self._open_college()
        learner = self._new_learner("Robin")
        number = learner.number
        row = self._new_guardian(learner, "guardian", relation="mother")
        self.assertEqual(row.display_name, f"{number}, Mother")
        named = row.with_context(show_learner_name=True)
        self.assertEqual(named.display_name, f"{row.partner_id.name}, Mother")
        enrolment = self._enrol(learner)
        self.assertEqual(enrolment.display_name, f"{number}, Carpentry 2026")
        for model in ("guardianship", "enrolment", "report"):
            with self.subTest(model=model):
                new = self.env[f"engagement.{model}"].new({})
                self.assertFalse(new.display_name)

    def test_a_minor_is_who_has_not_reached_the_age_of_the_company(self):
        minor = self._new_learner(birth_date="2008-04-01")
        of_age = self._new_learner(birth_date="2008-03-31")
        unknown = self._new_learner(birth_date=False)
        learners = minor + of_age + unknown
        self.assertEqual(learners.filtered("is_minor"), minor)
        among = [("id", "in", learners.ids)]
        search = self.env["engagement.learner"].search
        self.assertEqual(search([*among, ("is_minor", "=", True)]), minor)
        self.assertEqual(search([*among, ("is_minor", "=", False)]), of_age + unknown)
        self.assertEqual(search([*among, ("is_minor", "!=", True)]), of_age + unknown)
        self.company.engagement_majority_age = 21
        self.assertEqual(learners.filtered("is_minor"), minor + of_age)

    def test_whoever_was_born_on_a_leap_day_is_of_age_on_the_first_of_march(self):
        learner = self._new_learner(birth_date="2008-02-29")
        self.assertEqual(str(learner.majority_date), "2026-03-01")

    def test_nobody_is_born_tomorrow(self):
        with self.assertRaisesRegex(ValidationError, "yet to come"):
            self._new_learner(birth_date="2026-04-01")

    def test_links_stay_in_the_company(self):
        learner = self._new_learner()
        strangers = self.env["res.partner"].create(
            {"name": "There", "company_id": self.other_company.id}
        )
        with self.assertRaisesRegex(UserError, "another company"):
            learner.funder_id = strangers
        with self.assertRaisesRegex(UserError, "another company"):
            self._new_guardian(learner, strangers)

    def test_nobody_takes_a_learner_for_the_own(self):
        """An educator may write to a learner; as the tutor one sees the reviews."""
        self._open_college()
        learner = self._new_learner(tutor_id=self.tutor.id)
        self._enrol(learner)
        educator = learner.with_user(self.users["educator"])
        educator.preferred_name = "Kim"
        for change in (
            {"tutor_id": self.educator.id},
            {"user_id": self.users["educator"].id},
            {"partner_id": self.users["educator"].partner_id.id},
        ):
            with self.subTest(change), self.assertRaisesRegex(UserError, "managers"):
                educator.write(change)
        self.users["tutor"].group_ids += self.env.ref(
            "engagement_qms_education.group_education_user"
        )
        learner.with_user(self.users["tutor"]).tutor_id = self.educator
        self.assertEqual(learner.tutor_id, self.educator)
        learner.with_user(self.users["manager"]).tutor_id = self.tutor
        self.assertEqual(learner.tutor_id, self.tutor)

    def test_a_contact_and_a_tutor_lead_to_their_learners(self):
        self._open_college()
        learner = self._new_learner(tutor_id=self.tutor.id)
        row = self._new_guardian(learner, "guardian")
        sister = self._new_learner()
        row.copy({"learner_id": sister.id})
        for partner, expected in (
            (learner.partner_id, learner),
            (row.partner_id, learner + sister),
            (self.env["res.partner"].create({"name": "Stranger"}), learner.browse()),
        ):
            seen = partner.with_user(self.users["manager"])
            self.assertEqual(seen.engagement_learner_count, len(expected))
            action = seen.action_view_engagement_learners()
            self.assertEqual(learner.search(action["domain"]), expected)
        tutor = self.env["hr.employee.public"].browse(self.tutor.id)
        tutor = tutor.with_user(self.users["manager"])
        self.assertEqual(tutor.engagement_learner_count, 1)
        action = tutor.action_view_engagement_learners()
        self.assertEqual(learner.search(action["domain"]), learner)
        seen = row.partner_id.with_user(self.users["other_tutor"])
        self.assertEqual(seen.engagement_learner_count, 0)
