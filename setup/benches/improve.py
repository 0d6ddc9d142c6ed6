# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What improvement costs when there is much to improve.

A management review is filled from live data: over the demo company, and over as many
complaints, feedbacks, actions, promises and needs as `records=` says.

The signals of a month are worked out for 200 leaders over 1 000 000 records, and
compared with statements that somebody writes by hand for the figures that read most.
`signal_records=` and `leaders=` make it smaller.
"""

import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import multiply

from odoo import sql_db

from odoo.addons.engagement_qms.models.measure import periods

DATABASE = {"demo": True, "apps": True}
OFFICER = "engagement.officer"
#: Queries that filling a review may cost, whatever there is
MOST_QUERIES = 25
#: Key of a signal -> its figures as somebody writes them by hand: each leader's and the
#: whole, where what is loaded belongs to the leaders themselves
BY_LEADER = "GROUP BY GROUPING SETS ((), ({0}))"
SIGNALS_BY_HAND = {
    "overdue_explained": "SELECT owner_id, COUNT(*), 100.0 * AVG((due_date > '{last}'"
    " AND due_change_reason IS NOT NULL)::int) FROM engagement_action"
    " WHERE company_id = {company} AND state != 'cancelled' AND active"
    " AND first_due_date <= '{last}'"
    " AND (implemented_on IS NULL OR implemented_on > '{last}') "
    + BY_LEADER.format("owner_id"),
    "improvement_begun": "SELECT owner_id, COUNT(*), COUNT(*) FROM engagement_action"
    " WHERE company_id = {company} AND state != 'cancelled'"
    " AND create_date >= '{quarter}' AND create_date < '{stop}' "
    + BY_LEADER.format("owner_id"),
    "begun_below": "SELECT action.owner_id, COUNT(*), 100.0 * AVG((creator.id != ALL("
    "ARRAY{leaders}))::int) FROM engagement_action AS action"
    " JOIN hr_employee AS creator ON creator.user_id = action.create_uid"
    " AND creator.company_id = action.company_id WHERE action.company_id = {company}"
    " AND action.state != 'cancelled' AND action.create_date >= '{since}'"
    " AND action.create_date < '{stop}' " + BY_LEADER.format("action.owner_id"),
    "lesson_kept": "SELECT owner_id, COUNT(*), 100.0 * AVG((COALESCE(lesson, '')"
    " ~ '\\S')::int) FROM engagement_action WHERE company_id = {company}"
    " AND state IN ('act', 'done')"
    " AND checked_on BETWEEN '{since}' AND '{last}' " + BY_LEADER.format("owner_id"),
    "question_answered": "SELECT worker.id, COUNT(*), 100.0 * AVG((COALESCE("
    "feedback.answered_at <= promise.first_due_at, FALSE))::int)"
    " FROM engagement_feedback AS feedback JOIN engagement_commitment AS promise"
    " ON promise.id = feedback.commitment_id LEFT JOIN hr_employee AS worker"
    " ON worker.user_id = feedback.user_id AND worker.company_id = {company}"
    " WHERE feedback.company_id = {company} AND feedback.kind != 'compliment'"
    " AND promise.state != 'cancelled' AND promise.first_due_at >= '{quarter}'"
    " AND promise.first_due_at < '{stop}' " + BY_LEADER.format("worker.id"),
    "cause_person": "SELECT NULL, COUNT(*), 100.0 * AVG((cause.level = 'person')::int)"
    " FROM engagement_complaint AS complaint JOIN engagement_cause AS cause"
    " ON cause.id = complaint.cause_id WHERE complaint.company_id = {company}"
    " AND received_at >= '{since}' AND received_at < '{stop}'"
    " AND closing_reason IS DISTINCT FROM 'reclassified'",
    "review_on_time": "SELECT worker.id, COUNT(*), 100.0 * AVG((COALESCE(held_date <="
    " planned_date + 7, FALSE))::int) FROM engagement_review AS review"
    " LEFT JOIN hr_employee AS worker ON worker.user_id = review.user_id"
    " AND worker.company_id = {company} WHERE review.company_id = {company}"
    " AND state != 'cancelled' AND planned_date + 7 BETWEEN '{since}' AND '{last}' "
    + BY_LEADER.format("worker.id"),
    "engine_stopped": "SELECT NULL, 1, MIN(12 * (EXTRACT(YEAR FROM '{last}'::date) -"
    " EXTRACT(YEAR FROM day)) + EXTRACT(MONTH FROM '{last}'::date) -"
    " EXTRACT(MONTH FROM day)) FROM (SELECT held_date AS day FROM engagement_review"
    " WHERE company_id = {company} AND state IN ('held', 'closed')"
    " UNION ALL SELECT create_date::date FROM engagement_action"
    " WHERE company_id = {company} AND state != 'cancelled'"
    " UNION ALL SELECT implemented_on FROM engagement_action"
    " WHERE company_id = {company} AND state != 'cancelled') AS act"
    " WHERE day BETWEEN '{since}' AND '{last}'",
}


def main(bench):
    bench_review_inputs(bench, int(bench.options.get("records", 200_000)))
    bench_signals(
        bench,
        int(bench.options.get("signal_records", 1_000_000)),
        int(bench.options.get("leaders", 200)),
    )


def bench_review_inputs(bench, number):
    """All sections of a management review, filled anew."""
    env = bench.as_user(OFFICER)
    review = env["engagement.review"].create({"kind": "management"})
    # each time, all sections are to be written
    review.sudo().input_ids.text = False
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


def bench_signals(bench, number, leaders):
    """All signals of a month, kept, for many leaders over many records."""
    env = bench.env
    company = env.ref("base.main_company")
    kinds = env["engagement.signal.type"].search([("active", "=", True)])
    month = periods.shift(date.today().replace(day=1), "month", -1)
    env["engagement.signal"].search([("period_start", "=", month)]).unlink()
    # what is written by hand knows no time zones
    company.resource_calendar_id.tz = "UTC"

    def work_out(some=kinds):
        found = env["engagement.signal.source"]._get_leaders()
        before = sql_db.sql_counter
        for kind in some:
            kind._measure([(company.id, month)], found)
        return sql_db.sql_counter - before

    few = bench.measure(work_out, times=1, undo=True)
    employees = load_what_is_led(env, company, number, leaders)
    bench.analyze()
    many = bench.measure(work_out, times=3, undo=True)
    bench.count(
        f"signals of {leaders} leaders over {number} records: queries",
        many.value,
        limit=few.value,
        beside=f"{len(kinds)} signals, {many.seconds * 1000:.0f} ms",
    )
    names = {
        "company": company.id,
        "last": periods.shift(month, "month") - timedelta(days=1),
        "stop": periods.shift(month, "month"),
        "since": periods.shift(month, "month", -11),
        "quarter": periods.shift(month, "month", -2),
        "leaders": env["engagement.signal.source"]._get_leaders().ids,
    }
    compared = kinds.filtered(lambda kind: kind.key in SIGNALS_BY_HAND)

    def count_by_hand():
        found = {}
        for key, statement in SIGNALS_BY_HAND.items():
            env.cr.execute(statement.format(**names))
            found[key] = {row[0]: row[1:] for row in env.cr.fetchall()}
        return found

    by_hand = bench.measure(count_by_hand, times=3)
    bench.ratio(
        f"{len(compared)} of them, kept, against the same figures by hand",
        bench.measure(lambda: work_out(compared), times=3, undo=True),
        by_hand,
        limit=3,
    )
    work_out(compared)
    signals = env["engagement.signal"].search(
        [("period_start", "=", month), ("employee_id", "in", employees.ids)]
    )
    wrong = sum(
        abs(
            float(by_hand.value[signal.key].get(signal.employee_id.id, (0, 0))[1])
            - signal.value
        )
        > 1e-6
        for signal in signals.filtered(lambda signal: signal.type_id in compared)
    )
    bench.count("signals that differ from the figures by hand", wrong, limit=0)


def load_what_is_led(env, company, number, leaders):
    """Make leaders, and copies of what they answer for, spread over three years.

    :return: the leaders
    """
    group = env.ref("engagement_qms.group_engagement_leader")
    users = env["res.users"].with_context(no_reset_password=True, tracking_disable=True)
    users = users.create(
        [
            {
                "name": f"Leader {index}",
                "login": f"bench_leader_{index}",
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [(6, 0, group.ids)],
            }
            for index in range(leaders)
        ]
    )
    employees = env["hr.employee"].create(
        [
            {"name": user.name, "user_id": user.id, "company_id": company.id}
            for user in users
        ]
    )
    owner = f"(ARRAY{employees.ids})[1 + i % {leaders}]"
    user = f"(ARRAY{users.ids})[1 + i % {leaders}]"
    moment = "now() - (i % 1000) * interval '1 day'"
    day = f"({moment})::date"
    common = {"number": "'LED' || i", "create_date": moment}
    share = number // 5
    multiply(
        env.ref("engagement_qms.action_warning"),
        share // 2,
        **common | {"owner_id": owner, "create_uid": user},
        first_due_date=day,
        due_date=f"{day} + i % 9",
        due_change_reason="'Parts are missing.'",
    )
    multiply(
        env.ref("engagement_qms.action_dampers"),
        share // 2,
        **common | {"number": "'DONE' || i", "owner_id": owner, "create_uid": user},
        implemented_on=day,
        checked_on=f"{day} + 30",
        lesson="CASE WHEN i % 3 = 0 THEN 'Measure first.' END",
    )
    causes = env["engagement.cause"].search([("company_id", "=", False)])
    multiply(
        env.ref("engagement_qms.complaint_radar_edge_one"),
        share,
        **common,
        received_at=moment,
        user_id=user,
        cause_id=f"(ARRAY{causes.ids})[1 + i % {len(causes)}]",
        access_token="NULL",
    )
    feedback = env.ref("engagement_qms.feedback_pallets")
    promises = multiply(
        feedback.commitment_id,
        share,
        origin_res_id="NULL",
        started_at=f"{moment} - interval '9 days'",
        first_due_at=moment,
        due_at=moment,
        done_at=f"{moment} - interval '3 days'",
        at_risk_at=moment,
    )
    multiply(
        feedback,
        share,
        **common,
        user_id=user,
        commitment_id=promises,
        answered_at=f"{moment} + (i % 5 - 3) * interval '1 day'",
    )
    multiply(
        env.ref("engagement_qms.review_azure"),
        share,
        create_date=moment,
        planned_date=day,
        held_date=f"{day} + i % 20",
        user_id=user,
    )
    return employees
