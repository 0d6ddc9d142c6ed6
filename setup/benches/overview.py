# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the first screen costs, with few and with many complaints and promises.

The demo company, filled up: three years of complaints, and a promise of an answer
within four weeks for each. The last ones are open, and some old ones are overdue.
`rows=` makes it smaller, for a quick look.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parent))

from code import vacuum

from complaint import loaded_fast
from large_sample import multiply

DATABASE = {"demo": True, "apps": True}
OFFICER = "engagement.officer"
SPAN, ANSWER = "interval '3 years'", "interval '28 days'"


def main(bench):
    size = int(bench.options.get("rows", 1_000_000))
    overview = bench.as_user(OFFICER)["engagement.overview"]
    seen = {}
    for rows, done in ((size // 100, 0), (size, size // 100)):
        load(bench, rows - done, done)
        bench.env["engagement.indicator"]._refresh()
        bench.analyze()
        seen[rows] = bench.measure(overview.get_overview, times=9)
    few, many = seen.values()
    bench.ratio(
        f"overview, {size} complaints against {size // 100}", many, few, limit=1.5
    )
    bench.count(
        "queries of the overview",
        many.queries,
        limit=12,
        beside=f"with {size // 100}: {few.queries}; promises due or overdue:"
        f" {count_due(many)}, {count_due(few)}",
    )
    bench.same_queries("overview", few, many)


def count_due(measured):
    return sum(sum(row["all"].values()) for row in measured.value["due"])


def load(bench, number, done):
    """Make complaints of three years, and the promise of an answer for each."""
    env = bench.env
    complaint = env["engagement.complaint"].create(
        {"partner_id": env.company.partner_id.id, "description": "Template"}
    )
    moment = f"now() - {SPAN} + (i::float / {number}) * {SPAN}"
    is_open = f"({moment} + {ANSWER} >= now() OR i % 500 = 0)"
    state = f"CASE WHEN {is_open} THEN 'investigating' ELSE 'closed' END"
    with loaded_fast(env, "engagement_complaint"):
        ids = multiply(
            complaint,
            number,
            number=f"'B' || lpad((i + {done})::text, 7, '0')",
            received_at=moment,
            state=state,
            access_token="NULL",
        )
    promise = env["engagement.commitment"].create(
        {
            "name": "Template",
            "kind": "answer",
            "origin_model": complaint._name,
            "origin_res_id": complaint.id,
            "started_at": "2024-01-01 08:00:00",
            "due_at": "2024-01-29 08:00:00",
        }
    )
    with loaded_fast(env, "engagement_commitment"):
        multiply(
            promise,
            number,
            origin_res_id=ids,
            complaint_id=ids,
            started_at=moment,
            first_due_at=f"{moment} + {ANSWER}",
            due_at=f"{moment} + {ANSWER}",
            done_at=f"CASE WHEN NOT {is_open} THEN {moment} + interval '9 days' END",
            state=f"CASE WHEN {is_open} THEN 'open' ELSE 'kept' END",
        )
    for table in ("engagement_complaint", "engagement_commitment"):
        vacuum(bench, table)
