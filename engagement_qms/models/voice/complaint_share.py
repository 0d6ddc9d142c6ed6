# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .small_groups import get_hidden_sql

#: A group that complained less often than this is not shown: people could be known
MINIMUM = 5


class EngagementComplaintShare(models.Model):
    """Who complains, against who is there: groups that may not be heard.

    The share of a group among the complaints of twelve months beside its share among
    the parties. Groups with few complaints show none, and neither does what is left
    over once there is only one of them.
    """

    _name = "engagement.complaint.share"
    _description = "Complaints by Group"
    _auto = False
    _order = "party_share desc, id"

    category_id = fields.Many2one(
        comodel_name="engagement.party.category", string="Group", readonly=True
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)
    party_number = fields.Integer(string="Parties", readonly=True, aggregator=None)
    party_share = fields.Float(
        string="Share of parties (percent)", readonly=True, aggregator=None
    )
    number = fields.Integer(
        string="Complaints",
        readonly=True,
        aggregator=None,
        help="In the last twelve months; nothing is shown below five.",
    )
    share = fields.Float(
        string="Share of complaints (percent)", readonly=True, aggregator=None
    )
    hidden = fields.Boolean(string="Too few to show", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH parties AS (
                SELECT company_id, category_id, COUNT(*)::int AS number
                  FROM engagement_party
                 WHERE active IS TRUE AND relevant IS TRUE
                 GROUP BY 1, 2
            ), complaints AS (
                SELECT company_id, category_id, COUNT(*)::int AS number
                  FROM engagement_complaint
                 WHERE category_id IS NOT NULL
                   AND received_at >= (now() at time zone 'UTC') - interval '1 year'
                 GROUP BY 1, 2
            ), groups AS (
                SELECT parties.company_id, parties.category_id,
                       parties.number AS party_number,
                       COALESCE(complaints.number, 0) AS number
                  FROM parties
                  LEFT JOIN complaints USING (company_id, category_id)
            ), marked AS (
                SELECT *, %(hidden)s AS hidden FROM groups
            )
            SELECT row_number() OVER (ORDER BY company_id, category_id) AS id,
                   company_id, category_id, party_number,
                   100.0 * party_number
                       / SUM(party_number) OVER (PARTITION BY company_id)
                       AS party_share,
                   CASE WHEN hidden THEN NULL ELSE number END AS number,
                   CASE WHEN hidden THEN NULL ELSE 100.0 * number
                       / NULLIF(SUM(number) OVER (PARTITION BY company_id), 0) END
                       AS share,
                   hidden
              FROM marked
            """,
            hidden=get_hidden_sql(
                SQL("number"), SQL("category_id"), SQL("company_id"), MINIMUM
            ),
        )
