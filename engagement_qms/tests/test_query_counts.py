# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import etree

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from .common import EngagementCase

#: Register and view types of the screens that must not grow with it
SCREENS = {
    "engagement.party": ("list", "kanban"),
    "engagement.need": ("list", "kanban"),
    "engagement.plan": ("list", "kanban"),
    "engagement.event": ("list", "kanban"),
    "engagement.participation": ("list", "kanban"),
    "engagement.risk": ("list", "kanban"),
    "engagement.objective": ("list", "kanban"),
    "engagement.need.trace": ("list", "kanban"),
    "engagement.action": ("list", "kanban"),
}
#: The models whose lists may grow long
REGISTERS = {
    "engagement.party",
    "engagement.need",
    "engagement.plan",
    "engagement.event",
    "engagement.participation",
    "engagement.risk",
    "engagement.objective",
    "engagement.communication",
    "engagement.action",
}
SMALL, LARGE = 100, 1000
COUNT_LIMIT = 10_001  # as the web client counts
#: What the Engagement tab and the smart buttons of a contact show
PARTNER_TAB = {
    "engagement_party_ids": {"fields": {"display_name": {}}},
    "engagement_event_ids": {"fields": {"display_name": {}}},
    "engagement_need_count": {},
    "engagement_event_count": {},
}


