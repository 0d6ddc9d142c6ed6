# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What 50 indicators cost over many complaints, against OCA's kpi and SQL by hand.

The 50 are in `indicator.csv` beside this file, each as a filter and as SQL. Three years
of months over 1 000 000 complaints, stored; one late record and all right again; the
scoreboard with 36 and with 1 000 periods of history. OCA's `kpi` runs one month with
its statements written plainly, and written to use our index; a month costs the same
36 times. `rows=`, `turns=` and `plain=0` (without the plain ones) make it smaller.
"""

import csv
import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parent))

from code import vacuum

from complaint import (
    TEXTS,
    get_closed,
    get_nature,
    loaded_fast,
    make_company,
    measure_by_turns,
)
from large_sample import multiply
from party import get_spec

from odoo import sql_db

from odoo.addons.engagement_qms.models.measure import periods

DATABASE = {"names": ["engagement_qms"], "apps": True}
FIFTY = Path(__file__).with_suffix(".csv")
MONTHS = 36
HISTORY = 1000
SCORES = {"handling_score", "outcome_score"}
#: What can be counted without looking at single rows again
SIMPLE = ("count", "ratio")


def main(bench):
    size = int(bench.options.get("rows", 1_000_000))
    turns = int(bench.options.get("turns", 3))
    company = make_company(bench)
    # what is written by hand knows no time zones
    bench.env.company.resource_calendar_id.tz = "UTC"
    load(bench, company, size)
    env = bench.env
    # what is shipped is not measured along
    env["engagement.indicator"].search([]).active = False
    rows = list(csv.DictReader(FIFTY.open()))
    indicators = make_indicators(env, rows)
    bench.analyze()
    vacuum(bench, "engagement_complaint")
    today = date.today()
    start = periods.shift(today.replace(day=1), "month", 1 - MONTHS)
    bench_measuring(bench, rows, indicators, start, today, turns)
    bench_late(bench, rows, indicators, today, turns)
    bench_scoreboard(bench, indicators, start)


def load(bench, company, size):
    """Fill the table: three years of complaints, the last one today."""
    env, begun = bench.env, time.perf_counter()
    complaint = env["engagement.complaint"].create(
        {"partner_id": company["partners"][0], "description": "Template"}
    )
    mixed = "abs(hashint4(i))"
    # within the months that are measured
    span = f"interval '{30 * MONTHS} days'"
    moment = f"now() - {span} + (i::float / {size}) * {span}"
    with loaded_fast(env, "engagement_complaint"):
        multiply(
            complaint,
            size,
            number="'C' || lpad(i::text, 7, '0')",
            name=f"'Order ' || {mixed} % {TEXTS}",
            partner_id=f"{company['partners'][0]} + {mixed} % 30000",
            received_at=moment,
            **get_nature(env, mixed, get_closed(mixed, size)),
            first_answered_at=moment,
            answer_days=f"{mixed} % 400 / 10.0",
            handling_score=f"{mixed} / 7 % 6",
            outcome_score=f"{mixed} / 11 % 6",
            danger=f"{mixed} % 97 = 0",
            extended=f"{mixed} % 13 = 0",
            access_token="NULL",
        )
    sys.stderr.write(f"  loaded {size} in {time.perf_counter() - begun:.0f} s\n")


def make_indicators(env, rows):
    return env["engagement.indicator"].create(
        [
            {
                "name": row["code"],
                "source": "complaint",
                "company_id": env.company.id,
                "unit": "percent" if row["aggregate"] == "ratio" else "number",
                **{
                    name: row[name]
                    for name in ("code", "aggregate", "domain", "denominator_domain")
                },
                "measure_field": row["measure_field"] or False,
            }
            for row in rows
        ]
    )


def get_term(row):
    """Return what one indicator is in SQL that somebody writes by hand."""
    field, condition = row["measure_field"], row["condition"]
    if field in SCORES:
        field = f"25.0 * (NULLIF({field}, 0) - 1)"
    if row["aggregate"] == "count":
        return f"COUNT(*) FILTER (WHERE {condition})"
    if row["aggregate"] == "ratio":
        return (
            f"100.0 * COUNT(*) FILTER (WHERE {condition} AND {row['whole']})"
            f" / NULLIF(COUNT(*) FILTER (WHERE {row['whole']}), 0)"
        )
    if row["aggregate"] == "avg":
        return f"AVG({field}) FILTER (WHERE {condition})"
    if row["aggregate"] == "count_distinct":
        return f"COUNT(DISTINCT {field}) FILTER (WHERE {condition})"
    share = "0.5" if row["aggregate"] == "median" else "0.9"
    return (
        f"PERCENTILE_CONT({share}) WITHIN GROUP (ORDER BY {field})"
        f" FILTER (WHERE {condition})"
    )


def get_statement(rows, start):
    """Return one statement for all, as somebody would write it for these months."""
    terms = ", ".join(map(get_term, rows))
    return (
        "SELECT date_trunc('month', received_at)::date, company_id, "
        f"{terms} FROM engagement_complaint WHERE received_at >= '{start}'"
        " AND (closing_reason IS NULL OR closing_reason != 'reclassified')"
        " GROUP BY 1, 2"
    )


def get_kpi_code(row, start, plain):
    """Return the statement of one figure of one month, as `kpi` wants it."""
    stop = periods.shift(start, "month")
    when = f"received_at >= '{start}' AND received_at < '{stop}'"
    if plain:
        when = f"date_trunc('month', received_at) = '{start}'"
    return f"SELECT {get_term(row)} AS value FROM engagement_complaint WHERE {when}"


def make_kpis(bench, rows, start, plain):
    """Make the peer's indicators, as it is shipped."""
    env = bench.env
    if "kpi" not in env:
        env["ir.module.module"].update_list()
        module = env["ir.module.module"].search([("name", "=", "kpi")])
        module.button_immediate_install()
        bench.env = env = env(cr=env.cr)
    category = env["kpi.category"].create({"name": "Bench"})
    threshold = env["kpi.threshold"].create({"name": "Bench"})
    return env["kpi"].create(
        [
            {
                "name": row["code"],
                "category_id": category.id,
                "threshold_id": threshold.id,
                "kpi_type": "local",
                "kpi_code": get_kpi_code(row, start, plain),
            }
            for row in rows
        ]
    )


