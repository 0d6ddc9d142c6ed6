# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the evaluation of suppliers costs, against SQL by hand with the same result.

Facts and scores of 10 000 suppliers over 1 000 000 order lines of one quarter, with as
many receipts, a third as many lines of bills, and two messages per order: counted,
stored, weighed, and what follows. Then what the forms of vendors and orders
ask more than without us, and what the mirror of all these partners costs. `lines=`,
`suppliers=` and `turns=` make it smaller.
"""

import sys
import time
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parent))

from code import vacuum

from complaint import loaded_fast, measure_by_turns
from large_sample import make_contacts, multiply
from party import get_spec

DATABASE = {"names": ["engagement_qms", "engagement_qms_purchase"], "apps": True}
START, END = date(2026, 4, 1), date(2026, 6, 30)
LINES_PER_ORDER, BILLED = 10, 3
#: The same facts as somebody writes them who knows that all is in one company, one time
#: zone, one currency and one unit, and that no supplier has further contacts
BY_HAND = """
WITH line AS (
    SELECT line.id, line.partner_id, line.product_qty, line.date_planned::date AS day,
           SUM(move.quantity) FILTER (WHERE move.state = 'done') AS delivered,
           MAX(move.date::date) FILTER (WHERE move.state = 'done') AS last_day,
           BOOL_OR(move.state NOT IN ('done', 'cancel')) AS awaited
      FROM purchase_order_line AS line
      JOIN purchase_order AS purchase
        ON purchase.id = line.order_id AND purchase.state = 'purchase'
      JOIN stock_move AS move
        ON move.purchase_line_id = line.id AND move.origin_returned_move_id IS NULL
     WHERE line.date_planned >= '2026-04-01' AND line.date_planned < '2026-07-01'
     GROUP BY line.id
), request AS (
    SELECT purchase.id, purchase.partner_id, purchase.date_approve,
           MIN(asked.date) AS asked_at,
           (SELECT MIN(reply.date) FROM mail_message AS reply
             WHERE reply.model = 'purchase.order' AND reply.res_id = purchase.id
               AND reply.author_id = purchase.partner_id) AS answered_at
      FROM purchase_order AS purchase
      JOIN mail_message AS asked
        ON asked.model = 'purchase.order' AND asked.res_id = purchase.id
      JOIN mail_message_res_partner_rel AS sent
        ON sent.mail_message_id = asked.id AND sent.res_partner_id = purchase.partner_id
     WHERE asked.date >= '2026-04-01' AND asked.date < '2026-07-01'
     GROUP BY purchase.id
), fact (partner_id, fact, numerator, denominator) AS (
    SELECT partner_id, 'on_time',
           COUNT(*) FILTER (WHERE NOT awaited AND last_day <= day), COUNT(*)
      FROM line WHERE awaited OR delivered > 0 GROUP BY partner_id
     UNION ALL
    SELECT partner_id, 'quantity', COUNT(*) FILTER (WHERE delivered = product_qty),
           COUNT(*)
      FROM line WHERE NOT awaited AND delivered > 0 GROUP BY partner_id
     UNION ALL
    SELECT line.partner_id, 'price',
           COUNT(*) FILTER (WHERE billed.price_unit <= line.price_unit), COUNT(*)
      FROM account_move AS bill
      JOIN account_move_line AS billed ON billed.move_id = bill.id
      JOIN purchase_order_line AS line ON line.id = billed.purchase_line_id
     WHERE bill.state = 'posted' AND bill.move_type = 'in_invoice'
       AND bill.invoice_date BETWEEN '2026-04-01' AND '2026-06-30'
     GROUP BY line.partner_id
     UNION ALL
    SELECT partner_id, 'answer_time', COUNT(*) FILTER (
               WHERE LEAST(answered_at, date_approve)::date <= asked_at::date + 3),
           COUNT(*)
      FROM request GROUP BY partner_id
), told AS (
    UPDATE engagement_evaluation_line AS line
       SET numerator = fact.numerator, denominator = fact.denominator,
           fact_count = fact.denominator, scored = TRUE,
           fact_score = ROUND(100.0 * fact.numerator / fact.denominator, 2),
           score = ROUND(100.0 * fact.numerator / fact.denominator, 2)
      FROM engagement_evaluation AS evaluation, fact
     WHERE evaluation.id = line.evaluation_id AND line.fact = fact.fact
       AND evaluation.partner_id = fact.partner_id
    RETURNING line.evaluation_id, line.weight, line.score
), weighed AS (
    SELECT evaluation_id, SUM(weight * score) / SUM(weight) AS score,
           SUM(weight) AS coverage
      FROM told GROUP BY evaluation_id
)
UPDATE engagement_evaluation AS evaluation
   SET score = ROUND(weighed.score, 1), scored = TRUE, coverage = weighed.coverage,
       standing = CASE WHEN weighed.score < 50 THEN 'blocked'
                       WHEN weighed.score < 70 THEN 'conditional' ELSE 'approved' END,
       reevaluate_on = evaluation.period_end + CASE
           WHEN weighed.score < 50 THEN interval '3 months'
           WHEN weighed.score < 70 THEN interval '6 months'
           ELSE interval '12 months' END
  FROM weighed WHERE weighed.evaluation_id = evaluation.id
