# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What improvement costs when there is much to improve.

A management review is filled from live data: over the demo company, and over as many
complaints, feedbacks, actions, promises and needs as `records=` says.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import multiply

DATABASE = {"demo": True, "apps": True}
OFFICER = "engagement.officer"
#: Queries that filling a review may cost, whatever there is
MOST_QUERIES = 25


def main(bench):
    bench_review_inputs(bench, int(bench.options.get("records", 200_000)))


def bench_review_inputs(bench, number):
    """All sections of a management review, filled anew."""
    env = bench.as_user(OFFICER)
    review = env["engagement.review"].create({"kind": "management"})
    few = bench.measure(review.action_fill_inputs, times=3, undo=True)
    load_what_is_looked_at(bench.env, number)
    bench.analyze()
    many = bench.measure(review.action_fill_inputs, times=3, undo=True)
    bench.count(
        f"review inputs filled over {number} records: queries",
        many.queries,
        limit=MOST_QUERIES,
        beside=f"{many.seconds * 1000:.0f} ms",
    )
    bench.same_queries(f"review inputs, demo company and {number} records", few, many)


def load_what_is_looked_at(env, number):
    """Copy what the sections count, spread over three years."""
    spread = "now() - (i % 1000) * interval '1 day'"
    share = number // 5
    multiply(
        env.ref("engagement_qms.complaint_pallet"),
        share,
        number="'BENCH' || i",
        received_at=spread,
    )
    multiply(
        env["engagement.feedback"].search([], limit=1),
        share,
        number="'BENCH' || i",
        received_at=spread,
    )
    multiply(
        env.ref("engagement_qms.action_driver"),
        share,
        number="'BENCH' || i",
        create_date=spread,
    )
    multiply(env["engagement.need"].search([], limit=1), share, create_date=spread)
    promise = env["engagement.commitment"].search(
        [("state", "=", "open"), ("provision_id", "=", False)], limit=1
    )
    multiply(
        promise,
        share,
        started_at=f"{spread} - interval '9 days'",
        first_due_at=spread,
        due_at=spread,
    )
