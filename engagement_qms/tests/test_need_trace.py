# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.tests import tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-06-15 12:00:00")
class TestNeedTrace(EngagementCase):
    """Needs and objectives seen from both sides, and the gaps between them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.supplier_category = cls.category.copy(
            {"name": "Test suppliers", "value_role": "none"}
        )
        cls.customer = cls._new_party("Customer", user=cls.users["user"])
        cls.supplier = cls._new_party(
            "Supplier", category_id=cls.supplier_category.id, user=cls.users["user"]
        )
        cls.binding = cls._new_need(cls.customer, "Safe goods", kind="legal")
        cls.effect = cls._new_need(cls.supplier, "Early orders", affects_customer=True)

    @classmethod
    def _new_objective(cls, needs=(), **values):
        return cls.env["engagement.objective"].create(
            {
                "name": "Test objective",
                "state": "active",
                "need_ids": [need.id for need in needs],
                **values,
            }
        )

    def _new_risk(self, need, controlled=False):
        risk = self.env["engagement.risk"].create(
            {"name": "Risk", "party_id": need.party_id.id, "need_ids": need.ids}
        )
        if controlled:
            plan = self._new_plan(need.party_id, risk_id=risk.id)
            event = self._new_event(
                need.party_id, plan_id=plan.id, summary="<p>Talked</p>"
            )
            event.action_hold()
        return risk

    def assertFlag(self, need, name, expected, user=None):
        """The flag of a need shows, and the search for it agrees."""
        need = need.with_user(user or self.env.user)
        need.invalidate_recordset([name])
        self.assertEqual(need[name], expected)
        found = need.search([(name, "=", True), ("id", "=", need.id)])
        self.assertEqual(bool(found), expected)
        others = need.search([(name, "=", False), ("id", "=", need.id)])
        self.assertEqual(bool(others), not expected)

    def test_a_binding_need_that_nothing_answers_is_flagged(self):
        self.assertFlag(self.binding, "unanswered", True)
        self.binding.binding = False
        self.assertFlag(self.binding, "unanswered", False)

    def test_an_objective_answers_a_binding_need_until_it_is_dropped(self):
        objective = self._new_objective([self.binding])
        self.assertFlag(self.binding, "unanswered", False)
        objective.result = "Too expensive"
        objective.action_drop()
        self.assertFlag(self.binding, "unanswered", True)

    def test_an_archived_objective_answers_nothing(self):
        self._new_objective([self.binding]).action_archive()
        self.assertFlag(self.binding, "unanswered", True)

    def test_something_that_fulfils_it_answers_a_binding_need(self):
        self.binding.fulfilment_ids = [(0, 0, {"name": "Final inspection"})]
        self.assertFlag(self.binding, "unanswered", False)

    def test_a_risk_answers_a_binding_need_only_while_it_is_controlled(self):
        self._new_risk(self.binding)
        self.assertFlag(self.binding, "unanswered", True)
        self._new_risk(self.binding, controlled=True)
        self.assertFlag(self.binding, "unanswered", False)
        with freeze_time("2026-08-01"):
            self.assertFlag(self.binding, "unanswered", True)

    def test_a_need_behind_the_customers_is_listed_until_it_is_taken_up(self):
        self.assertFlag(self.effect, "unlinked_customer_effect", True)
        risk = self._new_risk(self.effect)
        self.assertFlag(self.effect, "unlinked_customer_effect", False)
        risk.action_archive()
        self.assertFlag(self.effect, "unlinked_customer_effect", True)
        self._new_objective([self.effect], state="draft")
        self.assertFlag(self.effect, "unlinked_customer_effect", False)

    def test_only_needs_of_others_that_reach_customers_are_listed(self):
        self.effect.affects_customer = False
        self.assertFlag(self.effect, "unlinked_customer_effect", False)
        self.binding.affects_customer = True
        self.assertFlag(self.binding, "unlinked_customer_effect", False)
        self.customer.value_role = False
        self.assertFlag(self.binding, "unlinked_customer_effect", True)

    def test_the_flags_do_not_depend_on_who_looks(self):
        risk = self._new_risk(self.effect)
        risk.party_id = self._new_party("Somebody else's")
        risk.user_id = self.users["officer"]
        user = self.users["user"]
        self.assertFalse(risk.with_user(user).has_access("read"))
        self.assertFlag(self.effect, "unlinked_customer_effect", False, user=user)

    def test_an_active_objective_without_a_need_is_flagged(self):
        objective = self._new_objective(state="draft")
        for state, needs, expected in (
            ("draft", [], False),
            ("active", [], True),
            ("active", self.binding.ids, False),
            ("reached", [], False),
        ):
            with self.subTest(state=state, needs=needs):
                objective._set_state({"state": state, "need_ids": [(6, 0, needs)]})
                self.assertEqual(objective.unlinked, expected)
                found = objective.search(
                    [("unlinked", "=", True), ("id", "=", objective.id)]
                )
                self.assertEqual(bool(found), expected)

    def _get_trace(self, user=None):
        self.env.invalidate_all()
        records = self.env["engagement.need.trace"].with_user(user or self.env.user)
        return {
            (line.need_id.name, line.objective_id.name, line.gap)
            for line in records.search(
                [
                    "|",
                    ("need_id", "in", (self.binding + self.effect).ids),
                    ("objective_id.name", "like", "Trace"),
                ]
            )
        }

    def test_the_trace_shows_each_pair_once_and_each_gap(self):
        both = self._new_objective([self.binding, self.effect], name="Trace both")
        self._new_objective([self.effect], name="Trace one")
        self._new_objective(name="Trace alone")
        self.assertEqual(
            self._get_trace(),
            {
                ("Safe goods", "Trace both", "none"),
                ("Early orders", "Trace both", "none"),
                ("Early orders", "Trace one", "none"),
                (False, "Trace alone", "no_need"),
            },
        )
        both.write({"result": "No longer wanted"})
        both.action_drop()
        self.assertEqual(
            self._get_trace(),
            {
                ("Safe goods", False, "unanswered"),
                ("Early orders", "Trace one", "none"),
                (False, "Trace alone", "no_need"),
            },
        )
        self.binding.fulfilment_ids = [(0, 0, {"name": "Final inspection"})]
        self.assertIn(("Safe goods", False, "no_objective"), self._get_trace())

    def test_the_trace_agrees_with_the_flag_of_the_need(self):
        self._new_risk(self.binding, controlled=True)
        self.assertIn(("Safe goods", False, "no_objective"), self._get_trace())
        with freeze_time("2026-08-01"):
            self.assertIn(("Safe goods", False, "unanswered"), self._get_trace())

    def test_the_key_of_a_line_stays_the_same_and_fits_a_browser(self):
        objective = self._new_objective([self.binding])
        traces = self.env["engagement.need.trace"]
        line = traces.search([("objective_id", "=", objective.id)])
        self._new_objective([self.effect], name="Another")
        self.assertEqual(traces.search([("objective_id", "=", objective.id)]), line)
        self.assertEqual(line.id, self.binding.id * 2**22 + objective.id)
        self.assertLess((2**31 - 1) * 2**22 + 2**22, 2**53 + 1)

    def test_the_trace_groups_by_both_sides(self):
        self._new_objective([self.binding, self.effect], name="Trace both")
        groups = self.env["engagement.need.trace"]._read_group(
            [("objective_id.name", "=", "Trace both")], ["gap"], ["__count"]
        )
        self.assertEqual(groups, [("none", 2)])

    def test_a_user_sees_the_trace_of_the_own_needs_and_of_every_objective(self):
        foreign = self._new_need(self._new_party("Foreign"), "Foreign need")
        self._new_objective([foreign], name="Trace foreign")
        self._new_objective(name="Trace alone")
        self.assertEqual(
            self._get_trace(self.users["user"]),
            {
                ("Safe goods", False, "unanswered"),
                ("Early orders", False, "no_objective"),
                (False, "Trace alone", "no_need"),
            },
        )
        self.assertIn(
            ("Foreign need", "Trace foreign", "none"),
            self._get_trace(self.users["leader"]),
        )

    def test_the_trace_of_another_company_stays_there(self):
        self._new_objective([self.binding], name="Trace ours")
        self.assertFalse(self._get_trace(self.other_officer))

    def test_a_line_opens_the_need_or_else_the_objective(self):
        alone = self._new_objective(name="Trace alone")
        traces = self.env["engagement.need.trace"]
        line = traces.search([("need_id", "=", self.binding.id)])
        self.assertEqual(line.action_open()["res_model"], "engagement.need")
        self.assertEqual(line.action_open()["res_id"], self.binding.id)
        line = traces.search([("objective_id", "=", alone.id)])
        self.assertEqual(line.action_open()["res_model"], "engagement.objective")
        self.assertEqual(line.action_open()["res_id"], alone.id)
