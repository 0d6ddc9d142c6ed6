# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What Odoo has recorded about suppliers in a period, as sets of SQL.

Each function returns a set over the relation `asked` (evaluation_id, company_id,
partner_id, start_at, stop_at, start_date, end_date), whatever the number of
evaluations in it:

    evaluation_id, fact, fine, n

so many cases, and how many of them were fine. What was not recorded is not there: no
row, no score.
"""

from odoo.tools import SQL

from odoo.addons.engagement_qms.models.voice import evaluation_fact

#: The time zone of each company, and how long suppliers may take to answer it
ZONES = SQL(
    """
    SELECT zone.company_id, zone.tz,
           COALESCE(company.engagement_answer_days, 0) AS answer_days
      FROM (%s) AS zone
      JOIN res_company AS company ON company.id = zone.company_id
    """,
    evaluation_fact.ZONES,
)
#: What comes from a supplier: the first step of a receipt, or straight to a customer
FROM_SUPPLIER = SQL(
    """(source.usage = 'supplier'
        OR source.usage = 'transit' AND source.company_id IS NULL)"""
)


def select_shares(counts):
    """Return what `counts` say as the register of facts wants it.

    :param SQL counts: set of (evaluation_id, fact, fine, n)
    """
    return SQL(
        """
        SELECT evaluation_id, fact, fine::float AS numerator, n::float AS denominator,
               100.0 * fine / n AS score, n
          FROM (%s) AS counted
         WHERE n > 0
        """,
        counts,
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
    """Return the counts of `on_time` and `quantity`: lines promised for the period.

    A line is on time when all that came of it came by the end of the promised day, and
    nothing is still to come. Its quantity is right when what came is what was ordered;
    what was sent back, and what came in exchange for it, counts for neither.

    :param datetime now: a day that is not over is not missed
    :param int digits: decimals of quantities
    :param bool with_receipts: whether receipts are recorded, with day and quantity
    """
    # the upper end is left to `asked`: of two ends that it does not know, PostgreSQL
    # expects next to nothing between them, and looks up receipts one by one
    promised = SQL(
        """
        SELECT vendor.commercial_partner_id AS partner_id, line.company_id, line.id,
               line.product_id, line.date_planned, unit.factor,
               ROUND(line.product_qty::numeric, %(digits)s) AS ordered,
               ROUND(line.qty_received::numeric, %(digits)s) AS entered,
               line.qty_received_method AS method, %(late_from)s AS late_from
          FROM purchase_order_line AS line
          JOIN purchase_order AS purchase
            ON purchase.id = line.order_id AND purchase.state = 'purchase'
          JOIN res_partner AS vendor ON vendor.id = line.partner_id
          JOIN uom_uom AS unit ON unit.id = line.product_uom_id
          JOIN zone ON zone.company_id = line.company_id
         WHERE vendor.commercial_partner_id IN (SELECT partner_id FROM asked)
           AND line.date_planned >= (SELECT MIN(start_at) FROM asked)
           AND line.display_type IS NULL
           AND line.is_downpayment IS NOT TRUE
           AND line.product_qty > 0
        """,
        digits=digits,
        late_from=end_of_day(SQL("line.date_planned"), SQL("zone.tz")),
    )
    # without receipts only the quantity is known that somebody has entered
    entered = SQL(
        """
        SELECT promised.partner_id, promised.company_id, promised.date_planned,
               NULL::boolean AS on_time,
               promised.entered = promised.ordered AS as_ordered
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
    received = SQL(
        """
        SELECT promised.partner_id, promised.company_id, promised.date_planned,
               CASE WHEN NOT moved.awaited THEN moved.last_at < promised.late_from
                    WHEN promised.late_from <= %(now)s THEN FALSE END AS on_time,
               CASE WHEN NOT moved.awaited AND moved.delivered > 0
                    THEN ROUND(moved.delivered / promised.factor, %(digits)s)
                         = promised.ordered END AS as_ordered
          FROM (SELECT move.purchase_line_id,
                       SUM(move.quantity * unit.factor)
                           FILTER (WHERE move.state = 'done') AS delivered,
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
                 GROUP BY move.purchase_line_id
               ) AS moved
          JOIN promised ON promised.id = moved.purchase_line_id
        """,
        digits=digits,
        from_supplier=FROM_SUPPLIER,
        now=now,
    )
    return SQL(
        """
        WITH zone AS MATERIALIZED (%(zones)s),
             promised AS MATERIALIZED (%(promised)s),
             line AS (%(lines)s)
        SELECT counted.evaluation_id, one.fact, one.fine, one.n
          FROM (SELECT asked.evaluation_id,
                       COUNT(*) FILTER (WHERE line.on_time) AS punctual,
                       COUNT(line.on_time) AS arrived,
                       COUNT(*) FILTER (WHERE line.as_ordered) AS complete,
                       COUNT(line.as_ordered) AS settled
                  FROM line
                  JOIN asked
                    ON asked.partner_id = line.partner_id
                   AND asked.company_id = line.company_id
                   AND asked.start_at <= line.date_planned
                   AND asked.stop_at > line.date_planned
                 GROUP BY asked.evaluation_id
               ) AS counted
         CROSS JOIN LATERAL (VALUES ('on_time', punctual, arrived),
                                    ('quantity', complete, settled)
                            ) AS one (fact, fine, n)
        """,
        zones=ZONES,
        promised=promised,
        lines=SQL("%s UNION ALL %s", received, entered) if with_receipts else entered,
    )


