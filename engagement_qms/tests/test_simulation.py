# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.engagement_qms.models.code.provision_rate import format_percent

from .rule_common import RuleCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-01 12:00:00")
class TestSimulation(RuleCase):
    """A promise is tried on what is past before anybody relies on it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        day = datetime(2025, 11, 3, 9)
        cls.kept = cls._new_job(day, datetime(2025, 11, 5, 9))
        cls.late = cls._new_job(day, datetime(2025, 11, 9, 9))
        cls.never = cls._new_job(datetime(2025, 12, 10, 9))
        cls.running = cls._new_job(datetime(2026, 2, 1, 9))
        cls._new_job(datetime(2025, 1, 31, 9))  # before the last twelve months
        cls._new_job(day, kind="sale")

    def _try(self, user="officer", **values):
        """Try the promise on the past as a user does, and return what is shown."""
        promise = self.promise.with_user(self.users[user])
        action = promise.action_simulate()
        simulation = promise.env[action["res_model"]].browse(action["res_id"])
        if values:
            simulation.write(values)
            simulation.action_run()
        return simulation

    def test_past_documents_count_as_if_it_had_been_in_force(self):
        found = self.promise._simulate(date(2025, 11, 1), date(2026, 2, 1))
        self.assertEqual(found.counts, Counter(kept=1, missed=2, running=1))
        self.assertEqual(found.rate, (100 / 3, 3))
        self.assertEqual(
            found.months,
            {
                date(2025, 11, 1): Counter(kept=1, missed=1),
                date(2025, 12, 1): Counter(missed=1),
                date(2026, 2, 1): Counter(running=1),
            },
        )
        self.assertEqual(
            found.misses[1],
            (
                self.late.id,
                "Washing machine",
                self.partner.id,
                datetime(2025, 11, 3, 9),
                datetime(2025, 11, 5, 22, 59, 59),
                datetime(2025, 11, 9, 9),
            ),
        )
        with self.assertRaisesRegex(ValidationError, "ends before it starts"):
            self.promise._simulate(date(2026, 2, 1), date(2025, 11, 1))

    def test_a_month_begins_where_the_calendar_is(self):
        self._new_job(datetime(2025, 9, 30, 22, 30), datetime(2025, 10, 1))
        found = self.promise._simulate(date(2025, 9, 1), date(2025, 10, 31))
        self.assertEqual(found.months, {date(2025, 10, 1): Counter(kept=1)})

    def test_what_came_out_is_told_in_one_sentence(self):
        simulation = self._try()
        self.assertEqual(
            simulation.sentence,
            "In the last 12 months this promise would have been kept in 33 % of 3 "
            "cases; 2 would have been missed.",
        )
        self.assertEqual(
            (simulation.kept_count, simulation.missed_count, simulation.running_count),
            (1, 2, 1),
        )
        self.assertFalse(self._get_rows(), "The ledger stays as it is")

    def test_another_period_is_named(self):
        simulation = self._try(date_from="2025-11-01", date_to="2025-11-30")
        self.assertEqual(
            simulation.sentence,
            "From 11/01/2025 to 11/30/2025 this promise would have been kept in 50 % "
            "of 2 cases; 1 would have been missed.",
        )

    def test_without_cases_there_is_no_figure(self):
        simulation = self._try(date_from="2025-08-01", date_to="2025-08-31")
        self.assertEqual(
            simulation.sentence,
            "From 08/01/2025 to 08/31/2025 there was no case: no document started the "
            "clock of this promise.",
        )
        self.assertFalse(simulation.sample or simulation.line_ids or simulation.trend)
        simulation = self._try(date_from="2026-02-01", date_to="2026-02-01")
        self.assertIn("no case is settled yet", simulation.sentence)
        self.assertNotIn("%", simulation.sentence)

    def test_no_percentage_is_rounded_up(self):
        for percent, text in (
            (0, "0"),
            (0.9, "0"),
            (66.7, "66"),
            (99.96, "99"),
            (100, "100"),
        ):
            self.assertEqual(format_percent(percent), text)

    def test_misses_stand_the_longest_wait_first_and_open(self):
        lines = self._try().line_ids
        self.assertEqual(lines.mapped("res_id"), [self.never.id, self.late.id])
        self.assertEqual(lines.mapped("name"), ["Washing machine"] * 2)
        self.assertEqual(lines.partner_id, self.partner)
        self.assertEqual(lines.mapped("lateness"), ["7 weeks", "3 days"])
        action = lines[1].action_open()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (self.late._name, self.late.id)
        )
        self.late.unlink()
        with self.assertRaisesRegex(UserError, "it was deleted"):
            lines[1].action_open()

    def test_many_misses_are_counted_and_the_worst_are_listed(self):
        for number in range(1, 60):
            self._new_job(datetime(2025, 10, 1), datetime(2025, 10, 5, number % 24))
        simulation = self._try()
        self.assertEqual(len(simulation.line_ids), 50)
        self.assertEqual(simulation.missed_count, 61)
        self.assertEqual(simulation.more_count, 11)
        self.assertEqual(simulation.line_ids[0].res_id, self.never.id)

    def test_the_trend_shows_each_month_with_its_sample(self):
        trend = " ".join(self._try().trend.striptags().split())
        self.assertEqual(trend, "Nov 2025 50 % of 2 Dec 2025 0 % of 1")

    def test_documents_that_one_may_not_read_count_without_a_name(self):
        self.env["ir.rule"].create(
            {
                "name": "Not the late one",
                "model_id": self.env["ir.model"]._get_id(self.late._name),
                "domain_force": f"[('id', '!=', {self.late.id})]",
            }
        )
        simulation = self._try()
        self.assertEqual(simulation.missed_count, 2)
        line = simulation.line_ids[1]
        self.assertEqual(line.name, "A document that you may not open")
        self.assertFalse(line.res_id or line.partner_id)
        with self.assertRaisesRegex(UserError, "may not read"):
            line.action_open()

    def test_who_may_not_read_the_documents_may_not_try_it(self):
        self.env["ir.model.access"].search(
            [("model_id.model", "=", self.late._name)]
        ).unlink()
        with self.assertRaisesRegex(ValidationError, "You may not read"):
            self._try()

    def test_it_is_an_officers_tool(self):
        with self.assertRaises(AccessError):
            self._try("user")

    def test_a_rule_that_is_not_put_together_says_what_is_missing(self):
        for missing, words in (
            ("rule_model", "Choose first in which documents promise 2"),
            ("rule_start_field", "Choose what starts and what stops the clock"),
            ("rule_end_field", "Choose what starts and what stops the clock"),
            ("limit_value", "has no limit. Say within how many hours"),
        ):
            promise = self._new_promise(
                self._new_code(missing),
                rule_active=False,
                number="2",
                **{missing: False},
            )
            with self.assertRaisesRegex(ValidationError, words):
                promise.action_simulate()

    def test_more_documents_cost_no_more_queries(self):
        def count():
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            self._try()
            return self.cr.sql_log_count - before

        count()
        few = count()
        for _number in range(40):
            self._new_job(datetime(2025, 11, 3), datetime(2025, 12, 1))
        self.assertEqual(count(), few)

    # The form of the rule

    def test_choosing_documents_proposes_what_starts_and_stops_the_clock(self):
        offered = dict(self.env["engagement.provision"]._get_rule_documents())
        self.assertNotIn("res.users", offered)
        self.assertNotIn("engagement.commitment", offered)
        self.assertNotIn("calendar.event", offered, "It is of no company")
        self.assertEqual(offered["engagement.event"], "Engagement Event")
        self.promise.rule_active = False
        with Form(self.promise) as form:
            form.rule_document = "engagement.event"
            self.assertEqual(form.rule_domain, "[]")
            self.assertEqual(form.rule_start_field, "create_date")
            self.assertFalse(form.rule_end_field)
        self.assertEqual(self.promise.rule_model, "engagement.event")

    def test_the_rule_is_read_back_in_words(self):
        words = self.promise.rule_sentence
        self.assertEqual(
            words,
            "The clock starts with “Asked At” of Fake Job and stops with “Done At”: "
            "2 days.",
        )
        for value, unit, text in (
            (1, "hour", "1 hour"),
            (36.5, "hour", "36.5 hours"),
            (1, "day", "1 day"),
            (1, "working_day", "1 working day"),
            (3, "working_day", "3 working days"),
        ):
            self.promise.write({"limit_value": value, "limit_unit": unit})
            self.assertEqual(self.promise.limit_text, text)
        promise = self._new_promise(rule_active=False, rule_end_field=False)
        self.assertIn("Choose what starts", promise.rule_sentence)
        promise.rule_model = "gone.model"
        self.assertIn("is not installed any more", promise.rule_sentence)
