# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from .common import EngagementCase


class ComplaintCase(EngagementCase):
    """A customer, a team, and complaints that read as a story."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Carla Customer", "email": "carla@example.com", "lang": "en_US"}
        )

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
