# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase

REMINDER = "engagement_qms.mail_activity_type_contact"
LOG = "odoo.addons.engagement_qms.models.mixins.batches"


class PlanCase(EngagementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["user"]
        # what the demo data plans is not part of these stories
        cls.env["engagement.plan"].search([]).active = False
        cls.party = cls._new_party("Steelworks", user=cls.user)

    @contextmanager
    def _cron(self, kill_after=None):
        """Let a cron run inside a test: no real commit, no end of its time.

        :param int kill_after: die at the so-manieth commit, as a killed server does
        """
        commits = []

        def commit_progress(cron, processed=0, *, remaining=None, deactivate=False):
            self.env.flush_all()
            commits.append(processed)
            if len(commits) == kill_after:
                raise SystemExit
            return float("inf")

        with patch.object(
            type(self.env["ir.cron"]), "_commit_progress", commit_progress
        ):
            yield commits

    def _run_cron(self, **options):
        with self._cron(**options):
            self.env["engagement.plan"]._cron_open_events()

    def _hold(self, event, **values):
        event.write({"summary": "<p>All is well.</p>", **values})
        event.action_hold()


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-01-05 09:00:00")
class TestPlan(PlanCase):
    """The rhythm of a plan: what is asked for next, whatever happened so far."""

    def test_a_new_plan_starts_with_the_answers_of_the_party(self):
        self.category.write(
            {"interval_number": 2, "interval_unit": "quarter", "planned_hours": 1.5}
        )
        self.party.channel_id = self.channel
        with Form(self.env["engagement.plan"]) as form:
            self.assertEqual(form.interval_number, 3)
            self.assertEqual(form.interval_unit, "month")
            form.party_id = self.party
        plan = form.record
        self.assertEqual(plan.display_name, "Steelworks: Regular contact")
        self.assertEqual(plan.name, "Regular contact")
        self.assertEqual(plan.channel_id, self.channel)
        self.assertEqual(plan.interval_number, 2)
        self.assertEqual(plan.interval_unit, "quarter")
        self.assertEqual(plan.rhythm, "Every 2 quarters")
        self.assertEqual(plan.planned_hours, 1.5)
        self.assertEqual(plan.user_id, self.user)
        self.assertEqual(plan.company_id, self.party.company_id)
        self.assertEqual(plan.next_date, date(2026, 1, 5))
        self.assertEqual(plan.lead_days, 14)
        self.assertEqual(plan.open_date, date(2025, 12, 22))
        self.assertEqual(self._new_plan(self.party).rhythm, "Every month")

    def test_month_ends_do_not_drift(self):
        plan = self._new_plan(self.party, start_date="2026-01-31")
        asked = []
        for _period in range(4):
            event = plan._create_next_events()
            asked.append(plan.next_date)
            with freeze_time(event.date):
                self._hold(event)
        self.assertEqual(
            asked,
            [
                date(2026, 1, 31),
                date(2026, 2, 28),
                date(2026, 3, 31),
                date(2026, 4, 30),
            ],
        )

    def test_a_contact_held_early_does_not_pull_the_rhythm_forward(self):
        plan = self._new_plan(self.party, start_date="2026-02-10")
        event = plan._create_next_events()
        self._hold(event, date="2026-01-04")
        self.assertEqual(plan.next_date, date(2026, 3, 10))
        self.assertEqual(event.planned_date, date(2026, 2, 10))
        self.assertEqual(event.punctuality, "kept")

    def test_a_contact_held_late_leaves_no_queue_of_periods(self):
        plan = self._new_plan(self.party, start_date="2026-01-10")
        event = plan._create_next_events()
        with freeze_time("2026-05-20"):
            self._hold(event, date="2026-05-20")
            self.assertEqual(plan.next_date, date(2026, 6, 10))
            self.assertEqual(event.punctuality, "late")
            self.assertEqual(plan.event_count, 1)
            self.assertEqual(plan.held_count, 1)

    def test_a_cancelled_contact_moves_the_plan_on(self):
        plan = self._new_plan(self.party, start_date="2026-01-10")
        event = plan._create_next_events()
        # moved far away before it was cancelled: that day was never used
        event.date = "2026-03-25"
        self.assertEqual(plan.next_date, date(2026, 1, 10))
        event._cancel("Plant closed")
        self.assertEqual(plan.next_date, date(2026, 2, 10))
        self.assertEqual(plan.held_count, 0)

    def test_a_contact_outside_the_plan_does_not_touch_it(self):
        plan = self._new_plan(self.party, start_date="2026-01-10")
        self._hold(self._new_event(self.party, date="2026-01-05"))
        self.assertEqual(plan.next_date, date(2026, 1, 10))

    def test_a_new_rhythm_counts_from_the_last_contact(self):
        plan = self._new_plan(self.party, start_date="2026-01-01")
        self._hold(plan._create_next_events())
        self.assertEqual(plan.next_date, date(2026, 2, 1))
        plan.write({"interval_number": 2, "interval_unit": "week"})
        self.assertEqual(plan.next_date, date(2026, 1, 15))

    def test_a_plan_that_has_ended_asks_for_nothing(self):
        plan = self._new_plan(
            self.party, start_date="2026-01-01", end_date="2026-01-31"
        )
        self._hold(plan._create_next_events())
        self.assertFalse(plan.next_date)
        self.assertFalse(plan.open_date)
        with self.assertRaisesRegex(
            UserError, "“Test plan” asks for no further contact: it ends on 01/31/2026"
        ):
            plan.action_open_event()
        plan.end_date = "2026-02-01"
        self.assertEqual(plan.next_date, date(2026, 2, 1))

    def test_the_next_contact_is_planned_once(self):
        plan = self._new_plan(self.party, start_date="2026-06-01")
        first = plan.action_open_event()
        self.assertEqual(plan.action_open_event()["res_id"], first["res_id"])
        event = plan.event_ids
        self.assertEqual(event.id, first["res_id"])
        self.assertEqual(event.name, "Test plan")
        self.assertEqual(event.party_id, self.party)
        self.assertEqual(event.date, date(2026, 6, 1))
        self.assertEqual(event.planned_date, date(2026, 6, 1))
        self.assertEqual(event.user_id, self.user)
        self.assertEqual(event.kind, "meeting")
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            plan._create_next_events()

    def test_archiving_a_plan_cancels_what_it_opened(self):
        plan = self._new_plan(self.party)
        event = plan._create_next_events()
        self.assertTrue(event.activity_ids)
        plan.action_archive()
        self.assertEqual(event.state, "cancelled")
        self.assertEqual(event.cancel_reason, "The contact plan was archived.")
        self.assertFalse(event.activity_ids)

    def test_handing_over_a_plan_hands_over_the_open_event(self):
        plan = self._new_plan(self.party)
        event = plan._create_next_events()
        plan.user_id = self.users["officer"]
        self.assertEqual(event.user_id, self.users["officer"])
        self.assertEqual(event.activity_ids.user_id, self.users["officer"])

    def test_impossible_plans_are_refused(self):
        for values in (
            {"interval_number": 0},
            {"lead_days": -1},
            {"start_date": "2026-02-01", "end_date": "2026-01-31"},
            {"planned_hours": -1},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._new_plan(self.party, **values)

    def test_a_plan_of_another_company_is_refused(self):
        stranger = self._new_party("Abroad", company_id=self.other_company.id)
        plan = self._new_plan(stranger)
        self.assertEqual(plan.company_id, self.other_company)
        with self.assertRaisesRegex(UserError, "belong"):
            plan.company_id = self.company


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-01-05 09:00:00")
class TestPlanCron(PlanCase):
    """Events open by themselves: in time, once, and whatever happens in between."""

    def test_an_event_opens_in_its_lead_time_and_not_a_day_before(self):
        plan = self._new_plan(self.party, start_date="2026-02-01", lead_days=10)
        with freeze_time("2026-01-21"):
            self._run_cron()
            self.assertFalse(plan.event_ids)
        with freeze_time("2026-01-22"):
            self._run_cron()
        self.assertEqual(plan.event_ids.date, date(2026, 2, 1))
        activity = plan.event_ids.activity_ids
        self.assertEqual(activity.activity_type_id, self.env.ref(REMINDER))
        self.assertEqual(activity.user_id, self.user)
        self.assertEqual(activity.date_deadline, date(2026, 2, 1))

    def test_nobody_is_mailed_for_an_event_that_opens(self):
        self._new_plan(self.party)
        mails = self.env["mail.mail"].search_count([])
        self._run_cron()
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_a_second_run_changes_nothing(self):
        plan = self._new_plan(self.party)
        self._run_cron()
        event = plan.event_ids
        self.assertEqual(len(event), 1)
        self._run_cron()
        self.assertEqual(plan.event_ids, event)
        self.assertEqual(len(event.activity_ids), 1)

    def test_missed_days_leave_one_overdue_event(self):
        plan = self._new_plan(self.party, start_date="2026-01-10")
        with freeze_time("2026-06-20"):
            self._run_cron()
            self._run_cron()
            event = plan.event_ids
            self.assertEqual(event.date, date(2026, 1, 10))
            self.assertTrue(event.overdue)
            self.assertIn(
                event, self.env["engagement.event"].search([("overdue", "=", True)])
            )
            self._hold(event, date="2026-06-20")
            self._run_cron()
            self.assertEqual(plan.next_date, date(2026, 7, 10))
            self.assertEqual(plan.event_ids, event)
        with freeze_time("2026-06-26"):
            self._run_cron()
        self.assertEqual(
            plan.event_ids.sorted("date").mapped("date"),
            [date(2026, 6, 20), date(2026, 7, 10)],
        )

    def test_what_nobody_keeps_up_any_more_opens_nothing(self):
        archived = self._new_plan(self.party, active=False)
        gone = self._new_plan(self._new_party("Gone", user=self.user))
        gone.party_id.active = False
        ended = self._new_plan(
            self.party, start_date="2025-01-01", end_date="2025-01-01"
        )
        self.env["engagement.event"].create(
            {"plan_id": ended.id, "date": "2025-01-01", "state": "held"}
        )
        irrelevant = self._new_plan(self._new_party("Irrelevant", user=self.user))
        irrelevant.party_id.write({"relevant": False, "relevance_reason": "Moved away"})
        plans = archived + gone + ended + irrelevant
        self._run_cron()
        self.assertFalse(plans.event_ids.filtered(lambda e: e.state == "planned"))

    def test_every_company_gets_its_events(self):
        stranger = self._new_party(
            "Abroad", user=self.other_officer, company_id=self.other_company.id
        )
        plan = self._new_plan(stranger)
        self._run_cron()
        self.assertEqual(plan.event_ids.company_id, self.other_company)
        self.assertEqual(plan.event_ids.user_id, self.other_officer)

    def test_who_has_left_is_not_reminded(self):
        self.party.user_id = self.users["officer"]
        plan = self._new_plan(self.party, user_id=self.user.id)
        self.user.active = False
        self._run_cron()
        self.assertEqual(plan.event_ids.user_id, self.users["officer"])
        self.assertEqual(plan.event_ids.activity_ids.user_id, self.users["officer"])

    def test_a_bad_plan_does_not_hold_up_the_others(self):
        good = self._new_plan(self.party)
        bad = self._new_plan(self.party, name="Bad")
        late = self._new_plan(self.party, start_date="2026-01-06")
        create = type(good)._create_next_events

        def fail_on_bad(plans):
            if bad in plans:
                # fails in the database, half-way: the event is there already
                events = create(plans)
                self.env.cr.execute("SELECT 1 / 0")
                return events
            return create(plans)

        with (
            patch.object(type(good), "_create_next_events", fail_on_bad),
            mute_logger("odoo.sql_db"),
            self.assertLogs(LOG, "ERROR") as logged,
        ):
            self._run_cron()
        self.assertEqual(len(logged.records), 1)
        self.assertEqual(len(good.event_ids), 1)
        self.assertEqual(len(late.event_ids), 1)
        self.assertFalse(bad.event_ids)
        self._run_cron()
        self.assertEqual(len((good + bad + late).event_ids), 3)

    def test_a_kill_in_the_middle_loses_and_doubles_nothing(self):
        plans = self.env["engagement.plan"]
        for number in range(250):
            plans += self._new_plan(self.party, name=f"Plan {number}")
        try:  # not assertRaises, which would roll back what was committed
            self._run_cron(kill_after=2)
        except SystemExit:
            killed = True
        self.assertTrue(killed)
        opened = plans.filtered("event_ids")
        self.assertTrue(0 < len(opened) < 250, len(opened))
        events = opened.event_ids
        self._run_cron()
        self.assertTrue(events < plans.event_ids)
        self.assertEqual([len(plan.event_ids) for plan in plans], [1] * 250)
        self.assertEqual(len(plans.event_ids.activity_ids), 250)

    def test_the_scheduled_job_runs_by_itself(self):
        plan = self._new_plan(self.party)
        cron = self.env.ref("engagement_qms.ir_cron_open_events")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.assertEqual(len(plan.event_ids), 1)

    def test_opening_many_costs_as_many_queries_as_opening_few(self):
        def count_queries(number):
            plans = self.env["engagement.plan"]
            for index in range(number):
                plans += self._new_plan(self.party, name=f"Plan {index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            plans._create_next_events()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        count_queries(2)
        few, many = count_queries(5), count_queries(85)
        self.assertLessEqual(many - few, 8, (few, many))

    def test_the_due_plans_are_found_by_an_index(self):
        self.env.cr.execute(
            """
            INSERT INTO engagement_plan (name, party_id, company_id, interval_number,
                interval_unit, start_date, next_date, open_date, lead_days, active)
            SELECT 'Many', %s, %s, 1, 'month', '2030-01-01', '2030-01-01',
                '2029-12-18', 14, TRUE FROM generate_series(1, 5000)
            """,
            (self.party.id, self.company.id),
        )
        self.env.cr.execute("ANALYZE engagement_plan")
        due = self.env["engagement.plan"]._get_due_domain(date(2026, 1, 5))
        query = self.env["engagement.plan"]._search(due)
        self.assertIn("engagement_plan_due_idx", self._explain(query.select()))