@tagged("post_install", "-at_install", "engagement")
class TestQueryCounts(EngagementCase):
    """A screen costs the same number of queries however long the register is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls.category + cls.category.copy({"name": "More customers"})
        cls._fill(SMALL)
        cls.small = cls._measure_screens()
        cls._fill(LARGE - SMALL)
        cls.large = cls._measure_screens()

    @classmethod
    def _fill(cls, number):
        """Add parties of all sorts with all that hangs on them."""
        today = fields.Date.today()
        done = cls.env["engagement.party"].search_count([])
        partners = cls.env["res.partner"].create(
            [{"name": f"Contact {done + i:05}"} for i in range(number)]
        )
        parties = cls.env["engagement.party"].create(
            [
                {
                    "name": partner.name,
                    "kind": "group" if i % 10 == 9 else "contact",
                    "partner_id": False if i % 10 == 9 else partner.id,
                    "member_domain": f"[('name', '=', '{partner.name}')]",
                    "category_id": cls.categories[i % 2].id,
                    "user_id": cls.users["officer"].id,
                    "influence": i % 5 + 1,
                }
                for i, partner in enumerate(partners)
            ]
        )
        officer = {"user_id": cls.users["officer"].id}
        risks = cls.env["engagement.risk"].create(
            [{**officer, "name": p.name, "party_id": p.id} for p in parties]
        )
        objectives = cls.env["engagement.objective"].create(
            [{**officer, "name": p.name, "state": "active"} for p in parties]
        )
        cls.env["engagement.action"].create(
            [
                {
                    **officer,
                    "name": objective.name,
                    "due_date": today - timedelta(days=i),
                    "origin_model": "engagement.objective",
                    "origin_res_id": objective.id,
                    "objective_ids": [(4, objective.id)],
                }
                for i, objective in enumerate(objectives)
            ]
        )
        cls.env["engagement.need"].create(
            [
                {
                    **officer,
                    "name": f"{party.name} needs an answer",
                    "party_id": party.id,
                    "binding": i % 2 == 0,
                    "last_confirmed": today - timedelta(days=i),
                    "risk_ids": [(4, risks[i].id)],
                    "objective_ids": [(4, objectives[i].id)],
                    "fulfilment_ids": [(0, 0, {"name": "A service"})],
                }
                for i, party in enumerate(parties)
            ]
        )
        plans = cls.env["engagement.plan"].create(
            [
                {
                    **officer,
                    "name": f"Talk to {party.name}",
                    "party_id": party.id,
                    "risk_id": risk.id,
                    "channel_id": cls.channel.id,
                }
                for party, risk in zip(parties, risks, strict=True)
            ]
        )
        cls.env["engagement.event"].create(
            [
                {
                    **officer,
                    "name": f"Meeting with {plan.party_id.name}",
                    "party_id": plan.party_id.id,
                    "plan_id": plan.id,
                    "date": today - timedelta(days=i % 700),
                    "state": ("held", "planned")[i % 2],
                    "health": str(i % 5 + 1),
                    "participation_ids": [(0, 0, {"partner_id": partner.id})],
                }
                for i, (plan, partner) in enumerate(zip(plans, partners, strict=True))
            ]
        )
        cls.env.flush_all()

    def test_a_list_or_board_costs_the_same_on_a_long_register(self):
        self._assert_no_growth("list", "kanban")

    def test_a_long_page_costs_the_same_as_a_short_one(self):
        for name, cost in self.large.items():
            if name[0] in ("list", "kanban"):
                with self.subTest(screen=name):
                    self.assertEqual(cost, self.large[name[:2] + (80,)])

    def test_groups_cost_the_same_on_a_long_register(self):
        self._assert_no_growth("group")

    def test_the_map_costs_the_same_on_a_long_register(self):
        self._assert_no_growth("map")

    def test_a_search_by_name_costs_the_same_on_a_long_register(self):
        self._assert_no_growth("name")

    def test_a_form_costs_the_same_on_a_long_register(self):
        self._assert_no_growth("form", "tab")

    def test_a_party_with_a_long_history_opens_like_a_new_one(self):
        party = self._as_officer("engagement.party").search([], limit=1)
        specification = self._get_specification("engagement.party", "form")
        before = self._count(lambda: party.web_read(specification))
        for number in range(40):
            need = self._new_need(party.with_env(self.env), f"Need {number}")
            self._new_event(party.with_env(self.env), need_ids=[(4, need.id)])
        self.assertEqual(self._count(lambda: party.web_read(specification)), before)

    def _assert_no_growth(self, *kinds):
        """Compare the screens of some kinds on the long register with the short one."""
        screens = [name for name in self.small if name[0] in kinds]
        self.assertTrue(screens)
        for name in screens:
            with self.subTest(screen=name):
                self.assertGreater(self.small[name], 0)
                self.assertLessEqual(self.large[name], self.small[name])

    @classmethod
    def _measure_screens(cls):
        """Return how many queries each screen takes, by its name."""
        return {name: cls._count(screen) for name, screen in cls._get_screens().items()}

    @classmethod
    def _get_screens(cls):
        """Return what the web client calls to draw each screen, by kind and model."""
        screens = {}
        for model, view_types in SCREENS.items():
            records = cls._as_officer(model)
            for view_type in view_types:
                specification = cls._get_specification(model, view_type)
                for limit in (5, 80):
                    screens[view_type, model, limit] = (
                        lambda r=records, s=specification, n=limit: r.web_search_read(
                            [], s, limit=n, count_limit=COUNT_LIMIT
                        )
                    )
            if model != "engagement.need.trace":  # it has no form and no name
                record = records.search([], limit=1)
                specification = cls._get_specification(model, "form")
                screens["form", model] = lambda r=record, s=specification: r.web_read(s)
                screens["name", model] = lambda r=records: r.name_search("00001")
        parties = cls._as_officer("engagement.party")
        specification = cls._get_specification("engagement.party", "kanban")
        for by in ("category_id", "priority", "channel_id", "user_id"):
            screens["group", by] = lambda by=by: parties.web_read_group(
                [],
                [by],
                ["__count"],
                auto_unfold=True,
                unfold_read_specification=specification,
            )
        screens["map", "engagement.party"] = lambda: parties.retrieve_party_map([])
        partner = parties.search([("kind", "=", "contact")], limit=1).partner_id
        screens["tab", "res.partner"] = lambda: partner.web_read(PARTNER_TAB)
        return screens

    @classmethod
    def _as_officer(cls, model):
        return cls.env[model].with_user(cls.users["officer"])

    @classmethod
    def _count(cls, screen):
        """Return how many queries a screen takes with warm registry caches."""
        screen()
        cls.env.flush_all()
        cls.env.invalidate_all()
        before = cls.env.cr.sql_log_count
        screen()
        return cls.env.cr.sql_log_count - before

    @classmethod
    def _get_specification(cls, model, view_type):
        """Return what the web client asks for to draw the view."""
        arch = cls._as_officer(model).get_view(view_type=view_type)["arch"]
        return cls._specify(cls.env[model], etree.fromstring(arch))

    @classmethod
    def _specify(cls, records, node):
        specification = {}
        for child in node.iterchildren(tag=etree.Element):
            name = child.get("name")
            if child.tag != "field" or name not in records._fields:
                specification |= cls._specify(records, child)
                continue
            field = records._fields[name]
            specification[name] = {}
            if field.type in ("many2one", "reference"):
                specification[name] = {"fields": {"display_name": {}}}
            elif field.relational:
                comodel = cls.env[field.comodel_name]
                inner = cls._specify(comodel, child) or {"display_name": {}}
                specification[name] = {"fields": inner, "limit": 40}
        return specification


@tagged("post_install", "-at_install", "engagement")
class TestIndexes(EngagementCase):
    """Order, filters and search of the registers are served by indexes.

    PostgreSQL is told to avoid reading whole tables, and then does so only where no
    index would do: on a small table that tells what a large one is read by.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        parties = cls.env["engagement.party"].create(
            [
                {
                    "name": f"Group {number}",
                    "kind": "group",
                    "category_id": cls.category.id,
                }
                for number in range(300)
            ]
        )
        for model in ("engagement.need", "engagement.plan", "engagement.event"):
            cls.env[model].create(
                [{"name": f"Row {p.id}", "party_id": p.id} for p in parties]
            )
        cls.env["engagement.risk"].create(
            [{"name": f"Risk {p.id}", "party_id": p.id} for p in parties]
        )
        cls.env["engagement.objective"].create(
            [{"name": f"Objective {p.id}"} for p in parties]
        )
        cls.env["engagement.action"].create(
            [{"name": f"Action {p.id}", "due_date": "2100-01-01"} for p in parties]
        )
        cls.env["engagement.communication"].create(
            [{"name": f"News {p.id}", "why": "Because"} for p in parties]
        )
        cls.env["engagement.participation"].create(
            [
                {"party_id": p.id, "partner_id": cls.env.user.partner_id.id}
                for p in parties
            ]
        )
        cls.env.flush_all()
        for model in REGISTERS:
            cls.env.cr.execute(SQL("ANALYZE %s", SQL.identifier(cls.env[model]._table)))
        cls.env.cr.execute("SET LOCAL enable_seqscan = off")

    def test_the_first_page_is_read_in_order(self):
        """Also by somebody who has several companies switched on."""
        officer = self.users["officer"]
        officer.company_ids += self.other_company
        for model in REGISTERS:
            records = self.env[model].with_user(officer)
            records = records.with_context(allowed_company_ids=officer.company_ids.ids)
            query = records._search([], limit=80, order=records._order)
            plan = self._explain(query.select())
            with self.subTest(model=model, plan=plan):
                self.assertNotIn("Sort", plan)
                self.assertNotIn("Seq Scan", plan)

    def test_words_are_found_by_trigrams(self):
        # Reading all rows in some order is the way out that is left to it.
        self.env.cr.execute("SET LOCAL enable_indexscan = off")
        for model in REGISTERS - {"engagement.participation"}:
            records = self.env[model].with_context(active_test=False)
            query = records._search([("name", "ilike", "tyres")])
            plan = self._explain(query.select())
            with self.subTest(model=model, plan=plan):
                self.assertIn(f"{self.env[model]._table}__name_index", plan)

    def test_what_is_overdue_is_found_by_its_day(self):
        cases = {
            "engagement.party": [("contact_overdue", "=", True)],
            "engagement.need": [("confirm_overdue", "=", True)],
            "engagement.event": [("overdue", "=", True)],
            "engagement.plan": [("open_date", "<=", "2020-01-01")],
            "engagement.risk": [("control_state", "=", "overdue")],
            "engagement.action": [("overdue", "=", True)],
        }
        for model, domain in cases.items():
            records = self.env[model].with_user(self.users["officer"])
            plan = self._explain(records._search(domain).select())
            with self.subTest(model=model, plan=plan):
                self.assertIn("Index Cond", plan)
                self.assertNotIn("Seq Scan", plan)


