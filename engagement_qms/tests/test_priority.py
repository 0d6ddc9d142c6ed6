# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from itertools import product

from odoo.tests import BaseCase, tagged

from ..models.party.priority import PRIORITY_SEQUENCE, priority_of, strategy_of

SCORES = range(1, 6)


@tagged("post_install", "-at_install", "engagement")
class TestPriority(BaseCase):
    """The two rules that turn scores into priority and strategy, without a database."""

    def test_each_threshold_is_the_first_product_of_its_level(self):
        expected = {5: "low", 6: "medium", 10: "medium", 12: "high", 16: "high"}
        expected |= {1: "low", 20: "critical", 25: "critical", 15: "high"}
        for influence, impact in product(SCORES, SCORES):
            if influence * impact in expected:
                with self.subTest(influence=influence, impact=impact):
                    self.assertEqual(
                        priority_of(influence, impact, 1), expected[influence * impact]
                    )

    def test_the_larger_impact_counts_whichever_way_it_goes(self):
        for influence, us, them in product(SCORES, SCORES, SCORES):
            self.assertEqual(
                priority_of(influence, us, them), priority_of(influence, them, us)
            )
            self.assertEqual(
                priority_of(influence, us, them),
                priority_of(influence, max(us, them), 1),
            )

    def test_a_higher_score_never_lowers_the_priority(self):
        for influence, impact in product(range(1, 5), SCORES):
            self.assertLessEqual(
                PRIORITY_SEQUENCE[priority_of(influence, impact, 1)],
                PRIORITY_SEQUENCE[priority_of(influence + 1, impact, 1)],
            )

    def test_a_key_client_is_never_below_high(self):
        self.assertEqual(priority_of(1, 1, 1, key_client=True), "high")
        self.assertEqual(priority_of(5, 5, 5, key_client=True), "critical")

    def test_four_is_the_first_high_score_of_the_grid(self):
        self.assertEqual(strategy_of(4, 4), "manage_closely")
        self.assertEqual(strategy_of(4, 3), "keep_satisfied")
        self.assertEqual(strategy_of(3, 4), "keep_informed")
        self.assertEqual(strategy_of(3, 3), "monitor")
