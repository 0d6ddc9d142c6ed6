# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, tagged

from .test_discovery import DiscoveryCase


@tagged("post_install", "-at_install", "engagement")
class TestDiscoveryTour(DiscoveryCase, HttpCase):
    def test_an_officer_discovers_edits_and_creates(self):
        self._new_story()
        self.second.email = self.third.email = "office@example.com"
        parties = self.env["engagement.party"]
        before = parties.search([])
        self.start_tour(
            "/odoo/engagement-parties", "engagement_discovery", login=self.officer.login
        )
        created = parties.search([]) - before
        self.assertEqual(
            {party.name: party.influence for party in created},
            {"Large": 5, "Third": 2},
        )
        self.assertEqual(created.user_id, self.officer)
