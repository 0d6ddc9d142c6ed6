# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..wizard import engagement_discovery_create
from .common import ROLES, EngagementCase
from .fake_model import add_fake_models

CREATE = engagement_discovery_create.__name__
TODAY = date.today()


class FakeOrder(models.Model):
    """A document with a contact, a date and an amount, as sales and purchases have."""

    _module = None
    _name = "engagement.fake.order"
    _description = "Fake Order"

    name = fields.Char()
    partner_id = fields.Many2one("res.partner")
    date = fields.Date(default=TODAY)
    state = fields.Selection([("draft", "Draft"), ("done", "Done")], default="done")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.company.currency_id
    )
    rate = fields.Float(default=1)
    amount = fields.Monetary()
    parameter_id = fields.Many2one("ir.config_parameter")


class DiscoveryCase(EngagementCase):
    """A company with 25 customers, of which three stand out."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeOrder)
        cls.company.currency_id = cls.env.ref("base.USD")
        cls.env["engagement.discovery.source"].search([]).active = False
        cls.source = cls._new_source()
        cls.officer = cls.users["officer"]

    @classmethod
    def _new_source(cls, **values):
        return cls.env["engagement.discovery.source"].create(
            {
                "name": "Orders",
                "unit_one": "order",
                "unit_many": "orders",
                "category_id": cls.category.id,
                "model_name": "engagement.fake.order",
                "domain": "[('state', '=', 'done')]",
                "company_field": "company_id",
                "date_field": "date",
                "measure": "turnover",
                "amount_field": "amount",
                **values,
            }
        )

    @classmethod
    def _new_partner(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def _new_order(cls, partner, amount=0, **values):
        return cls.env["engagement.fake.order"].create(
            {"partner_id": partner.id, "amount": amount, **values}
        )

    @classmethod
    def _new_customers(cls, number, amount):
        """Create so many customers with one order each."""
        partners = cls.env["res.partner"].create(
            [
                {"name": f"Customer {index:03}", "is_company": True}
                for index in range(number)
            ]
        )
        cls.env["engagement.fake.order"].create(
            [{"partner_id": partner.id, "amount": amount} for partner in partners]
        )
        return partners

    @classmethod
    def _new_story(cls):
        """Ten thousand dollars from 25 customers: half of it from one."""
        cls.large = cls._new_partner("Large")
        buyer = cls._new_partner("Buyer", is_company=False, parent_id=cls.large.id)
        cls._new_order(cls.large, 3000)
        cls._new_order(buyer, 2000)
        cls.second = cls._new_partner("Second")
        cls._new_order(cls.second, 3000)
        cls.third = cls._new_partner("Third")
        cls._new_order(cls.third, 900)
        cls.many = cls._new_customers(22, 50)

    def _discover(self, user=None):
        """Run a discovery and return it."""
        action = (
            self.env["engagement.discovery"]
            .with_user(user or self.officer)
            .action_discover()
        )
        return (
            self.env["engagement.discovery"]
            .with_user(user or self.officer)
            .browse(action["context"]["discovery_id"])
        )

    def _get_line(self, discovery, partner):
        return discovery.line_ids.filtered(lambda line: line.partner_id == partner)

    def _get_contacts(self, discovery):
        return discovery.line_ids.filtered(lambda line: line.kind == "contact")

    def _create_all(self, discovery):
        while discovery.create_next(retry=True)["state"] != "done":
            pass


@tagged("post_install", "-at_install", "engagement")
class TestDiscovery(DiscoveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_story()

    def test_each_contact_comes_with_its_figures(self):
        discovery = self._discover()
        self.assertEqual(
            [
                (line.name, line.influence, line.impact_on_us, line.reason)
                for line in self._get_contacts(discovery)[:4]
            ],
            [
                ("Large", 5, 5, self._words("5,000 in 2 orders", 1, "50")),
                ("Second", 5, 5, self._words("3,000 in 1 order", 2, "30")),
                ("Third", 4, 3, self._words("900 in 1 order", 3, "9")),
                ("Customer 000", 4, 1, self._words("50 in 1 order", 4, "under 1")),
            ],
        )

    def _words(self, figures, rank, share):
        return (
            f"$\N{NO-BREAK SPACE}{figures} over 12 months; "
            f"rank {rank} of 25, {share} % of the turnover"
        )

    def test_the_first_twenty_are_ticked_and_the_others_wait(self):
        discovery = self._discover()
        contacts = self._get_contacts(discovery)
        self.assertEqual(len(contacts), 20)
        self.assertEqual(contacts.mapped("selected"), [True] * 20)
        self.assertEqual(discovery.more_count, 5)
        overview = discovery.get_overview()
        self.assertEqual(overview["found"], 25)
        self.assertEqual(overview["registered"], 0)

    def test_show_more_adds_the_others_unticked_and_keeps_edits(self):
        discovery = self._discover()
        line = self._get_line(discovery, self.third)
        line.write({"influence": 2, "selected": False})
        discovery.action_show_more()
        contacts = self._get_contacts(discovery)
        self.assertEqual(len(contacts), 25)
        self.assertEqual(contacts[20:].mapped("selected"), [False] * 5)
        self.assertEqual((line.influence, line.selected), (2, False))
        self.assertEqual(discovery.more_count, 0)

    def test_old_drafted_and_foreign_documents_do_not_count(self):
        stranger = self._new_partner("Stranger")
        self._new_order(stranger, 9000, date=TODAY - relativedelta(months=12, days=1))
        self._new_order(stranger, 9000, state="draft")
        self._new_order(stranger, 9000, company_id=self.other_company.id)
        discovery = self._discover()
        self.assertFalse(self._get_line(discovery, stranger))
        self._new_order(stranger, 7, date=TODAY - relativedelta(months=12))
        self.assertIn("rank 26 of 26", self._reason_of(stranger))

    def _reason_of(self, partner):
        discovery = self._discover()
        discovery.action_show_more()
        return self._get_line(discovery, partner).reason

    def test_amounts_in_another_currency_are_divided_by_the_rate(self):
        euro = self.env.ref("base.EUR")
        self.source.rate_field = "rate"
        self._new_order(self.third, 800, currency_id=euro.id, rate=0.8)
        self.assertIn("1,900 in 2 orders", self._reason_of(self.third))

    def test_without_a_rate_other_currencies_are_counted_but_not_added_up(self):
        euro = self.env.ref("base.EUR")
        self._new_order(self.third, 800, currency_id=euro.id)
        discovery = self._discover()
        self.assertIn("900 in 2 orders", self._get_line(discovery, self.third).reason)
        self.assertEqual([row["foreign"] for row in discovery.sources], [1])

    def test_an_order_and_its_invoice_are_not_turnover_twice(self):
        self._new_source(name="Other orders", unit_one="bill", unit_many="bills")
        line = self._get_line(self._discover(), self.large)
        self.assertIn("rank 1 of 25, 50 % of the turnover", line.reason)
        self.assertIn("2 orders and", line.reason)

    def test_spend_is_stored_with_a_minus(self):
        supplier = self._new_partner("Supplier")
        self._new_order(supplier, -400)
        self.source.write({"reverse_sign": True, "measure": "spend"})
        reason = self._get_line(self._discover(), supplier).reason
        self.assertIn("400 in 1 order", reason)
        self.assertTrue(reason.endswith("100 % of the spend"), reason)

    def test_a_source_without_category_adds_to_what_others_found(self):
        self._new_source(
            name="Talks",
            unit_one="talk",
            unit_many="talks",
            category_id=False,
            measure="contact",
            domain="[('state', '=', 'draft')]",
        )
        newcomer = self._new_partner("Newcomer")
        for partner in (self.large, newcomer):
            self._new_order(partner, state="draft")
        discovery = self._discover()
        self.assertIn("and 1 talk over", self._get_line(discovery, self.large).reason)
        line = self._get_line(discovery, newcomer)
        self.assertEqual(
            (line.category_id.id, line.selected, line.reason),
            (
                False,
                False,
                "1 talk over 12 months; rank 1 of 1, 100 % of the number of contacts",
            ),
        )
        self.assertEqual((line.influence, line.impact_on_us), (3, 3))

    def test_a_second_look_proposes_nothing(self):
        self._create_all(self._discover())
        parties = self.env["engagement.party"].search(
            [("category_id", "=", self.category.id)]
        )
        contacts = parties.filtered(lambda party: party.kind == "contact")
        contacts[0].active = False
        contacts[1].write({"relevant": False, "relevance_reason": "Moved away"})
        discovery = self._discover()
        self.assertFalse(self._get_contacts(discovery))
        self.assertFalse(discovery.line_ids.filtered("selected"))
        self.assertEqual(discovery.get_overview()["registered"], 20)

    def test_a_later_look_proposes_only_who_is_new(self):
        self._create_all(self._discover())
        newcomer = self._new_partner("Newcomer")
        self._new_order(newcomer, 4000)
        line = self._get_contacts(self._discover())
        self.assertEqual(line.partner_id, newcomer)
        self.assertIn("rank 2 of 26", line.reason)

    def test_own_people_and_the_company_itself_are_no_parties(self):
        colleague = self.users["user"].partner_id
        employee = self.env["hr.employee"].create({"name": "Carpenter"})
        for partner in (
            colleague,
            employee.work_contact_id,
            self.company.partner_id,
        ):
            self._new_order(partner, 99000)
        self.assertEqual(self._discover().contact_count, 25)

    def test_contacts_of_another_company_stay_there(self):
        theirs = self._new_partner("Theirs", company_id=self.other_company.id)
        self._new_order(theirs, 99000)
        self._new_order(theirs, 70, company_id=self.other_company.id)
        self.assertFalse(self._get_line(self._discover(), theirs))
        discovery = self._discover(self.other_officer)
        self.assertEqual(self._get_contacts(discovery).partner_id, theirs)
        self.assertIn("70 in 1 order", self._get_contacts(discovery).reason)
        self.assertEqual(discovery.company_id, self.other_company)

    def test_an_empty_database_proposes_only_the_own_people(self):
        self.env["engagement.fake.order"].search([]).unlink()
        discovery = self._discover()
        self.assertFalse(self._get_contacts(discovery))
        overview = discovery.get_overview()
        self.assertEqual((overview["found"], overview["more"]), (0, 0))

    def test_a_fallback_is_read_only_where_nothing_else_is_found(self):
        fallback = self._new_source(
            name="Address book",
            category_id=False,
            fallback=True,
            model_name="res.partner",
            partner_field="commercial_partner_id",
            domain="[('id', 'in', [%s])]" % self.large.id,
            company_field=False,
            date_field=False,
            amount_field=False,
            measure="contact",
        )
        self.assertNotIn(fallback.id, [row["id"] for row in self._discover().sources])
        self.env["engagement.fake.order"].search([]).unlink()
        discovery = self._discover()
        self.assertIn(fallback.id, [row["id"] for row in discovery.sources])
        self.assertEqual(self._get_contacts(discovery).partner_id, self.large)

    def test_a_source_waits_for_an_app_that_is_not_installed(self):
        waiting = self._new_source(name="Rockets", model_name="rocket.launch")
        self.assertEqual(waiting.state, "waiting")
        discovery = self._discover()
        self.assertEqual(
            {row["name"]: row["state"] for row in discovery.sources},
            {"Orders": "live", "Rockets": "waiting"},
        )
        self.assertEqual(len(self._get_contacts(discovery)), 20)

    def test_a_broken_source_says_why_and_stops_no_other(self):
        broken = self._new_source(name="Bent")
        self.env.cr.execute(
            "UPDATE engagement_discovery_source SET date_field = 'gone' WHERE id = %s",
            [broken.id],
        )
        broken.invalidate_recordset()
        discovery = self._discover()
        row = next(row for row in discovery.sources if row["name"] == "Bent")
        self.assertEqual(row["state"], "broken")
        self.assertIn("gone", row["problem"])
        self.assertEqual(len(self._get_contacts(discovery)), 20)

    def test_the_question_is_for_officers_only(self):
        for role in ("user", "internal", "leader", "portal", "public"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._discover(self.users[role])

    def test_nobody_reads_the_preview_of_a_colleague(self):
        discovery = self._discover()
        with self.assertRaises(AccessError):
            discovery.with_user(self.users["manager"]).line_ids.read(["figures"])


@tagged("post_install", "-at_install", "engagement")
class TestDiscoveryAmounts(DiscoveryCase):
    """Who may not read the documents learns the rank, not the amounts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_story()
        cls.access = cls.env["ir.model.access"].search(
            [("model_id.model", "=", "engagement.fake.order")]
        )

    def test_amounts_stay_away_without_access(self):
        self.access.unlink()
        line = self._get_line(self._discover(), self.large)
        self.assertEqual(
            line.reason, "2 orders over 12 months; rank 1 of 25, 50 % of the turnover"
        )
        self.assertEqual(line.figures["sources"], [[self.source.id, 2, None]])

    def test_amounts_stay_away_where_a_rule_keeps_one_document_back(self):
        rule = self.env["ir.rule"].create(
            {
                "name": "Small ones",
                "model_id": self.env["ir.model"]._get_id("engagement.fake.order"),
                "groups": [Command.link(self.env.ref("base.group_user").id)],
                "domain_force": "[('amount', '<', 3000)]",
            }
        )
        discovery = self._discover()
        self.assertTrue(discovery.sources[0]["hidden"])
        self.assertEqual(discovery.contact_count, 25)
        self.assertNotIn("$", self._get_line(discovery, self.third).reason)
        rule.domain_force = "[('amount', '<', 3001)]"
        self.assertFalse(self._discover().sources[0]["hidden"])

    def test_the_register_keeps_the_figures_without_the_amounts(self):
        discovery = self._discover()
        self.assertIn("$", self._get_line(discovery, self.large).reason)
        self._create_all(discovery)
        party = self._get_line(discovery, self.large).party_id
        self.assertEqual(
            party.relevance_reason,
            "2 orders over 12 months; rank 1 of 25, 50 % of the turnover",
        )


