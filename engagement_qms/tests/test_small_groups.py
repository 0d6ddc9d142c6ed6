# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import TransactionCase, tagged
from odoo.tools import SQL

from ..models.voice.small_groups import get_hidden_sql, hide_small


@tagged("post_install", "-at_install")
class TestSmallGroups(TransactionCase):
    """Nobody in a small group is known by its figure, nor by what is left over."""

    def test_one_small_group_takes_the_next_larger_along(self):
        self.assertEqual(hide_small({"a": 3, "b": 9, "c": 20}, 5), {"a", "b"})

    def test_two_small_groups_together_are_no_smaller_than_one_that_is_shown(self):
        self.assertEqual(hide_small({"a": 2, "b": 2, "c": 9}, 5), {"a", "b", "c"})
        self.assertEqual(hide_small({"a": 2, "b": 3, "c": 9}, 5), {"a", "b"})

    def test_where_all_are_large_none_is_hidden(self):
        self.assertEqual(hide_small({"a": 5, "b": 9, "c": 0}, 5), set())

    @settings(
        max_examples=100,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(st.integers(0, 12), min_size=1, max_size=8), st.integers(1, 8))
    def test_the_database_hides_the_same(self, numbers, minimum):
        counts = dict(enumerate(numbers))
        rows = SQL(", ").join(SQL("(%s, %s, 1)", *row) for row in counts.items())
        hidden = get_hidden_sql(SQL("number"), SQL("part"), SQL("company_id"), minimum)
        found = self.env.execute_query(
            SQL(
                "SELECT part FROM (SELECT *, %s AS hidden"
                " FROM (VALUES %s) AS groups (part, number, company_id)) AS marked"
                " WHERE hidden AND number > 0",
                hidden,
                rows,
            )
        )
        self.assertEqual({part for (part,) in found}, hide_small(counts, minimum))
