# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ..models.voice import scoring


@tagged("post_install", "-at_install", "engagement")
class TestScoring(BaseCase):
    """Scores, weights and bands: plain arithmetic."""

    def test_thumbs_and_stars_go_from_nothing_to_a_hundred(self):
        clicks = [("thumbs", "down"), ("thumbs", "up")]
        clicks += [("stars", str(number)) for number in range(1, 6)]
        scores = [scoring.to_score(*click) for click in clicks]
        self.assertEqual(scores, [0, 100, 0, 25, 50, 75, 100])
        self.assertEqual([scoring.to_stars(s) for s in scores[2:]], [1, 2, 3, 4, 5])

    def test_what_has_no_data_counts_neither_as_nothing_nor_as_a_hundred(self):
        score, coverage = scoring.weigh([(30, 80), (30, None), (40, 50)])
        self.assertAlmostEqual(score, (30 * 80 + 40 * 50) / 70)
        self.assertEqual(coverage, 70)

    def test_without_any_data_there_is_no_score(self):
        self.assertEqual(scoring.weigh([(30, None), (70, None)]), (None, 0))
        self.assertEqual(scoring.weigh([]), (None, 0))

    def test_three_thirds_are_a_whole_and_99_is_not(self):
        self.assertTrue(scoring.is_whole([33.33, 33.33, 33.34]))
        self.assertTrue(scoring.is_whole([33.33] * 3))
        self.assertFalse(scoring.is_whole([30, 30, 39]))
        self.assertFalse(scoring.is_whole([]))

    def test_a_gap_and_an_overlap_are_found_where_they_are(self):
        fault = scoring.find_fault
        self.assertIsNone(fault([(50, 70), (0, 50), (70, 100)]))
        self.assertEqual(fault([(0, 50), (60, 100)]), ("gap", 50, 60))
        self.assertEqual(fault([(10, 100)]), ("gap", 0, 10))
        self.assertEqual(fault([(0, 50), (40, 100)]), ("overlap", 40, 50))
        self.assertEqual(fault([(0, 100), (20, 30)]), ("overlap", 20, 30))
        self.assertEqual(fault([(0, 90)]), ("gap", 90, 100))
        self.assertEqual(fault([]), ("gap", 0, 100))

    def test_an_end_belongs_to_the_band_above_it_and_100_to_the_highest(self):
        bands = [(0, 50), (50, 70), (70, 100)]
        found = [scoring.find_band(bands, s) for s in (0, 49.9, 50, 70, 100)]
        self.assertEqual(found, [0, 0, 1, 2, 2])

    @settings(max_examples=200, deadline=None)
    @given(st.sets(st.integers(1, 99), max_size=6), st.floats(0, 100))
    def test_bands_without_fault_hold_every_score_once(self, borders, score):
        ends = [0, *sorted(borders), 100]
        bands = list(zip(ends, ends[1:], strict=False))
        self.assertIsNone(scoring.find_fault(bands))
        low, high = bands[scoring.find_band(bands, score)]
        self.assertTrue(low <= score < high or score == high == 100)
        if len(bands) > 1:
            left_out = bands.pop(len(bands) // 2)
            self.assertEqual(scoring.find_fault(bands), ("gap", *left_out))

    @settings(max_examples=200, deadline=None)
    @given(
        st.lists(
            st.tuples(st.floats(0.01, 100), st.one_of(st.none(), st.floats(0, 100))),
            max_size=8,
        )
    )
    def test_a_score_lies_between_what_it_is_the_mean_of(self, parts):
        score, coverage = scoring.weigh(parts)
        known = [part for _weight, part in parts if part is not None]
        self.assertEqual(score is None, not known)
        self.assertTrue(0 <= coverage <= 100)
        if known:
            self.assertGreaterEqual(score, min(known) - 1e-6)
            self.assertLessEqual(score, max(known) + 1e-6)
            self.assertEqual(scoring.weigh([*parts, (5, None)])[0], score)