@tagged("post_install", "-at_install", "engagement")
class TestDiscoveryDoubles(DiscoveryCase):
    def setUp(self):
        super().setUp()
        self._new_story()

    def test_the_same_email_in_two_companies_is_marked(self):
        self.second.email = "Office <OFFICE@example.com>"
        self._new_partner(
            "Clerk",
            is_company=False,
            parent_id=self.third.id,
            email="office@example.com",
        )
        discovery = self._discover()
        second, third = (
            self._get_line(discovery, partner) for partner in (self.second, self.third)
        )
        self.assertEqual(second.double_text, "Same e-mail as Third")
        self.assertEqual(third.double_text, "Same e-mail as Second")
        self.assertEqual((second.selected, third.selected), (True, False))
        self.assertEqual(discovery.get_overview()["doubles"], 2)

    def test_the_same_tax_number_is_found_whatever_its_dots(self):
        self.large.vat = "BE0477.472.701"
        self.env.cr.execute(
            "UPDATE res_partner SET vat = 'be 0477 472 701' WHERE id = %s",
            [self.third.id],
        )
        self.third.invalidate_recordset()
        line = self._get_line(self._discover(), self.third)
        self.assertEqual(line.double_text, "Same tax number as Large")
        self.assertFalse(line.selected)

    def test_both_marks_are_named(self):
        for partner in (self.second, self.third):
            partner.write({"email": "a@example.com", "vat": "XX12345"})
        line = self._get_line(self._discover(), self.third)
        self.assertEqual(line.double_text, "Same e-mail and tax number as Second")

    def test_no_number_is_no_double(self):
        for partner in (self.second, self.third):
            partner.write({"email": "", "vat": "/"})
        self.assertFalse(self._get_line(self._discover(), self.third).double_text)

    def test_people_of_one_company_are_no_doubles(self):
        self.large.email = "office@example.com"
        self.large.child_ids.email = "office@example.com"
        self.assertFalse(self._get_line(self._discover(), self.large).double_text)

    def test_who_looks_like_somebody_on_the_register_is_unticked(self):
        known = self._new_party("Known")
        known.partner_id.email = "known@example.com"
        self.large.email = "known@example.com"
        line = self._get_line(self._discover(), self.large)
        self.assertEqual(
            line.double_text, "Same e-mail as Known, who is on the register"
        )
        self.assertFalse(line.selected)

    def test_a_double_that_is_not_proposed_unticks_nobody(self):
        self._new_partner("Silent", email="office@example.com")
        self.large.email = "office@example.com"
        line = self._get_line(self._discover(), self.large)
        self.assertEqual(line.double_text, "Same e-mail as Silent")
        self.assertTrue(line.selected)

    def test_another_companys_contacts_are_not_named(self):
        self._new_partner(
            "Theirs", email="office@example.com", company_id=self.other_company.id
        )
        self.large.email = "office@example.com"
        self.assertFalse(self._get_line(self._discover(), self.large).double_text)

    def test_those_shown_later_give_way_to_those_shown_first(self):
        last = self.many[-1]
        last.email = self.large.email = "office@example.com"
        discovery = self._discover()
        discovery.action_show_more()
        self.assertEqual(
            self._get_line(discovery, last).double_text, "Same e-mail as Large"
        )


