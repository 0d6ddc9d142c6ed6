# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the promise ledger costs when it is large.

Twenty promises over 1 000 000 orders, evaluated by the rule engine and by one
statement that somebody wrote by hand for these promises; a run in which nothing
changed; the rates of 200 promises over 1 000 000 rows of the ledger; the form of a
code with a long ledger. `orders=` and `rows=` make it smaller, for a quick look.
"""

import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parent))

from large_sample import make_contacts, multiply
from party import get_spec

DATABASE = {"demo": True, "apps": True}
OFFICER = "engagement.officer"
PROMISES, RATED = 20, 200
SINCE = date(2025, 1, 1)
#: What has to be the same in a row of the ledger, whoever wrote it
SAME = (
    *("provision_id", "code_id", "company_id", "name", "kind", "cycle"),
    *("origin_model", "origin_res_id", "origin_ref", "confidentiality", "user_id"),
    *("partner_id", "commercial_partner_id", "limit_value", "limit_unit"),
    *("calendar_id", "started_at", "first_due_at", "due_at", "at_risk_at"),
    *("done_at", "state", "extended"),
)


def main(bench):
    bench_rules(bench, int(bench.options.get("orders", 1_000_000)))
    bench_rates(bench, int(bench.options.get("rows", 1_000_000)))


def bench_rules(bench, size):
    """The engine against a statement by hand, and against a run without changes."""
    env = bench.env
    make_orders(env, size)
    code = make_code(env, "Orders", PROMISES)
    for index, promise in enumerate(code.provision_ids):
        promise.write(
            {
                "rule_active": True,
                "rule_model": "purchase.order",
                "rule_domain": f"[('state', '=', 'purchase'), "
                f"('origin', '=', 'S{index}')]",
                "rule_start_field": "date_approve",
                "rule_end_field": "effective_date",
                "rule_partner_field": "partner_id",
            }
        )
    put_in_force(code)
    promises = code.provision_ids
    promises._get_runnable()
    promises.env["engagement.working.day"]._ensure(promises.calendar_id, SINCE)
    vacuum(bench, "purchase_order")
    found = {}

    def evaluate():
        found["engine"] = (promises._evaluate_rules(), get_print(env, promises))

    def write_by_hand():
        env.cr.execute(BY_HAND, {"code": code.id, "since": SINCE})
        found["hand"] = (env.cr.rowcount, get_print(env, promises))

    by_hand = bench.measure(write_by_hand, times=1, undo=True, warm=False)
    engine = bench.measure(evaluate, times=1, undo=True, warm=False)
    bench.ratio(
        f"{PROMISES} promises over {size} orders, against SQL by hand",
        engine,
        by_hand,
        limit=3,
    )
    bench.count(
        "rows that differ between the two",
        0 if found["engine"] == found["hand"] else 1,
        limit=0,
        beside=f"{found['engine'][0]} rows",
    )
    bench.count("queries of the engine", engine.queries)
    promises._evaluate_rules()
    vacuum(bench, "engagement_commitment")
    again = bench.measure(promises._evaluate_rules, times=3, warm=False)
    bench.ratio("a run without changes, against the first", again, engine, limit=0.02)
    bench.count("rows that it wrote", again.value, limit=0)
    full = bench.measure(
        lambda: promises._evaluate_rules(full=True), times=1, warm=False
    )
    bench.ratio("the weekly look at everything, against the first", full, engine)
    bench.count("rows that it wrote", full.value, limit=0)
    simulation = bench.measure(
        lambda: promises[0]._simulate(SINCE, date.today()), times=3
    )
    bench.ratio("one promise tried on the past, against the first", simulation, engine)
    bench.count("queries of trying it", simulation.queries)


def bench_rates(bench, size):
    """Rates of many promises, and the form of a code, by the length of the ledger."""
    env = bench.env
    promises = env["engagement.provision"]
    for number in range(RATED // 10):
        promises += make_code(env, f"Rated {number}", 10).provision_ids
    screen = bench.as_user(OFFICER)["engagement.code"].browse(promises[0].code_id.id)
    spec = get_spec(screen, "form")
    seen = {}
    for number in (size // 100, size):
        make_rows(env, promises, number)
        vacuum(bench, "engagement_commitment")
        seen[number] = (
            bench.measure(lambda: read_rates(promises), times=5),
            bench.measure(promises._get_counts, times=5),
            bench.measure(lambda: screen.web_read(spec), times=5),
        )
    few, many = seen.values()
    bench.count(
        f"rates of {RATED} promises over {size} rows: queries of the ledger",
        many[1].queries,
        limit=1,
        beside=f"{many[1].seconds * 1000:.0f} ms",
    )
    bench.count(
        "steps of its plan that read the whole ledger",
        count_slow_steps(promises),
        limit=0,
    )
    bench.same_queries("rates, short and long ledger", few[0], many[0])
    bench.same_queries("form of a code, short and long ledger", few[2], many[2])
    bench.ratio(f"form of a code, {size} against {size // 100} rows", many[2], few[2])
    short = bench.measure(lambda: screen.web_read(spec), times=3)
    env["engagement.provision"].create(
        [
            {"code_id": screen.id, "promise": f"Promise {number}", "limit_value": 1}
            for number in range(90)
        ]
    )
    vacuum(bench, "engagement_provision")
    long = bench.measure(lambda: screen.web_read(spec), times=3)
    bench.same_queries("form of a code, 10 and 100 promises", short, long)


def read_rates(promises):
    return promises.mapped("fulfilment_rate")


def make_orders(env, number):
    """Make confirmed orders, one in twenty for each promise; some late, some open."""
    partners = make_contacts(env, 1000)
    order = env["purchase.order"].create({"partner_id": partners[0]})
    start = "timestamp '2025-01-01 06:00' + i % 500 * interval '1 day 7 minutes'"
    multiply(
        order,
        number,
        name="'BO' || i",
        origin=f"'S' || i % {PROMISES}",
        partner_id=f"{partners[0]} + i % {len(partners)}",
        state="'purchase'",
        date_order=start,
        date_approve=start,
        effective_date=f"CASE WHEN i % 11 > 0 THEN {start}"
        " + i % 13 * interval '1 day' END",
        write_date="'2025-01-01'",
    )


def make_code(env, name, number):
    """Make a draft of a code with promises of all units."""
    units = ("hour", "day", "working_day", "working_day")
    return env["engagement.code"].create(
        {
            "name": name,
            "provision_ids": [
                (
                    0,
                    0,
                    {
                        "promise": f"Promise {index} is kept in time.",
                        "limit_value": 2 + index % 7,
                        "limit_unit": units[index % 4],
                    },
                )
                for index in range(number)
            ],
        }
    )


def put_in_force(code):
    code._set_state({"state": "in_force", "in_force_from": SINCE})


def make_rows(env, promises, number):
    """Put so many rows of promises into the ledger: kept, missed, overdue, running."""
    row = env["engagement.commitment"].create(
        {
            "name": "Row",
            "provision_id": promises[0].id,
            "limit_value": 2,
            "limit_unit": "day",
        }
    )
    first = "timestamp '2025-01-01' + i % 600 * interval '1 day'"
    multiply(
        row,
        number,
        provision_id=f"{promises[0].id} + i % {len(promises)}",
        origin_model="'bench'",
        origin_res_id=f"i + {row.id}",
        started_at=f"{first} - interval '2 days'",
        first_due_at=first,
        due_at=first,
        at_risk_at=f"{first} - interval '12 hours'",
        done_at=f"CASE WHEN i % 10 < 8 THEN {first} END",
        state="CASE WHEN i % 10 < 7 THEN 'kept' WHEN i % 10 < 8 THEN 'missed'"
        " ELSE 'open' END",
    )


def vacuum(bench, table):
    """Commit, and do what PostgreSQL does by itself after a while."""
    bench.analyze()
    connection = bench.env.cr._cnx
    connection.autocommit = True
    bench.env.cr.execute(f"VACUUM ANALYZE {table}")
    connection.autocommit = False


def get_print(env, promises):
    """Return what tells the rows of some promises from others, whoever wrote them."""
    env.cr.execute(
        f"SELECT COUNT(*), SUM(hashtextextended(ROW({', '.join(SAME)})::text, 0))"
        " FROM engagement_commitment WHERE provision_id IN %s",
        [tuple(promises.ids)],
    )
    return env.cr.fetchone()


def count_slow_steps(promises):
    """Count the steps of the plan of the rates that read or sort the whole ledger."""
    env = promises.env
    query = promises._get_counts_query([])
    env.cr.execute("EXPLAIN " + query.code, query.params)
    plan = [row[0] for row in env.cr.fetchall()]
    return sum("Seq Scan on engagement_commitment" in step for step in plan)


#: What somebody who knows the promises would write, for them alone
BY_HAND = """
INSERT INTO engagement_commitment (
    provision_id, code_id, company_id, name, kind, cycle, origin_model, origin_res_id,
    origin_ref, confidentiality, user_id, partner_id, commercial_partner_id,
    limit_value, limit_unit, calendar_id, started_at, first_due_at, due_at, at_risk_at,
    done_at, state, extended, create_uid, create_date, write_uid, write_date)
