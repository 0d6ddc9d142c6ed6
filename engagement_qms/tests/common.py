# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

#: Login -> groups of one user per role, named as the access matrix names them
ROLES = {
    "internal": "base.group_user",
    "user": "engagement_qms.group_engagement_user",
    "officer": "engagement_qms.group_engagement_officer",
    "manager": "engagement_qms.group_engagement_manager",
    "leader": "engagement_qms.group_engagement_leader",
    "confidential": "engagement_qms.group_engagement_confidential",
    "portal": "base.group_portal",
    "public": "base.group_public",
}


class EngagementCase(BaseCommon):
    """A company, a second one, a user per role, and builders that read as a story."""

    #: Role -> groups of its user
    roles = ROLES

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other_company = cls.env["res.company"].create({"name": "Other company"})
        cls.users = {
            role: new_test_user(cls.env, f"test_{role}", groups=groups)
            for role, groups in cls.roles.items()
        }
        cls.other_officer = new_test_user(
            cls.env,
            "test_other_officer",
            groups=ROLES["officer"],
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
        cls.channel = cls.env["engagement.channel"].create(
            {"name": "Test meeting", "kind": "meeting"}
        )
        cls.category = cls.env["engagement.party.category"].create(
            {
                "name": "Test customers",
                "value_role": "direct",
                "influence": 4,
                "interest": 4,
                "impact_on_us": 3,
                "impact_on_them": 2,
                "channel_id": cls.channel.id,
            }
        )

    @classmethod
    def _new_party(cls, name="Test party", user=None, **values):
        """Create a contact and the party for it; ``user`` is the responsible."""
        if values.get("kind", "contact") == "contact" and "partner_id" not in values:
            partner = cls.env["res.partner"].create(
                {"name": name, "company_id": values.get("company_id", False)}
            )
            values["partner_id"] = partner.id
        if values.get("kind") == "group":
            values["name"] = name
        return cls.env["engagement.party"].create(
            {
                "category_id": cls.category.id,
                "user_id": (user or cls.env.user).id,
                **values,
            }
        )

    @classmethod
    def _new_need(cls, party, name="Test need", **values):
        """Create a need of the party."""
        return cls.env["engagement.need"].create(
            {"party_id": party.id, "name": name, **values}
        )

    @classmethod
    def _new_plan(cls, party, **values):
        """Create a monthly plan for the party, by its preferred channel."""
        return cls.env["engagement.plan"].create(
            {
                "name": "Test plan",
                "party_id": party.id,
                "channel_id": party.channel_id.id,
                "interval_number": 1,
                "interval_unit": "month",
                **values,
            }
        )

    @classmethod
    def _new_event(cls, party, **values):
        """Create a planned contact with the party."""
        return cls.env["engagement.event"].create(
            {"name": "Test contact", "party_id": party.id, **values}
        )

    def _explain(self, query):
        """Return the plan that PostgreSQL chooses for a query, as text."""
        self.env.flush_all()
        rows = self.env.execute_query(SQL("EXPLAIN %s", query))
        return "\n".join(row[0] for row in rows)