def bench_measuring(bench, rows, indicators, start, today, turns):
    env = bench.env
    simple = [row for row in rows if row["aggregate"] in SIMPLE]
    simple_ones = indicators.filtered(lambda i: i.aggregate in SIMPLE)
    model = env["engagement.complaint"]
    register = env["engagement.indicator.source"]

    def run(statement):
        env.cr.execute(statement)
        return env.cr.fetchall()

    def group():
        for indicator in indicators:
            domain = register._read_filter(indicator.source, indicator.domain)
            model._read_group(domain, ["received_at:month"], ["__count"])

    works = {
        "ours": lambda: indicators._measure(start, today),
        "by hand": lambda: run(get_statement(rows, start)),
        "ours, simple": lambda: simple_ones._measure(start, today),
        "by hand, simple": lambda: run(get_statement(simple, start)),
    }
    seen = measure_by_turns(bench, works, turns, undo=True)
    bench.ratio(
        "50 indicators, 36 months, stored, against one statement by hand",
        seen["ours"],
        seen["by hand"],
        limit=1.3,
    )
    bench.ratio(
        "of these the counts and shares",
        seen["ours, simple"],
        seen["by hand, simple"],
        limit=1.0,
    )
    bench.count("queries", seen["ours"].queries)
    compare(bench, rows, indicators, start, today)
    groups = bench.measure(group, times=1, warm=False)
    bench.faster("against 50 groupings by the ORM", seen["ours"], groups)
    month = periods.shift(today.replace(day=1), "month", -6)
    for plain, least in ((False, 10), (True, 250)):
        if plain and bench.options.get("plain") == "0":
            continue
        kpis = make_kpis(bench, rows, month, plain)
        peer = bench.measure(kpis.compute_kpi_value, times=3, undo=True)
        peer.seconds *= MONTHS
        words = "plainly" if plain else "at its best"
        bench.faster(f"against kpi written {words}", seen["ours"], peer, least)
        kpis.unlink()


