# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestSelfAssessment(EngagementCase):
    """How people see their own work: for them and their leader, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["officer"]
        cls.person = cls.users["user"]
        boss = cls.env["hr.employee"].create({"name": "Bea", "user_id": cls.leader.id})
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Ann", "user_id": cls.person.id, "parent_id": boss.id}
        )
        cls.objective = cls.env["engagement.objective"].create(
            {"name": "Fewer late desks", "owner_id": cls.employee.id}
        )
        cls.assessment = (
            cls.env["engagement.self.assessment"]
            .with_user(cls.person)
            .create(
                {
                    "employee_id": cls.employee.id,
                    "objective_id": cls.objective.id,
                    "score": "2",
                    "comment": "I need a day a week for it",
                }
            )
        )

    def test_only_the_person_and_the_leader_see_it(self):
        for user, sees in (
            (self.person, True),
            (self.leader, True),
            (self.users["manager"], False),
            (self.users["leader"], False),
            (self.users["confidential"], False),
            (self.env.ref("base.user_admin"), False),
        ):
            seen = self.env["engagement.self.assessment"].with_user(user).search([])
            with self.subTest(user.login):
                self.assertEqual(self.assessment in seen, sees)

    def test_the_leader_answers_and_changes_nothing_else(self):
        answered = self.assessment.with_user(self.leader)
        with Form(answered) as form:
            form.leader_reply = "Take Wednesdays"
        self.assertEqual(self.assessment.leader_reply, "Take Wednesdays")
        for vals in (
            {"score": "5"},
            {"comment": "All is well"},
            {"date": "2020-01-01"},
        ):
            with self.assertRaisesRegex(UserError, "assess themselves"):
                answered.write(vals)
        with self.assertRaises(AccessError):
            answered.unlink()

    def test_the_person_does_not_write_the_answer(self):
        with self.assertRaisesRegex(UserError, "writes the answer"):
            self.assessment.leader_reply = "Well done"
        self.assessment.score = "3"
        self.assertEqual(self.assessment.score, "3")

    def test_nobody_assesses_somebody_else(self):
        for user in (self.leader, self.users["manager"]):
            with (
                self.subTest(user.login),
                self.assertRaises(AccessError),
            ):
                self.env["engagement.self.assessment"].with_user(user).create(
                    {
                        "employee_id": self.employee.id,
                        "objective_id": self.objective.id,
                    }
                )
        moved = self.env["hr.employee"].create({"name": "Sam"})
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            self.assessment.employee_id = moved


@tagged("post_install", "-at_install", "engagement")
class TestEmployeeImprovementTab(EngagementCase):
    """The tab of an employee: promises, figures, actions, thanks and assessments."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls.users["user"]
        cls.employee, giver = cls.env["hr.employee"].create(
            [{"name": "Ann", "user_id": cls.person.id}, {"name": "Gina"}]
        )
        actions = cls.env["engagement.action"]
        cls.actions = actions.create(
            [
                {"name": "Does it", "user_id": cls.person.id},
                {"name": "Owns it", "owner_id": cls.employee.id},
                {"name": "Somebody else's", "user_id": cls.users["officer"].id},
            ]
        )
        actions.create({"name": "Given up", "user_id": cls.person.id}).action_cancel(
            "Not now"
        )
        cls.thanks = cls.env["engagement.recognition"].create(
            {
                "reason": "Helped",
                "employee_ids": cls.employee.ids,
                "given_by_id": giver.id,
                "public": False,
            }
        )
        cls.indicator = cls.env["engagement.indicator"].create(
            {
                "code": "T-1",
                "name": "Late",
                "source": "complaint",
                "owner_id": cls.employee.id,
            }
        )
        code = cls.env["engagement.code"].create(
            {"name": "Our word", "audience": "customer"}
        )
        cls.promise = cls.env["engagement.provision"].create(
            {
                "code_id": code.id,
                "promise": "We answer within a day",
                "owner_id": cls.employee.id,
            }
        )
        cls.env["engagement.provision"].create(
            {"code_id": code.id, "promise": "Another's", "owner_id": giver.id}
        )
        code._step().state = "in_force"

    def _page(self, user):
        page = self.env["hr.employee.public"].browse(self.employee.id)
        return page.with_user(user)

    def test_the_employee_sees_the_own_work(self):
        page = self._page(self.person)
        self.assertTrue(page.engagement_is_own)
        self.assertEqual(
            set(page.engagement_action_ids.mapped("name")), {"Does it", "Owns it"}
        )
        self.assertEqual(page.engagement_recognition_ids, self.thanks)
        self.assertEqual(page.engagement_indicator_ids, self.indicator)
        self.assertEqual(page.engagement_provision_ids, self.promise)

    def test_colleagues_see_nothing_and_officers_what_they_may_read(self):
        colleague = self._page(self.users["leader"])
        for name in ("action", "recognition", "indicator", "provision", "assessment"):
            self.assertFalse(colleague[f"engagement_{name}_ids"], name)
        officer = self._page(self.users["officer"])
        self.assertEqual(len(officer.engagement_action_ids), 2)
        self.assertFalse(officer.engagement_recognition_ids, "It is not public")
        self.assertFalse(officer.engagement_is_own)

    def test_the_form_shows_it(self):
        for model, view, user in (
            ("hr.employee.public", "hr.hr_employee_public_view_form", self.person),
            ("hr.employee", "hr.view_employee_form", self.users["officer"]),
        ):
            arch = self.env[model].with_user(user)
            arch = arch.get_view(self.env.ref(view).id)["arch"]
            with self.subTest(model):
                self.assertIn("engagement_recognition_ids", arch)

    def test_one_objective_is_chosen_at_once(self):
        objective = self.env["engagement.objective"].create(
            {"name": "Fewer", "owner_id": self.employee.id}
        )
        window = self._page(self.person).action_assess_engagement()
        self.assertEqual(window["context"]["default_objective_id"], objective.id)
        self.assertEqual(window["context"]["default_employee_id"], self.employee.id)