def select_prices(digits):
    """Return the counts of `price`: lines of the bills of the period.

    Right is a price not above the one of the order, per unit and after discounts. What
    was agreed before the order, in a request for a quotation, Odoo does not keep. A
    bill in another currency than its order cannot be compared, and does not count.

    :param int digits: decimals of prices
    """
    return SQL(
        """
        WITH billed AS MATERIALIZED (
            SELECT vendor.commercial_partner_id AS partner_id, bill.company_id,
                   bill.invoice_date,
                   ROUND((billed.price_unit * (1 - COALESCE(billed.discount, 0) / 100)
                          )::numeric / billed_unit.factor * unit.factor, %(digits)s)
                   <= ROUND((line.price_unit * (1 - COALESCE(line.discount, 0) / 100)
                             )::numeric, %(digits)s) AS fine
              FROM account_move AS bill
              JOIN account_move_line AS billed
                ON billed.move_id = bill.id AND billed.display_type = 'product'
              JOIN uom_uom AS billed_unit ON billed_unit.id = billed.product_uom_id
              JOIN purchase_order_line AS line
                ON line.id = billed.purchase_line_id
               AND line.company_id = bill.company_id
              JOIN purchase_order AS purchase
                ON purchase.id = line.order_id
               AND purchase.state = 'purchase'
               AND purchase.currency_id = bill.currency_id
              JOIN uom_uom AS unit ON unit.id = line.product_uom_id
              JOIN res_partner AS vendor ON vendor.id = line.partner_id
             WHERE vendor.commercial_partner_id IN (SELECT partner_id FROM asked)
               AND bill.invoice_date >= (SELECT MIN(start_date) FROM asked)
               AND bill.state = 'posted'
               AND bill.move_type = 'in_invoice'
               AND line.is_downpayment IS NOT TRUE
               AND billed.quantity > 0
        )
        SELECT asked.evaluation_id, 'price' AS fact,
               COUNT(*) FILTER (WHERE billed.fine) AS fine, COUNT(*) AS n
          FROM billed
          JOIN asked
            ON asked.partner_id = billed.partner_id
           AND asked.company_id = billed.company_id
           AND asked.start_date <= billed.invoice_date
           AND asked.end_date >= billed.invoice_date
         GROUP BY asked.evaluation_id
        """,
        digits=digits,
    )


def select_answers(now):
    """Return the counts of `answer_time`: requests mailed in the period.

    A request is the first message on an order that goes to somebody at the supplier
    before the order is confirmed. Answered is what they wrote on it; at the latest it
    was when the order was confirmed. Of a request that was cancelled without an answer
    nobody knows whether one was still wanted.

    :param datetime now: a time limit that is not over is not missed
    """
    return SQL(
        """
        WITH zone AS MATERIALIZED (%(zones)s),
        letter AS (
            SELECT purchase.id, purchase.state, purchase.date_approve,
                   purchase.company_id, message.date,
                   vendor.commercial_partner_id AS partner_id,
                   message.message_type != 'email_outgoing'
                       AND author.commercial_partner_id = vendor.commercial_partner_id
                       AS answers,
                   message.message_type != 'email'
                       AND author.commercial_partner_id
                           IS DISTINCT FROM vendor.commercial_partner_id
                       AND message.date <= COALESCE(purchase.date_approve, message.date)
                       AND EXISTS (
                           SELECT FROM mail_message_res_partner_rel AS sent
                             JOIN res_partner AS reader
                               ON reader.id = sent.res_partner_id
                            WHERE sent.mail_message_id = message.id
                              AND reader.commercial_partner_id
                                  = vendor.commercial_partner_id)
                       AS asks
              FROM purchase_order AS purchase
              JOIN res_partner AS vendor ON vendor.id = purchase.partner_id
              JOIN mail_message AS message
                ON message.model = 'purchase.order'
               AND message.res_id = purchase.id
               AND message.message_type IN ('comment', 'email', 'email_outgoing')
              LEFT JOIN res_partner AS author ON author.id = message.author_id
             WHERE vendor.commercial_partner_id IN (SELECT partner_id FROM asked)
        ), request AS (
            SELECT id, company_id, partner_id, state, date_approve, asked_at,
                   MIN(date) FILTER (WHERE answers AND date >= asked_at) AS replied_at
              FROM (SELECT letter.*,
                           MIN(date) FILTER (WHERE asks)
                               OVER (PARTITION BY id) AS asked_at
                      FROM letter
                   ) AS letter
             WHERE asked_at IS NOT NULL
             GROUP BY id, company_id, partner_id, state, date_approve, asked_at
        ), timed AS MATERIALIZED (
            SELECT request.company_id, request.partner_id, request.asked_at,
                   request.state,
                   LEAST(request.replied_at, request.date_approve) AS answered_at,
                   %(late_from)s AS late_from
              FROM request
              JOIN zone ON zone.company_id = request.company_id
        )
        SELECT asked.evaluation_id, 'answer_time' AS fact,
               COUNT(*) FILTER (WHERE timed.answered_at < timed.late_from) AS fine,
               COUNT(*) AS n
          FROM timed
          JOIN asked
            ON asked.partner_id = timed.partner_id
           AND asked.company_id = timed.company_id
           AND asked.start_at <= timed.asked_at
           AND asked.stop_at > timed.asked_at
         WHERE timed.answered_at IS NOT NULL
            OR timed.late_from <= %(now)s AND timed.state != 'cancel'
         GROUP BY asked.evaluation_id
        """,
        zones=ZONES,
        late_from=end_of_day(
            SQL("request.asked_at"), SQL("zone.tz"), SQL("zone.answer_days")
        ),
        now=now,
    )
