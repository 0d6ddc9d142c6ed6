# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import BaseCase, tagged

from ..models.party.suggestion import suggest, suggest_impact, suggest_influence


@tagged("post_install", "-at_install", "engagement")
class TestSuggestion(BaseCase):
    """The scores that discovery suggests, at the edges of each step."""

    def test_influence_follows_the_place_among_its_like(self):
        expected = {1: 5, 5: 5, 6: 4, 20: 4, 21: 3, 50: 3, 51: 2, 80: 2, 81: 1, 100: 1}
        self.assertEqual(
            {rank: suggest_influence(rank, 100) for rank in expected}, expected
        )

    def test_the_only_contact_stands_first(self):
        self.assertEqual(suggest_influence(1, 1), 5)

    def test_of_two_the_second_is_in_the_middle(self):
        self.assertEqual([suggest_influence(rank, 2) for rank in (1, 2)], [5, 2])

    def test_a_rank_that_does_not_exist_is_refused(self):
        for rank, total in ((0, 3), (4, 3), (1, 0)):
            with self.subTest(rank=rank, total=total), self.assertRaises(ValueError):
                suggest_influence(rank, total)

    def test_impact_follows_the_share_of_the_whole(self):
        expected = {
            1: 5,
            0.2: 5,
            0.199: 4,
            0.1: 4,
            0.099: 3,
            0.03: 3,
            0.029: 2,
            0.01: 2,
            0.009: 1,
            0: 1,
        }
        self.assertEqual({share: suggest_impact(share) for share in expected}, expected)

    def test_money_may_go_beyond_what_is_usual(self):
        self.assertEqual(suggest(1, 100, 0.3, (2, 3), by_amount=True), (5, 5))

    def test_talk_stays_within_what_is_usual(self):
        self.assertEqual(suggest(1, 100, 0.3, (2, 3), by_amount=False), (2, 3))
        self.assertEqual(suggest(100, 100, 0, (4, 4), by_amount=False), (1, 1))
