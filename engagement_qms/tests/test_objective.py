# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-04 12:00:00")
class TestObjective(EngagementCase):
    """From draft to reached, with a leader who stands for it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sponsor = cls.env["hr.employee"].create({"name": "Ines Lead"})
        cls.department = cls.env["hr.department"].create({"name": "Test plant"})
        cls.objective = cls.env["engagement.objective"].create(
            {"name": "Answer within two days", "date_target": date(2026, 12, 31)}
        )

    def test_an_objective_starts_only_with_a_sponsor(self):
        with self.assertRaisesRegex(UserError, "sponsor.*Answer within two days"):
            self.objective.action_activate()
        self.objective.sponsor_id = self.sponsor
        self.objective.action_activate()
        self.assertEqual(self.objective.state, "active")
        with self.assertRaisesRegex(UserError, "“Active”.*Draft"):
            self.objective.action_activate()

    def test_a_sponsor_is_chosen_without_a_right_to_personnel_files(self):
        officer = self.users["officer"]
        self.assertFalse(self.env["hr.employee"].with_user(officer).has_access("read"))
        objectives = self.env["engagement.objective"].with_user(officer)
        with Form(objectives) as form:
            form.name = "On time"
            form.sponsor_id = self.sponsor
            form.department_ids.add(self.department)
        objective = form.record
        objective.action_activate()
        objective.invalidate_recordset()
        self.assertEqual(objective.sponsor_id.display_name, "Ines Lead")

    def test_an_objective_is_reached_only_after_its_start(self):
        with self.assertRaisesRegex(UserError, "“Draft”.*Active"):
            self.objective.action_reach()
        self.objective._set_state({"sponsor_id": self.sponsor.id, "state": "active"})
        self.objective.action_reach()
        self.assertEqual(self.objective.state, "reached")
        self.assertEqual(self.objective.closed_on, date(2026, 5, 4))
        with self.assertRaisesRegex(UserError, "“Reached”"):
            self.objective.action_reach()

    def test_a_state_is_not_typed(self):
        with self.assertRaisesRegex(UserError, "is not typed"):
            self.objective.state = "active"
        self.assertEqual(self.objective.state, "draft")

    def test_dropping_an_objective_needs_a_reason(self):
        with self.assertRaisesRegex(UserError, "why it is dropped"):
            self.objective.action_drop()
        self.objective.result = "The customer left"
        self.objective.action_drop()
        self.assertEqual(self.objective.state, "dropped")
        self.assertEqual(self.objective.closed_on, date(2026, 5, 4))

    def test_a_closed_objective_can_be_taken_up_again(self):
        self.objective._set_state({"state": "active", "sponsor_id": self.sponsor.id})
        self.objective.action_reach()
        self.objective.action_reopen()
        self.assertEqual(self.objective.state, "draft")
        self.assertFalse(self.objective.closed_on)

    def test_a_live_objective_past_its_day_is_overdue(self):
        for today, state, expected in (
            ("2026-12-31", "active", False),
            ("2027-01-01", "active", True),
            ("2027-01-01", "reached", False),
        ):
            with self.subTest(today=today, state=state), freeze_time(today):
                self.objective._set_state({"state": state})
                self.objective.invalidate_recordset(["overdue"])
                self.assertEqual(self.objective.overdue, expected)
                found = self.objective.search(
                    [("overdue", "=", True), ("id", "=", self.objective.id)]
                )
                self.assertEqual(bool(found), expected)

    def test_an_objective_due_before_its_start_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.objective.date_start = date(2027, 1, 1)
            self.objective.flush_recordset()

    def test_an_objective_takes_the_category_of_its_goal(self):
        goal = self.env["engagement.business.goal"].create(
            {"name": "Stay", "category": "growth"}
        )
        self.objective.goal_id = goal
        self.assertEqual(self.objective.goal_category, "growth")
        self.assertEqual(goal.objective_count, 0, "A draft is not live yet")
        self.objective._set_state({"state": "active"})
        self.assertEqual(goal.objective_count, 1)

    def test_a_department_without_a_live_objective_is_shown(self):
        departments = self.env["hr.department"]
        missing = [("engagement_no_objective", "=", True)]
        self.assertIn(self.department, departments.search(missing))
        self.objective.department_ids = self.department
        self.assertIn(self.department, departments.search(missing))
        self.objective._set_state({"state": "active"})
        self.assertNotIn(self.department, departments.search(missing))
        self.assertEqual(self.department.engagement_objective_count, 1)
        self.assertFalse(self.department.engagement_no_objective)

    def test_a_department_still_opens_for_people_without_this_app(self):
        department = self.department.with_user(self.users["internal"])
        self.assertEqual(department.engagement_objective_count, 0)

    def test_a_principle_without_a_live_objective_is_shown(self):
        principle = self.env.ref("engagement_qms.principle_customer")
        principles = self.env["engagement.principle"]
        principle.objective_ids.unlink()
        missing = [("uncovered", "=", True)]
        self.assertIn(principle, principles.search(missing))
        self.objective._set_state({"state": "active", "principle_ids": principle.ids})
        self.assertNotIn(principle, principles.search(missing))
        self.assertEqual(principle.objective_count, 1)
        self.assertFalse(principle.uncovered)

    def test_all_seven_principles_and_their_benefits_are_shipped(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "engagement_qms"), ("model", "=", "engagement.principle")]
        )
        principles = self.env["engagement.principle"].browse(shipped.mapped("res_id"))
        self.assertEqual(
            principles.sorted("sequence").mapped("code"),
            [f"QMP{number}" for number in range(1, 8)],
        )
        self.assertTrue(all(principles.mapped("description")))
        benefits = self.env["engagement.benefit"].search([])
        self.assertLessEqual(principles, benefits.principle_id)
