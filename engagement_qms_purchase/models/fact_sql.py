# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo has recorded about suppliers in a period, as sets of SQL.

Each function returns a set over the relation `asked` (evaluation_id, company_id,
partner_id, start_at, stop_at, start_date, end_date), whatever the number of
evaluations in it:

    evaluation_id, fact, fine

one row per case, which `select_shares` counts. What was not recorded is not there: no
row, no score.
"""

from odoo.tools import SQL

#: The time zone of a company, as indicators take it
ZONE = SQL(
    """COALESCE((SELECT calendar.tz FROM resource_calendar AS calendar
                  WHERE calendar.id = company.resource_calendar_id),
                (SELECT contact.tz FROM res_partner AS contact
                  WHERE contact.id = company.partner_id),
                'UTC')"""
)
#: What comes from a supplier: the first step of a receipt, or straight to a customer
FROM_SUPPLIER = SQL(
    """(source.usage = 'supplier'
        OR source.usage = 'transit' AND source.company_id IS NULL)"""
)


def select_shares(cases):
    """Return a set with the share of cases that were right, per evaluation and fact.

    :param SQL cases: set of (evaluation_id, fact, fine), one row per case
    """
    return SQL(
        """
        SELECT evaluation_id, fact,
               COUNT(*) FILTER (WHERE fine)::float AS numerator,
               COUNT(*)::float AS denominator,
               100.0 * COUNT(*) FILTER (WHERE fine) / COUNT(*) AS score,
               COUNT(*) AS n
          FROM (%(cases)s) AS one
         GROUP BY evaluation_id, fact
        """,
        cases=cases,
    )


def end_of_day(moment, zone, days=0):
    """Return SQL of the moment at which the day of `moment` is over in a time zone.

    :param days: so many days later
    """
    return SQL(
        """(((%(moment)s AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
             + 1 + %(days)s)::timestamp AT TIME ZONE %(zone)s AT TIME ZONE 'UTC')""",
        moment=moment,
        zone=zone,
        days=days,
    )


def select_deliveries(now, digits, with_receipts):
    """Return the cases of `on_time` and `quantity`: lines promised for the period.

    A line is on time when all that came of it came by the end of the promised day, and
    nothing is still to come. Its quantity is right when what came is what was ordered;
    what was sent back, and what came in exchange for it, counts for neither.

    :param datetime now: a day that is not over is not missed
    :param int digits: decimals of quantities
    :param bool with_receipts: whether receipts are recorded, with day and quantity
    """
    promised = SQL(
        """
        SELECT asked.evaluation_id, line.id, line.product_id, unit.factor,
               ROUND(line.product_qty::numeric, %(digits)s) AS ordered,
               ROUND(line.qty_received::numeric, %(digits)s) AS entered,
               line.qty_received_method AS method,
               %(late_from)s AS late_from
          FROM (SELECT asked.*, %(zone)s AS tz
                  FROM asked
                  JOIN res_company AS company ON company.id = asked.company_id
               ) AS asked
          JOIN res_partner AS vendor ON vendor.commercial_partner_id = asked.partner_id
          JOIN purchase_order_line AS line
            ON line.partner_id = vendor.id
           AND line.company_id = asked.company_id
           AND line.date_planned >= asked.start_at
           AND line.date_planned < asked.stop_at
          JOIN purchase_order AS purchase
            ON purchase.id = line.order_id AND purchase.state = 'purchase'
          JOIN uom_uom AS unit ON unit.id = line.product_uom_id
         WHERE line.display_type IS NULL
           AND line.is_downpayment IS NOT TRUE
           AND line.product_qty > 0
        """,
        digits=digits,
        late_from=end_of_day(SQL("line.date_planned"), SQL("asked.tz")),
        zone=ZONE,
    )
    # without receipts only the quantity is known that somebody has entered
    entered = SQL(
        """
        SELECT promised.evaluation_id, 'quantity' AS fact,
               promised.entered = promised.ordered AS fine
          FROM promised
          JOIN product_product AS variant ON variant.id = promised.product_id
          JOIN product_template AS product ON product.id = variant.product_tmpl_id
         WHERE promised.method = 'manual'
           AND product.type = 'consu'
           AND promised.entered != 0
           AND promised.late_from <= %(now)s
        """,
        now=now,
    )
    if not with_receipts:
        return SQL("WITH promised AS (%s) %s", promised, entered)
    return SQL(
        """
        WITH promised AS MATERIALIZED (%(promised)s),
        received AS (
            SELECT promised.evaluation_id, promised.id, promised.ordered,
                   promised.late_from,
                   ROUND(SUM(move.quantity * unit.factor / promised.factor)
                         FILTER (WHERE move.state = 'done'), %(digits)s) AS delivered,
                   MAX(move.date) FILTER (
                       WHERE move.state = 'done' AND move.quantity > 0) AS last_at,
                   BOOL_OR(move.state NOT IN ('done', 'cancel')) AS awaited
              FROM promised
              JOIN stock_move AS move
                ON move.purchase_line_id = promised.id
               AND move.product_id = promised.product_id
               AND move.origin_returned_move_id IS NULL
              JOIN stock_location AS source
                ON source.id = move.location_id AND %(from_supplier)s
              JOIN uom_uom AS unit ON unit.id = move.product_uom
             GROUP BY promised.evaluation_id, promised.id, promised.ordered,
                      promised.late_from
        )
        SELECT evaluation_id, 'on_time' AS fact,
               NOT awaited AND last_at < late_from AS fine
          FROM received
         WHERE CASE WHEN awaited THEN late_from <= %(now)s ELSE delivered > 0 END
        UNION ALL
        SELECT evaluation_id, 'quantity', delivered = ordered
          FROM received
         WHERE NOT awaited AND delivered > 0
        UNION ALL
        %(entered)s
        """,
        promised=promised,
        digits=digits,
        from_supplier=FROM_SUPPLIER,
        now=now,
        entered=entered,
    )


def select_prices(digits):
    """Return the cases of `price`: lines of the bills of the period.

    Right is a price not above the one of the order, per unit and after discounts. What
    was agreed before the order, in a request for a quotation, Odoo does not keep. A
    bill in another currency than its order cannot be compared, and does not count.

    :param int digits: decimals of prices
    """
    return SQL(
        """
        SELECT asked.evaluation_id, 'price' AS fact,
               ROUND((billed.price_unit * (1 - COALESCE(billed.discount, 0) / 100)
                      )::numeric / billed_unit.factor * unit.factor, %(digits)s)
               <= ROUND((line.price_unit * (1 - COALESCE(line.discount, 0) / 100)
                         )::numeric, %(digits)s) AS fine
          FROM asked
          JOIN res_partner AS vendor ON vendor.commercial_partner_id = asked.partner_id
          JOIN purchase_order_line AS line
            ON line.partner_id = vendor.id AND line.company_id = asked.company_id
          JOIN purchase_order AS purchase
            ON purchase.id = line.order_id AND purchase.state = 'purchase'
          JOIN uom_uom AS unit ON unit.id = line.product_uom_id
          JOIN account_move_line AS billed ON billed.purchase_line_id = line.id
          JOIN uom_uom AS billed_unit ON billed_unit.id = billed.product_uom_id
          JOIN account_move AS bill
            ON bill.id = billed.move_id
           AND bill.company_id = asked.company_id
           AND bill.state = 'posted'
           AND bill.move_type = 'in_invoice'
           AND bill.currency_id = purchase.currency_id
           AND bill.invoice_date BETWEEN asked.start_date AND asked.end_date
         WHERE billed.display_type = 'product'
           AND line.is_downpayment IS NOT TRUE
           AND billed.quantity > 0
        """,
        digits=digits,
    )


def select_answers(now):
    """Return the cases of `answer_time`: requests mailed to the supplier in the period.

    A request is the first message on an order that goes to somebody at the supplier
    before the order is confirmed. Answered is what they wrote on it; at the latest it
    was when the order was confirmed. Of a request that was cancelled without an answer
    nobody knows whether one was still wanted.

    :param datetime now: a time limit that is not over is not missed
    """
    return SQL(
        """
        WITH supplier AS (
            SELECT DISTINCT company_id, partner_id FROM asked
        ), request AS MATERIALIZED (
            SELECT purchase.id, purchase.state, purchase.date_approve,
                   purchase.company_id, supplier.partner_id,
                   MIN(message.date) AS asked_at
              FROM supplier
              JOIN res_partner AS vendor
                ON vendor.commercial_partner_id = supplier.partner_id
              JOIN purchase_order AS purchase
                ON purchase.partner_id = vendor.id
               AND purchase.company_id = supplier.company_id
              JOIN mail_message AS message
                ON message.model = 'purchase.order'
               AND message.res_id = purchase.id
               AND message.message_type IN ('comment', 'email_outgoing')
               AND message.date <= COALESCE(purchase.date_approve, message.date)
             WHERE EXISTS (
                       SELECT FROM mail_message_res_partner_rel AS sent
                         JOIN res_partner AS reader ON reader.id = sent.res_partner_id
                        WHERE sent.mail_message_id = message.id
                          AND reader.commercial_partner_id = supplier.partner_id)
               AND NOT EXISTS (
                       SELECT FROM res_partner AS author
                        WHERE author.id = message.author_id
                          AND author.commercial_partner_id = supplier.partner_id)
             GROUP BY purchase.id, supplier.company_id, supplier.partner_id
        ), answered AS (
            SELECT request.id, MIN(message.date) AS answered_at
              FROM request
              JOIN mail_message AS message
                ON message.model = 'purchase.order'
               AND message.res_id = request.id
               AND message.message_type IN ('comment', 'email')
               AND message.date >= request.asked_at
              JOIN res_partner AS author
                ON author.id = message.author_id
               AND author.commercial_partner_id = request.partner_id
             GROUP BY request.id
        ), timed AS (
            SELECT asked.evaluation_id, request.state,
                   LEAST(answered.answered_at, request.date_approve) AS answered_at,
                   %(late_from)s AS late_from
              FROM (SELECT asked.*, %(zone)s AS tz,
                           COALESCE(company.engagement_answer_days, 0) AS answer_days
                      FROM asked
                      JOIN res_company AS company ON company.id = asked.company_id
                   ) AS asked
              JOIN request
                ON request.company_id = asked.company_id
               AND request.partner_id = asked.partner_id
               AND request.asked_at >= asked.start_at
               AND request.asked_at < asked.stop_at
              LEFT JOIN answered ON answered.id = request.id
        )
        SELECT evaluation_id, 'answer_time' AS fact,
               COALESCE(answered_at < late_from, FALSE) AS fine
          FROM timed
         WHERE answered_at IS NOT NULL
            OR late_from <= %(now)s AND state != 'cancel'
        """,
        zone=ZONE,
        late_from=end_of_day(
            SQL("request.asked_at"), SQL("asked.tz"), SQL("asked.answer_days")
        ),
        now=now,
    )
