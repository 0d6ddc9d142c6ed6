# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

from ..models.mixins.allowed_domain import MAX_LENGTH, check_domain

ALLOWED = ("res.partner", "res.partner.category", "res.country")


@tagged("post_install", "-at_install", "engagement")
class TestAllowedDomain(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"]
        cls.tag = cls.env["res.partner.category"].create({"name": "Neighbours"})
        cls.neighbour = cls.partners.create(
            {"name": "Next Door", "category_id": [(4, cls.tag.id)]}
        )

    def _refuse(self, domain, message, model="res.partner", allowed=ALLOWED, **options):
        with self.assertRaisesRegex(ValidationError, message):
            check_domain(self.env[model], domain, allowed, **options)

    def test_the_text_of_a_filter_becomes_a_domain_that_finds(self):
        text = "[('category_id.name', '=', 'Neighbours'), ('is_company', '=', False)]"
        domain = check_domain(self.partners, text, ALLOWED)
        self.assertIsInstance(domain, Domain)
        self.assertEqual(self.partners.search(domain), self.neighbour)

    def test_what_is_allowed(self):
        for domain in [
            "",
            [],
            [(1, "=", 1)],
            Domain.TRUE,
            ["|", ("name", "ilike", "x"), "!", ("email", "=", False)],
            [("category_id", "in", [1, 2])],
            [("category_id", "child_of", self.tag.id)],
            [("category_id", "child_of", "Neighbours")],
            [("parent_id", "parent_of", [1])],
            [("id", "child_of", 1)],
            [("category_id", "any", [("name", "=", "x"), ("active", "=", True)])],
            [("child_ids", "not any", [("category_id.color", ">", 3)])],
            [("country_id.code", "in", ["DE", "AT"])],
            [("country_id", "ilike", "land")],
            # Compared by id only: nothing of the user is asked
            [("user_id", "=", 2)],
            [("create_date", ">=", "2026-01-01 10:00:00")],
            [("create_date", ">=", "-30d")],
            [("create_date", "<", date(2026, 2, 1))],
            [("create_date.month_number", "=", 1)],
            [("display_name", "ilike", "door")],
        ]:
            with self.subTest(domain=domain):
                checked = check_domain(self.partners, domain, ALLOWED)
                self.partners.search(checked, limit=1)

    def test_a_filter_may_follow_inherited_fields(self):
        """A user's name is stored with the contact; both are asked."""
        users = ("res.users", "res.partner")
        domain = check_domain(self.env["res.users"], [("name", "=", "x")], users)
        self.assertEqual(list(domain), [("name", "=", "x")])
        self._refuse(
            [("name", "=", "x")],
            "“Contact” may not be asked here",
            model="res.users",
            allowed=("res.users",),
        )

    def test_unknown_fields_are_named(self):
        self._refuse([("nonsense", "=", 1)], "“nonsense” .*no such field")
        self._refuse([("category_id.nonsense", "=", 1)], "“category_id.nonsense”")
        self._refuse([("category_id", "any", [("nonsense", "=", 1)])], "“nonsense”")
        self._refuse(["|", ("name", "=", 1), "!", ("nonsense", "=", 1)], "“nonsense”")

    def test_fields_of_some_groups_are_refused(self):
        field = self.env["hr.employee"]._fields["private_email"]
        self.assertTrue(field.groups)
        options = {"allowed": None}
        self._refuse(
            [("private_email", "!=", False)],
            "“private_email”.*not everybody may see it",
            model="hr.employee",
            **options,
        )
        # Nor on the way through contacts
        self._refuse(
            [("employee_ids.private_email", "!=", False)], "not everybody", **options
        )
        self._refuse(
            [("employee_ids", "any", [("private_email", "=", "x")])],
            "not everybody",
            **options,
        )

    def test_fields_that_are_worked_out_are_refused(self):
        field = self.partners._fields["tz_offset"]
        self.assertFalse(field.store)
        self._refuse([("tz_offset", "=", "+0100")], "worked out when it is shown")
        # Also those that can be searched: their search may do anything
        field = self.partners._fields["message_needaction"]
        self.assertTrue(field.search and not field.store)
        self._refuse([("message_needaction", "=", True)], "worked out")

    def test_keys_are_refused(self):
        self.assertIn("access_token", self.env["calendar.attendee"]._fields)
        self._refuse(
            [("access_token", "=like", "a%")],
            "“access_token”.*holds a key",
            model="calendar.attendee",
            allowed=None,
        )

    def test_pictures_and_the_like_are_refused(self):
        self._refuse([("image_1920", "!=", False)], "cannot be compared")

    def test_models_out_of_reach_are_refused(self):
        for domain in [
            [("user_id.login", "=", "admin")],
            [("user_id", "ilike", "adm")],
            [("user_id", "=", "admin")],
            [("user_id", "child_of", 1)],
            [("user_id", "any", [("login", "=", "admin")])],
            [("user_ids", "!=", False)],
            [("user_ids", "in", [2])],
            [("parent_id.user_id.login", "=", "admin")],
            [("category_id", "any", [("create_uid.login", "=", "admin")])],
        ]:
            with self.subTest(domain=domain):
                self._refuse(domain, "“User” may not be asked here")
        check_domain(self.partners, [("user_id.login", "=", "admin")])

    def test_fields_can_be_listed_one_by_one(self):
        allowed = {"res.partner": {"name", "category_id"}, "res.partner.category": None}
        check_domain(self.partners, [("name", "=", "x")], allowed)
        check_domain(self.partners, [("category_id.color", "=", 1)], allowed)
        self._refuse([("email", "=", "x")], "not among the fields", allowed=allowed)
        self._refuse(
            [("category_id.partner_ids.email", "=", "x")],
            r"“category_id.partner_ids.email” \(Email\)",
            allowed=allowed,
        )

    def test_nothing_goes_around_access_rights(self):
        self._refuse(
            Domain("category_id", "any!", Domain("name", "=", "x")), "around access"
        )
        self._refuse("[('category_id', 'any!', [('name', '=', 'x')])]", "be read")
        sql = Domain.custom(to_sql=lambda model, alias, query: SQL("TRUE"))
        self._refuse(sql, "cannot be read")
        self._refuse(Domain("name", "=", "x") | sql, "cannot be read")
        self._refuse(Domain("category_id", "any", sql), "cannot be read")
        self._refuse(Domain("id", "in", SQL("SELECT 1")), "cannot be read")
        query = self.partners._search([])
        self._refuse(Domain("parent_id", "in", query), "cannot be read")
        self._refuse(Domain("parent_id", "any", query), "cannot be read")

    def test_relative_dates_may_be_refused(self):
        for value in ("today", "-1m", "=monday", "now", "today -7d"):
            domain = [("create_date", ">=", value)]
            with self.subTest(value=value):
                check_domain(self.partners, domain, ALLOWED)
                self._refuse(
                    domain, f"“{value}” means another day", allow_relative_dates=False
                )
                self._refuse(
                    [("child_ids.create_date", "in", ["2026-01-01", value])],
                    "another day",
                    allow_relative_dates=False,
                )
        for value in ("2026-01-01", False, date(2026, 1, 1)):
            check_domain(
                self.partners,
                [("create_date", ">=", value)],
                allow_relative_dates=False,
            )
        self._refuse([("create_date", ">=", "someday")], "“someday” is no date")

    def test_a_date_has_known_parts_only(self):
        self._refuse([("create_date.century", "=", 21)], "no such part")
        self._refuse([("create_date.month_number.x", "=", 21)], "no such part")

    def test_a_path_leads_through_relations_only(self):
        self._refuse([("name.x", "=", 1)], "does not lead to other records")
        self._refuse([("name", "any", [("x", "=", 1)])], "does not lead")
        self._refuse([("name", "child_of", 1)], "does not lead")
        # Countries have no country above them
        self._refuse([("country_id", "child_of", 1)], "“country_id”.*no such field")

    def test_what_is_no_filter_is_refused(self):
        for text in [
            "nonsense",
            "[('name', '=', uid)]",
            "[('name', '=', __import__('os'))]",
            "[('name', '=')]",
            "['|', ('name', '=', 'x')]",
            "[('name', 'resembles', 'x')]",
            "{'name': 'x'}",
            "42",
            "[('name', '=', {'a': 1})]",
            "[('name', 'in', [('a', 'b')])]",
            "[('color', '=', 'blue')]",
            "[('active', '<', 'x')]",
            "[" * 5000,
            "[('name', '=', '" + "x" * MAX_LENGTH + "')]",
            None,
            42,
        ]:
            with self.subTest(text=str(text)[:50]):
                self._refuse(text, "This filter cannot be read")
