# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What was ordered from whom, in the currency of the company that ordered."""

from dateutil.relativedelta import relativedelta

from odoo.tools import SQL

#: A supplier is active, and its spend counts, for so long after an order
MONTHS = 12


def select_spend(day):
    """Return a set (company_id, partner_id, spend) of who got orders.

    Confirmed orders of the twelve months before a day, without taxes, of all people of
    a supplier together. An order keeps the rate at which its currency was converted.

    :param datetime.date day: the last day
    """
    return SQL(
        """
        SELECT purchase.company_id, vendor.commercial_partner_id AS partner_id,
               SUM(purchase.amount_untaxed / NULLIF(purchase.currency_rate, 0)
                  ) AS spend
          FROM purchase_order AS purchase
          JOIN res_partner AS vendor ON vendor.id = purchase.partner_id
         WHERE purchase.state = 'purchase'
           AND purchase.date_approve >= %(since)s
           AND purchase.date_approve < %(until)s
         GROUP BY purchase.company_id, vendor.commercial_partner_id
        """,
        since=day - relativedelta(months=MONTHS),
        until=day + relativedelta(days=1),
    )
