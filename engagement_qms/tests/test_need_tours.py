# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, new_test_user, tagged


@tagged("post_install", "-at_install", "engagement")
class TestNeedTours(HttpCase):
    """What an officer and a reader do in the browser."""

    def test_an_officer_confirms_needs_in_bulk(self):
        officer = new_test_user(
            self.env, "tour_officer", groups="engagement_qms.group_engagement_officer"
        )
        party = self.env["engagement.party"].create(
            {
                "name": "Tour neighbours",
                "kind": "group",
                "category_id": self.env.ref("engagement_qms.category_community").id,
                "user_id": officer.id,
            }
        )
        needs = self.env["engagement.need"].create(
            [
                {
                    "name": f"Tour need {number}",
                    "party_id": party.id,
                    "last_confirmed": "2020-01-01",
                }
                for number in range(2)
            ]
        )
        self.start_tour(
            "/odoo/engagement-needs", "engagement_confirm_needs", login="tour_officer"
        )
        self.assertFalse(any(needs.mapped("confirm_overdue")))

    def test_a_reader_confirms_a_communication(self):
        reader = new_test_user(self.env, "tour_reader", groups="base.group_user")
        employee = self.env["hr.employee"].create(
            {"name": "Tour reader", "user_id": reader.id}
        )
        communication = self.env["engagement.communication"].create(
            {"name": "Tour policy", "why": "So", "employee_ids": employee.ids}
        )
        communication.action_send()
        self.start_tour(
            "/odoo/engagement-my-communications",
            "engagement_confirm_communication",
            login="tour_reader",
        )
        self.assertEqual(communication.acknowledged_count, 1)