SELECT p.id, p.code_id, p.company_id,
       p.number || '. ' || (p.promise ->> 'en_US'), 'rule', 0, 'purchase.order', o.id,
       o.name, 'normal', c.user_id, o.partner_id, contact.commercial_partner_id,
       p.limit_value, p.limit_unit, p.calendar_id, o.date_approve, due.at, due.at,
       o.date_approve + (due.at - o.date_approve) * 0.75,
       CASE WHEN o.effective_date IS NOT NULL
            THEN GREATEST(o.effective_date, o.date_approve) END,
       CASE WHEN o.effective_date IS NULL THEN 'open'
            WHEN o.effective_date <= due.at THEN 'kept' ELSE 'missed' END,
       FALSE, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
  FROM purchase_order o
  JOIN engagement_provision p
    ON p.code_id = %(code)s AND 'S' || (p.number::int - 1) = o.origin
  JOIN engagement_code c ON c.id = p.code_id
  JOIN res_partner contact ON contact.id = o.partner_id
  JOIN resource_calendar k ON k.id = p.calendar_id
CROSS JOIN LATERAL (
       SELECT (o.date_approve AT TIME ZONE 'UTC' AT TIME ZONE k.tz)::date AS zero
       ) AS day
  LEFT JOIN engagement_working_day f
    ON p.limit_unit = 'working_day' AND f.calendar_id = k.id AND f.date = day.zero
  LEFT JOIN engagement_working_day l
    ON l.calendar_id = f.calendar_id AND l.working
   AND l.number = f.number + CEIL(p.limit_value)::int
CROSS JOIN LATERAL (
       SELECT CASE p.limit_unit
              WHEN 'hour' THEN o.date_approve + p.limit_value * interval '1 hour'
              WHEN 'day' THEN (day.zero + p.limit_value::int + time '23:59:59')
                              AT TIME ZONE k.tz AT TIME ZONE 'UTC'
              ELSE (l.date + time '23:59:59') AT TIME ZONE k.tz AT TIME ZONE 'UTC'
              END AS at) AS due
 WHERE o.state = 'purchase' AND o.company_id = p.company_id AND day.zero >= %(since)s
"""
