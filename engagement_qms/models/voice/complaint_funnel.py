# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class EngagementComplaintFunnel(models.Model):
    """From missed promises to complaints to disputes, month by month.

    The fewer of one become the next, the better we prevent, handle and settle
    (ISO 10001 to 10003). Every record counts, also those that only few may open: a
    row is a number of a month, never a record.
    """

    _name = "engagement.complaint.funnel"
    _description = "From Promises to Disputes"
    _auto = False
    _order = "month desc, stage"

    month = fields.Date(readonly=True)
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    stage = fields.Selection(
        selection=[
            ("1_missed", "Promises missed"),
            ("2_complaint", "Complaints"),
            ("3_dispute", "External disputes"),
        ],
        readonly=True,
    )
    number = fields.Integer(string="How many", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT row_number() OVER (ORDER BY month, company_id, stage) AS id,
                   month, company_id, stage, number
              FROM (%s) AS stages
            """,
            SQL(" UNION ALL ").join(self._get_stages()),
        )

    def _get_stages(self):
        """Return a statement for each stage: month, company, stage and number."""
        return [
            self._count(
                "1_missed",
                "engagement_commitment",
                "first_due_at",
                SQL(
                    "provision_id IS NOT NULL AND (state = 'missed'"
                    " OR state = 'open' AND first_due_at < (now() at time zone 'UTC'))"
                ),
            ),
            self._count("2_complaint", "engagement_complaint", "received_at"),
        ]

    def _count(self, stage, table, moment, condition=None):
        return SQL(
            "SELECT date_trunc('month', %(moment)s)::date AS month, company_id,"
            " %(stage)s AS stage, COUNT(*)::int AS number"
            " FROM %(table)s WHERE %(condition)s GROUP BY 1, 2",
            moment=SQL.identifier(moment),
            stage=stage,
            table=SQL.identifier(table),
            condition=condition or SQL("TRUE"),
        )
