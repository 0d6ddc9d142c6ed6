# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from ..models.leadership.signal_source import Source
from ..models.measure import periods

LEADER = "engagement_qms.group_engagement_leader"
MANAGER = "engagement_qms.group_engagement_manager"


class SignalCase(TransactionCase):
    """A company of its own with two leaders, and somebody who reports to the first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Led"})
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.company.engagement_small_organisation = True
        # what other companies hold is of no interest here
        cls.signals = cls.env["engagement.signal"]
        cls.signals.search([]).unlink()
        cls.today = datetime.now().date()
        cls.month = periods.shift(periods.get_start(cls.today, "month"), "month", -1)
        cls.last_day = periods.get_end(cls.month, "month")
        cls.ada = cls.make_employee("Ada", LEADER)
        cls.bo = cls.make_employee("Bo", LEADER)
        cls.worker = cls.make_employee("Cy", parent_id=cls.ada.id)
        cls.manager = cls.make_employee("Di", MANAGER).user_id

    @classmethod
    def make_employee(cls, name, group="base.group_user", **values):
        user = new_test_user(
            cls.env,
            f"signal_{name.lower()}",
            group,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id,
                "company_id": cls.company.id,
                **values,
            }
        )

    def day(self, before=0):
        """Return a day before the end of the month that is looked at."""
        return self.last_day - timedelta(days=before)

    def moment(self, before=0):
        return datetime.combine(self.day(before), time(12))

    def make(self, model, **values):
        values.setdefault("name", "Something")
        return self.env[model].create({"company_id": self.company.id, **values})

    def make_objective(self, **values):
        values = {"sponsor_id": self.ada.id, "date_start": self.day(400), **values}
        return self.make("engagement.objective", state="active", **values)

    def make_action(self, **values):
        values = {"owner_id": self.worker.id, "due_date": self.day(10), **values}
        return self.make("engagement.action", **values)

    def date_back(self, records, moment):
        """Let records have been created at a moment."""
        records.flush_recordset()
        self.env.cr.execute(
            f"UPDATE {records._table} SET create_date = %s WHERE id IN %s",
            [moment, tuple(records.ids)],
        )
        records.invalidate_recordset()

    def measure(self, key, month=None, employee=None):
        """Return the signal of a month, worked out for it alone."""
        kind = self.env["engagement.signal.type"].search([("key", "=", key)])
        month = month or self.month
        leaders = self.env["engagement.signal.source"]._get_leaders()
        kind._measure([(self.company.id, month)], leaders)
        return self.signals.search(
            [
                ("type_id", "=", kind.id),
                ("company_id", "=", self.company.id),
                ("period_start", "=", month),
                ("employee_id", "=", employee.id if employee else False),
            ]
        )

    def check(self, key, hits, sample, level, employee=None):
        signal = self.measure(key, employee=employee)
        self.assertEqual(
            (signal.numerator, signal.sample, signal.level), (hits, sample, level), key
        )
        return signal


@tagged("post_install", "-at_install", "engagement")
class TestSignal(SignalCase):
    """When signals are worked out, who sees them, and what is behind them."""

    def measure_all(self):
        self.signals._measure_missing()
        return self.signals.search([("company_id", "=", self.company.id)])

    def test_the_months_that_are_over_are_worked_out_once(self):
        kinds = self.env["engagement.signal.type"].search([])
        first = self.measure_all()
        whole = first.filtered(lambda s: not s.employee_id)
        self.assertEqual(len(whole), 12 * len(kinds))
        self.assertEqual(max(whole.mapped("period_start")), self.month)
        before = first.read()
        self.make_objective()
        self.assertEqual(self.measure_all().read(), before)

    def test_a_month_that_was_missed_is_caught_up(self):
        self.make_objective()
        with freeze_time(self.month + timedelta(days=3)):
            self.measure_all()
        with freeze_time(periods.shift(self.month, "month", 2)):
            self.measure_all()
        kind = self.env.ref("engagement_qms.signal_type_objective_drift")
        months = self.signals.search(
            [
                ("type_id", "=", kind.id),
                ("employee_id", "=", self.ada.id),
                ("company_id", "=", self.company.id),
            ]
        ).mapped("period_start")
        self.assertEqual(len(months), len(set(months)))
        self.assertEqual(months[0], periods.shift(self.month, "month", 1))

    def test_a_signal_that_fails_does_not_stop_the_others(self):
        register = type(self.env["engagement.signal.source"])
        sources = self.env["engagement.signal.source"]._get_sources()
        broken = {**sources, "goal_link": Source("_select_nonsense")}
        with (
            patch.object(register, "_get_sources", lambda _self: broken),
            patch.object(
                register, "_select_nonsense", lambda _self: "SELECT 1/0", create=True
            ),
            mute_logger("odoo.addons.engagement_qms.models.leadership.signal_measure"),
            mute_logger("odoo.sql_db"),
        ):
            keys = set(self.measure_all().mapped("key"))
        self.assertEqual(keys, set(sources) - {"goal_link"})

    def test_every_signal_has_a_source_and_every_source_a_signal(self):
        kinds = self.env["engagement.signal.type"].search([])
        register = self.env["engagement.signal.source"]
        self.assertEqual(set(kinds.mapped("key")), set(register._get_sources()))

    def test_more_leaders_cost_no_more_queries(self):
        self.make_objective()
        # what the server keeps for everybody is read once
        self.count_queries()
        self.signals.search([]).unlink()
        few = self.count_queries()
        for number in range(20):
            leader = self.make_employee(f"Leader {number}", LEADER)
            self.make_objective(sponsor_id=leader.id)
        self.signals.search([]).unlink()
        self.assertEqual(self.count_queries(), few)

    def count_queries(self):
        self.env.flush_all()
        self.env.invalidate_all()
        leaders = self.env["engagement.signal.source"]._get_leaders()
        kinds = self.env["engagement.signal.type"].search([])
        kinds.mapped("key")
        leaders.mapped("company_id.name")
        before = sql_db.sql_counter
        for kind in kinds:
            kind._measure([(self.company.id, self.month)], leaders)
        return sql_db.sql_counter - before

    def test_too_few_records_say_nothing(self):
        kind = self.env.ref("engagement_qms.signal_type_objective_drift")
        kind.minimum_sample = 3
        self.make_objective()
        self.make_objective()
        whole = self.measure("objective_drift")
        self.assertEqual((whole.level, whole.empty, whole.sample), ("none", True, 2))
        self.assertEqual(whole.value_text, "n/a")
        self.assertFalse(self.measure("objective_drift", employee=self.ada))

    def test_the_trend_compares_with_the_month_before(self):
        before = periods.shift(self.month, "month", -1)
        drifting = self.make_objective(date_start=self.day(700))
        self.measure("objective_drift", month=before)
        goal = self.make("engagement.business.goal")
        drifting.goal_id = goal
        drifting.date_start = self.day(20)
        last = self.measure("objective_drift")
        self.assertEqual((last.value, last.trend), (0, "better"))
        self.assertEqual(
            [row["value"] for row in last.recent["rows"]], [100, 0], last.recent
        )

    def test_what_somebody_answers_for_counts_for_the_nearest_leader(self):
        deep = self.make_employee("Ed", parent_id=self.worker.id)
        self.make_action(owner_id=deep.id)
        self.make_action()
        self.make_action(owner_id=self.bo.id)
        self.check("overdue_explained", 0, 2, "bad", self.ada)
        self.assertFalse(self.measure("overdue_explained", employee=self.bo))
        self.check("overdue_explained", 0, 3, "bad")

    def test_the_records_behind_a_signal_are_the_very_ones(self):
        adrift = self.make_objective()
        goal = self.make("engagement.business.goal")
        fine = self.make_objective(goal_id=goal.id, date_start=self.day(30))
        other = self.make_objective(sponsor_id=self.bo.id)
        mine = self.measure("objective_drift", employee=self.ada)
        mine = mine.with_user(self.ada.user_id)
        action = mine.action_view_evidence()
        self.assertEqual(action["res_model"], "engagement.objective")
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown, adrift + fine)
        action = mine.action_view_against()
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown, adrift)
        whole = self.measure("objective_drift")
        action = whole.with_user(self.ada.user_id).action_view_evidence()
        shown = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(shown, adrift + fine + other)

    def test_the_way_to_the_records_shows_what_the_leader_may_read(self):
        open_one = self.make_action(due_date=self.day(5))
        self.make_action(due_date=self.day(5), confidentiality="secret")
        signal = self.measure("overdue_explained", employee=self.ada)
        self.assertEqual(signal.sample, 2)
        action = signal.with_user(self.ada.user_id).action_view_evidence()
        self.assertEqual(action["domain"], [("id", "in", open_one.ids)])

    def test_a_leader_sees_it_a_week_before_others(self):
        self.make_objective()
        mine = self.measure("objective_drift", employee=self.ada)
        self.assertEqual(mine.shown_from, self.today + timedelta(days=7))
        for user, days, seen in (
            (self.ada.user_id, 0, True),
            (self.ada.user_id, 7, True),
            (self.bo.user_id, 30, False),
            (self.worker.user_id, 30, False),
            (self.manager, 0, False),
            (self.manager, 6, False),
            (self.manager, 7, True),
            # the rule was read above: its day must not have stayed in the cache
            (self.manager, 6, False),
        ):
            with (
                self.subTest(user=user.login, days=days),
                freeze_time(datetime.now() + timedelta(days=days)),
            ):
                self.env.invalidate_all()
                own = mine.with_user(user)
                self.assertEqual(own.has_access("read"), seen)
                if own.browse().has_access("read"):
                    self.assertEqual(bool(own.search([("id", "=", mine.id)])), seen)

    def test_the_latest_month_is_the_last_one_that_somebody_may_see(self):
        self.make_objective(date_start=self.day(700))
        earlier = periods.shift(self.month, "month", -1)
        before = self.measure("objective_drift", month=earlier, employee=self.ada)
        last = self.measure("objective_drift", employee=self.ada)
        before.shown_from = self.today
        for user, seen in ((self.ada.user_id, last), (self.manager, before)):
            found = self.signals.with_user(user).search(
                [("latest", "=", True), ("employee_id", "=", self.ada.id)]
            )
            self.assertEqual(found, seen.with_user(user))
            self.assertTrue(all(found.mapped("latest")))

    def test_a_late_month_still_gives_the_leader_a_week(self):
        self.make_objective(date_start=self.day(700))
        old = periods.shift(self.month, "month", -5)
        signal = self.measure("objective_drift", month=old, employee=self.ada)
        self.assertEqual(signal.shown_from, self.today + timedelta(days=7))

    def test_a_leader_answers_and_writes_nothing_else(self):
        self.make_objective()
        mine = self.measure("objective_drift", employee=self.ada)
        own = mine.with_user(self.ada.user_id)
        own.response = "We set goals in spring."
        self.assertEqual(mine.response_by_id, self.ada.user_id)
        self.assertEqual(mine.response_on, self.today)
        own.response = False
        self.assertFalse(mine.response_by_id)
        for name, value in (
            ("value", 0),
            ("level", "good"),
            ("shown_from", self.today + timedelta(days=900)),
            ("response_by_id", self.bo.user_id.id),
        ):
            with self.subTest(field=name), self.assertRaises(UserError):
                own.write({name: value, "response": "No"})
        with self.assertRaises(AccessError):
            mine.with_user(self.bo.user_id).response = "Ha"
        mine.shown_from = self.today
        with self.assertRaises(AccessError):
            mine.with_user(self.manager).response = "Ha"
        with self.assertRaises(AccessError):
            own.unlink()

    def test_thresholds_are_for_the_manager_and_in_order(self):
        kind = self.env.ref("engagement_qms.signal_type_objective_drift")
        theirs = kind.with_user(self.manager)
        theirs.write({"warning": 20, "bad": 40})
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            theirs.write({"warning": 50})
            theirs.flush_recordset()
        with self.assertRaises(UserError):
            theirs.write({"direction": "higher"})
        with self.assertRaises(AccessError):
            kind.with_user(self.ada.user_id).write({"warning": 30})
        kind.active = False
        self.assertNotIn("objective_drift", self.measure_all().mapped("key"))

    def test_the_page_prints_what_was_said(self):
        self.make_objective()
        mine = self.measure("objective_drift", employee=self.ada)
        mine.response = "We set goals in spring."
        page = self.signals.with_user(self.ada.user_id).action_print_page()
        self.assertEqual(page["context"]["active_ids"], mine.ids)
        report = self.env["ir.actions.report"].with_user(self.ada.user_id)
        html, _kind = report._render_qweb_html("engagement_qms.report_signal", mine.ids)
        for words in ("Ada", "Objectives adrift", "100 %", "We set goals in spring."):
            self.assertIn(words, html.decode())
        with self.assertRaises(UserError):
            self.signals.with_user(self.bo.user_id).action_print_page()
