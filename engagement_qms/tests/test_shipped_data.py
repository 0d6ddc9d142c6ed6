# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "engagement")
class TestShippedData(TransactionCase):
    """What a company finds on the first day, before anybody has typed anything."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.categories = cls._get_shipped("engagement.party.category")

    @classmethod
    def _get_shipped(cls, model):
        rows = cls.env["ir.model.data"].search(
            [("module", "=", "engagement_qms"), ("model", "=", model)]
        )
        return cls.env[model].browse(rows.mapped("res_id"))

    def test_the_whole_enterprise_has_its_categories(self):
        self.assertEqual(
            set(self.categories.mapped("name")),
            {
                "Customers",
                "End customers",
                "Employees",
                "Suppliers",
                "Distribution partners",
                "Owners and investors",
                "Neighbours and community",
                "Authorities",
                "Industry associations",
                "Consumer organisations",
                "Media",
            },
        )

    def test_every_category_carries_its_line_of_the_map(self):
        """How important, by which channel, how often, and how much of our time."""
        for category in self.categories:
            with self.subTest(category=category.name):
                self.assertTrue(category.priority)
                self.assertTrue(category.channel_id)
                self.assertGreater(category.interval_number, 0)
                self.assertGreater(category.planned_hours, 0)
        self.assertEqual(
            set(self.categories.mapped("priority")),
            {"low", "medium", "high", "critical"},
        )

    def test_direct_and_indirect_customers_are_told_apart(self):
        roles = dict(self.categories.mapped(lambda c: (c.name, c.value_role)))
        self.assertEqual(roles["Customers"], "direct")
        self.assertEqual(roles["End customers"], "indirect")
        self.assertEqual(
            self.categories.filtered("sells_on").mapped("name"),
            ["Distribution partners"],
        )

    def test_nothing_shipped_belongs_to_one_company(self):
        for model in (
            "engagement.party.category",
            "engagement.discovery.source",
            "engagement.review.schedule",
        ):
            self.assertFalse(self._get_shipped(model).company_id, model)

    def test_people_may_change_what_was_shipped(self):
        """An update of the app keeps the answers of the company."""
        for model in (
            "engagement.party.category",
            "engagement.channel",
            "engagement.principle",
            "engagement.benefit",
            "engagement.discovery.source",
        ):
            rows = self.env["ir.model.data"].search(
                [("module", "=", "engagement_qms"), ("model", "=", model)]
            )
            self.assertTrue(rows, model)
            self.assertEqual(rows.mapped("noupdate"), [True] * len(rows), model)
