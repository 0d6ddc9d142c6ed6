# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged
from odoo.tools import SQL

from .evaluation_common import EvaluationCase

COMES_TO = ("score", "scored", "coverage", "standing", "reevaluate_on")
#: Two decimals, as they are stored, the ends and halves more often
numbers = st.one_of(
    st.sampled_from([0, 50, 69.95, 70, 99.95, 100]),
    st.integers(0, 10_000).map(lambda hundredths: hundredths / 100),
)
lines = st.lists(
    st.tuples(numbers, st.one_of(st.none(), numbers)), min_size=4, max_size=4
)
decided = st.sampled_from([None, "approved", "conditional", "blocked"])


@tagged("post_install", "-at_install", "engagement")
class TestScoringProperty(EvaluationCase):
    """The database works out of any numbers what plain arithmetic does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # on the 31st, months of different length tell
        cls.rated = cls._new_evaluation(cls.wood, "2026-01-01", "2026-08-31")
        cls.rating = cls._new_evaluation(
            cls.wood, "2026-01-01", "2026-08-31", direction="received"
        )
        cls.given.band_ids[0].reevaluate_months = 6
        cls.both = cls.rated + cls.rating

    def _store(self, parts, standing):
        """Store weights and scores as they are, and what a manager decided."""
        for evaluation in self.both:
            own = zip(evaluation.line_ids, parts, strict=False)
            for line, (weight, score) in own:
                self.env.cr.execute(
                    SQL(
                        "UPDATE engagement_evaluation_line"
                        " SET weight = %s, score = %s, scored = %s WHERE id = %s",
                        weight,
                        score or 0,
                        score is not None,
                        line.id,
                    )
                )
        self.env.cr.execute(
            SQL(
                "UPDATE engagement_evaluation SET standing_override = %s,"
                " standing_reason = 'They moved.' WHERE id = %s",
                standing,
                self.rated.id,
            )
        )
        self.env.invalidate_all(flush=False)

    @settings(
        max_examples=120,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(lines, decided)
    def test_the_database_scores_the_same(self, parts, standing):
        self._store(parts, standing)
        self.both._store_scores()
        stored = self.both.mapped(lambda e: [e[name] for name in COMES_TO])
        self.both._compute_score()
        self.both._compute_standing()
        computed = self.both.mapped(lambda e: [e[name] for name in COMES_TO])
        self.assertEqual(stored, computed)

    def test_months_end_on_their_last_day(self):
        self._store([(100, 10)] * 4, None)
        self.rated._store_scores()
        self.assertEqual(self.rated.standing, "blocked")
        self.assertEqual(str(self.rated.reevaluate_on), "2027-02-28")