@tagged("post_install", "-at_install", "engagement")
class TestLedgerQueries(EngagementCase):
    """Figures over the ledger cost one query, however many promises and rows."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.code = cls.env["engagement.code"].create({"name": "Deliveries"})
        cls.promises = cls.env["engagement.provision"].create(
            [
                {"code_id": cls.code.id, "promise": f"Promise {number}"}
                for number in range(10)
            ]
        )
        now = fields.Datetime.now()
        states = ("kept", "kept", "missed", "open", "open", "cancelled")
        cls.env["engagement.commitment"].create(
            [
                {
                    "name": f"Row {number}",
                    "provision_id": promise.id,
                    "started_at": now - timedelta(days=9),
                    # the first open one is overdue, the second one runs
                    "due_at": now + timedelta(days=1 if index == 4 else -1),
                    "state": state,
                    "done_at": state in ("kept", "missed") and now,
                }
                for number, promise in enumerate(cls.promises)
                for index, state in enumerate(states)
                for _copy in range(number)
            ]
        )
        cls.env.flush_all()

    def test_the_rates_of_all_promises_are_one_query(self):
        self.env.invalidate_all()
        self.promises.fetch(["number"])
        with self.assertQueryCount(1):
            rates = self.promises.mapped("fulfilment_rate")
        self.assertEqual(rates, [0.0] + [50.0] * 9)
        last = self.promises[9]
        self.assertEqual(
            (last.kept_count, last.missed_count, last.open_count, last.sample),
            (18, 18, 9, 36),
        )
        self.assertEqual((self.code.sample, self.code.kept_count), (180, 90))
        self.assertEqual(self.promises[0].sample, 0, "Without rows there is no rate")

    def test_the_rates_are_read_from_an_index(self):
        self.env.cr.execute("ANALYZE engagement_commitment")
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = self._explain(self.promises._get_counts_query([]))
        self.assertIn("Index Cond: (provision_id", plan)
        self.assertNotIn("Seq Scan", plan)
