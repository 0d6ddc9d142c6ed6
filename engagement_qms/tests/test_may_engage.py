# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.engagement_qms.models.party.res_partner_engage import EngageAnswer

from .survey_common import SurveyCase


@tagged("post_install", "-at_install", "engagement")
class TestMayEngage(SurveyCase):
    """May we ask or tell this person this, and how."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.env["res.partner"].create(
            {"name": "Ada", "email": "ada@example.com", "street": "Way 1"}
        )

    def _ask(self, purpose="survey", partner=None):
        partner = partner or self.person
        return partner._may_engage(purpose)[partner.id]

    def _bar(self, barred, reason="She said no.", recipient=None):
        """Let somebody be barred, or be asked through somebody else."""
        model = type(self.env["res.partner"])
        decide = model._decide_engage

        def _decide_engage(partners, purpose):
            answers = decide(partners, purpose)
            for partner in partners & barred:
                answers[partner.id] = EngageAnswer(
                    bool(recipient), recipient or barred.browse(), "en_US", "", reason
                )
            return answers

        self.patch(model, "_decide_engage", _decide_engage)

    def test_by_mail_in_the_language_of_the_person(self):
        self.assertEqual(
            self._ask(), EngageAnswer(True, self.person, "en_US", "mail", "")
        )

    def test_who_wants_no_mail_gets_what_is_about_the_own_matter(self):
        self.env["mail.blacklist"].create({"email": "ada@example.com"})
        self.assertEqual(self._ask("survey").form, "letter")
        self.assertEqual(self._ask("complaint").form, "mail")

    def test_without_an_address_by_what_is_known(self):
        self.person.email = False
        self.assertEqual(self._ask().form, "letter")
        self.person.write({"street": False, "phone": "+32 2 290 34 90"})
        self.assertEqual(self._ask().form, "phone")
        user = new_test_user(self.env, "test_engage", groups="base.group_portal")
        user.partner_id.email = False
        self.assertEqual(self._ask(partner=user.partner_id).form, "portal")
        self.person.phone = False
        self.assertEqual(self._ask().form, "none")

    def test_the_way_that_the_party_prefers_comes_first(self):
        letter = self.env["engagement.channel"].create(
            {"name": "Post", "kind": "letter"}
        )
        self._new_party(partner_id=self.person.id, channel_id=letter.id)
        self.assertEqual(self._ask().form, "letter")
        self.person.street = False
        self.assertEqual(self._ask().form, "mail")

    def test_many_take_as_many_queries_as_one(self):
        people = self.env["res.partner"].create(
            [{"name": f"P{at}", "email": f"p{at}@example.com"} for at in range(50)]
        )
        self.env.flush_all()
        for some in (people[:1], people):
            self.env.invalidate_all()
            with self.assertQueryCount(4):
                self.assertEqual(len(some._may_engage("survey")), len(some))

    def test_who_is_written_to_by_hand_is_asked_about_first(self):
        other = self.env["res.partner"].create({"name": "Bob"})
        mother = self.env["res.partner"].create({"name": "Eva"})
        thanks = self.env["engagement.recognition"].create(
            {
                "reason": "For the help",
                "given_by_id": self.env.user.employee_id.id
                or self.env["hr.employee"].create({"name": "Max"}).id,
                "partner_ids": (self.person + other).ids,
            }
        )
        self._bar(self.person)
        window = thanks.action_tell()
        self.assertEqual(window["context"]["default_partner_ids"], other.ids)
        thanks.partner_ids = self.person
        with self.assertRaisesRegex(UserError, "She said no"):
            thanks.action_tell()
        self._bar(self.person, recipient=mother)
        window = thanks.action_tell()
        self.assertEqual(window["context"]["default_partner_ids"], mother.ids)

    def test_a_round_asks_nobody_who_may_not_be_asked(self):
        people = self._new_people(3)
        self._bar(people[0])
        survey_round = self._open_round()
        lines = self._get_invited(survey_round)
        self.assertEqual(lines.partner_id, people[1:])
        self.assertEqual(survey_round.barred_ids, people[0])
        self.assertEqual(survey_round.barred_count, 1)

    def test_a_round_asks_through_somebody_else(self):
        people = self._new_people(2)
        self._bar(people[0], recipient=self.person)
        survey_round = self._open_round()
        lines = self._get_invited(survey_round)
        self.assertEqual(lines.partner_id, people)
        self.assertEqual(lines.recipient_id, self.person)
        mails = self.env["mail.mail"].search([("email_to", "=", "ada@example.com")])
        self.assertIn("look after", mails.body_html)

    def test_who_says_no_in_between_is_not_reminded_nor_asked_in_person(self):
        people = self._new_people(2)
        survey_round = self._open_round()
        line = self._get_invited(survey_round).filtered(
            lambda line: line.partner_id == people[0]
        )
        self._bar(people[0])
        mails = self.env["mail.mail"].search_count([])
        line._mail_reminder()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        line.invited_by = "person"
        with self.assertRaisesRegex(UserError, "She said no"):
            line.action_hand_over()