def compare(bench, rows, indicators, start, today):
    """Show that both say the same, to the last value."""
    env = bench.env
    env.cr.execute("SAVEPOINT compare")
    indicators._measure(start, today)
    env.cr.execute(get_statement(rows, start))
    wrong = 0
    for month, _company, *values in env.cr.fetchall():
        found = {
            measure.indicator_id.id: None if measure.empty else measure.value
            for measure in env["engagement.measure"].search(
                [("indicator_id", "in", indicators.ids), ("period_start", "=", month)]
            )
        }
        for indicator, value in zip(indicators, values, strict=True):
            ours = found.get(indicator.id)
            same = ours == value or (
                None not in (ours, value) and abs(ours - float(value)) < 1e-6
            )
            wrong += not same
    env.cr.execute("ROLLBACK TO SAVEPOINT compare")
    bench.env.invalidate_all()
    bench.count("values that differ from the statement by hand", wrong, limit=0)


def bench_late(bench, rows, indicators, today, turns):
    """One record more, and all 50 right again; against the peer for one month."""
    env = bench.env
    month = today.replace(day=1)
    env["engagement.indicator"]._refresh()
    env.cr.commit()
    [template] = env["engagement.complaint"].search([], limit=1)

    def come_late():
        multiply(template, 1, received_at="now()", number="'LATE'", access_token="NULL")

    def measure_again():
        env["engagement.indicator"]._refresh()

    kpis = make_kpis(bench, rows, month, plain=False)
    runs = {"ours": [], "theirs": []}
    for _turn in range(max(turns, 7)):
        env.cr.execute("SAVEPOINT late")
        come_late()
        for name, work in (("theirs", kpis.compute_kpi_value), ("ours", measure_again)):
            runs[name].append(bench.measure(work, times=1, warm=False))
        env.cr.execute("ROLLBACK TO SAVEPOINT late")
        env.invalidate_all()
    peer, ours = (
        sorted(runs[name], key=lambda run: run.seconds)[len(runs[name]) // 2]
        for name in ("theirs", "ours")
    )
    bench.faster("one late record, against kpi at its best", ours, peer, 7)
    bench.count("queries of one late record", ours.queries)
    kpis.unlink()


def bench_scoreboard(bench, indicators, start):
    """50 indicators with their last 12 values, after 36 and after 1 000 periods."""
    env = bench.env

    here = env["engagement.indicator"].with_context(lang="en_US")
    shown = get_spec(here, "list")

    def look():
        # every request knows them already
        env.user.mapped("tz")
        env.company.mapped("name")
        before = sql_db.sql_counter
        here.web_search_read([("id", "in", indicators.ids)], shown, limit=80)
        return sql_db.sql_counter - before

    indicators._measure(start, date.today())
    short = bench.measure(look, times=9)
    measures = env["engagement.measure"].search(
        [("indicator_id", "in", indicators.ids)], order="id", limit=1
    )
    first = periods.shift(start, "month", -HISTORY)
    for indicator in indicators:
        multiply(
            measures,
            HISTORY - MONTHS,
            indicator_id=str(indicator.id),
            period_start=f"'{first}'::date + i * interval '1 month'",
            period_end=f"'{first}'::date + (i + 1) * interval '1 month'"
            " - interval '1 day'",
        )
    bench.analyze()
    vacuum(bench, "engagement_measure")
    long = bench.measure(look, times=9)
    bench.count("queries of the scoreboard", long.value, limit=2)
    bench.ratio("scoreboard, 1 000 periods against 36", long, short, limit=1.2)
