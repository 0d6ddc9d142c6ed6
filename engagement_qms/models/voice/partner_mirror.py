# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .evaluation import KNOWN_STATES

#: So many periods of the past are shown
PERIODS = 8


class EngagementPartnerMirror(models.Model):
    """Both sides of a partner: how we rate them, how they rate us, and the gap.

    A line for each partner and company that has an evaluation, read from there in one
    query. Only what the partner knows counts: what was not sent is no word to them.
    """

    _name = "engagement.partner.mirror"
    _description = "Mirror of a Partner"
    _auto = False
    _order = "gap_size desc nulls last, partner_id"
    _rec_name = "partner_id"
    _depends = {
        "engagement.evaluation": [
            "active",
            "commercial_partner_id",
            "company_id",
            "direction",
            "period_start",
            "score",
            "scored",
            "state",
        ]
    }

    partner_id = fields.Many2one("res.partner", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    given_id = fields.Many2one(
        "engagement.evaluation", string="Our latest evaluation", readonly=True
    )
    given_score = fields.Float(
        string="We rate them", readonly=True, digits=(5, 1), aggregator="avg"
    )
    given_change = fields.Float(
        string="Change of ours", readonly=True, digits=(5, 1), aggregator="avg"
    )
    received_id = fields.Many2one(
        "engagement.evaluation", string="Their latest rating", readonly=True
    )
    received_score = fields.Float(
        string="They rate us", readonly=True, digits=(5, 1), aggregator="avg"
    )
    received_change = fields.Float(
        string="Change of theirs", readonly=True, digits=(5, 1), aggregator="avg"
    )
    gap = fields.Float(
        readonly=True,
        digits=(5, 1),
        aggregator="avg",
        help="Their rating of us less ours of them: above 0 they are happier with us "
        "than we are with them.",
    )
    gap_size = fields.Float(readonly=True, digits=(5, 1), aggregator="avg")
    sides = fields.Selection(
        selection=[
            ("both", "Both sides"),
            ("given", "Only ours"),
            ("received", "Only theirs"),
            ("none", "Neither"),
        ],
        string="Who has rated",
        readonly=True,
    )
    has_given_change = fields.Boolean(readonly=True)
    has_received_change = fields.Boolean(readonly=True)

    # The page of one partner
    given_line_ids = fields.Many2many(
        "engagement.evaluation.line", compute="_compute_lines", string="Our scores"
    )
    received_line_ids = fields.Many2many(
        "engagement.evaluation.line", compute="_compute_lines", string="Their scores"
    )
    history_ids = fields.Many2many(
        "engagement.evaluation", compute="_compute_related", string="Periods before"
    )
    action_ids = fields.Many2many(
        "engagement.action", compute="_compute_related", string="Joint actions"
    )
    commitment_ids = fields.Many2many(
        "engagement.commitment", compute="_compute_related", string="Promises"
    )
    recognition_ids = fields.Many2many(
        "engagement.recognition", compute="_compute_related", string="Thanks"
    )
    exchange_ids = fields.Many2many(
        "engagement.event", compute="_compute_related", string="Exchanges"
    )

    @property
    def _table_query(self):
        latest = SQL("FILTER (WHERE direction = 'given' AND place = 1)")
        latest_received = SQL("FILTER (WHERE direction = 'received' AND place = 1)")
        return SQL(
            """
            SELECT sides.*,
                   received_score - given_score AS gap,
                   ABS(received_score - given_score) AS gap_size,
                   given_change IS NOT NULL AS has_given_change,
                   received_change IS NOT NULL AS has_received_change,
                   CASE WHEN given_id IS NOT NULL AND received_id IS NOT NULL
                            THEN 'both'
                        WHEN given_id IS NOT NULL THEN 'given'
                        WHEN received_id IS NOT NULL THEN 'received'
                        ELSE 'none' END AS sides
              FROM (
                SELECT MIN(id) AS id, company_id,
                       commercial_partner_id AS partner_id,
                       MAX(known_id) %(given)s AS given_id,
                       MAX(score) %(given)s AS given_score,
                       MAX(change) %(given)s AS given_change,
                       MAX(known_id) %(received)s AS received_id,
                       MAX(score) %(received)s AS received_score,
                       MAX(change) %(received)s AS received_change
                  FROM (
                    SELECT id, id AS known_id, company_id, commercial_partner_id,
                           direction, score,
                           score - LEAD(score) OVER by_period AS change,
                           ROW_NUMBER() OVER by_period AS place
                      FROM engagement_evaluation
                     WHERE active AND scored AND state IN %(known)s
                       AND commercial_partner_id IS NOT NULL
                    WINDOW by_period AS (
                        PARTITION BY company_id, commercial_partner_id, direction
                        ORDER BY period_start DESC, id DESC)
                     UNION ALL
                    SELECT id, NULL, company_id, commercial_partner_id, direction,
                           NULL, NULL, NULL
                      FROM engagement_evaluation
                     WHERE active AND NOT (scored AND state IN %(known)s)
                       AND commercial_partner_id IS NOT NULL
                  ) AS evaluation
              GROUP BY company_id, commercial_partner_id
              ) AS sides
            """,
            given=latest,
            received=latest_received,
            known=KNOWN_STATES,
        )

    @api.depends("given_id", "received_id")
    def _compute_lines(self):
        for mirror in self:
            mirror.given_line_ids = mirror.given_id.line_ids
            mirror.received_line_ids = mirror.received_id.line_ids

    @api.depends("partner_id", "company_id")
    def _compute_related(self):
        for mirror in self:
            own = Domain("company_id", "=", mirror.company_id.id)
            named = own & Domain("partner_ids", "child_of", mirror.partner_id.id)
            mirror.history_ids = self.env["engagement.evaluation"].search(
                own
                & Domain("commercial_partner_id", "=", mirror.partner_id.id)
                & Domain("state", "in", KNOWN_STATES)
                & Domain("scored", "=", True),
                limit=2 * PERIODS,
            )
            mirror.action_ids = self.env["engagement.action"].search(named)
            mirror.recognition_ids = self.env["engagement.recognition"].search(named)
            mirror.commitment_ids = self.env["engagement.commitment"].search(
                own & Domain("commercial_partner_id", "=", mirror.partner_id.id)
            )
            mirror.exchange_ids = self.env["engagement.event"].search(
                own
                & Domain("kind", "=", "exchange")
                & Domain("party_id.commercial_partner_id", "=", mirror.partner_id.id)
            )

    def action_create_action(self):
        """Open a new action that the partner does with us, because of the mirror."""
        self.ensure_one()
        evaluation = self.given_id or self.received_id
        return evaluation._get_joint_action(
            self.partner_id,
            self.env._("Work better with %(name)s", name=self.partner_id.name),
        )

    def action_record_feedback(self):
        """Say how they did: the first step where our side is empty."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_evaluation_feedback_action"
        )
        return action | {"context": {"default_partner_ids": self.partner_id.ids}}

    def action_ask_them(self):
        """Ask how they rate us: open the evaluation of the period that runs."""
        self.ensure_one()
        evaluations = self.env["engagement.evaluation"]
        running = evaluations._get_running(
            self.partner_id, direction="received", company=self.company_id
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": "engagement.evaluation",
            "res_id": running[self.partner_id.id].id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def action_thank(self):
        """Open new thanks to the partner."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank them"),
            "res_model": "engagement.recognition",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_partner_ids": self.partner_id.ids},
        }

    def action_note_exchange(self):
        """Open a new exchange with the partner; without a party, that comes first."""
        self.ensure_one()
        party = self.env["engagement.party"].search(
            [
                ("commercial_partner_id", "=", self.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ],
            limit=1,
        )
        if not party:
            return self.partner_id.action_add_engagement_party()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Note an exchange"),
            "res_model": "engagement.event",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": {"default_party_id": party.id, "default_kind": "exchange"},
        }
