# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tests.common import TransactionCase

from .common import ROLES, College


@freeze_time("2026-11-10")
@tagged("post_install", "-at_install", "engagement")
class TestConsent(College, TransactionCase):
    """Who said yes or no to what, and what follows for what we ask and tell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"test_{role}", groups=ROLES[role])
            for role in ("tutor", "educator", "manager", "guardian", "kept_away")
        }
        cls._open_college()
        cls.env["engagement.consent.purpose"].search([]).active = True
        cls.learner = cls._new_learner("Child", tutor_id=cls.tutor.id)
        cls.child = cls.learner.partner_id
        cls.child.email = "child@example.com"
        cls.users["guardian"].partner_id.write({"lang": "en_US"})
        cls.row = cls._new_guardian(cls.learner, "guardian", may_consent=True)
        cls.guardian = cls.row.partner_id
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        cls.other_company = cls.env["res.company"].create({"name": "Elsewhere"})

    @classmethod
    def _say(cls, purpose="survey", learner=None, **values):
        return cls.env["engagement.consent"].create(
            {
                "learner_id": (learner or cls.learner).id,
                "purpose_id": cls._purpose(purpose).id,
                "given_by_id": cls.guardian.id,
                "given_on": "2026-10-01",
                **values,
            }
        )

    @classmethod
    def _purpose(cls, code):
        return cls.env.ref(f"engagement_qms_education.consent_purpose_{code}")

    def _ask(self, purpose="survey", partner=None):
        partner = partner or self.child
        return partner._may_engage(purpose)[partner.id]

    def test_a_minor_without_consent_is_asked_through_a_guardian(self):
        answer = self._ask()
        self.assertTrue(answer.allowed)
        self.assertEqual(answer.recipient, self.guardian)
        self.assertIn("a guardian gets it and decides", answer.reason)

    def test_with_consent_the_minor_is_asked(self):
        self._say()
        answer = self._ask()
        self.assertEqual(
            (answer.allowed, answer.recipient, answer.form, answer.reason),
            (True, self.child, "mail", ""),
        )

    def test_what_is_done_and_not_asked_needs_the_yes_first(self):
        answer = self._ask("photo")
        self.assertFalse(answer.allowed)
        self.assertEqual(answer.recipient, self.guardian)
        self.assertIn("Ask a guardian first", answer.reason)

    def test_it_is_written_down_on_the_screen(self):
        """From an empty form on: why they may decide, and what was read, come along."""
        with Form(
            self.env["engagement.consent"].with_user(self.users["manager"])
        ) as form:
            form.learner_id = self.learner
            form.purpose_id = self._purpose("photo")
            form.given_by_id = self.guardian
        consent = form.record
        self.assertEqual(
            (consent.capacity, consent.text, consent.expires_on),
            ("guardian", self._purpose("photo").text, date(2027, 11, 9)),
        )

    def test_the_last_word_counts(self):
        self._say("photo")
        other = self._new_guardian(self.learner, "kept_away", may_consent=True)
        self._say(
            "photo",
            given_by_id=other.partner_id.id,
            answer="no",
            given_on="2026-10-05",
        )
        answer = self._ask("photo")
        self.assertFalse(answer.allowed)
        self.assertFalse(answer.recipient)
        self.assertIn("refused or withdrawn", answer.reason)
        self._say("photo", given_on="2026-10-08")
        self.assertTrue(self._ask("photo").allowed)

    def test_a_withdrawal_ends_it_and_is_kept(self):
        consent = self._say()
        self._withdraw(consent, way="phone")
        self.assertEqual(
            (consent.state, consent.withdrawn_way),
            ("withdrawn", "phone"),
        )
        self.assertEqual(
            (consent.withdrawn_on, consent.valid_until),
            (date(2026, 11, 10), date(2026, 11, 9)),
        )
        self.assertFalse(self._ask().allowed)
        with self.assertRaisesRegex(UserError, "nothing to withdraw"):
            self._withdraw(consent)
        with self.assertRaisesRegex(UserError, "kept"):
            consent.unlink()

    def _withdraw(self, consent, **values):
        user = self.users["manager"]
        self.env["engagement.consent.withdraw"].with_user(user).create(
            {"consent_id": consent.id, **values}
        ).action_withdraw()

    def test_it_is_withdrawn_from_the_day_on_which_that_was_said(self):
        consent = self._say()
        with self.assertRaisesRegex(UserError, "has passed"):
            self._withdraw(consent, withdrawn_on="2026-11-11")
        with self.assertRaisesRegex(UserError, "before that day"):
            self._withdraw(consent, withdrawn_on="2026-09-30")
        self.assertEqual(consent.state, "valid")
        self._withdraw(consent, withdrawn_on="2026-10-20")
        self.assertEqual(consent.valid_until, date(2026, 10, 19))

    def test_only_who_may_say_it_is_offered(self):
        self._new_guardian(self.learner, "kept_away", may_consent=False)
        consent = self.env["engagement.consent"].with_user(self.users["manager"])
        with Form(consent) as form:
            form.learner_id = self.learner
            self.assertEqual(form.giver_ids[:], self.child | self.guardian)
            self.assertFalse(form.given_by_id)
            # whoever is of age decides alone
            form.learner_id = self._new_learner(birth_date="2000-01-01")
            self.assertEqual(form.given_by_id, form.giver_ids[:])
            form.purpose_id = self._purpose("photo")
        self.assertEqual(form.record.capacity, "of_age")

    def test_what_was_said_stays_as_it_was(self):
        consent = self._say().with_user(self.users["manager"])
        for values in (
            {"given_on": "2026-09-01"},
            {"withdrawn_on": False},
            {"text": "Something else"},
            {"expires_on": "2099-01-01"},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                consent.write(values)
        self._purpose("survey").text = "New"
        self.assertNotEqual(consent.text, "New")

    def test_it_expires_by_its_last_day(self):
        consent = self._say()
        self.assertEqual(consent.expires_on, date(2027, 9, 30))
        with freeze_time("2027-09-30"):
            self.assertEqual(self._ask().recipient, self.child)
        with freeze_time("2027-10-01"):
            self.env.invalidate_all()
            self.assertEqual(consent.state, "expired")
            self.assertEqual(self._ask().recipient, self.guardian)

    def test_who_is_to_have_no_contact_is_never_turned_to(self):
        self.row.no_contact = True
        answer = self._ask()
        self.assertFalse(answer.allowed)
        self.assertFalse(answer.recipient)
        self.assertFalse(self._ask(partner=self.guardian).allowed)
        # the own complaint is answered all the same
        self.assertTrue(self._ask("complaint", self.guardian).allowed)
        with self.assertRaisesRegex(ValidationError, "may not consent"):
            self._say()

    def test_who_is_kept_away_from_one_child_is_asked_for_another(self):
        self.row.no_contact = True
        sibling = self._new_learner("Sibling")
        self._new_guardian(sibling, self.guardian, may_receive_information=True)
        self.assertTrue(self._ask(partner=self.guardian).allowed)

    def test_a_minor_complains_alone(self):
        self.assertEqual(self._ask("complaint").recipient, self.child)

    def test_information_goes_to_who_may_receive_it(self):
        self.assertFalse(self._ask("information").allowed)
        self.row.may_receive_information = True
        self.assertEqual(self._ask("information").recipient, self.guardian)
        self.row.valid_to = "2026-11-09"
        self.assertFalse(self._ask("information").allowed)

    def test_of_age_the_learner_decides(self):
        self._say("photo")
        with freeze_time("2030-05-10"):
            self.env.invalidate_all()
            self.assertEqual(self._ask().recipient, self.child)
            answer = self._ask("photo")
            self.assertFalse(answer.allowed)
            self.assertIn("of age and has not consented", answer.reason)
            with self.assertRaisesRegex(ValidationError, "decides alone"):
                self._say(given_on="2030-05-10")
            self._say("photo", given_by_id=self.child.id, given_on="2030-05-10")
            self.assertTrue(self._ask("photo").allowed)

    def test_a_minor_decides_only_where_somebody_looked(self):
        with self.assertRaisesRegex(ValidationError, "understands what it is about"):
            self._say(given_by_id=self.child.id)
        self._say(given_by_id=self.child.id, capacity="mature")
        self.assertEqual(self._ask().recipient, self.child)

    def test_without_a_date_of_birth_nobody_is_asked(self):
        self.learner.birth_date = False
        answer = self._ask()
        self.assertFalse(answer.allowed)
        self.assertIn("date of birth is missing", answer.reason)

    def test_who_left_is_left_alone(self):
        self._say()
        self.learner.status = "left"
        self.assertIn("not here any more", self._ask().reason)
        self._purpose("survey").after_leaving = True
        self.assertTrue(self._ask().allowed)

    def test_what_is_switched_off_is_not_done(self):
        self._purpose("marketing").active = False
        self.assertIn("switched off", self._ask("marketing").reason)

    def test_language_way_and_wishes_are_said(self):
        self._say()
        phone = self.env["engagement.channel"].create(
            {"name": "Rings", "kind": "phone"}
        )
        self.child.phone = "+32 2 290 34 90"
        self.learner.write(
            {
                "channel_id": phone.id,
                "needs_interpreter": True,
                "quiet_hours": "before 9",
                "preferred_format": "large",
            }
        )
        answer = self._ask()
        self.assertEqual(answer.form, "phone")
        self.assertEqual(
            answer.reason,
            "Needs an interpreter. Wants it so: Large print. Not to call: before 9.",
        )

    def test_another_company_knows_nothing_of_it(self):
        elsewhere = self.child.with_company(self.other_company)
        self.assertEqual(self._ask(partner=elsewhere).recipient, self.child)

    def test_many_take_as_many_queries_as_one(self):
        learners = self.env["engagement.learner"].browse()
        for number in range(20):
            learners += self._new_learner(f"L{number}")
        for learner in learners:
            self._new_guardian(learner, self.guardian, may_consent=True)
            self._say(learner=learner)
        partners = learners.partner_id
        self.env.flush_all()
        for some in (partners[:2], partners):
            self.env.invalidate_all()
            with self.assertQueryCount(12):
                some._may_engage("survey")

    def test_the_panel_says_it_for_each_purpose(self):
        text = self.learner.with_user(self.users["tutor"]).may_we
        self.assertEqual(text.count("<tr>"), 9)
        self.assertIn("Ask a guardian first", text)

    def test_of_age_the_tutor_asks_anew_once(self):
        self._say("portal")
        learners = self.env["engagement.learner"]
        with freeze_time("2030-05-12"):
            self.env.invalidate_all()
            for _run in range(2):
                learners._cron_majority()
            activity = self.learner.activity_ids
            self.assertEqual(activity.user_id, self.users["tutor"])
            self.assertIn("consented to has ended", activity.summary)

    def test_a_corrected_date_of_birth_is_asked_about_again(self):
        self._say("portal")
        learners = self.env["engagement.learner"]
        with freeze_time("2030-05-12"):
            self.env.invalidate_all()
            learners._cron_majority()
            self.learner.birth_date = "2013-05-10"
            self.learner.activity_ids.unlink()
            learners._cron_majority()
        with freeze_time("2031-05-12"):
            self.env.invalidate_all()
            self.assertFalse(self.learner.activity_ids)
            learners._cron_majority()
            self.assertIn("has ended", self.learner.activity_ids.summary)

    def test_who_said_so_already_is_not_asked_anew(self):
        self._say("portal")
        self._say("portal", given_by_id=self.child.id, capacity="mature")
        with freeze_time("2030-05-12"):
            self.env.invalidate_all()
            self.env["engagement.learner"]._cron_majority()
            self.assertFalse(self.learner.activity_ids)

    def test_merged_contacts_keep_what_was_said(self):
        self._say()
        twin = self._new_learner("Child")
        consent = self._say("photo", learner=self._with_guardian(twin))
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (twin.partner_id + self.child).ids, self.child
        )
        self.assertEqual(consent.learner_id, self.learner)
        self.assertEqual(len(self.learner.consent_ids), 2)

    def _with_guardian(self, learner):
        self._new_guardian(learner, self.guardian, may_consent=True)
        return learner
