# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.tests.common import BaseCommon

from ..models.res_company import SMALL_ORGANISATION_USERS


@tagged("post_install", "-at_install", "engagement")
class TestSettings(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Small Workshop"})
        cls._new_users(SMALL_ORGANISATION_USERS)

    @classmethod
    def _new_users(cls, count, groups="base.group_user"):
        start = cls.env["res.users"].search_count([])
        for number in range(start, start + count):
            new_test_user(
                cls.env,
                f"workshop_{number}",
                groups=groups,
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )

    def _settings(self):
        return Form(self.env["res.config.settings"].with_company(self.company))

    def test_small_is_proposed_not_forced(self):
        settings = self._settings()
        self.assertTrue(settings.engagement_propose_small)
        self.assertEqual(settings.engagement_internal_user_count, 10)
        self.assertFalse(self.company.engagement_small_organisation)
        settings.engagement_small_organisation = True
        self.assertFalse(settings.engagement_propose_small)
        settings.save().execute()
        self.assertTrue(self.company.engagement_small_organisation)
        self.assertFalse(self.env.company.engagement_small_organisation)

    def test_a_bigger_company_is_not_called_small(self):
        self._new_users(1)
        self.assertFalse(self._settings().engagement_propose_small)

    def test_only_people_who_work_inside_count(self):
        self._new_users(2, "base.group_portal")
        left = self.env["res.users"].search(
            [("company_ids", "in", self.company.ids)], limit=1
        )
        left.active = False
        self.assertEqual(self.company._get_internal_user_count(), 9)

    def test_days_and_months_are_kept_per_company(self):
        settings = self._settings()
        self.assertEqual(settings.engagement_lead_days, 14)
        self.assertEqual(settings.engagement_confirm_months, 12)
        settings.engagement_lead_days = 0
        settings.engagement_confirm_months = 6
        settings.save().execute()
        self.assertEqual(self.company.engagement_lead_days, 0)
        self.assertEqual(self.company.engagement_confirm_months, 6)
        self.assertEqual(self.env.company.engagement_lead_days, 14)

    def test_senseless_numbers_are_refused(self):
        for vals in (
            {"engagement_lead_days": -1},
            {"engagement_confirm_months": 0},
        ):
            with (
                self.subTest(vals=vals),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
            ):
                self.company.write(vals)
                self.env.flush_all()

    def test_the_settings_page_is_there(self):
        arch = self.env["res.config.settings"].get_view(view_type="form")["arch"]
        self.assertIn('name="engagement_qms"', arch)

    def test_the_preference_is_on_the_user_s_own_page(self):
        view = self.env.ref("base.view_users_form_simple_modif")
        user = self.env["res.users"].search(
            [("company_ids", "in", self.company.ids)], limit=1
        )
        arch = user.with_user(user).get_view(view.id, "form")["arch"]
        self.assertIn('name="engagement_daily_summary"', arch)
