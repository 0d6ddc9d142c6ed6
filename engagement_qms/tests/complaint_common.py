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

    def _lead(self, complaint, state, **answer):
        """Lead a complaint by its usual steps up to a state.

        :param str state: "acknowledged", "assessed", "proposed", "communicated" or
            "rejected"
        :param answer: what the answer says besides
        """
        complaint.action_acknowledge()
        if state == "acknowledged":
            return complaint
        complaint.write(self.assessed(answer.pop("grade", "1")))
        complaint.action_assess()
        if state == "assessed":
            return complaint
        if complaint.route in ("full", "emergency"):
            complaint.action_investigate()
        complaint.point_ids.write({"outcome": "upheld"})
        complaint.write(
            {
                "decision_text": "You are right.",
                "remedy_kind": "apology",
                "cause_id": self.cause.id,
                **answer,
            }
        )
        complaint.action_propose()
        if state == "proposed":
            return complaint
        if not complaint.approved_by_id:
            complaint.sudo()._approve(self.users["leader"])
        complaint.action_communicate()
        if state == "rejected":
            complaint.action_reject("Not enough")
        return complaint

    def _last_letter(self, complaint):
        return complaint.notice_ids.sorted("id")[-1]
