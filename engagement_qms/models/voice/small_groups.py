# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which groups are too small to show, so that nobody in them can be known.

Too small ones are hidden, and as many of the next larger ones as it takes that what is
hidden cannot be worked out from the total: at least two groups, and together no fewer
people than the smallest group that may be shown.
"""

from odoo.tools import SQL


def hide_small(counts, minimum):
    """Return the groups whose figure is not shown.

    :param dict counts: number of people by group; who is in none counts as well
    :param int minimum: the smallest group that may be shown
    """
    answered = {group: count for group, count in counts.items() if count}
    hidden = {group for group, count in answered.items() if count < minimum}
    shown = sorted(
        (group for group in answered if group not in hidden), key=answered.get
    )
    while hidden and shown:
        if len(hidden) > 1 and sum(answered[g] for g in hidden) >= minimum:
            break
        hidden.add(shown.pop(0))
    return hidden


def get_hidden_sql(number, group, whole, minimum):
    """Return the same as a condition on rows of one group each.

    :param SQL number: how many people are in it; nobody is too few, too
    :param SQL group: what tells the groups of one total apart
    :param SQL whole: the columns of the total that is shown beside them
    :param int minimum: the smallest group that may be shown
    """
    return SQL(
        """
        (%(number)s < %(minimum)s
         OR BOOL_OR(%(number)s > 0 AND %(number)s < %(minimum)s)
            OVER (PARTITION BY %(whole)s)
        AND (COUNT(*) FILTER (WHERE %(number)s > 0) OVER (%(smaller)s) < 2
             OR COALESCE(SUM(%(number)s) OVER (%(smaller)s), 0) < %(minimum)s))
        """,
        number=number,
        minimum=minimum,
        whole=whole,
        smaller=SQL(
            "PARTITION BY %s ORDER BY %s, %s"
            " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING",
            whole,
            number,
            group,
        ),
    )
