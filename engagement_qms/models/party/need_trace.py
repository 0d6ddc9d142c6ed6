# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL

from .need import FULFILMENT_STATUS
from .objective import LIVE_STATES

#: Room for the objective in the key of a pair: a key stays below 2 ** 53, the largest
#: whole number that a browser counts without rounding
OBJECTIVE_BITS = 22


class EngagementNeedTrace(models.Model):
    """One line per pair of need and objective, and one for each that has no partner.

    It is the table an auditor asks for, read from both sides: every need with the
    objectives that serve it, every objective with the needs it serves, and the gaps.
    Nothing is stored; the key of a line follows from its need and its objective.
    """

    _name = "engagement.need.trace"
    _description = "Needs and Objectives"
    _auto = False
    _order = "party_id, need_id, objective_id"
    _rec_name = "need_id"
    _depends = {
        "engagement.need": [
            "active",
            "binding",
            "company_id",
            "kind",
            "objective_ids",
            "party_category_id",
            "party_id",
            "risk_ids",
            "status",
            "user_id",
        ],
        "engagement.need.fulfilment": ["need_id"],
        "engagement.objective": [
            "active",
            "company_id",
            "date_target",
            "goal_id",
            "state",
        ],
        "engagement.risk": ["active", "controlled_until"],
    }

    need_id = fields.Many2one(comodel_name="engagement.need", readonly=True)
    party_id = fields.Many2one(comodel_name="engagement.party", readonly=True)
    party_category_id = fields.Many2one(
        comodel_name="engagement.party.category",
        string="Party category",
        readonly=True,
    )
    need_user_id = fields.Many2one(
        comodel_name="res.users", string="Responsible for the need", readonly=True
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["engagement.need"]._fields["kind"]._description_selection(self.env)
        ),
        string="Kind of need",
        readonly=True,
    )
    binding = fields.Boolean(readonly=True)
    status = fields.Selection(
        selection=FULFILMENT_STATUS, string="Is it met?", readonly=True
    )
    objective_id = fields.Many2one(comodel_name="engagement.objective", readonly=True)
    state = fields.Selection(
        selection=lambda self: (
            self.env["engagement.objective"]
            ._fields["state"]
            ._description_selection(self.env)
        ),
        string="State of the objective",
        readonly=True,
    )
    goal_id = fields.Many2one(
        comodel_name="engagement.business.goal", string="Business goal", readonly=True
    )
    date_target = fields.Date(string="Objective due", readonly=True)
    gap = fields.Selection(
        selection=[
            ("unanswered", "Unanswered"),
            ("no_need", "No need"),
            ("no_objective", "No objective"),
            ("none", "Linked"),
        ],
        string="Trace",
        readonly=True,
        help="Unanswered: a binding need without an objective, a controlled risk or "
        "anything that fulfils it.",
    )
    company_id = fields.Many2one(comodel_name="res.company", readonly=True)

    @property
    def _table_query(self):
        link = self.env["engagement.need"]._fields["objective_ids"]
        rel = SQL.identifier(link.relation)
        need_key = SQL.identifier("link", link.column1)
        objective_key = SQL.identifier("link", link.column2)
        today = fields.Date.context_today(self)
        return SQL(
            """
            WITH pair AS (
                SELECT %(need_key)s AS need_id, %(objective_key)s AS objective_id
                  FROM %(rel)s AS link
                  JOIN engagement_objective objective
                    ON objective.id = %(objective_key)s
                   AND objective.active AND objective.state != 'dropped'
                  JOIN engagement_need need
                    ON need.id = %(need_key)s AND need.active
            )
            SELECT need.id::bigint * %(base)s + COALESCE(pair.objective_id, 0) AS id,
                   need.id AS need_id,
                   need.party_id,
                   need.party_category_id,
                   need.user_id AS need_user_id,
                   need.kind,
                   need.binding,
                   need.status,
                   objective.id AS objective_id,
                   objective.state,
                   objective.goal_id,
                   objective.date_target,
                   CASE
                       WHEN objective.id IS NOT NULL THEN 'none'
                       WHEN need.binding
                        AND NOT EXISTS (
                            SELECT FROM engagement_need_fulfilment line
                             WHERE line.need_id = need.id)
                        AND NOT EXISTS (
                            SELECT FROM %(risk_rel)s link
                              JOIN engagement_risk risk ON risk.id = %(risk_key)s
                             WHERE %(risk_need_key)s = need.id AND risk.active
                               AND risk.controlled_until >= %(today)s)
                       THEN 'unanswered'
                       ELSE 'no_objective'
                   END AS gap,
                   need.company_id
              FROM engagement_need need
         LEFT JOIN pair ON pair.need_id = need.id
         LEFT JOIN engagement_objective objective ON objective.id = pair.objective_id
             WHERE need.active
         UNION ALL
            SELECT objective.id, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
                   objective.id,
                   objective.state,
                   objective.goal_id,
                   objective.date_target,
                   'no_need',
                   objective.company_id
              FROM engagement_objective objective
             WHERE objective.active
               AND objective.state IN %(live_states)s
               AND NOT EXISTS (
                   SELECT FROM pair WHERE pair.objective_id = objective.id)
            """,
            rel=rel,
            need_key=need_key,
            objective_key=objective_key,
            base=2**OBJECTIVE_BITS,
            live_states=LIVE_STATES,
            today=today,
            **self._get_risk_link(),
        )

    def _get_risk_link(self):
        link = self.env["engagement.need"]._fields["risk_ids"]
        return {
            "risk_rel": SQL.identifier(link.relation),
            "risk_need_key": SQL.identifier("link", link.column1),
            "risk_key": SQL.identifier("link", link.column2),
        }

    def action_open(self):
        """Open the need, or the objective where no need is behind it."""
        self.ensure_one()
        record = self.need_id or self.objective_id
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "view_mode": "form",
        }