@tagged("post_install", "-at_install", "engagement")
class TestDiscoveryGroups(DiscoveryCase):
    def _get_group(self, discovery, name):
        return discovery.line_ids.filtered(
            lambda line: line.kind == "group" and line.name == name
        )

    def test_a_category_becomes_a_group_with_live_members(self):
        self._new_story()
        self.source.member_domain = "[('ref', '=', 'VIP')]"
        self.large.ref = "VIP"
        discovery = self._discover()
        group = self._get_group(discovery, "Test customers")
        self.assertEqual((group.reason, group.selected), ("1 contact today", True))
        self.assertEqual((group.influence, group.impact_on_us), (4, 3))
        self._create_all(discovery)
        party = group.party_id
        self.assertEqual((party.kind, party._get_members()), ("group", self.large))
        self.second.ref = "VIP"
        self.assertEqual(party._get_members(), self.large | self.second)

    def test_a_department_becomes_a_group_of_its_people(self):
        sawmill, office = self.env["hr.department"].create(
            [{"name": "Sawmill"}, {"name": "Empty office"}]
        )
        people = self.env["hr.employee"].create(
            [
                {"name": name, "department_id": sawmill.id}
                for name in ("Sawyer", "Carpenter")
            ]
        )
        discovery = self._discover()
        group = self._get_group(discovery, "Sawmill")
        self.assertEqual(
            group.category_id, self.env.ref("engagement_qms.category_employee")
        )
        self.assertEqual((group.reason, group.selected), ("2 contacts today", True))
        self.assertFalse(self._get_group(discovery, office.name))
        self._create_all(discovery)
        members = group.party_id.with_user(self.officer)._get_members()
        self.assertEqual(members, people.work_contact_id)
        staff = self._get_group(discovery, "Employees").party_id
        self.assertLessEqual(members, staff.with_user(self.officer)._get_members())

    def test_another_companys_department_stays_there(self):
        department = self.env["hr.department"].create(
            {"name": "Sawmill", "company_id": self.other_company.id}
        )
        self.env["hr.employee"].create(
            {
                "name": "Sawyer",
                "department_id": department.id,
                "company_id": self.other_company.id,
            }
        )
        self.assertFalse(self._get_group(self._discover(), "Sawmill"))
        self.assertTrue(self._get_group(self._discover(self.other_officer), "Sawmill"))

    def test_a_tag_belongs_where_most_of_its_contacts_do(self):
        self._new_story()
        tag, empty, mixed = self.env["res.partner.category"].create(
            [{"name": "Architects"}, {"name": "Nobody"}, {"name": "Mixed"}]
        )
        silent = self._new_partner("Silent")
        (self.large | self.second | silent).category_id = tag
        mute = self._new_partner("Mute", category_id=[Command.link(mixed.id)])
        (self.third | silent).write({"category_id": [Command.link(mixed.id)]})
        discovery = self._discover()
        group = self._get_group(discovery, "Architects")
        self.assertEqual(
            (group.category_id, group.selected, group.reason),
            (
                self.category,
                False,
                "3 contacts today, 2 of them among Test customers",
            ),
        )
        self.assertFalse(self._get_group(discovery, empty.name))
        group = self._get_group(discovery, "Mixed")
        self.assertEqual(
            (group.category_id.id, group.selected, group.reason),
            (False, False, "3 contacts today"),
        )
        self.assertIn(
            mute, self.env["res.partner"].search([("category_id", "=", mixed.id)])
        )

    def test_portal_users_are_a_group(self):
        group = self._get_group(self._discover(), "Portal users")
        self.assertIn(
            self.users["portal"].partner_id,
            self.env["res.partner"].search([("user_ids.share", "=", True)]),
        )
        self.assertEqual(group.member_domain, "[('user_ids.share', '=', True)]")
        count = self.env["res.users"].search_count([("share", "=", True)])
        self.assertEqual(group.member_count, count)

    def test_a_group_is_proposed_once_whatever_became_of_it(self):
        self._new_story()
        self.source.member_domain = "[('ref', '=', 'VIP')]"
        self.large.ref = "VIP"
        discovery = self._discover()
        self._create_all(discovery)
        party = self._get_group(discovery, "Test customers").party_id
        party.write(
            {
                "name": "Very important",
                "member_domain": "[('ref', '=', 'GOLD')]",
                "active": False,
            }
        )
        self.assertFalse(self._get_group(self._discover(), "Test customers"))

    def test_a_group_made_by_hand_is_recognised_by_its_members(self):
        self._new_story()
        self.source.member_domain = "[('ref', '=', 'VIP')]"
        self.large.ref = "VIP"
        self._new_party("By hand", kind="group", member_domain="[('ref', '=', 'VIP')]")
        self.assertFalse(self._get_group(self._discover(), "Test customers"))


