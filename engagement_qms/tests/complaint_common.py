# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command

from .common import EngagementCase


class ComplaintCase(EngagementCase):
    """A customer, a team, and complaints that read as a story."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Carla Customer", "email": "carla@example.com", "lang": "en_US"}
        )
        cls.cause = cls.env["engagement.cause"].create({"name": "Too few vans"})
        cls.profile = cls.env["engagement.clock.profile"].create(
            {
                "name": "Test limits",
                "line_ids": [
                    Command.create(
                        {"stage": stage, "limit_value": days, "limit_unit": "day"}
                    )
                    for stage, days in (
                        ("acknowledge", 2),
                        ("answer", 20),
                        ("update", 10),
                        ("second_look", 15),
                    )
                ],
            }
        )
        cls.company.engagement_profile_id = cls.profile

    def assessed(self, grade="1", **values):
        """Return the answers to the assessment, all of one grade."""
        names = ("severity", "complexity", "reach", "urgency", "pattern")
        return dict.fromkeys(names, grade) | {"conflict_checked": True} | values

    @classmethod
    def _new_complaint(cls, **values):
        """Create a complaint of the customer, handled by the test user."""
        return cls.env["engagement.complaint"].create(
            {
                "partner_id": cls.customer.id,
                "description": "The desk came late.",
                "channel_id": cls.channel.id,
                "user_id": cls.users["user"].id,
                **values,
            }
        )
