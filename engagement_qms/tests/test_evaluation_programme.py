# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from ..models.voice.evaluation_fact import EngagementEvaluationFact
from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-10 12:00:00")
class TestEvaluationProgramme(EvaluationCase):
    """Rounds open what has begun: each period and partner once, whatever happens."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.suppliers = cls.category.copy({"name": "Test suppliers"})
        for partner in (cls.wood, cls.steel):
            cls._new_party(partner_id=partner.id, category_id=cls.suppliers.id)

    @classmethod
    def _new_programme(cls, **values):
        return cls.env["engagement.evaluation.programme"].create(
            {
                "name": "Test rounds",
                "start_date": "2026-04-01",
                "category_ids": cls.suppliers.ids,
                "user_id": cls.users["officer"].id,
                **values,
            }
        )

    def _get_opened(self, programme):
        return {
            (e.partner_id, e.direction, e.period_start, e.period_end)
            for e in programme.evaluation_ids
        }

    def test_each_partner_gets_an_evaluation_for_the_period_that_runs(self):
        programme = self._new_programme()
        self.assertEqual(programme.next_date, date(2026, 4, 1))
        self._run_cron()
        quarter = (date(2026, 4, 1), date(2026, 6, 30))
        self.assertEqual(
            self._get_opened(programme),
            {(self.wood, "given", *quarter), (self.steel, "given", *quarter)},
        )
        self.assertEqual(programme.evaluation_ids.user_id, self.users["officer"])
        self.assertEqual(programme.next_date, date(2026, 7, 1))

    def test_a_second_run_changes_nothing(self):
        programme = self._new_programme(received_set_id=self.received.id)
        self._run_cron()
        opened = programme.evaluation_ids
        self.assertEqual(len(opened), 4)
        opened[0].active = False
        self._run_cron()
        self.assertEqual(programme.evaluation_ids, opened[1:])

    def test_periods_that_were_missed_are_made_up_for(self):
        programme = self._new_programme(start_date="2025-10-01")
        programme.opened_to = "2025-12-31"
        self._run_cron()
        starts = programme.evaluation_ids.mapped("period_start")
        self.assertEqual(set(starts), {date(2026, 1, 1), date(2026, 4, 1)})
        self.assertEqual(len(starts), 4)

    def test_who_comes_later_is_added_to_the_period_that_runs(self):
        programme = self._new_programme(start_date="2026-01-01")
        self._run_cron()
        late = self._new_supplier("Late")
        self._new_party(partner_id=late.id, category_id=self.suppliers.id)
        self._run_cron()
        added = programme.evaluation_ids.filtered(lambda e: e.partner_id == late)
        self.assertEqual(added.mapped("period_start"), [date(2026, 4, 1)])

    def test_feedback_before_the_rounds_open_is_for_their_period(self):
        programme = self._new_programme(
            start_date="2026-05-01", interval_number=1, interval_unit="month"
        )
        running = self.evaluations._get_running(self.wood)[self.wood.id]
        self.assertEqual(running.programme_id, programme)
        self.assertEqual(
            (running.period_start, running.period_end),
            (date(2026, 5, 1), date(2026, 5, 31)),
        )
        self._run_cron()
        self.assertEqual(len(programme.evaluation_ids), 2)
        other = self._new_supplier("Without rounds")
        running = self.evaluations._get_running(other)[other.id]
        self.assertEqual(running.period_start, date(2026, 4, 1))
        self.assertFalse(running.programme_id)

    def test_what_feedback_began_belongs_to_the_rounds_that_open_its_period(self):
        running = self.evaluations._get_running(self.wood)[self.wood.id]
        running.user_id = False
        mine = self._new_evaluation(self.steel, "2026-04-01", "2026-06-30")
        sent = self._new_evaluation(self.wood, "2026-01-01", "2026-03-31")
        self._rate(sent, quality=80)
        self._send(sent)
        programme = self._new_programme(start_date="2026-01-01")
        action = programme.action_open_now()
        opened = self.evaluations.search(action["domain"])
        self.assertLessEqual(running + mine, opened)
        self.assertEqual(len(opened.filtered("period_start")), 3)
        self.assertEqual(running.user_id, self.users["officer"])
        self.assertEqual(mine.user_id, self.env.user)
        self.assertFalse(sent.programme_id)

    def test_a_rhythm_from_the_last_of_a_month_leaves_no_day_out(self):
        programme = self._new_programme(
            start_date="2026-01-31", interval_number=1, interval_unit="month"
        )
        day, found = date(2026, 1, 31), []
        while day < date(2026, 5, 31):
            start, stop = programme._get_period(day)
            self.assertEqual(start, day)
            found.append(start)
            day = date.fromordinal(stop.toordinal() + 1)
        self.assertEqual([d.day for d in found], [31, 28, 31, 30])

    def test_tags_choose_and_parties_of_no_relevance_do_not(self):
        tag = self.env["res.partner.category"].create({"name": "Critical"})
        tagged_one = self._new_supplier("Tagged", category_id=tag.ids)
        person = self.wood.create(
            {"name": "Ann", "parent_id": tagged_one.id, "category_id": tag.ids}
        )
        foreign = self._new_supplier(
            "Foreign", category_id=tag.ids, company_id=self.other_company.id
        )
        self.company.partner_id.category_id = tag
        programme = self._new_programme(category_ids=False, tag_ids=tag.ids)
        self.assertEqual(programme._get_partner_ids(), tagged_one.ids)
        self.assertTrue(person and foreign)
        both = self._new_programme(tag_ids=tag.ids)
        found = both._get_partner_ids()
        self.assertEqual(set(found), {self.wood.id, self.steel.id, tagged_one.id})
        self.env["engagement.party"].search([("partner_id", "=", self.steel.id)]).write(
            {"relevant": False, "relevance_reason": "Gone"}
        )
        self.assertNotIn(self.steel.id, both._get_partner_ids())

    def test_with_nothing_chosen_all_active_suppliers_are_evaluated(self):
        programme = self._new_programme(category_ids=False)
        before = set(programme._get_partner_ids())
        self.assertFalse(before & {self.wood.id, self.steel.id})
        self.suppliers.supplies = True
        self.assertEqual(
            set(programme._get_partner_ids()) - before, {self.wood.id, self.steel.id}
        )

    def test_nobody_to_evaluate_is_no_fault(self):
        empty = self.category.copy({"name": "Nobody"})
        programme = self._new_programme(category_ids=empty.ids)
        self._run_cron()
        self.assertFalse(programme.evaluation_ids)
        self.assertEqual(programme.next_date, date(2026, 7, 1))

    def test_another_company_opens_its_own(self):
        self._new_party(
            partner_id=self.wood.id,
            category_id=self.suppliers.id,
            company_id=self.other_company.id,
        )
        here = self._new_programme()
        there = self._new_programme(
            company_id=self.other_company.id, user_id=self.other_officer.id
        )
        self._run_cron()
        self.assertEqual(there.evaluation_ids.partner_id, self.wood)
        self.assertEqual(there.evaluation_ids.company_id, self.other_company)
        self.assertEqual(len(here.evaluation_ids), 2)

    def test_a_start_long_ago_is_refused(self):
        with self._refused("more than 2 years ago"):
            self._new_programme(start_date="2020-01-01")

    def test_criteria_in_the_wrong_place_are_refused(self):
        with self._refused("Exchange them"):
            self._new_programme(received_set_id=self.given.id)

    def test_a_thousand_partners_are_opened_in_few_queries(self):
        partners = self.wood.create(
            [{"name": f"Supplier {i}", "is_company": True} for i in range(1000)]
        )
        tag = self.env["res.partner.category"].create({"name": "Many"})
        partners.category_id = tag
        programme = self._new_programme(category_ids=False, tag_ids=tag.ids)
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        programme._open_due()
        self.env.flush_all()
        # inserts go a hundred at a time: 10 of evaluations, 40 of lines
        self.assertLess(self.env.cr.sql_log_count - before, 120)
        self.assertEqual(programme.evaluation_count, 1000)


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-10 12:00:00")
class TestEvaluationFact(EvaluationCase):
    """Facts are counted for the period, in one statement for all evaluations."""

    def _new_action(self, due, done=None, partners=None, **values):
        """Create a joint action that was due on a day, and done on another."""
        action = self.env["engagement.action"].create(
            {
                "name": "Together",
                "due_date": due,
                "partner_ids": (partners or self.wood).ids,
                **values,
            }
        )
        if done:
            action.sudo().write({"state": "check", "implemented_on": done})
        return action

    def test_joint_actions_due_in_the_period_are_counted(self):
        self.delivery.fact = "joint_actions"
        person = self.wood.create({"name": "Ann", "parent_id": self.wood.id})
        evaluation = self._new_evaluation(self.wood, "2026-04-01", "2026-06-30")
        other = self._new_evaluation(self.steel, "2026-04-01", "2026-06-30")
        self._new_action("2026-04-01", "2026-04-01", self.wood + person)
        self._new_action("2026-04-20", "2026-04-22", person)
        self._new_action("2026-05-01")
        self._new_action("2026-03-31", "2026-03-31")
        self._new_action("2026-06-30")
        self._new_action("2026-04-20", "2026-04-20", state="cancelled").sudo().write(
            {"state": "cancelled", "implemented_on": False}
        )
        (evaluation + other)._fill_facts()
        line = evaluation.line_ids[1]
        self.assertEqual((line.numerator, line.denominator), (1, 3))
        self.assertEqual(line.fact_text, "1 of 3 joint actions done in time")
        self.assertEqual((line.score, line.rating_count), (33.33, 3))
        self.assertEqual((evaluation.score, evaluation.coverage), (33.3, 30))
        self.assertEqual(evaluation.standing, "blocked")
        self.assertFalse(other.scored)
        self.assertFalse(other.line_ids[1].fact_text)

    def test_rounds_that_are_opened_by_hand_are_counted_at_once(self):
        self.delivery.fact = "joint_actions"
        self._new_action("2026-04-20", "2026-04-20")
        self.wood.category_id = self.wood.category_id.create({"name": "Counted"})
        programme = self.env["engagement.evaluation.programme"].create(
            {
                "name": "Counted",
                "start_date": "2026-04-01",
                "tag_ids": self.wood.category_id.ids,
            }
        )
        programme.action_open_now()
        self.assertEqual(programme.evaluation_ids.score, 100)

    def test_what_feedback_begins_is_counted_at_once(self):
        self.delivery.fact = "joint_actions"
        self._new_action("2026-04-20", "2026-04-20")
        running = self.evaluations._get_running(self.wood)
        self.assertEqual(running[self.wood.id].score, 100)

    def test_what_is_no_longer_so_is_taken_back(self):
        self.delivery.fact = "joint_actions"
        evaluation = self._new_evaluation(self.wood, "2026-04-01", "2026-06-30")
        action = self._new_action("2026-04-20", "2026-04-20")
        evaluation._fill_facts()
        self.assertEqual(evaluation.score, 100)
        action.partner_ids = self.steel
        evaluation._fill_facts()
        self.assertFalse(evaluation.scored)
        self.assertEqual(evaluation.coverage, 0)

    def test_what_the_partner_knows_stays_as_it_was_told(self):
        self.delivery.fact = "joint_actions"
        evaluation = self._new_evaluation(self.wood, "2026-04-01", "2026-06-30")
        self._send(evaluation)
        self._new_action("2026-04-20", "2026-04-20")
        evaluation._fill_facts()
        self.assertFalse(evaluation.scored)

    def test_the_day_begins_and_ends_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "Europe/Berlin"
        evaluation = self._new_evaluation(self.wood, "2026-01-01", "2026-03-31")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT partner_id, start_at, stop_at FROM (%s) AS asked",
                evaluation._get_asked_sql(),
            )
        )
        self.assertEqual(
            rows,
            [(self.wood.id, datetime(2025, 12, 31, 23), datetime(2026, 3, 31, 22))],
        )

    def test_a_score_of_a_provider_is_kept_between_0_and_100(self):
        self.delivery.fact = "joint_actions"
        evaluation = self._new_evaluation(self.wood, "2026-04-01", "2026-06-30")
        wild = SQL(
            "SELECT evaluation_id, 'joint_actions', 5::float8, 4, 125.0, 4 FROM asked"
        )
        with patch.object(
            EngagementEvaluationFact, "_select_facts", lambda _self: [wild]
        ):
            evaluation._fill_facts()
        self.assertEqual(evaluation.score, 100)

    def test_many_evaluations_cost_as_many_queries_as_two(self):
        self.delivery.fact = "joint_actions"
        partners = self.wood.create(
            [{"name": f"Supplier {i}", "is_company": True} for i in range(60)]
        )
        evaluations = self.evaluations.create(
            [
                {
                    "partner_id": partner.id,
                    "period_start": "2026-04-01",
                    "period_end": "2026-06-30",
                }
                for partner in partners
            ]
        )
        for partner in partners:
            self._new_action("2026-04-20", "2026-04-20", partner)
        counts = []
        for some in (evaluations[:2], evaluations[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._fill_facts()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(set(evaluations.mapped("score")), {100})
        self.assertLessEqual(counts[1], counts[0])
