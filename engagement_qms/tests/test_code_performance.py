# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo.fields import Command
from odoo.tests import tagged

from .common import EngagementCase

MODELS = {
    "engagement.code": ("list", "kanban"),
    "engagement.provision": ("list", "kanban"),
    "engagement.commitment": ("list", "kanban"),
}


@tagged("post_install", "-at_install", "engagement")
class TestCodePerformance(EngagementCase):
    """A screen of codes, promises and the ledger costs the same at any length."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls.users["officer"]
        cls.owner = cls.env["hr.employee"].create({"name": "Olga Owner"})

    def _fill(self, number):
        """Create so many codes with all that hangs on them."""
        for _code in range(number):
            party = self._new_party("Azure", influence=5, impact_on_us=5)
            code = self.env["engagement.code"].create(
                {
                    "name": "Delivery",
                    "user_id": self.officer.id,
                    "leader_id": self.users["leader"].id,
                    "party_ids": party.ids,
                    "provision_ids": [
                        Command.create(
                            {
                                "promise": f"We answer soon, in {days} days.",
                                "limit_value": days,
                                "owner_id": self.owner.id,
                            }
                        )
                        for days in (1, 2, 3)
                    ],
                    "consultation_ids": [Command.create({"party_id": party.id})],
                    "resource_ids": [Command.create({"name": "A truck"})],
                    "announcement_ids": [
                        Command.create({"name": "Staff"}),
                        Command.create({"name": "Public", "audience": "public"}),
                    ],
                }
            )
            self.env["engagement.commitment"].create(
                [
                    {
                        "name": "Answer",
                        "partner_id": party.partner_id.id,
                        "user_id": self.officer.id,
                        "provision_id": provision.id,
                        "limit_value": 2,
                        "limit_unit": "day",
                    }
                    for provision in code.provision_ids
                ]
            )

    def _count_queries(self, model, kind):
        """Count the queries of a long page of a view, with warm caches."""
        records = self.env[model].with_user(self.officer)
        arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
        specification = {
            node.get("name"): (
                {"fields": {"display_name": {}}}
                if records._fields[node.get("name")].relational
                else {}
            )
            for node in arch.iter("field")
        }
        for _warm in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            result = records.web_search_read([], specification, limit=1000)
            queries = self.cr.sql_log_count - before
        return queries, len(result["records"])

    def test_a_list_or_board_costs_the_same_however_long_it_is(self):
        self._fill(2)
        screens = [(model, kind) for model, kinds in MODELS.items() for kind in kinds]
        short = {screen: self._count_queries(*screen) for screen in screens}
        self._fill(10)
        for screen in screens:
            queries, rows = self._count_queries(*screen)
            with self.subTest(screen=screen):
                self.assertGreaterEqual(rows, short[screen][1] + 10)
                self.assertEqual(queries, short[screen][0])

    def test_a_form_costs_the_same_for_a_long_code(self):
        self._fill(1)
        code = self.env["engagement.code"].search([], order="id desc", limit=1)
        code = code.with_user(self.officer)
        fields = ("framework", "wording", "completeness", "rate_text", "hint")
        specification = {field: {} for field in fields}

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            code.web_read(specification)
            return self.cr.sql_log_count - before

        count()
        short = count()
        code.provision_ids = [
            Command.create({"promise": f"We answer in {days} days."})
            for days in range(30)
        ]
        self.assertEqual(count(), short)