"""
RESULTS = """
SELECT evaluation.partner_id, line.fact, line.numerator, line.denominator, line.score,
       evaluation.score, evaluation.coverage, evaluation.standing,
       evaluation.reevaluate_on
  FROM engagement_evaluation AS evaluation
  JOIN engagement_evaluation_line AS line ON line.evaluation_id = evaluation.id
 WHERE line.fact IS NOT NULL ORDER BY 1, 2
"""


def main(bench):
    lines = int(bench.options.get("lines", 1_000_000))
    number = int(bench.options.get("suppliers", max(lines // 100, 10)))
    turns = int(bench.options.get("turns", 3))
    env = bench.env
    env.company.resource_calendar_id.tz = "UTC"
    start = time.perf_counter()
    suppliers = make_contacts(env, number, start=60_000_000)
    load(bench, suppliers, lines)
    seconds = time.perf_counter() - start
    sys.stderr.write(f"  loaded {lines} order lines in {seconds:.0f} s\n")
    evaluations = make_evaluations(bench, suppliers)
    bench_facts(bench, evaluations, lines, turns)
    env = bench_forms(bench, evaluations)
    bench_mirror(bench, evaluations, env)


def load(bench, suppliers, lines):
    """Fill the tables of orders, receipts, bills and mails for one quarter."""
    env = bench.env
    number, first = len(suppliers), suppliers[0]
    order, move, billed, asked = make_templates(env, suppliers[0])
    mixed = "abs(hashint4(i))"
    # the supplier of an order, of an order line, of a line of a bill
    of_order = f"{first} + (i - 1) % {number}"
    of_line = f"{first} + (i - 1) / {LINES_PER_ORDER} % {number}"
    count = lines // LINES_PER_ORDER
    asked_at = "'2026-04-02 09:00:00'::timestamp + (i % 80) * interval '1 day'"
    orders = multiply(
        order,
        count,
        partner_id=of_order,
        name="'BENCH' || i",
        date_approve=f"{asked_at} + interval '9 days'",
    )
    planned = "'2026-04-02 12:00:00'::timestamp"
    planned += f" + ({mixed} % 80) * interval '1 day'"
    with loaded_fast(env, "purchase_order_line"):
        made = multiply(
            order.order_line,
            lines,
            order_id=f"{orders[0]} + (i - 1) / {LINES_PER_ORDER}",
            partner_id=of_line,
            date_planned=planned,
        )
    with loaded_fast(env, "stock_move"):
        multiply(
            move,
            lines,
            purchase_line_id=f"{made[0]} + i - 1",
            date=f"{planned} + ({mixed} / 80 % 8 - 6) * interval '1 day'",
            quantity=f"CASE WHEN {mixed} / 7 % 20 = 0 THEN 9 ELSE 10 END",
            state=f"CASE WHEN {mixed} / 11 % 50 = 0 THEN 'assigned' ELSE 'done' END",
        )
    bills = multiply(
        billed.move_id,
        number,
        partner_id=f"{first} + i - 1",
        commercial_partner_id=f"{first} + i - 1",
        name="'BENCH/' || i",
        sequence_number="i",
    )
    third = f"(i - 1) * {BILLED}"
    with loaded_fast(env, "account_move_line"):
        multiply(
            billed,
            lines // BILLED,
            move_id=f"{bills[0]} + {third} / {LINES_PER_ORDER} % {number}",
            purchase_line_id=f"{made[0]} + {third}",
            price_unit=f"CASE WHEN {mixed} % 10 = 0 THEN 6 ELSE 5 END",
        )
    messages = multiply(asked, count, res_id=f"{orders[0]} + i - 1", date=asked_at)
    multiply(
        asked,
        count,
        res_id=f"{orders[0]} + i - 1",
        author_id=of_order,
        date=f"{asked_at} + ({mixed} % 6) * interval '1 day'",
    )
    env.cr.execute(
        "INSERT INTO mail_message_res_partner_rel (mail_message_id, res_partner_id)"
        f" SELECT {messages[0]} + i - 1, {of_order}"
        f" FROM generate_series(1, {count}) i",
    )
    # what the rest was made of does not count
    env.cr.execute("DELETE FROM stock_move WHERE id = %s", [move.id])
    env.cr.execute("DELETE FROM account_move WHERE id = %s", [billed.move_id.id])
    env.cr.execute("DELETE FROM purchase_order WHERE id = %s", [order.id])
    env.invalidate_all()
    for table in ("purchase_order_line", "stock_move", "account_move_line"):
        vacuum(bench, table)


def make_templates(env, supplier):
    """Make one order with its receipt, a line of its bill and a message."""
    expense, payable = env["account.account"].create(
        [
            {"name": "Boards", "code": "Q600", "account_type": "expense"},
            {"name": "Owed", "code": "Q400", "account_type": "liability_payable"},
        ]
    )
    journal = env["account.journal"].create(
        {
            "name": "Bench",
            "code": "QBEN",
            "type": "purchase",
            "default_account_id": expense.id,
        }
    )
    partner = env["res.partner"].browse(supplier)
    partner.property_account_payable_id = payable
    product = env["product.product"].create({"name": "Board", "type": "consu"})
    order = env["purchase.order"].create(
        {
            "partner_id": supplier,
            "order_line": [
                (
                    0,
                    0,
                    {
                        "product_id": product.id,
                        "product_qty": 10,
                        "price_unit": 5,
                        "tax_ids": [],
                        "date_planned": "2026-05-10 12:00:00",
                    },
                )
            ],
        }
    )
    order.button_confirm()
    order.picking_ids.move_ids.write({"quantity": 10, "picked": True})
    order.picking_ids.button_validate()
    bill = env["account.move"].create(
        {
            "move_type": "in_invoice",
            "partner_id": supplier,
            "journal_id": journal.id,
            "invoice_date": "2026-05-20",
            "invoice_line_ids": [
                (
                    0,
                    0,
                    {
                        "product_id": product.id,
                        "quantity": 10,
                        "price_unit": 5,
                        "tax_ids": [],
                        "purchase_line_id": order.order_line.id,
                    },
                )
            ],
        }
    )
    bill.action_post()
    asked = order.message_post(body="Your price?", message_type="comment")
    return order, order.picking_ids.move_ids, bill.invoice_line_ids, asked


def make_evaluations(bench, suppliers):
    """Make the evaluations of the quarter, as rounds do."""
    env = bench.env
    criteria = env.ref("engagement_qms_purchase.criteria_set_orders")
    evaluations = env["engagement.evaluation"].create(
        [
            {
                "partner_id": supplier,
                "set_id": criteria.id,
                "period_start": START,
                "period_end": END,
                "user_id": False,
            }
            for supplier in suppliers
        ]
    )
    bench.analyze()
    return evaluations


def bench_facts(bench, evaluations, lines, turns):
    """Count, store and weigh, against one statement by hand."""
    env = bench.env

    def by_hand():
        env.cr.execute(BY_HAND)
        env.invalidate_all()

    works = {"ours": evaluations._fill_facts, "hand": by_hand}
    results = {name: get_results(env, work) for name, work in works.items()}
    wrong = sum(
        one != other
        for one, other in zip(results["ours"], results["hand"], strict=True)
    )
    bench.count(
        f"figures that differ from those by hand, of {len(results['hand'])}",
        wrong,
        limit=0,
    )
    told = len({row[0] for row in results["hand"] if row[3]})
    bench.count("suppliers without any figure", len(evaluations) - told, limit=0)
    few = bench.measure(evaluations[: len(evaluations) // 10]._fill_facts, 1, undo=True)
    seen = measure_by_turns(bench, works, turns, undo=True)
    name = f"facts and scores of {len(evaluations)} suppliers over {lines} order lines"
    bench.ratio(f"{name}, against SQL by hand", seen["ours"], seen["hand"], limit=3)
    bench.count(
        f"queries for {len(evaluations)}",
        seen["ours"].queries,
        beside=f"for {len(evaluations) // 10}: {few.queries}",
    )
    again = bench.measure(
        lambda: (evaluations._fill_facts(), env.flush_all()), 1, undo=True, warm=False
    )
    bench.count("seconds of the first time", again.seconds)


def get_results(env, work):
    """Return what is stored after a work, and undo it."""
    env.flush_all()
    env.cr.execute("SAVEPOINT figures")
    work()
    env.flush_all()
    env.cr.execute(RESULTS)
    rows = env.cr.fetchall()
    env.cr.execute("ROLLBACK TO SAVEPOINT figures")
    env.invalidate_all()
    return rows


def bench_forms(bench, evaluations):
    """What the forms of a vendor and of an order ask more than without us.

    :return: the environment of who looked at them
    """
    evaluations._step().write({"state": "sent"})
    bench.analyze()
    user = bench.env["res.users"].create(
        {
            "name": "bench_buyer",
            "login": "bench_buyer",
            "group_ids": [
                (4, bench.env.ref(name).id)
                for name in (
                    "purchase.group_purchase_user",
                    "engagement_qms.group_engagement_officer",
                )
            ],
        }
    )
    env = bench.env(user=user, context={"lang": "en_US", "tz": "UTC"})
    partner = env["res.partner"].browse(evaluations[:1].partner_id.id)
    order = env["purchase.order"].search([("partner_id", "=", partner.id)], limit=1)
    for record, ours in (
        (partner, lambda name: name in get_partner_fields(env)),
        (order, lambda name: name.startswith("engagement_")),
    ):
        spec = get_spec(record, "form")
        plain = {name: asked for name, asked in spec.items() if not ours(name)}
        looks = [
            bench.measure(lambda r=record, s=one: r.web_read(s), times=5)
            for one in (plain, spec)
        ]
        bench.count(
            f"further queries of the form of {record._description.lower()}",
            looks[1].queries - looks[0].queries,
            limit=2,
            beside=f"{len(spec) - len(plain)} fields; "
            f"{looks[0].queries} queries without them",
        )
    return env


def bench_mirror(bench, evaluations, env):
    """What both sides of each partner cost: the widest gaps, and one partner's page.

    Each partner has rated us as well, so that every line has a gap.
    """
    first = evaluations.create(
        {
            "partner_id": evaluations[:1].partner_id.id,
            "direction": "received",
            "period_start": START,
            "period_end": END,
        }
    )
    first._step().write({"state": "sent"})
    bench.env.flush_all()
    multiply(
        first,
        len(evaluations) - 1,
        partner_id=f"{evaluations[1].partner_id.id} + i - 1",
        commercial_partner_id=f"{evaluations[1].partner_id.id} + i - 1",
        number="'BENCH' || i",
    )
    bench.env.cr.execute(
        "UPDATE engagement_evaluation SET scored = TRUE, score = id % 100"
    )
    bench.env.invalidate_all()
    bench.analyze()
    mirrors = env["engagement.partner.mirror"]
    spec = get_spec(mirrors, "list")
    some = [("partner_id", "in", evaluations[:80].partner_id.ids)]
    few, all_of_them = (
        bench.measure(lambda d=domain: mirrors.web_search_read(d, spec, limit=80))
        for domain in (some, [])
    )
    bench.count("partners in the mirror", all_of_them.value["length"])
    bench.same_queries(
        "first page of the mirror, 80 partners and all", few, all_of_them
    )
    bench.count(
        "queries of the first page of the mirror",
        all_of_them.queries,
        limit=10,
        beside=f"{all_of_them.seconds * 1000:.0f} ms",
    )
    mirror = mirrors.search([], limit=1)
    spec = get_spec(mirror, "form")
    page = bench.measure(lambda: mirror.web_read(spec))
    bench.count(
        "queries of one partner's mirror",
        page.queries,
        limit=40,
        beside=f"{page.seconds * 1000:.0f} ms",
    )


def get_partner_fields(env):
    """Return the fields of a contact that tell how it stands."""
    names = ("standing", "score", "score_text", "reevaluate_on", "evaluation_count")
    return {f"engagement_{name}" for name in names}
