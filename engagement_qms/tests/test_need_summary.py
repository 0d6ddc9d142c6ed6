# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestNeedSummary(EngagementCase):
    """The daily summary names the needs to confirm and the objectives that are due."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["user"]
        cls.party = cls._new_party("Azure", user=cls.user)
        cls.need = cls._new_need(cls.party, "Early deliveries", interval_number=1)

    def _get_rows(self, today, users=None):
        users = users or self.user
        summary = self.env["engagement.daily.summary"]
        return [
            (summary._translate(row.section), row.name, row.day)
            for row in summary._get_rows(users, today)
        ]

    def test_a_need_is_in_the_summary_from_the_day_it_is_due(self):
        row = ("Needs to confirm", "Early deliveries", date(2026, 4, 30))
        self.assertNotIn(row, self._get_rows(date(2026, 4, 29)))
        self.assertIn(row, self._get_rows(date(2026, 4, 30)))
        self.assertIn(row, self._get_rows(date(2026, 5, 20)), "Overdue stays in it")

    def test_a_confirmed_need_is_out_of_it(self):
        with freeze_time("2026-05-20"):
            self.need.action_confirm()
        self.assertFalse(self._get_rows(date(2026, 5, 20)))

    def test_nobody_is_asked_about_a_party_that_does_not_matter_any_more(self):
        self.party.write({"relevant": False, "relevance_reason": "Moved away"})
        self.assertFalse(self._get_rows(date(2026, 5, 20)))
        self.party.relevant = True
        self.assertTrue(self._get_rows(date(2026, 5, 20)))
        self.party.action_archive()
        self.assertFalse(self._get_rows(date(2026, 5, 20)))

    def test_only_the_responsible_is_asked(self):
        self.assertFalse(self._get_rows(date(2026, 5, 20), self.users["officer"]))

    def test_a_live_objective_is_in_the_summary_when_it_is_due(self):
        objective = self.env["engagement.objective"].create(
            {
                "name": "On time",
                "user_id": self.user.id,
                "date_start": date(2026, 1, 1),
                "date_target": date(2026, 4, 1),
            }
        )
        row = ("Objectives due", "On time", date(2026, 4, 1))
        self.assertNotIn(row, self._get_rows(date(2026, 3, 31)))
        self.assertIn(row, self._get_rows(date(2026, 4, 1)))
        objective._set_state({"state": "reached"})
        self.assertNotIn(row, self._get_rows(date(2026, 4, 1)))
