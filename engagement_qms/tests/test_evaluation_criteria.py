# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from psycopg2 import IntegrityError

from odoo.fields import Command
from odoo.tests import Form, tagged

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install", "engagement")
class TestEvaluationCriteria(EvaluationCase):
    """Weights sum to 100 and bands cover every score once: all else is refused."""

    def _new_set(self, weights=(100,), bands=((0, 100),), **values):
        return self.env["engagement.criteria.set"].create(
            {
                "name": "Test criteria",
                "criterion_ids": [
                    Command.create({"name": f"C{i}", "weight": weight})
                    for i, weight in enumerate(weights)
                ],
                "band_ids": [
                    Command.create({"name": f"B{i}", "low": low, "high": high})
                    for i, (low, high) in enumerate(bands)
                ],
                **values,
            }
        )

    def test_the_shipped_criteria_are_whole_in_both_directions(self):
        for criteria in (self.given, self.received):
            self.assertTrue(criteria.active and criteria.is_default)
            self.assertEqual(criteria.weight_sum, 100)
        self.assertEqual(
            [(c.name, c.weight) for c in self.given.criterion_ids],
            [
                ("Quality", 30),
                ("Delivery", 30),
                ("Communication", 20),
                ("Price and terms", 20),
            ],
        )
        standings = {
            score: self.given._get_band(score).standing for score in (0, 49.9, 50, 70)
        }
        self.assertEqual(
            standings,
            {0: "blocked", 49.9: "blocked", 50: "conditional", 70: "approved"},
        )
        self.assertEqual(self.given._get_band(100).reevaluate_months, 12)

    def test_weights_that_are_no_whole_are_refused_with_their_sum(self):
        with self._refused("sum to 90, not to 100"):
            self._new_set((60, 30))
        with self._refused("sum to 0, not to 100"):
            self._new_set(())

    def test_weights_can_be_moved_from_one_criterion_to_another_in_one_go(self):
        criteria = self._new_set((60, 40))
        first, second = criteria.criterion_ids
        with Form(criteria) as form:
            with form.criterion_ids.edit(0) as line:
                line.weight = 20
            with form.criterion_ids.edit(1) as line:
                line.weight = 80
        self.assertEqual((first.weight, second.weight), (20, 80))

    def test_a_single_weight_cannot_be_changed_behind_the_back_of_the_others(self):
        criteria = self._new_set((60, 40))
        first = criteria.criterion_ids[0]
        forged = first.with_context(engagement_whole=True)
        with self._refused("sum to 50, not to 100"):
            forged.weight = 10
        with self._refused("sum to 60, not to 100"):
            criteria.criterion_ids[1].unlink()
        with self._refused("sum to 105, not to 100"):
            first.create({"set_id": criteria.id, "name": "Late", "weight": 5})

    def test_a_gap_or_an_overlap_of_bands_is_refused_with_its_place(self):
        gap = "No band of “Test criteria” covers the scores from 50 to 60"
        with self._refused(gap):
            self._new_set(bands=((0, 50), (60, 100)))
        overlap = "Two bands of “Test criteria” cover the scores from 40 to 50"
        with self._refused(overlap):
            self._new_set(bands=((0, 50), (40, 100)))
        with self._refused("from 0 to 100"):
            self._new_set(bands=())

    def test_a_band_cannot_be_moved_by_itself(self):
        criteria = self._new_set(bands=((0, 50), (50, 100)))
        with self._refused("from 45 to 50"):
            criteria.band_ids[0].high = 45
        with self._refused("from 50 to 100"):
            criteria.band_ids[1].unlink()

    def test_where_they_rate_us_no_bands_are_needed(self):
        self.assertTrue(self._new_set(bands=(), direction="received"))

    def test_one_set_is_the_usual_one_and_a_company_may_have_its_own(self):
        with self._refused("one_default", IntegrityError):
            self._new_set(is_default=True)
        own = self._new_set(is_default=True, company_id=self.company.id)
        companies = self.company | self.other_company
        self.assertEqual(
            own._get_defaults(companies, "given"),
            {self.company: own, self.other_company: self.given},
        )

    def test_a_copy_has_the_parts_and_is_not_the_usual_one(self):
        copy = self.given.copy()
        self.assertEqual(copy.weight_sum, 100)
        self.assertEqual(len(copy.band_ids), 3)
        self.assertFalse(copy.is_default)

    def test_a_criterion_that_was_used_stays(self):
        criteria = self._new_set((60, 40))
        self._new_evaluation(self.wood, set_id=criteria.id)
        with self._refused("“C1” was used"):
            criteria.write(
                {
                    "criterion_ids": [
                        Command.delete(criteria.criterion_ids[1].id),
                        Command.update(criteria.criterion_ids[0].id, {"weight": 100}),
                    ]
                }
            )
