# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo.tests import tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestNeedPerformance(EngagementCase):
    """A list costs the same number of queries however many records it shows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.department = cls.env["hr.department"].create({"name": "Test plant"})
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Ann",
                "department_id": cls.department.id,
                "user_id": cls.users["internal"].id,
            }
        )

    def _fill(self, count):
        """Create so many needs, each with all that hangs on it."""
        for number in range(count):
            party = self._new_party(f"Party {number}", user=self.users["user"])
            goal = self.env["engagement.business.goal"].create({"name": "Stay"})
            process = self.env["engagement.process"].create(
                {"name": "Deliver", "party_ids": party.ids}
            )
            need = self._new_need(
                party,
                binding=True,
                affects_customer=True,
                fulfilment_ids=[(0, 0, {"process_id": process.id})],
            )
            self._new_need(party, binding=True)
            principle = self.env["engagement.principle"].create(
                {"name": "Principle", "code": f"TEST{count}.{number}"}
            )
            self.env["engagement.objective"].create(
                {
                    "name": "Objective",
                    "state": "active",
                    "goal_id": goal.id,
                    "need_ids": need.ids,
                    "sponsor_id": self.employee.id,
                    "department_ids": self.department.ids,
                    "principle_ids": principle.ids,
                }
            )
            self.env["hr.department"].create({"name": f"Department {number}"})
            risk = self.env["engagement.risk"].create(
                {"name": "Risk", "party_id": party.id, "need_ids": need.ids}
            )
            plan = self._new_plan(party, risk_id=risk.id)
            self._new_event(party, plan_id=plan.id, summary="<p>x</p>").action_hold()
            self.env["engagement.communication"].create(
                {
                    "name": "Briefing",
                    "why": "So",
                    "employee_ids": self.employee.ids,
                    "need_ids": need.ids,
                }
            ).action_send()

    def _count_queries(self, action_xmlid, kind, user):
        """Count the queries of the first page of an action's view."""
        action = self.env.ref(f"engagement_qms.{action_xmlid}")
        model = self.env[action.res_model].with_user(user)
        views = dict((mode, view) for view, mode in action.views)
        arch = etree.fromstring(model.get_view(views.get(kind), kind)["arch"])
        specification = {
            node.get("name"): (
                {"fields": {"display_name": {}}}
                if model._fields[node.get("name")].relational
                else {}
            )
            for node in arch.iter("field")
        }
        domain = [("id", "!=", 0)]
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            result = model.web_search_read(domain, specification, limit=80)
            queries = self.cr.sql_log_count - before
        self.assertTrue(result["records"])
        return queries

    def test_lists_and_cards_cost_the_same_for_one_and_for_many(self):
        pages = [
            (action, kind, role)
            for action, kinds in {
                "engagement_need_action": ("list", "kanban"),
                "engagement_need_trace_action": ("list", "kanban"),
                "engagement_risk_action": ("list", "kanban"),
                "engagement_objective_action": ("list", "kanban"),
                "engagement_business_goal_action": ("list",),
                "engagement_process_action": ("list",),
                "engagement_principle_action": ("list",),
                "engagement_communication_action": ("list", "kanban"),
                "engagement_acknowledgement_action": ("list", "kanban"),
                "hr_department_action_engagement": ("list",),
            }.items()
            for kind in kinds
            for role in ("user", "officer")
            # without its role a user sees no communications of others
            if (role, action)
            not in (
                ("user", "engagement_communication_action"),
                ("user", "engagement_acknowledgement_action"),
            )
        ]
        pages += [("engagement_communication_action_mine", "list", "internal")]
        self._fill(1)
        few = {
            page: self._count_queries(*page[:2], self.users[page[2]]) for page in pages
        }
        self._fill(12)
        for page in pages:
            with self.subTest(page=page):
                many = self._count_queries(*page[:2], self.users[page[2]])
                self.assertEqual(many, few[page])

    def test_confirming_many_costs_little_more_than_confirming_one(self):
        """Odoo logs each change by itself; nothing of ours adds to that."""
        party = self._new_party()
        needs = self.env["engagement.need"].concat(
            *(self._new_need(party, last_confirmed="2020-01-01") for _n in range(20))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            needs.action_confirm()
            self.env.flush_all()

    def test_the_default_list_reads_its_index(self):
        # a small table: leave the planner only the choice between index and sorting
        for choice in ("seqscan", "bitmapscan", "sort"):
            self.env.cr.execute(f"SET LOCAL enable_{choice} = off")
        for model, index in (
            ("engagement.need", "engagement_need_order_idx"),
            ("engagement.risk", "engagement_risk_order_idx"),
            ("engagement.objective", "engagement_objective_order_idx"),
            ("engagement.communication", "engagement_communication_order_idx"),
        ):
            with self.subTest(model=model):
                records = self.env[model]
                query = records._search(
                    [("company_id", "in", self.company.ids)],
                    limit=80,
                    order=records._order,
                )
                plan = self._explain(query.select())
                self.assertIn(index, plan)
                self.assertNotIn("Sort", plan)
