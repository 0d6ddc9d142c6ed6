# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestEventTour(EngagementCase, HttpCase):
    @mute_logger("odoo.http")  # what is missing is told to the user on purpose
    def test_a_user_notes_a_contact_in_two_minutes(self):
        party = self._new_party("Steelworks", user=self.users["user"])
        self.start_tour(
            f"/odoo/engagement-parties/{party.id}",
            "engagement_log_contact",
            login=self.users["user"].login,
        )
        event = party.event_ids
        self.assertEqual(event.state, "held")
        self.assertEqual(event.date, fields.Date.today())
        self.assertEqual(event.health, "4")
        self.assertIn("They like the new packaging.", event.summary)
        self.assertEqual(event.participation_ids.partner_id, party.partner_id)
        self.assertTrue(event.participation_ids.participated)
        self.assertEqual(party.need_ids.name, "Less plastic")
        self.assertEqual(party.need_ids.event_id, event)
        self.assertEqual(party.last_contact_date, fields.Date.today())
