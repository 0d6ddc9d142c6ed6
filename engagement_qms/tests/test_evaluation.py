# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-10 12:00:00")
class TestEvaluation(EvaluationCase):
    """What people say of a partner becomes a score, and the score a standing."""

    # The score

    def test_a_new_evaluation_has_lines_and_no_score(self):
        evaluation = self._new_evaluation(self.wood)
        self.assertEqual(evaluation.set_id, self.given)
        self.assertEqual(evaluation.line_ids.mapped("weight"), [30, 30, 20, 20])
        self.assertRegex(evaluation.number, r"^E\d{5}$")
        self.assertFalse(evaluation.scored)
        self.assertEqual(evaluation.coverage, 0)
        self.assertEqual(evaluation.standing, "none")
        self.assertFalse(evaluation.reevaluate_on)

    def test_the_score_is_weighed_over_what_has_data_and_coverage_stands_beside(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=100, communication=50)
        self._rate(evaluation, self.users["user"], quality=50)
        # quality (100 + 50) / 2 = 75 at 30, communication 50 at 20
        self.assertEqual(evaluation.score, 65)
        self.assertEqual(evaluation.coverage, 50)
        self.assertEqual(evaluation.standing, "conditional")
        self.assertEqual(evaluation.reevaluate_on, date(2026, 9, 30))

    def test_nothing_but_bad_scores_is_a_score_of_nothing(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=0)
        self.assertTrue(evaluation.scored)
        self.assertEqual((evaluation.score, evaluation.standing), (0, "blocked"))

    def test_the_mean_of_a_list_leaves_out_what_has_no_data(self):
        scored = self._new_evaluation(self.wood)
        self._rate(scored, quality=80)
        both = scored + self._new_evaluation(self.steel)
        found = self.evaluations._read_group(
            [("id", "in", both.ids)], [], ["score:avg", "__count"]
        )
        self.assertEqual(found, [(80.0, 2)])

    def test_weights_stay_as_they_were_when_the_line_was_made(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=100, price=0)
        self.given.write(
            {
                "criterion_ids": [
                    (1, self.quality.id, {"weight": 10}),
                    (1, self.price.id, {"weight": 40}),
                ]
            }
        )
        self.assertEqual(evaluation.score, 60)
        later = self._new_evaluation(self.steel)
        self.assertEqual(later.line_ids.mapped("weight"), [10, 30, 20, 40])

    def test_a_corrected_score_counts_in_place_of_the_first(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=20)
        line = evaluation.line_ids[0]
        line._step().write({"contest_state": "corrected", "corrected_score": 90})
        self.assertEqual((line.score, evaluation.score), (90, 90))

    def test_it_is_compared_with_the_scored_one_before_in_the_same_direction(self):
        before = self._new_evaluation(self.wood, "2025-07-01", "2025-09-30")
        self._rate(before, quality=60)
        self._new_evaluation(self.wood, "2025-10-01", "2025-12-31")
        now = self._new_evaluation(self.wood)
        self.assertEqual((now.previous_id, now.trend), (before, "none"))
        self._rate(now, quality=75)
        self.assertEqual(now.previous_score, 60)
        self.assertEqual((now.change, now.trend), (15, "up"))
        asked = self._new_evaluation(self.wood, direction="received")
        self.assertFalse(asked.previous_id)
        self.assertFalse(before.previous_id)
        improved = self.evaluations.search(
            [("change", ">=", 15), ("partner_id", "=", self.wood.id)]
        )
        self.assertEqual(improved, now)
        self.assertFalse(improved.search([("change", ">", 15), ("id", "=", now.id)]))

    # Standing

    def test_a_manager_decides_otherwise_with_a_reason(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=100)
        decision = {"standing_override": "blocked", "standing_reason": "Insolvent"}
        with self._refused("Only a manager", AccessError):
            evaluation.with_user(self.users["officer"]).write(decision)
        evaluation.with_user(self.users["manager"]).write(decision)
        self.assertEqual(evaluation.standing, "blocked")
        self.assertEqual(evaluation.reevaluate_on, date(2026, 6, 30))
        with self._refused("Only a manager", AccessError):
            evaluation.with_user(self.users["officer"]).standing_override = False
        with self._refused("standing_needs_reason", IntegrityError):
            evaluation.standing_reason = False

    def test_a_partner_stands_as_the_last_evaluation_says_that_it_knows(self):
        person = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.wood.id}
        )
        known = self._new_evaluation(self.wood, "2025-10-01", "2025-12-31")
        self._rate(known, quality=60)
        self._send(known)
        running = self._new_evaluation(self.wood)
        self._rate(running, quality=100)
        seen = (person + self.steel).with_user(self.users["user"])
        self.assertEqual(seen.mapped("engagement_standing"), ["conditional", "none"])
        self.assertEqual(seen.mapped("engagement_score_text"), ["60", "–"])
        self.assertEqual(seen[0].engagement_reevaluate_on, date(2026, 6, 30))
        self.assertEqual(seen.mapped("engagement_evaluation_count"), [2, 0])

    def test_partners_are_found_by_their_standing(self):
        known = self._new_evaluation(self.wood)
        self._rate(known, quality=10)
        self._send(known)
        both = [("id", "in", (self.wood + self.steel).ids)]
        for standing, found in (
            ("blocked", self.wood),
            ("none", self.steel),
            ("approved", self.wood.browse()),
        ):
            domain = [*both, ("engagement_standing", "=", standing)]
            self.assertEqual(self.wood.search(domain), found)

    # Whom, and when

    def test_a_person_stands_for_the_company(self):
        person = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.wood.id}
        )
        evaluation = self._new_evaluation(person)
        self.assertEqual(evaluation.partner_id, self.wood)
        self.assertEqual(evaluation.display_name, f"{evaluation.number} Oak and Ash")

    def test_nobody_evaluates_themselves(self):
        with self._refused("Nobody evaluates themselves"):
            self._new_evaluation(self.company.partner_id)

    def test_a_supplier_of_another_company_is_refused(self):
        foreign = self._new_supplier("Foreign", company_id=self.other_company.id)
        with self._refused("Foreign"):
            self._new_evaluation(foreign)

    def test_a_period_that_ends_before_it_begins_is_refused(self):
        with self._refused("period_order", IntegrityError):
            self._new_evaluation(self.wood, "2026-03-31", "2026-01-01")

    def test_criteria_of_the_other_direction_are_refused(self):
        with self._refused("for the other direction"):
            self._new_evaluation(self.wood, set_id=self.received.id)

    def test_a_partner_has_one_evaluation_for_a_period_and_direction(self):
        first = self._new_evaluation(self.wood)
        self._new_evaluation(self.wood, direction="received")
        with self._refused("period_once", IntegrityError):
            self._new_evaluation(self.wood)
        first.active = False
        first.flush_recordset()
        self.assertTrue(self._new_evaluation(self.wood))

    def test_what_was_sent_stays_about_the_same(self):
        evaluation = self._new_evaluation(self.wood)
        self._send(evaluation)
        officer = evaluation.with_user(self.users["officer"])
        with self._refused("was sent"):
            officer.partner_id = self.steel
        with self._refused("was sent"):
            officer.period_end = "2026-02-28"
        with self._refused("cannot be typed in"):
            officer.state = "draft"
        with self._refused("cannot be typed in"):
            officer.line_ids[0].score = 100

    def test_what_the_partner_knows_is_not_deleted(self):
        evaluation = self._new_evaluation(self.wood)
        self._send(evaluation)
        with self._refused("Archive it to set it aside"):
            evaluation.with_user(self.users["manager"]).unlink()
        self.assertTrue(evaluation.exists())

    # What people say

    def test_feedback_goes_into_the_quarter_that_runs(self):
        user = self.users["user"]
        said = self.evaluations.with_user(user)._record(
            self.wood + self.steel,
            [
                {"criterion_id": self.quality.id, "score": 100, "scale": "thumbs"},
                {"criterion_id": self.price.id, "score": 25, "text": "Dear"},
            ],
        )
        self.assertEqual(len(said), 4)
        self.assertEqual(said.user_id, user)
        evaluations = said.sudo().evaluation_id
        self.assertEqual(
            [(e.partner_id, e.score) for e in evaluations],
            [(self.wood, 70), (self.steel, 70)],
        )
        days = {(e.period_start, e.period_end) for e in evaluations}
        self.assertEqual(days, {(date(2026, 1, 1), date(2026, 3, 31))})
        again = self.evaluations.with_user(user)._record(
            self.wood, [{"criterion_id": self.quality.id, "score": 0}]
        )
        self.assertEqual(again.sudo().evaluation_id, evaluations[0])

    def test_feedback_on_many_costs_as_many_queries_as_on_two(self):
        partners = self.wood.create(
            [{"name": f"Supplier {i}", "is_company": True} for i in range(23)]
        )
        rating = [{"criterion_id": self.quality.id, "score": 100}]
        counts = []
        for some in (partners[:1], partners[1:3], partners[3:]):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.evaluations._record(some, rating)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])

    def test_a_sent_evaluation_takes_no_more_feedback(self):
        said = self.evaluations._record(
            self.wood, [{"criterion_id": self.quality.id, "score": 100}]
        )
        self._send(said.evaluation_id)
        for change in (
            lambda: self.evaluations._record(
                self.wood, [{"criterion_id": self.quality.id, "score": 0}]
            ),
            lambda: said.write({"score": 0}),
            said.unlink,
        ):
            with self._refused("takes no more feedback"):
                change()
        self.assertEqual(said.evaluation_id.score, 100)

    def test_scores_outside_of_0_to_100_are_refused(self):
        for score in (-1, 101):
            with self._refused("score_range", IntegrityError):
                self.evaluations._record(
                    self.wood, [{"criterion_id": self.quality.id, "score": score}]
                )

    def test_feedback_needs_somebody_and_something(self):
        for partners, ratings in (
            (self.wood.browse(), [{"criterion_id": self.quality.id, "score": 1}]),
            (self.wood, []),
        ):
            with self._refused("Say of whom"):
                self.evaluations._record(partners, ratings)

    def test_nobody_speaks_for_somebody_else_or_changes_what_they_said(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, self.users["user"], quality=100)
        said = evaluation.feedback_ids
        officer = said.with_user(self.users["officer"])
        self.assertEqual(officer.score, 100)
        with self.assertRaises(AccessError):
            officer.score = 0
        with self.assertRaises(AccessError):
            officer.create(
                {
                    "line_id": evaluation.line_ids[0].id,
                    "score": 0,
                    "user_id": self.users["user"].id,
                }
            )
        with self._refused("cannot be typed in"):
            said.with_user(self.users["user"]).user_id = self.users["officer"]

    def test_stars_can_be_given_in_the_line_and_changed(self):
        evaluation = self._new_evaluation(self.wood)
        line = evaluation.line_ids[0].with_user(self.users["officer"])
        line.my_stars = "5"
        self.assertEqual((line.score, line.rating_count), (100, 1))
        line.my_stars = "2"
        self.assertEqual((line.score, line.rating_count), (25, 1))
        self._rate(evaluation, self.users["user"], quality=75)
        self.assertEqual((line.score, line.rating_count), (50, 2))
        line.invalidate_recordset()
        self.assertEqual(line.my_stars, "2")
        line.my_stars = "0"
        self.assertEqual((line.score, line.rating_count), (75, 1))
