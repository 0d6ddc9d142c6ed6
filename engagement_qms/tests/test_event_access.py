# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .test_plan import PlanCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 09:00:00")
class TestEventAccess(PlanCase):
    """Whose plans and events a role reaches, beyond the access matrix."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.colleague = cls.users["confidential"]  # a plain user, but for secrets
        cls.own_plan = cls._new_plan(cls.party)
        cls.own_event = cls.own_plan._create_next_events()
        foreign_party = cls._new_party("Elsewhere", user=cls.colleague)
        cls.foreign_plan = cls._new_plan(foreign_party)
        cls.foreign_event = cls.foreign_plan._create_next_events()

    def test_a_user_sees_no_foreign_plan_event_or_participation(self):
        line = self.foreign_event._add_invited(self.foreign_event.party_id.partner_id)
        for record in (self.foreign_plan, self.foreign_event, line):
            with self.subTest(model=record._name):
                mine = self.env[record._name].with_user(self.user)
                self.assertNotIn(record, mine.search([]))
                with self.assertRaises(AccessError):
                    record.with_user(self.user).read(["company_id"])
                with self.assertRaises(AccessError):
                    record.with_user(self.user).write({"company_id": self.company.id})

    def test_the_one_responsible_for_a_party_sees_all_contacts_with_it(self):
        event = self._new_event(self.party, user_id=self.colleague.id)
        line = event._add_invited(self.party.partner_id)
        self.assertEqual(event.with_user(self.user).name, "Test contact")
        self.assertTrue(line.with_user(self.user).invited)

    def test_a_user_does_the_whole_round_alone(self):
        with Form(self.env["engagement.event"].with_user(self.user)) as form:
            form.party_id = self.party
            form.summary = "Fine"
            form.health = "4"
            with form.participation_ids.new() as line:
                line.partner_id = self.party.partner_id
        event = form.record
        event.action_hold()
        self.assertEqual(event.state, "held")
        own = self.own_event.with_user(self.user)
        own.write({"cancel_reason": "Holidays"})
        own.action_cancel()
        self.assertEqual(self.own_plan.next_date, date(2026, 4, 10))
        action = self.own_plan.with_user(self.user).action_open_event()
        self.assertEqual(
            self.env["engagement.event"].browse(action["res_id"]).date,
            date(2026, 4, 10),
        )

    def test_a_user_deletes_nothing(self):
        for record in (self.own_plan, self.own_event):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(self.user).unlink()

    def test_an_assigned_event_opens_even_where_the_party_is_foreign(self):
        event = self._new_event(self.foreign_event.party_id, user_id=self.user.id)
        mine = event.with_user(self.user)
        mine.invalidate_recordset()
        self.assertEqual(mine.display_name, "Elsewhere: Test contact")
        self._hold(mine)
        self.assertEqual(event.participation_ids.partner_id, event.party_id.partner_id)

    def test_a_leader_reads_all_and_changes_nothing(self):
        leader = self.users["leader"]
        self.assertEqual(self.own_event.with_user(leader).state, "planned")
        self.assertEqual(self.own_plan.with_user(leader).name, "Test plan")
        for record in (self.own_plan, self.own_event):
            with self.subTest(model=record._name), self.assertRaises(AccessError):
                record.with_user(leader).write({"name": "Mine"})

    def test_an_officer_of_another_company_sees_nothing(self):
        for record in (self.own_plan, self.own_event):
            found = self.env[record._name].with_user(self.other_officer).search([])
            self.assertNotIn(record, found)

    def test_lists_cost_the_same_for_few_and_many(self):
        specification = {
            "date": {},
            "party_id": {"fields": {"display_name": {}}},
            "name": {},
            "channel_id": {"fields": {"display_name": {}}},
            "health": {},
            "participated_count": {},
            "user_id": {"fields": {"display_name": {}}},
            "state": {},
            "overdue": {},
            "display_name": {},
        }

        def count_queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["engagement.event"].with_user(self.user).web_search_read(
                [], specification, limit=80
            )
            return self.env.cr.sql_log_count - before

        count_queries()
        few = count_queries()
        for number in range(60):
            self._new_event(
                self._new_party(f"P{number}", user=self.user), name=f"E{number}"
            )
        self.assertEqual(count_queries(), few)
