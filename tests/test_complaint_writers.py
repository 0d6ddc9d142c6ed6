# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Eight people work on the same complaints at the same moment.

Each step is taken once. Whoever comes second is told how the complaint stands by now;
nobody sees an error of the database.
"""

import collections
from concurrent.futures import ThreadPoolExecutor

from tests.conftest import Rpc

MODEL = "engagement.complaint"
WRITERS = 8
COMPLAINTS = 10


def test_no_step_is_lost_or_done_twice(server, expect_in_log):
    # PostgreSQL lets one of two write; Odoo starts the other one anew, and logs it
    expect_in_log(r"(?s)bad query.*could not serialize access")
    officers = [Rpc(server, "engagement.officer") for _writer in range(WRITERS)]
    [channel] = officers[0]("engagement.channel", "search", [], limit=1)
    ids = officers[0](
        MODEL,
        "create",
        [
            {
                "description": f"Writers, {number}",
                "partner_name": "Vera",
                "partner_email": "vera@example.com",
                "channel_id": channel,
            }
            for number in range(COMPLAINTS)
        ],
    )

    def acknowledge(officer):
        answers = []
        for complaint in ids:
            try:
                officer(MODEL, "action_acknowledge", [complaint])
                answers.append((complaint, "done"))
            except RuntimeError as error:
                answers.append((complaint, str(error)))
        return answers

    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [
            answer for found in pool.map(acknowledge, officers) for answer in found
        ]

    done = collections.Counter(
        complaint for complaint, said in answers if said == "done"
    )
    assert done == dict.fromkeys(ids, 1)
    refused = [said for _complaint, said in answers if said != "done"]
    assert len(refused) == COMPLAINTS * (WRITERS - 1)
    assert all("is in the state “Acknowledged”" in said for said in refused)
    letters = officers[0](
        "engagement.complaint.notice",
        "search_read",
        [["complaint_id", "in", ids]],
        ["moment"],
    )
    assert [letter["moment"] for letter in letters] == ["acknowledge"] * COMPLAINTS
    kept = officers[0](
        "engagement.commitment",
        "search_count",
        [
            ["complaint_id", "in", ids],
            ["kind", "=", "acknowledge"],
            ["state", "=", "kept"],
        ],
    )
    assert kept == COMPLAINTS