@tagged("post_install", "-at_install", "engagement")
class TestDiscoveryCreate(DiscoveryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._new_customers(7, 100)

    def test_edits_of_the_preview_become_the_party(self):
        discovery = self._discover()
        line, other = self._get_contacts(discovery)[:2]
        supplier = self.env.ref("engagement_qms.category_supplier")
        line.write(
            {
                "category_id": supplier.id,
                "influence": 1,
                "impact_on_us": 2,
                "relevant": False,
                "relevance_reason": "Left the trade",
            }
        )
        other.selected = False
        self._create_all(discovery)
        party = line.party_id
        self.assertEqual(
            (party.name, party.category_id, party.partner_id, party.company_id),
            (line.name, supplier, line.partner_id, self.company),
        )
        self.assertEqual((party.influence, party.impact_on_us), (1, 2))
        self.assertEqual(
            (party.relevant, party.relevance_reason), (False, "Left the trade")
        )
        # what nobody scored is the category's, and the priority follows all four
        self.assertEqual(
            (party.impact_on_them, party.priority),
            (supplier.impact_on_them, "low"),
        )
        self.assertEqual(party.user_id, self.officer)
        self.assertFalse(other.party_id)
        action = discovery.action_open_created()
        self.assertEqual(
            self.env["engagement.party"].search(action["domain"]),
            discovery.line_ids.party_id,
        )

    def test_a_chunk_after_the_other(self):
        discovery = self._discover()
        (discovery.line_ids - self._get_contacts(discovery)).selected = False
        with patch(f"{CREATE}.CHUNK", 3):
            steps = [discovery.create_next() for _step in range(3)]
        self.assertEqual(
            [(step["done"], step["state"]) for step in steps],
            [(3, "creating"), (6, "creating"), (7, "done")],
        )

    def test_an_interrupted_creation_is_opened_again_with_its_edits(self):
        discovery = self._discover()
        with patch(f"{CREATE}.CHUNK", 3):
            discovery.create_next()
        last = self._get_contacts(discovery)[-1]
        last.influence = 1
        again = self._discover()
        self.assertEqual(again, discovery)
        self._create_all(again)
        self.assertEqual(last.party_id.influence, 1)
        self.assertNotEqual(self._discover(), discovery)

    @mute_logger("odoo.sql_db")
    def test_a_bad_line_says_why_and_the_others_are_created(self):
        discovery = self._discover()
        contacts = self._get_contacts(discovery)
        taken, open_one, *others = contacts
        self._new_party(partner_id=taken.partner_id.id, name="Somebody was faster")
        open_one.category_id = False
        self._create_all_but_failed(discovery)
        self.assertEqual([line.state for line in others], ["done"] * len(others))
        self.assertEqual((taken.state, open_one.state), ("failed", "failed"))
        self.assertIn(f"“{taken.name}”", taken.error)
        self.assertIn("on the register already", taken.error)
        self.assertIn("Choose a category", open_one.error)
        open_one.category_id = self.category
        taken.selected = False
        discovery.create_next(retry=True)
        self.assertEqual((open_one.state, open_one.error), ("done", False))

    def _create_all_but_failed(self, discovery):
        overview = discovery.create_next(retry=True)
        self.assertEqual((overview["state"], overview["failed"]), ("done", 2))

    def test_a_group_without_any_right_to_it_is_refused(self):
        discovery = self._discover()
        self.officer.group_ids = self.env.ref("base.group_user")
        with self.assertRaises(AccessError):
            discovery.create_next()

    def test_nothing_ticked_creates_nothing(self):
        discovery = self._discover()
        discovery.line_ids.action_untick()
        overview = discovery.create_next(retry=True)
        self.assertEqual((overview["done"], overview["state"]), (0, "done"))

    def test_ticks_are_set_and_taken_in_bulk(self):
        discovery = self._discover()
        lines = discovery.line_ids
        lines.action_untick()
        self.assertEqual(discovery.get_overview()["selected"], 0)
        lines.action_tick()
        self.assertEqual(discovery.get_overview()["selected"], len(lines))
        lines[0].action_toggle()
        self.assertEqual(discovery.get_overview()["selected"], len(lines) - 1)


@tagged("post_install", "-at_install", "engagement")
class TestDiscoverySource(DiscoveryCase):
    """A source may not ask what the one who sets it up may not see."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(
            cls.env, "test_source_manager", groups=ROLES["manager"]
        )

    def _as_manager(self, **values):
        return self.source.with_user(self.manager).write(values)

    def test_a_manager_sets_up_a_source(self):
        self._as_manager(domain="[('partner_id.country_id.code', '=', 'BE')]")
        self.assertEqual(self.source.state, "live")

    def test_documents_out_of_reach_are_refused(self):
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "engagement.fake.order")]
        ).unlink()
        with self.assertRaises(ValidationError) as caught:
            self._as_manager(period_months=6, domain="[]")
        self.assertIn("You may not read “Fake Order”", str(caught.exception))

    def test_what_is_not_stored_is_refused(self):
        for name in ("mail.thread", "engagement.discovery", "hr.employee.public"):
            with (
                self.subTest(model=name),
                self.assertRaises(ValidationError) as caught,
            ):
                self._as_manager(model_name=name)
            self.assertIn(f"“{name}” are no documents", str(caught.exception))

    def test_a_filter_over_a_forbidden_model_is_refused(self):
        with self.assertRaises(ValidationError) as caught:
            self._as_manager(domain="[('parameter_id.value', 'like', 'a%')]")
        self.assertIn("parameter_id.value", str(caught.exception))

    def test_a_filter_over_a_forbidden_field_is_refused(self):
        for domain in (
            "[('partner_id.signup_type', '!=', False)]",
            "[('partner_id.is_blacklisted', '=', True)]",
            "[('nonsense', '=', 1)]",
            "[('partner_id', 'any!', [('name', '=', 'x')])]",
            "not a domain",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self._as_manager(domain=domain)

    def test_members_come_from_contacts_only(self):
        with self.assertRaisesRegex(ValidationError, "bank_ids.acc_number"):
            self._as_manager(member_domain="[('bank_ids.acc_number', 'like', '1')]")

    def test_fields_of_the_wrong_kind_are_refused_by_name(self):
        for field, path in {
            "partner_field": "company_id",
            "date_field": "name",
            "company_field": "partner_id",
            "amount_field": "state",
            "rate_field": "nonsense",
        }.items():
            with (
                self.subTest(field=field),
                self.assertRaises(ValidationError) as caught,
            ):
                self._as_manager(**{field: path})
            self.assertIn(f"“{path}”", str(caught.exception))

    def test_a_path_through_links_is_followed(self):
        self._as_manager(partner_field="partner_id.parent_id")
        buyer = self._new_partner(
            "Buyer", is_company=False, parent_id=self._new_partner("Firm").id
        )
        self._new_order(buyer, 10)
        line = self._get_contacts(self._discover())
        self.assertEqual(line.name, "Firm")

    def test_money_needs_an_amount(self):
        with self.assertRaisesRegex(ValidationError, "measures turnover"):
            self._as_manager(amount_field=False)

    def test_a_filter_that_cannot_be_read_is_refused_even_when_waiting(self):
        with self.assertRaises(ValidationError):
            self._new_source(model_name="rocket.launch", domain="[('a', '=',")

    def test_an_officer_does_not_set_up_sources(self):
        with self.assertRaises(AccessError):
            self.source.with_user(self.officer).write({"name": "Mine"})


@tagged("post_install", "-at_install", "engagement")
class TestDiscoverySpeed(DiscoveryCase):
    def _count_queries(self):
        discovery = self.env["engagement.discovery"].with_user(self.officer)
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        discovery.action_discover()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def _grow(self, number):
        partners = self._new_customers(number, 10)
        partners[:5].email = partners[-1].email = "office@example.com"
        partners[0].category_id = self.env["res.partner.category"].create(
            {"name": f"Tag {number}"}
        )

    def test_ten_times_the_contacts_cost_no_query_more(self):
        counts = []
        for number in (40, 40, 400):
            self._grow(number)
            self._count_queries()  # what growing took out of Odoo's caches
            counts.append(self._count_queries())
        self.assertEqual(counts[2], counts[1])

    def test_creation_costs_no_query_per_party(self):
        self._grow(310)
        discovery = self._discover()
        discovery.top = 310
        discovery._look()
        discovery.line_ids.action_untick()
        contacts = self._get_contacts(discovery)

        def count_queries(lines):
            lines.action_tick()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            discovery.create_next()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count_queries(contacts[:10])
        hundred = count_queries(contacts[10:110])
        two_hundred = count_queries(contacts[110:310])
        self.assertLessEqual((two_hundred - hundred) / 100, 0.05)

    def test_a_wrong_currency_is_no_reason_to_fail(self):
        self._new_order(self._new_partner("Odd"), 5, currency_id=False)
        discovery = self._discover()
        self.assertEqual([row["foreign"] for row in discovery.sources], [1])

    def test_two_windows_do_not_create_at_once(self):
        self._new_customers(1, 10)
        discovery = self._discover()
        with (
            patch.object(
                type(discovery), "lock_for_update", side_effect=LockedElsewhere
            ),
            self.assertRaisesRegex(UserError, "another window"),
        ):
            discovery.create_next()


class LockedElsewhere(engagement_discovery_create.LockError):
    """What Odoo raises when another transaction holds the record."""

    def __init__(self):
        super().__init__("locked")
