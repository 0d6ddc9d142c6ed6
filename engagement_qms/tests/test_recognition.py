# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .test_action import ActionCase


class RecognitionCase(ActionCase):
    """An officer who gives thanks, and a colleague who gets them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.giver, cls.named = cls.env["hr.employee"].create(
            [
                {"name": "Gina", "user_id": cls.officer.id},
                {"name": "Ned", "user_id": cls.user.id},
            ]
        )
        cls.thanks = cls.env["engagement.recognition"]

    def _thank(self, **values):
        return self.thanks.create(
            {
                "reason": "Called every customer",
                "employee_ids": self.named.ids,
                "given_by_id": self.giver.id,
                **values,
            }
        )


@tagged("post_install", "-at_install", "engagement")
class TestRecognition(RecognitionCase):
    """Thanks for what somebody did, by somebody else."""

    def test_somebody_is_named_and_it_is_somebody_else(self):
        with self.assertRaisesRegex(ValidationError, "Say whom"):
            self._thank(employee_ids=False)
        with self.assertRaisesRegex(ValidationError, "thanks themselves"):
            self._thank(employee_ids=self.giver.ids)
        team = self.env["hr.department"].create({"name": "Care"})
        together = self._thank(
            department_id=team.id, partner_ids=self.company.partner_id.ids
        )
        self.assertEqual(
            together.names, f"Ned, Care, {self.company.partner_id.display_name}"
        )

    def test_people_thank_in_their_own_name(self):
        thanks = self.thanks.with_user(self.officer)
        with Form(thanks) as form:
            self.assertEqual(form.given_by_id, self.giver)
            form.reason = "Called every customer"
            form.employee_ids.add(self.env["hr.employee.public"].browse(self.named.id))
        self.assertEqual(form.record.given_by_id, self.giver)
        somebody = self.env["hr.employee"].create({"name": "Sam"})
        with self.assertRaisesRegex(UserError, "own name"):
            form.record.given_by_id = somebody
        with self.assertRaisesRegex(UserError, "own name"):
            thanks.create(
                {
                    "reason": "Forged",
                    "employee_ids": self.giver.ids,
                    "given_by_id": self.named.id,
                }
            )
        noted = self.thanks.with_user(self.users["manager"]).create(
            {
                "reason": "Said at the meeting",
                "employee_ids": self.named.ids,
                "given_by_id": self.giver.id,
            }
        )
        self.assertEqual(noted.given_by_id, self.giver)

    def test_what_is_not_public_is_for_those_who_are_named(self):
        quiet = self._thank(public=False)
        self.assertTrue(quiet.with_user(self.user).has_access("read"))
        self.assertTrue(quiet.with_user(self.officer).has_access("read"))
        stranger = self.users["internal"]
        self.assertFalse(quiet.with_user(stranger).has_access("read"))
        quiet.public = True
        self.assertTrue(quiet.with_user(stranger).has_access("read"))

    def test_an_action_that_helped_thanks_those_who_did_it(self):
        action = self._to_check(partner_ids=self.company.partner_id.ids)
        action.with_user(self.officer).action_check()
        window = action.with_user(self.officer).action_recognise()
        form = Form(
            self.thanks.with_user(self.officer).with_context(**window["context"])
        )
        self.assertEqual(form.employee_ids.ids, self.named.ids)
        self.assertEqual(form.partner_ids[:], self.company.partner_id)
        form.reason = "Nobody waits in vain"
        thanks = form.save()
        self.assertEqual(thanks.action_id, action)
        self.assertEqual(action.recognition_ids, thanks)

    def test_thanks_tell_nothing_of_a_protected_action(self):
        secret = self._new_action(confidentiality="restricted")
        with self.assertRaisesRegex(ValidationError, "confidential"):
            self._thank(action_id=secret.id)
        self._thank(action_id=secret.id, public=False)
        hidden = self._new_action(user_id=self.users["manager"].id)
        with self.assertRaises(AccessError):
            self.thanks.with_user(self.user).create(
                {
                    "reason": "Peek",
                    "employee_ids": self.giver.ids,
                    "given_by_id": self.named.id,
                    "action_id": hidden.id,
                }
            )
        public = self._thank(action_id=hidden.id).with_user(self.users["internal"])
        with self.assertRaises(AccessError):
            public.read(["action_id"])

    def test_a_contact_and_an_employee_show_their_thanks(self):
        firm = self.env["res.partner"].create({"name": "Lumber", "is_company": True})
        person = self.env["res.partner"].create({"name": "Ann", "parent_id": firm.id})
        thanks = self._thank(partner_ids=(firm + person).ids)
        for record in (firm, person, self.named):
            record = record.with_user(self.officer)
            with self.subTest(record.display_name):
                if record._name == "hr.employee":
                    record = self.env["hr.employee.public"].browse(record.id)
                self.assertEqual(record.engagement_recognition_count, 1)
                opened = record.action_view_engagement_recognitions()
                self.assertEqual(self.thanks.search(opened["domain"]), thanks)

    def test_those_who_are_named_are_written_to(self):
        thanks = self._thank().with_user(self.officer)
        window = thanks.action_tell()
        self.assertEqual(
            window["context"]["default_partner_ids"], self.user.partner_id.ids
        )
        nobody = self.env["hr.employee"].create({"name": "Nora"})
        with self.assertRaisesRegex(UserError, "in person"):
            self._thank(employee_ids=nobody.ids).action_tell()
