# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from lxml import etree

from odoo.tests import tagged

from .common import EngagementCase

#: The screens of needs and of what is done about them -> may be empty
SCREENS = {
    "engagement_need_action": True,
    "engagement_need_action_customers_exposed": True,
    "engagement_need_trace_action": True,
    "engagement_risk_action": True,
    "engagement_objective_action": True,
    "engagement_business_goal_action": True,
    "engagement_process_action": True,
    "engagement_communication_action": True,
    "engagement_communication_action_mine": True,
    "engagement_acknowledgement_action": True,
    "engagement_principle_action": False,
    "engagement_benefit_action": False,
    "hr_department_action_engagement": True,
}


@tagged("post_install", "-at_install", "engagement")
class TestNeedScreens(EngagementCase):
    """Every screen opens in a company that has just begun."""

    def _open(self, xmlid, user):
        """Open each view of an action as the client does; return what it shows."""
        action = self.env.ref(f"engagement_qms.{xmlid}")
        records = self.env[action.res_model].with_user(user)
        result = records.get_views(
            [[view, mode] for view, mode in action.views] + [[False, "search"]]
        )
        shown = set()
        for mode, view in result["views"].items():
            arch = etree.fromstring(view["arch"])
            names = {
                node.get("name"): {}
                for node in arch.iter("field")
                if not any(parent.tag == "field" for parent in node.iterancestors())
            }
            if mode in ("list", "kanban", "calendar", "activity"):
                page = records.web_search_read([], names, limit=80)
                shown.update(row["id"] for row in page["records"])
            elif mode in ("pivot", "graph"):
                groups = records.formatted_read_group([], list(names), ["__count"])
                self.assertFalse(groups)
        return action, shown

    def test_a_company_that_has_just_begun_opens_every_screen(self):
        for xmlid, empty in SCREENS.items():
            with self.subTest(screen=xmlid):
                action, shown = self._open(xmlid, self.other_officer)
                self.assertEqual(not shown, empty)
                self.assertIn("o_view_nocontent_smiling_face", action.help)

    def test_a_reader_opens_the_own_communications_without_a_role(self):
        _action, shown = self._open(
            "engagement_communication_action_mine", self.users["internal"]
        )
        self.assertFalse(shown)

    def test_the_menu_shows_to_each_role_what_it_may_open(self):
        """A plain user sees what is the own, and the ways to tell us something."""
        root = self.env.ref("engagement_qms.engagement_root_menu")
        mine = self.env.ref("engagement_qms.engagement_communication_mine_menu")
        needs = self.env.ref("engagement_qms.engagement_need_menu")
        for role, expected in (
            ("internal", root + mine),
            ("user", root + mine + needs),
            ("officer", root + mine + needs),
        ):
            menus = self.env["ir.ui.menu"].with_user(self.users[role])
            visible = menus.browse(menus._visible_menu_ids())
            with self.subTest(role=role):
                self.assertEqual(visible & (root + mine + needs), expected)
        menus = self.env["ir.ui.menu"].with_user(self.users["internal"])
        ours = menus.browse(menus._visible_menu_ids()).filtered(
            lambda menu: menu.parent_path.startswith(f"{root.id}/")
        )
        names = set(ours.mapped("complete_name"))
        self.assertEqual(
            names,
            {
                "Engagement",
                "Engagement/My Communications",
                "Engagement/Improvement",
                "Engagement/Improvement/Lessons",
                "Engagement/Improvement/Recognition",
                "Engagement/My Hearings",
                "Engagement/Tell Us",
                "Engagement/Tell Us/Complaints I Raised",
                "Engagement/Tell Us/Feedback I Recorded",
                "Engagement/Tell Us/Raise a Complaint",
                "Engagement/Tell Us/Record Feedback",
            },
        )
