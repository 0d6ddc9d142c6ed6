# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestParty(EngagementCase):
    """The register: who a party is, why it matters, and how much."""

    def test_a_new_party_starts_with_the_answers_of_its_category(self):
        with Form(self.env["engagement.party"]) as form:
            form.partner_id = self.env["res.partner"].create({"name": "Azure"})
            form.category_id = self.category
        party = form.record
        self.assertEqual(party.name, "Azure")
        self.assertEqual(party.influence, 4)
        self.assertEqual(party.interest, 4)
        self.assertEqual(party.impact_on_us, 3)
        self.assertEqual(party.impact_on_them, 2)
        self.assertEqual(party.channel_id, self.channel)
        self.assertEqual(party.value_role, "direct")
        self.assertEqual(party.priority, "high")
        self.assertEqual(party.strategy, "manage_closely")

    def test_an_answer_that_was_given_stands_beside_those_of_the_category(self):
        self.category.relation_type = "contract"
        party = self._new_party(value_role="indirect")
        self.assertEqual(party.value_role, "indirect")
        self.assertEqual(party.relation_type, "contract")
        self.assertEqual(party.channel_id, self.channel)

    def test_another_category_keeps_what_somebody_scored(self):
        party = self._new_party(influence=1)
        party.category_id = self.category.copy({"name": "Again", "influence": 5})
        self.assertEqual(party.influence, 1)

    def test_the_name_follows_the_contact(self):
        party = self._new_party("Old name")
        party.partner_id.name = "New name"
        self.assertEqual(party.name, "New name")

    def test_an_employee_is_a_party_through_the_work_contact(self):
        employee = self.env["hr.employee"].create({"name": "Ann"})
        party = self.env["engagement.party"].create(
            {
                "kind": "employee",
                "employee_id": employee.id,
                "category_id": self.category.id,
            }
        )
        self.assertEqual(party.name, "Ann")
        self.assertEqual(party.partner_id, employee.work_contact_id)
        self.assertEqual(party._get_members(), employee.work_contact_id)

    def test_a_party_without_its_contact_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.env["engagement.party"].create(
                {"name": "Nobody", "category_id": self.category.id}
            )

    def test_not_relevant_stays_on_the_register_with_its_reason(self):
        party = self._new_party()
        with self.assertRaisesRegex(ValidationError, "Say why Test party is not"):
            party.relevant = False
        party.write({"relevant": False, "relevance_reason": "No ties since 2020"})
        self.assertIn(party, self.env["engagement.party"].search([]))

    def test_a_priority_set_by_hand_needs_a_reason_and_wins(self):
        party = self._new_party()
        with self.assertRaisesRegex(ValidationError, "Give the reason"):
            party.priority_override = "low"
        party.write(
            {"priority_override": "low", "priority_override_reason": "Contract ends"}
        )
        self.assertEqual(party.priority, "low")
        self.assertEqual(party.priority_sequence, 1)
        party.influence = 5
        self.assertEqual(party.priority, "low")
        party.priority_override = False
        self.assertEqual(party.priority, "high")

    def test_a_score_outside_one_to_five_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._new_party(influence=9)

    def test_the_register_is_ordered_by_priority_then_name(self):
        low = self._new_party("Alpha", influence=1, impact_on_us=1, impact_on_them=1)
        high = self._new_party("Zeta")
        critical = self._new_party("Omega", influence=5, impact_on_us=5)
        found = self.env["engagement.party"].search(
            [("id", "in", (low + high + critical).ids)]
        )
        self.assertEqual(found, critical + high + low)

    def test_who_sells_on_should_have_a_customer_behind_it(self):
        distributors = self.category.copy({"name": "Dealers", "sells_on": True})
        dealer = self._new_party("Dealer", category_id=distributors.id)
        missing = self.env["engagement.party"].search([("indirect_missing", "=", True)])
        self.assertIn(dealer, missing)
        self.assertTrue(dealer.indirect_missing)
        self._new_party("End user", value_role="indirect", via_party_id=dealer.id)
        self.assertFalse(dealer.indirect_missing)
        missing = self.env["engagement.party"].search([("indirect_missing", "=", True)])
        self.assertNotIn(dealer, missing)

    def test_a_party_does_not_reach_us_through_itself(self):
        first = self._new_party("First")
        second = self._new_party("Second", via_party_id=first.id)
        with self.assertRaisesRegex(ValidationError, "through itself"):
            first.via_party_id = second

    def test_a_second_party_for_the_same_contact_names_the_first(self):
        first = self._new_party("Azure")
        twin = {
            "partner_id": first.partner_id.id,
            "category_id": self.category.id,
        }
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation) as caught,
            self.cr.savepoint(),
        ):
            self.env["engagement.party"].create(twin)
        message = self.env["engagement.party"]._sql_error_to_message(caught.exception)
        self.assertIn("on the register already as “Azure”", message)
        self.assertIn("“Test customers”", message)
        first.active = False
        message = self.env["engagement.party"]._sql_error_to_message(caught.exception)
        self.assertIn("(archived)", message)
        stranger = self.env["engagement.party"].with_user(self.users["user"])
        self.assertIn(
            "belongs to a colleague",
            stranger._sql_error_to_message(caught.exception),
        )

    def test_the_same_contact_may_stand_in_another_category(self):
        first = self._new_party("Azure")
        other = self.category.copy({"name": "Suppliers too"})
        second = self._new_party(partner_id=first.partner_id.id, category_id=other.id)
        self.assertEqual(second.name, "Azure")

    def test_another_companys_contact_is_refused(self):
        stranger = self.env["res.partner"].create(
            {"name": "Stranger", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            self._new_party(partner_id=stranger.id)

    def test_every_change_of_a_score_is_logged(self):
        party = self._new_party(impact_on_us=4).with_context(
            tracking_disable=False, mail_notrack=False
        )
        self.flush_tracking()
        party.influence = 5
        self.flush_tracking()
        party.invalidate_recordset()
        values = party.message_ids.tracking_value_ids
        self.assertEqual(
            values.filtered(lambda v: v.field_id.name == "influence").mapped(
                lambda v: (v.old_value_integer, v.new_value_integer)
            ),
            [(4, 5)],
        )
        self.assertIn("priority", values.field_id.mapped("name"))

    def flush_tracking(self):
        """Write the tracking values that wait for the end of the transaction."""
        self.env.flush_all()
        self.cr.precommit.run()


@tagged("post_install", "-at_install", "engagement")
class TestPartyGroup(EngagementCase):
    """Groups: who belongs is looked up anew each time, and only among contacts."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Neighbour (test)"})
        cls.group = cls._new_party(
            "Neighbours",
            kind="group",
            member_domain=f"[('category_id', 'in', {cls.tag.ids})]",
        )

    def _neighbour(self, **values):
        return self.env["res.partner"].create(
            {"name": "Neighbour", "category_id": self.tag.ids, **values}
        )

    def test_a_contact_that_gets_the_tag_is_a_member_at_once(self):
        self.assertEqual(self.group.member_count, 0)
        neighbour = self._neighbour()
        self.group.invalidate_recordset(["member_count"])
        self.assertEqual(self.group.member_count, 1)
        self.assertEqual(self.group._get_members(), neighbour)

    def test_another_companys_contact_is_no_member(self):
        self._neighbour(company_id=self.other_company.id)
        self.assertFalse(self.group._get_members())

    def test_a_group_without_a_domain_has_nobody(self):
        group = self._new_party("Empty", kind="group")
        self.assertEqual(group.member_count, 0)
        self.assertFalse(group._get_members())

    def test_a_contact_stands_for_its_whole_company(self):
        party = self._new_party("Azure")
        person = self.env["res.partner"].create(
            {"name": "Person", "parent_id": party.partner_id.id}
        )
        self.assertEqual(party._get_members(), party.partner_id + person)
        self.assertEqual(party.member_count, 1)

    def test_a_domain_over_a_forbidden_field_is_refused(self):
        for domain in (
            "[('user_ids.password', '!=', False)]",
            "[('bank_ids.acc_number', 'like', '1')]",
            "[('message_ids.body', 'ilike', 'secret')]",
            "[('no_such_field', '=', 1)]",
            "__import__('os')",
        ):
            with self.subTest(domain=domain), self.assertRaises(ValidationError):
                self.group.member_domain = domain
                self.env.flush_all()

    def test_members_of_many_groups_are_counted_in_one_query(self):
        groups = self.group + self._new_party("A", kind="group")
        groups += self._new_party("B", kind="group", member_domain="[]")
        self._neighbour()
        self.env.flush_all()
        groups.invalidate_recordset()
        groups.fetch(["kind", "member_domain", "company_id"])
        with self.assertQueryCount(1):
            groups.mapped("member_count")
        self.assertEqual(groups[0].member_count, 1)
        self.assertEqual(groups[1].member_count, 0)
        everybody = self.env["res.partner"].search_count(
            [("company_id", "in", [False, self.company.id])]
        )
        self.assertEqual(groups[2].member_count, everybody)
