# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from ast import literal_eval

from lxml import etree

from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

ACTIONS = (
    "engagement_learner_action",
    "engagement_learner_review_action",
    "engagement_guardianship_action",
    "engagement_programme_action",
    "engagement_course_action",
    "engagement_enrolment_action",
)
#: Who has the screen and sees nothing of this learner on it
NOT_SHOWN = {("engagement_learner_review_action", "educator")}


@tagged("post_install", "-at_install", "engagement")
class TestEducationScreens(College, EngagementCase):
    """Every screen opens for whoever has the menu, also where nothing is yet."""

    def _open(self, xmlid, user):
        """Open each view of an action as the client does; return what it shows."""
        action = self.env.ref(f"engagement_qms_education.{xmlid}")
        records = self.env[action.res_model].with_user(user)
        views = [[view, mode] for view, mode in action.views] + [[False, "search"]]
        shown = set()
        for mode, view in records.get_views(views)["views"].items():
            arch = etree.fromstring(view["arch"])
            names = {
                node.get("name"): {}
                for node in arch.iter("field")
                if not any(parent.tag == "field" for parent in node.iterancestors())
            }
            if mode in ("list", "kanban", "calendar", "activity"):
                page = records.web_search_read([], names, limit=80)
                shown.update(row["id"] for row in page["records"])
            elif mode == "form" and shown:
                records.browse(min(shown)).web_read(names)
        return action, shown

    def test_every_screen_says_what_to_do_first_and_then_opens(self):
        elsewhere = self._new_manager_elsewhere()
        self._open_college()
        learner = self._new_learner(tutor_id=self.tutor.id)
        self._new_guardian(learner, "guardian")
        self._enrol(learner)
        for xmlid in ACTIONS:
            with self.subTest(screen=xmlid):
                action, shown = self._open(xmlid, elsewhere)
                self.assertFalse(shown)
                self.assertIn("o_view_nocontent_smiling_face", action.help)
                for role in ("manager", "educator", "support", "safeguarding"):
                    _action, shown = self._open(xmlid, self.users[role])
                    expected = 0 if (xmlid, role) in NOT_SHOWN else 1
                    self.assertEqual(min(len(shown), 1), expected, role)

    def test_the_screens_round_the_programmes_open_too(self):
        elsewhere = self._new_manager_elsewhere()
        self._open_college()
        firm = self.env["res.partner"].create({"name": "Firm"})
        category = self.env.ref("engagement_qms_education.category_employer")
        self.env["engagement.touchpoint"].search([]).unlink()
        for model, values in (
            (
                "engagement.programme.partner",
                {"programme_id": self.programme.id, "partner_id": firm.id},
            ),
            (
                "engagement.obligation",
                {"name": "Report", "partner_id": firm.id, "date_due": "2026-09-01"},
            ),
            (
                "engagement.touchpoint",
                {"name": "Panel", "category_id": category.id},
            ),
            ("engagement.educator", {"employee_id": self.educator.id}),
            ("engagement.report", {"name": "How we are doing"}),
            (
                "engagement.certificate",
                {
                    "name": "ISO 21001",
                    "partner_id": firm.id,
                    "date_from": "2026-01-01",
                    "date_to": "2028-12-31",
                },
            ),
        ):
            self.env[model].create(values)
            xmlid = f"{model.replace('.', '_')}_action"
            with self.subTest(screen=xmlid):
                action, shown = self._open(xmlid, elsewhere)
                self.assertFalse(shown)
                self.assertIn("o_view_nocontent_smiling_face", action.help)
                _action, shown = self._open(xmlid, self.users["manager"])
                self.assertEqual(len(shown), 1)

    def test_the_menu_is_for_those_who_work_with_learners(self):
        menu = self.env.ref("engagement_qms_education.engagement_learner_root_menu")
        seen = {
            role
            for role, user in self.users.items()
            if not user.share and menu.id in menu.with_user(user)._visible_menu_ids()
        }
        self.assertEqual(
            seen, {"other_tutor", "educator", "manager", "support", "safeguarding"}
        )

    def test_a_search_filter_for_each_gap_finds_it(self):
        self._open_college()
        fine = self._new_learner(tutor_id=self.tutor.id)
        self._new_guardian(fine, "guardian")
        kept_away = self._new_learner(tutor_id=self.tutor.id)
        self._new_guardian(kept_away, "kept_away", no_contact=True)
        no_birth = self._new_learner(birth_date=False, tutor_id=self.tutor.id)
        alone = self._new_learner()
        view = self.env.ref("engagement_qms_education.engagement_learner_view_search")
        domains = {
            node.get("name"): node.get("domain")
            for node in etree.fromstring(view.arch).iter("filter")
        }
        ours = [("id", "in", (fine + kept_away + no_birth + alone).ids)]
        for name, expected in (
            ("no_birth_date", no_birth),
            ("no_guardian", alone),
            ("no_tutor", alone),
            ("no_contact", kept_away),
            ("minor", fine + kept_away + alone),
        ):
            with self.subTest(filter=name):
                found = fine.search([*ours, *literal_eval(domains[name])])
                self.assertEqual(found, expected)
