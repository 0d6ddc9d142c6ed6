# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install", "engagement")
class TestCodeTour(HttpCase):
    """What an officer does in the browser to write a code."""

    def test_an_officer_writes_a_promise_and_sees_what_is_vague(self):
        new_test_user(
            self.env, "tour_officer", groups="engagement_qms.group_engagement_officer"
        )
        self.start_tour(
            "/odoo/engagement-codes", "engagement_write_promise", login="tour_officer"
        )
        code = self.env["engagement.code"].search([("name", "=", "Tour promise")])
        self.assertEqual(code.provision_ids.promise, "We answer within 2 working days.")
        self.assertEqual(code.provision_ids.limit_value, 2)
        self.assertEqual(code.state, "draft")
