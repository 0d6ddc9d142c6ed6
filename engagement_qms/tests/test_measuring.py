# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
import warnings
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from lxml import etree
from openpyxl import load_workbook

from odoo.exceptions import UserError
from odoo.tests import Form, TransactionCase, tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ..models.measure import periods


class IndicatorCase(TransactionCase):
    """A company of its own, with indicators over what is in it and nothing else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "Measured"})
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": cls.company.ids,
                "tracking_disable": True,
            }
        )
        cls.company = cls.company.with_env(cls.env)
        cls.company.resource_calendar_id.tz = "Europe/Berlin"
        cls.today = date.today()
        cls.month = periods.get_start(cls.today, "month")
        cls.manager = new_test_user(
            cls.env,
            "measure_manager",
            "engagement_qms.group_engagement_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    @classmethod
    def make_indicator(cls, code="T-1", **values):
        return cls.env["engagement.indicator"].create(
            {
                "code": code,
                "name": code,
                "source": "complaint",
                "company_id": cls.company.id,
                **values,
            }
        )

    @classmethod
    def make_complaint(cls, received_at=None, **values):
        return cls.env["engagement.complaint"].create(
            {
                "description": "It broke.",
                "partner_name": "Ada",
                "received_at": received_at or datetime.now(),
                "company_id": cls.company.id,
                **values,
            }
        )

    def measure(self, indicator, start=None, **values):
        """Measure what changed; return the value of one period and company."""
        self.env.flush_all()
        self.env["engagement.indicator"]._refresh()
        return self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", values.get("scope", "all")),
                ("period_start", "=", start or self.month),
            ]
        )


@tagged("post_install", "-at_install")
class TestMeasuring(IndicatorCase):
    """Values follow the records, and say nothing where there is nothing to say."""

    def test_the_shipped_indicators_are_measured_without_an_error(self):
        self.env["engagement.indicator"].search([])._refresh()
        shipped = self.env["engagement.indicator"].search([])
        self.assertEqual(shipped.mapped("error"), [False] * len(shipped))

    def test_records_of_the_period_are_counted(self):
        indicator = self.make_indicator()
        self.make_complaint()
        self.make_complaint()
        measure = self.measure(indicator)
        self.assertEqual((measure.value, measure.sample), (2, 2))

    def test_a_new_record_is_counted_when_somebody_looks_again(self):
        indicator = self.make_indicator()
        self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 1)
        self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 2)

    def test_a_deleted_record_is_not_counted_any_more(self):
        indicator = self.make_indicator()
        complaints = self.make_complaint() + self.make_complaint()
        self.assertEqual(self.measure(indicator).value, 2)
        complaints[0].sudo().unlink()
        self.assertEqual(self.measure(indicator).value, 1)

    def test_a_moved_record_leaves_one_period_for_the_other(self):
        self.company.engagement_freeze_days = 400
        before = periods.shift(self.month, "month", -2)
        indicator = self.make_indicator()
        complaint = self.make_complaint()
        self.make_complaint(datetime.combine(before, datetime.min.time()))
        self.assertEqual(self.measure(indicator).value, 1)
        complaint.received_at = before + timedelta(days=3)
        self.assertEqual(self.measure(indicator).value, 0)
        self.assertEqual(self.measure(indicator, before).value, 2)

    def test_a_share_of_nothing_is_no_value(self):
        indicator = self.make_indicator(
            aggregate="ratio", unit="percent", domain="[('state', '=', 'closed')]"
        )
        measure = self.measure(indicator)
        self.assertTrue(measure.empty)
        self.assertEqual((measure.status, measure.sample), ("none", 0))
        self.assertEqual(measure.value_text, "n/a")

    def test_a_share_is_what_counts_of_one_cohort(self):
        indicator = self.make_indicator(
            aggregate="ratio",
            unit="percent",
            domain="[('danger', '=', True)]",
            denominator_domain="[('severity', '=', '4')]",
        )
        self.make_complaint(severity="4", danger=True)
        self.make_complaint(severity="4")
        self.make_complaint(severity="1", danger=True)
        measure = self.measure(indicator)
        self.assertEqual(
            (measure.value, measure.numerator, measure.denominator), (50, 1, 2)
        )

    def test_a_day_belongs_to_the_period_where_the_company_is(self):
        self.company.engagement_freeze_days = 400
        indicator = self.make_indicator()
        # half past eleven at night in London is the next day, and month, in Berlin
        month = periods.shift(self.month, "month", -1)
        last = datetime.combine(month, datetime.min.time()) - timedelta(minutes=30)
        self.make_complaint(last)
        self.assertEqual(self.measure(indicator, month).value, 1)
        earlier = periods.shift(month, "month", -1)
        self.assertFalse(self.measure(indicator, earlier).value)


@tagged("post_install", "-at_install")
class TestEvidence(IndicatorCase):
    """What is over stays as it was, unless somebody says why it changes."""

    def make_past(self, **values):
        """Return an indicator with one complaint in a month long over."""
        self.past = periods.shift(self.month, "month", -3)
        indicator = self.make_indicator(**values)
        self.make_complaint(datetime.combine(self.past, datetime.min.time()))
        return indicator

    def add_late(self, number=1):
        for _number in range(number):
            moment = datetime.combine(self.past, datetime.min.time())
            self.make_complaint(moment + timedelta(days=3))

    def test_a_frozen_value_stays_and_says_that_its_records_changed(self):
        indicator = self.make_past()
        measure = self.measure(indicator, self.past)
        self.assertTrue(measure.frozen)
        self.assertFalse(measure.outdated)
        self.add_late()
        self.assertEqual(self.measure(indicator, self.past), measure)
        self.assertEqual((measure.value, measure.outdated), (1, True))

    def test_a_late_record_counts_until_the_period_is_frozen(self):
        self.company.engagement_freeze_days = 400
        indicator = self.make_past()
        self.assertFalse(self.measure(indicator, self.past).frozen)
        self.add_late()
        self.assertEqual(self.measure(indicator, self.past).value, 2)

    def test_a_restated_value_keeps_what_it_was_and_why(self):
        indicator = self.make_past()
        measure = self.measure(indicator, self.past)
        self.add_late()
        self.measure(indicator)
        wizard = self.env["engagement.measure.restatement"].with_user(self.manager)
        wizard.create(
            {"measure_id": measure.id, "reason": "A letter lay in the wrong tray"}
        ).action_restate()
        self.assertEqual(
            (measure.value, measure.frozen, measure.outdated), (2, True, False)
        )
        revision = measure.revision_ids
        self.assertEqual(
            (revision.value, revision.sample, revision.reason),
            (1, 1, "A letter lay in the wrong tray"),
        )
        self.assertEqual(revision.create_uid, self.manager)

    def test_an_open_value_is_not_restated(self):
        measure = self.measure(self.make_indicator())
        with self.assertRaisesRegex(UserError, "still open"):
            measure.with_user(self.manager).action_ask_restatement()

    def test_another_formula_is_another_version_and_leaves_what_is_frozen(self):
        indicator = self.make_past()
        frozen = self.measure(indicator, self.past)
        self.make_complaint(severity="4")
        self.make_complaint(severity="1")
        self.assertEqual(self.measure(indicator).value, 2)
        indicator.domain = "[('severity', '=', '4')]"
        self.assertEqual(indicator.version, 2)
        current = self.measure(indicator)
        self.assertEqual((current.value, current.version), (1, 2))
        self.assertEqual((frozen.value, frozen.version), (1, 1))

    def test_another_goal_judges_open_values_and_no_frozen_ones(self):
        indicator = self.make_past(has_target=True, target=0, direction="lower")
        frozen = self.measure(indicator, self.past)
        self.make_complaint()
        current = self.measure(indicator)
        self.assertEqual((current.status, frozen.status), ("bad", "bad"))
        indicator.write({"target": 5, "warning": 5})
        self.assertEqual((current.status, frozen.status), ("good", "bad"))
        self.assertEqual(indicator.version, 1)

    def test_one_that_cannot_be_measured_does_not_stop_the_others(self):
        good, bad = self.make_indicator(), self.make_indicator("T-2")
        self.env.flush_all()
        # as if the field had gone with the app that brought it
        self.env.cr.execute(
            "UPDATE engagement_indicator SET domain = %s WHERE id = %s",
            ["[('gone_field', '=', 1)]", bad.id],
        )
        self.env.invalidate_all()
        self.make_complaint()
        with mute_logger("odoo.addons.engagement_qms.models.measure.indicator_refresh"):
            self.assertEqual(self.measure(good).value, 1)
        self.assertIn("gone_field", bad.error)
        bad.domain = "[]"
        self.assertEqual(self.measure(bad).value, 1)
        self.assertFalse(bad.error)

    def test_measuring_again_writes_nothing(self):
        indicator = self.make_indicator()
        self.make_complaint()
        measure = self.measure(indicator)
        before = measure.measured_at, measure.write_date
        self.assertFalse(self.env["engagement.indicator"]._refresh())
        self.env.invalidate_all()
        self.assertEqual((measure.measured_at, measure.write_date), before)

    def test_a_month_is_measured_when_it_begins(self):
        indicator = self.make_indicator()
        self.measure(indicator)
        next_month = periods.shift(self.month, "month")
        with freeze_time(next_month + timedelta(days=1)):
            measure = self.measure(indicator, next_month)
            self.assertEqual((measure.value, measure.sample), (0, 0))

    def test_missed_days_are_made_up_for(self):
        indicator = self.make_indicator()
        self.measure(indicator)
        later = periods.shift(self.month, "month", 2)
        with freeze_time(later + timedelta(days=20)):
            self.measure(indicator)
        starts = [self.month, periods.shift(self.month, "month"), later]
        measures = indicator.measure_ids.filtered(lambda m: m.period_start in starts)
        self.assertEqual(sorted(measures.mapped("period_start")), starts)
        self.assertEqual(
            measures.sorted("period_start").mapped("frozen"), [True, True, False]
        )

    def test_the_responsible_is_told_once_when_a_period_ended_off_target(self):
        user = self.manager
        indicator = self.make_indicator(
            has_target=True, target=0, direction="lower", user_id=user.id
        )
        self.make_complaint()
        self.measure(indicator)
        self.assertFalse(indicator.activity_ids)
        after = periods.shift(self.month, "month")
        for day in (1, 2):
            with freeze_time(after + timedelta(days=day)):
                self.measure(indicator)
        self.assertEqual(indicator.activity_ids.user_id, user)
        self.assertEqual(len(indicator.activity_ids), 1)
        self.assertIn("Off target", indicator.activity_ids.summary)

    def test_what_was_bad_long_ago_is_no_news(self):
        indicator = self.make_past(
            has_target=True, target=0, direction="lower", user_id=self.manager.id
        )
        self.measure(indicator)
        self.assertFalse(indicator.activity_ids)

    def test_an_action_is_one_click_away(self):
        indicator = self.make_indicator(has_target=True, target=0, direction="lower")
        self.make_complaint()
        self.measure(indicator)
        context = indicator.with_user(self.manager).action_open_action()["context"]
        action = (
            self.env["engagement.action"]
            .with_user(self.manager)
            .with_context(**context)
            .create({})
        )
        self.assertEqual((action.kind, action.origin_ref), ("corrective", "T-1 T-1"))
        self.assertEqual(indicator.follow_up_count, 1)


@tagged("post_install", "-at_install")
class TestScoreboard(IndicatorCase):
    """Where things stand, out of how many, and the very records behind it."""

    def test_whoever_makes_one_chooses_among_what_there_is(self):
        form = Form(self.env["engagement.indicator"].with_user(self.manager))
        form.code, form.name = "OWN-1", "Days to the answer"
        form.source_choice = "complaint"
        self.assertEqual(form.date_field, "received_at")
        form.aggregate = "median"
        form.measure_field = "answer_days"
        indicator = form.save()
        self.assertEqual(
            (indicator.source, indicator.measure_field), ("complaint", "answer_days")
        )
        self.assertIn(
            ("answer_days", "Days to the answer"),
            [tuple(choice) for choice in indicator.choices["measure_field"]],
        )
        with Form(indicator) as form:
            form.source_choice = "engagement_rate"
            self.assertEqual(form.aggregate, "computed")
        self.assertEqual(
            (indicator.source, indicator.measure_field, indicator.version),
            ("engagement_rate", False, 2),
        )

    def test_the_records_opened_are_those_that_were_counted(self):
        indicator = self.make_indicator(domain="[('severity', '=', '4')]")
        counted = self.make_complaint(severity="4")
        self.make_complaint(severity="1")
        measure = self.measure(indicator)
        action = measure.action_view_records()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found, counted)
        self.assertEqual(len(found), measure.value)

    def test_what_is_worked_out_of_many_records_says_so(self):
        indicator = self.make_indicator(source="self_found", aggregate="computed")
        self.measure(indicator)
        with self.assertRaisesRegex(UserError, "several kinds of records"):
            indicator.measure_ids[:1].action_view_records()

    def test_the_last_value_its_course_and_its_sample_are_shown(self):
        self.company.engagement_freeze_days = 400
        indicator = self.make_indicator(has_target=True, target=1, direction="lower")
        before = periods.shift(self.month, "month", -1)
        self.make_complaint(datetime.combine(before, datetime.min.time()))
        self.make_complaint()
        self.make_complaint()
        self.measure(indicator)
        self.env.invalidate_all()
        self.assertEqual(
            (
                *(indicator.last_value_text, indicator.last_status),
                *(indicator.last_sample, indicator.trend, indicator.target_text),
            ),
            ("2", "bad", 2, "worse", "≤ 1"),
        )
        rows = indicator.recent["rows"]
        self.assertEqual([row["value"] for row in rows[-2:]], [1, 2])
        self.assertEqual([row["running"] for row in rows[-2:]], [False, True])
        self.assertIn(
            indicator,
            self.env["engagement.indicator"].search([("last_status", "=", "bad")]),
        )

    def test_what_is_not_answered_yet_took_no_days(self):
        answered, _waiting = self.make_complaint(), self.make_complaint()
        answered._step().first_answered_at = answered.received_at + timedelta(days=4)
        for aggregate in ("avg", "median"):
            indicator = self.make_indicator(
                aggregate, aggregate=aggregate, measure_field="answer_days", unit="days"
            )
            measure = self.measure(indicator)
            self.assertEqual((measure.value, measure.sample), (4, 1))

    def test_a_scoreboard_of_any_length_takes_two_queries(self):
        indicators = self.env["engagement.indicator"]
        for number in range(5):
            indicators += self.make_indicator(f"S-{number}")
        self.make_complaint()
        self.measure(indicators[0])
        board = indicators.with_context(lang="en_US")
        arch = etree.fromstring(board.get_view(view_type="list")["arch"])
        shown = {node.get("name"): {} for node in arch.iter("field")}

        def look(some):
            return board.web_search_read([("id", "in", some.ids)], shown)["records"]

        look(indicators)  # what the choices are called is known now
        for number in (2, 5):
            some = indicators[:number]
            self.env.invalidate_all()
            # whose scoreboard it is, and which day it is there
            some.env.company.mapped("name")
            some.env.user.mapped("tz")
            # the indicators, and their last values
            with self.assertQueryCount(2):
                self.assertEqual(len(look(some)), number)

    def test_the_workbook_holds_values_definitions_and_charts(self):
        indicator = self.make_indicator(name="=1+1", has_target=True, target=1)
        self.make_complaint()
        self.measure(indicator)
        with warnings.catch_warnings():
            # it cannot read sparklines, which spreadsheets can
            warnings.simplefilter("ignore")
            workbook = load_workbook(io.BytesIO(indicator._get_scoreboard_xlsx()))
        self.assertEqual(
            workbook.sheetnames, ["Scoreboard", "Charts", "Values", "Definitions"]
        )
        board = workbook["Scoreboard"]
        self.assertEqual(
            [cell.value for cell in board[2]][:5], ["T-1", "=1+1", 1, "(number)", "≥ 1"]
        )
        self.assertEqual(board["B2"].data_type, "s")
        self.assertEqual(len(workbook["Charts"]._charts), 1)
        self.assertEqual(workbook["Definitions"]["A2"].value, "T-1")

    def test_another_company_has_its_own_values(self):
        other = self.env["res.company"].create({"name": "Next door"})
        indicator = self.make_indicator(company_id=False)
        self.make_complaint()
        self.make_complaint(company_id=other.id)
        self.make_complaint(company_id=other.id)
        self.assertEqual(self.measure(indicator).value, 1)
        values = {m.company_id: m.value for m in indicator.measure_ids if not m.empty}
        self.assertEqual((values[self.company], values[other]), (1, 2))
        seen = self.env["engagement.measure"].with_user(self.manager)
        found = seen.search([("indicator_id", "=", indicator.id)])
        self.assertEqual(found.company_id, self.company)

    def test_many_statements_note_a_month_and_wait_for_nobody(self):
        self.env["engagement.indicator"]._refresh()
        complaint = self.make_complaint()
        complaint.flush_recordset()
        changes = self.env["engagement.measure.change"].search(
            [("model", "=", "engagement.complaint"), ("source", "=", False)]
        )
        self.assertIn(self.month, changes.mapped("month"))
