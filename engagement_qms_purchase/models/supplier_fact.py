# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from . import fact_sql, spend_sql


class EngagementEvaluationFact(models.AbstractModel):
    """What orders, receipts, bills and mails tell of a supplier, for a period.

    One statement for all evaluations. Where nothing was recorded there is no score:
    without receipts nobody knows whether a delivery was on time.
    """

    _inherit = "engagement.evaluation.fact"

    @api.model
    def _get_facts(self):
        return super()._get_facts() | {
            "on_time": self.env._("Deliveries on time"),
            "quantity": self.env._("Quantities as ordered"),
            "price": self.env._("Prices as agreed"),
            "answer_time": self.env._("Requests answered in time"),
        }

    @api.model
    def _get_fact_texts(self):
        return super()._get_fact_texts() | {
            "on_time": self.env._(
                "%(numerator)s of %(denominator)s order lines on time"
            ),
            "quantity": self.env._(
                "%(numerator)s of %(denominator)s order lines with the right quantity"
            ),
            "price": self.env._(
                "%(numerator)s of %(denominator)s bill lines at the agreed price"
            ),
            "answer_time": self.env._(
                "%(numerator)s of %(denominator)s requests answered in time"
            ),
        }

    @api.model
    def _select_facts(self):
        # to the second, as Odoo stores moments
        now = fields.Datetime.now()
        precision = self.env["decimal.precision"].precision_get
        counts = SQL(" UNION ALL ").join(
            SQL("(%s)", counted)
            for counted in (
                fact_sql.select_deliveries(
                    now, precision("Product Unit"), self._has_receipts()
                ),
                fact_sql.select_prices(precision("Product Price")),
                fact_sql.select_answers(now),
            )
        )
        return [*super()._select_facts(), fact_sql.select_shares(counts)]

    @api.model
    def _get_active_suppliers(self):
        """Add who got a confirmed order in the last twelve months."""
        spend = spend_sql.select_spend(fields.Date.context_today(self))
        return SQL(
            "%s UNION SELECT company_id, partner_id FROM (%s) AS spent",
            super()._get_active_suppliers(),
            spend,
        )

    @api.model
    def _has_receipts(self):
        """Tell whether receipts know the order line that they are for."""
        moves = self.env.get("stock.move")
        return moves is not None and "purchase_line_id" in moves._fields
