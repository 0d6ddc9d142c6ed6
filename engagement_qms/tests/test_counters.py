# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from .common import EngagementCase

ACTIONS = {
    "engagement.need": "engagement_need_action",
    "engagement.risk": "engagement_risk_action",
    "engagement.objective": "engagement_objective_action",
    "engagement.event": "engagement_event_action",
    "engagement.plan": "engagement_plan_action",
}


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-06-15 12:00:00")
class TestCounters(EngagementCase):
    """The tiles above a list count what their filters show."""

    def test_each_tile_counts_what_its_filter_shows(self):
        for model, action in ACTIONS.items():
            records = self.env[model]
            views = self.env.ref(f"engagement_qms.{action}").views
            self.assertIn("list", [mode for _view, mode in views])
            search = etree.fromstring(records.get_view(None, "search")["arch"])
            filters = {
                node.get("name"): safe_eval(node.get("domain"), {"uid": self.env.uid})
                for node in search.iter("filter")
                if node.get("domain")
            }
            for name, tone, domain in records._get_counters():
                with self.subTest(model=model, tile=name):
                    self.assertIn(tone, ("danger", "warning", "info"))
                    self.assertEqual(
                        records.search(domain), records.search(filters[name])
                    )

    def test_the_tiles_of_a_party_count_its_needs_only(self):
        party = self._new_party("Azure")
        self._new_need(party, kind="legal", last_confirmed="2020-01-01")
        self._new_need(party, status="not_met")
        self._new_need(self._new_party("Other"), status="not_met")
        counters = self.env["engagement.need"].get_counters(
            [("party_id", "=", party.id)]
        )
        self.assertEqual(
            {counter["filter"]: counter["count"] for counter in counters},
            {
                "confirm_overdue": 1,
                "unanswered": 1,
                "customers_exposed": 0,
                "not_met": 1,
            },
        )

    def test_the_tiles_count_only_what_one_may_see(self):
        about = Domain("name", "=", "Test need")
        mine = self._new_party("Mine", user=self.users["user"])
        self._new_need(mine, status="not_met")
        self._new_need(self._new_party("Other"), status="not_met")
        for role, expected in (("user", 1), ("officer", 2), ("leader", 2)):
            with self.subTest(role=role):
                needs = self.env["engagement.need"].with_user(self.users[role])
                counts = {
                    counter["filter"]: counter["count"]
                    for counter in needs.get_counters(list(about))
                }
                self.assertEqual(counts["not_met"], expected)
        with self.assertRaises(AccessError):
            self.env["engagement.need"].with_user(self.users["internal"]).get_counters(
                []
            )
