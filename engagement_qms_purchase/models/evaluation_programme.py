# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from . import spend_sql


class EngagementEvaluationProgramme(models.Model):
    """Rounds for the suppliers that matter by what is ordered from them."""

    _inherit = "engagement.evaluation.programme"

    currency_id = fields.Many2one(related="company_id.currency_id")
    only_vendors = fields.Boolean(
        string="Vendors only",
        help="Leave out contacts that were never billed or marked as a vendor.",
    )
    min_spend = fields.Monetary(
        string="Ordered for at least",
        help="Confirmed orders of the last twelve months, without taxes. 0: whoever.",
    )
    top_number = fields.Integer(
        string="Only the largest",
        aggregator=None,
        help="So many, by what was ordered in the last twelve months. 0: all.",
    )

    _spend_range = models.Constraint(
        "CHECK (min_spend >= 0 AND top_number >= 0)",
        "What was ordered, and the number of the largest, are 0 or more.",
    )

    def _select_partners(self):
        """Keep those from whom enough is ordered, and of them the largest."""
        chosen = super()._select_partners()
        if not (self.only_vendors or self.min_spend or self.top_number):
            return chosen
        self.env["purchase.order"].flush_model()
        self.env["res.partner"].flush_model()
        today = fields.Date.context_today(self)
        return SQL(
            """
            SELECT chosen.partner_id
              FROM (%(chosen)s) AS chosen (partner_id)
              LEFT JOIN (%(spend)s) AS spent
                ON spent.partner_id = chosen.partner_id
               AND spent.company_id = %(company)s
             WHERE COALESCE(spent.spend, 0) >= %(least)s
               AND (%(number)s = 0 OR spent.spend > 0)
               AND (NOT %(vendors)s OR EXISTS (
                       SELECT FROM res_partner AS contact
                        WHERE contact.commercial_partner_id = chosen.partner_id
                          AND contact.supplier_rank > 0))
             ORDER BY spent.spend DESC NULLS LAST, chosen.partner_id
             LIMIT %(number_or_all)s
            """,
            chosen=chosen,
            spend=spend_sql.select_spend(today),
            company=self.company_id.id,
            least=self.min_spend,
            number=self.top_number,
            number_or_all=self.top_number or None,
            vendors=self.only_vendors,
        )
