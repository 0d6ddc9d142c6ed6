# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .test_plan import REMINDER, PlanCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 09:00:00")
class TestEventReminder(PlanCase):
    """One activity for each planned event, once it is near, and no mail for it."""

    def _get_reminders(self, event, **context):
        return (
            self.env["mail.activity"]
            .with_context(active_test=False)
            .search(
                [
                    ("res_model", "=", event._name),
                    ("res_id", "in", event.ids),
                    ("activity_type_id", "=", self.env.ref(REMINDER).id),
                ]
            )
        )

    def test_what_is_written_down_afterwards_reminds_nobody(self):
        event = self._new_event(self.party, date="2026-03-10")
        self.assertFalse(self._get_reminders(event))

    def test_what_is_planned_by_hand_reminds_when_it_comes_near(self):
        near = self._new_event(self.party, date="2026-03-20")
        far = self._new_event(self.party, date="2026-05-01")
        self.assertEqual(self._get_reminders(near).date_deadline, date(2026, 3, 20))
        self.assertFalse(self._get_reminders(far))
        with freeze_time("2026-04-16"):
            self._run_cron()
            self.assertFalse(self._get_reminders(far))
        with freeze_time("2026-04-17"):
            self._run_cron()
            self._run_cron()
        self.assertEqual(len(self._get_reminders(far)), 1)
        self.assertEqual(len(self._get_reminders(near)), 1)

    def test_a_reminder_that_was_ticked_off_does_not_come_back(self):
        event = self._new_event(self.party, date="2026-03-20")
        event.activity_ids.action_feedback()
        self._run_cron()
        self.assertEqual(len(self._get_reminders(event)), 1)

    def test_each_company_has_its_own_lead_time(self):
        self.other_company.engagement_lead_days = 60
        abroad = self._new_party(
            "Abroad", user=self.other_officer, company_id=self.other_company.id
        )
        here = self._new_event(self.party, date="2026-05-01")
        there = self._new_event(abroad, date="2026-05-01")
        self._run_cron()
        self.assertFalse(self._get_reminders(here))
        self.assertEqual(len(self._get_reminders(there)), 1)

    def test_the_reminder_follows_day_and_responsible(self):
        event = self._new_event(self.party, date="2026-03-20")
        event.date = "2026-03-22"
        self.assertEqual(event.activity_ids.date_deadline, date(2026, 3, 22))
        event.user_id = self.users["officer"]
        self.assertEqual(event.activity_ids.user_id, self.users["officer"])
        event.user_id = False
        self.assertFalse(event.activity_ids)
        event.user_id = self.user
        self.assertEqual(event.activity_ids.user_id, self.user)

    def test_moved_near_it_reminds_at_once(self):
        event = self._new_event(self.party, date="2026-06-01")
        self.assertFalse(event.activity_ids)
        event.date = "2026-03-12"
        self.assertEqual(event.activity_ids.date_deadline, date(2026, 3, 12))

    def test_holding_ticks_the_reminder_off(self):
        event = self._new_event(self.party, date="2026-03-20")
        with freeze_time("2026-03-20"):
            self._hold(event)
        reminder = self._get_reminders(event)
        self.assertFalse(reminder.active)
        self.assertEqual(reminder.feedback, "Held on 03/20/2026")

    def test_cancelling_removes_the_reminder(self):
        event = self._new_event(self.party, date="2026-03-20")
        event._cancel("No reason to meet")
        self.assertFalse(self._get_reminders(event))

    def test_the_summary_of_the_day_lists_what_is_due_and_overdue(self):
        late = self._new_event(self.party, name="Late", date="2026-03-01")
        today = self._new_event(self.party, name="Today", date="2026-03-10")
        self._new_event(self.party, name="Soon", date="2026-03-11")
        self._hold(self._new_event(self.party, name="Held", date="2026-03-02"))
        moved = self._new_party("Moved", user=self.user)
        self._new_event(moved, name="Nobody cares", date="2026-03-01")
        moved.write({"relevant": False, "relevance_reason": "Moved away"})
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.user + self.users["officer"], date(2026, 3, 10)
        )
        mine = [row for row in rows if "engagement.event" in row.url]
        self.assertEqual(
            [(row.user_id, row.name, row.day) for row in mine],
            [
                (self.user.id, "Steelworks: Late", date(2026, 3, 1)),
                (self.user.id, "Steelworks: Today", date(2026, 3, 10)),
            ],
        )
        self.assertTrue(mine[0].url.endswith(f"/odoo/engagement.event/{late.id}"))
        self.assertTrue(mine[1].url.endswith(f"/odoo/engagement.event/{today.id}"))
