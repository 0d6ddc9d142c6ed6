# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-01-31 12:00:00")
class TestRisk(EngagementCase):
    """A risk is controlled by what was held, not by what was planned."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls._new_party("Seal maker", user=cls.users["user"])
        cls.risk = cls.env["engagement.risk"].create(
            {"name": "Only one source of seals", "party_id": cls.party.id}
        )
        cls.plan = cls._new_plan(cls.party, risk_id=cls.risk.id)

    def _hold(self, plan=None, **values):
        plan = plan or self.plan
        event = self._new_event(
            plan.party_id, plan_id=plan.id, summary="<p>Talked</p>", **values
        )
        event.action_hold()
        return event

    def assertControl(self, state, until=False):
        """The state of control shows, and the search for it agrees."""
        self.risk.invalidate_recordset(["control_state"])
        self.assertEqual(self.risk.control_state, state)
        self.assertEqual(self.risk.controlled_until, until)
        for choice in ("never", "overdue", "controlled"):
            found = self.risk.search(
                [("control_state", "=", choice), ("id", "=", self.risk.id)]
            )
            self.assertEqual(bool(found), choice == state, choice)

    def test_a_plan_alone_controls_nothing(self):
        self.assertControl("never")
        self._new_event(self.party, plan_id=self.plan.id)
        self.assertControl("never")

    def test_a_held_event_controls_the_risk_for_one_interval(self):
        self._hold()
        self.assertEqual(self.risk.last_control_date, date(2026, 1, 31))
        self.assertControl("controlled", date(2026, 2, 28))
        with freeze_time("2026-02-28"):
            self.assertControl("controlled", date(2026, 2, 28))
        with freeze_time("2026-03-01"):
            self.assertControl("overdue", date(2026, 2, 28))

    def test_a_cancelled_event_is_no_proof(self):
        event = self._new_event(self.party, plan_id=self.plan.id)
        event.cancel_reason = "They were ill"
        event.action_cancel()
        self.assertControl("never")

    def test_an_event_of_no_plan_is_no_proof(self):
        event = self._new_event(self.party, summary="<p>By chance</p>")
        event.action_hold()
        self.assertControl("never")

    def test_the_plan_whose_proof_lasts_longest_counts(self):
        yearly = self._new_plan(self.party, risk_id=self.risk.id, interval_unit="year")
        self._hold(yearly, date=date(2026, 1, 10))
        self._hold()
        self.assertEqual(self.risk.last_control_date, date(2026, 1, 31))
        self.assertControl("controlled", date(2027, 1, 10))

    def test_another_rhythm_moves_the_end_of_the_control(self):
        self._hold()
        self.assertControl("controlled", date(2026, 2, 28))
        self.plan.interval_number = 3
        self.assertControl("controlled", date(2026, 4, 30))

    def test_an_archived_plan_keeps_its_proof(self):
        self._hold()
        self.plan.action_archive()
        self.assertControl("controlled", date(2026, 2, 28))

    def test_a_plan_that_controls_another_risk_takes_its_proof_along(self):
        self._hold()
        self.plan.risk_id = self.risk.copy()
        self.assertControl("never")
        self.assertEqual(self.plan.risk_id.control_state, "controlled")

    def test_the_level_is_likelihood_times_impact(self):
        for likelihood, impact, level in (
            (1, 5, "low"),
            (2, 3, "medium"),
            (3, 4, "high"),
            (4, 5, "critical"),
        ):
            with self.subTest(likelihood=likelihood, impact=impact):
                self.risk.write({"likelihood": likelihood, "impact": impact})
                self.assertEqual(self.risk.level, likelihood * impact)
                self.assertEqual(self.risk.level_name, level)

    def test_the_level_left_is_empty_until_both_were_judged(self):
        self.assertFalse(self.risk.residual_level_name)
        self.risk.residual_likelihood = 2
        self.assertFalse(self.risk.residual_level_name)
        self.risk.residual_impact = 4
        self.assertEqual(self.risk.residual_level_name, "medium")

    def test_a_risk_lies_with_a_party_or_a_category(self):
        risk = self.env["engagement.risk"].create(
            {"name": "Of all", "category_id": self.category.id}
        )
        self.assertEqual(risk.company_id, self.company)
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.env["engagement.risk"].create({"name": "Of nobody"})

    def test_a_score_beyond_five_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.risk.impact = 6
            self.risk.flush_recordset()

    def test_a_control_is_planned_from_the_risk(self):
        action = self.risk.action_plan_control()
        form = Form(self.env["engagement.plan"].with_context(**action["context"]))
        plan = form.save()
        self.assertEqual(plan.risk_id, self.risk)
        self.assertEqual(plan.party_id, self.party)
        self.assertEqual(plan.user_id, self.users["user"])
