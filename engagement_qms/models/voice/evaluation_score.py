# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL

from . import scoring
from .evaluation_band import STANDINGS

MANAGER_GROUP = "engagement_qms.group_engagement_manager"


class EngagementEvaluationScore(models.Model):
    """What an evaluation comes to: the score, how much was looked at, what follows.

    The band in which the score lies says how the partner stands. A manager may say
    otherwise, with a reason that stays visible.
    """

    _inherit = "engagement.evaluation"

    score = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 1),
        aggregator="avg",
        help="Weighted mean of the criteria that have data, from 0 to 100.",
    )
    scored = fields.Boolean(compute="_compute_score", store=True)
    coverage = fields.Float(
        compute="_compute_score",
        store=True,
        digits=(5, 0),
        aggregator="avg",
        help="How much of the weights has data, in percent.",
    )
    standing = fields.Selection(
        selection=[*STANDINGS, ("none", "Not known")],
        compute="_compute_standing",
        store=True,
        help="How the partner stands, by the score.",
    )
    standing_override = fields.Selection(
        selection=STANDINGS,
        string="Decided otherwise",
        copy=False,
        tracking=True,
        help="A manager may decide otherwise than the score says, with a reason.",
    )
    standing_reason = fields.Text(string="Why otherwise", copy=False, tracking=True)
    reevaluate_on = fields.Date(
        string="Look again on",
        compute="_compute_standing",
        store=True,
        help="When the partner is to be evaluated again at the latest.",
    )
    previous_id = fields.Many2one(
        comodel_name="engagement.evaluation",
        string="The one before",
        compute="_compute_previous",
    )
    previous_score = fields.Float(
        compute="_compute_previous", digits=(5, 1), aggregator=None
    )
    change = fields.Float(
        compute="_compute_previous",
        search="_search_change",
        digits=(5, 1),
        aggregator=None,
        help="Points more or less than in the evaluation before.",
    )
    trend = fields.Selection(
        selection=[
            ("up", "Better"),
            ("same", "The same"),
            ("down", "Worse"),
            ("none", "Nothing to compare"),
        ],
        compute="_compute_previous",
    )

    _standing_needs_reason = models.Constraint(
        "CHECK (standing_override IS NULL OR standing_reason IS NOT NULL)",
        "Say why the standing is not the one of the score.",
    )

    @api.depends("line_ids.score", "line_ids.scored", "line_ids.weight")
    def _compute_score(self):
        for evaluation in self:
            score, evaluation.coverage = scoring.weigh(
                (line.weight, line.score if line.scored else None)
                for line in evaluation.line_ids
            )
            evaluation.scored = score is not None
            evaluation.score = score or 0

    @api.depends("score", "scored", "direction", "standing_override", "period_end")
    def _compute_standing(self):
        for evaluation in self:
            bands = evaluation.set_id.band_ids
            if evaluation.direction != "given":
                band = bands.browse()
            elif evaluation.standing_override:
                band = bands.filtered(
                    lambda b, own=evaluation.standing_override: b.standing == own
                )[:1]
            elif evaluation.scored:
                band = evaluation.set_id._get_band(evaluation.score)
            else:
                band = bands.browse()
            evaluation.standing = (
                evaluation.standing_override or band.standing or "none"
            )
            evaluation.reevaluate_on = (
                evaluation.period_end
                and band
                and evaluation.period_end + relativedelta(months=band.reevaluate_months)
            )

    @api.depends("score", "scored", "partner_id", "direction", "period_start")
    def _compute_previous(self):
        befores = self._get_befores()
        for evaluation in self:
            before = befores.get(evaluation.id, self.browse())
            compared = bool(before and evaluation.scored)
            evaluation.previous_id = before
            evaluation.previous_score = before.score
            evaluation.change = compared and evaluation.score - before.score
            evaluation.trend = "none"
            if compared:
                step = round(evaluation.change)
                evaluation.trend = "up" if step > 0 else "down" if step else "same"

    def _get_befores(self):
        """Return {id: the latest scored evaluation before}, in one query."""
        if not self.ids:
            return {}
        self.flush_model(["partner_id", "direction", "period_start", "scored"])
        rows = self.env.execute_query(
            SQL(
                "SELECT id, before_id FROM (%s) AS compared WHERE id = ANY(%s)",
                self._get_compared_sql(),
                self.ids,
            )
        )
        # sudo: who sees an evaluation sees what it is compared with
        return {id_: self.sudo().browse(before_id) for id_, before_id in rows}

    @api.model
    def _get_compared_sql(self):
        """Return a set (id, before_id, change) of evaluations that have one before."""
        return SQL(
            """
            SELECT own.id, before.id AS before_id, own.score - before.score AS change
              FROM engagement_evaluation AS own
              JOIN LATERAL (
                    SELECT id, score FROM engagement_evaluation
                     WHERE company_id = own.company_id
                       AND commercial_partner_id = own.commercial_partner_id
                       AND direction = own.direction
                       AND period_start < own.period_start
                       AND scored IS TRUE AND active IS TRUE
                     ORDER BY period_start DESC, id DESC LIMIT 1
                   ) AS before ON TRUE
            """
        )

    def _store_scores(self):
        """Work out what these come to in one statement, from the lines as stored.

        Says the same as `scoring` and the computed fields say, for any number.
        """
        self.env.execute_query(
            SQL(
                """
                WITH weighed AS (
                    SELECT evaluation_id, SUM(weight) AS whole,
                           SUM(weight) FILTER (WHERE scored IS TRUE) AS known,
                           SUM(weight * score) FILTER (WHERE scored IS TRUE) AS total
                      FROM engagement_evaluation_line
                     WHERE evaluation_id = ANY(%(ids)s)
                     GROUP BY evaluation_id
                ), told AS (
                    SELECT own.id, own.set_id, own.direction, own.standing_override,
                           COALESCE(known, 0) > 0 AS scored,
                           CASE WHEN known > 0 THEN ROUND(LEAST(GREATEST(
                               total / known, 0), 100), 1) ELSE 0 END AS score,
                           CASE WHEN known > 0 THEN LEAST(ROUND(
                               100 * known / whole), 100) ELSE 0 END AS coverage
                      FROM engagement_evaluation AS own
                      LEFT JOIN weighed ON weighed.evaluation_id = own.id
                     WHERE own.id = ANY(%(ids)s)
                )
                UPDATE engagement_evaluation AS own
                   SET score = told.score, scored = told.scored,
                       coverage = told.coverage,
                       standing = COALESCE(
                           told.standing_override, band.standing, 'none'),
                       reevaluate_on = own.period_end
                           + band.reevaluate_months * INTERVAL '1 month'
                  FROM told
                  LEFT JOIN LATERAL (
                        SELECT standing, reevaluate_months
                          FROM engagement_criteria_band AS span
                         WHERE span.set_id = told.set_id
                           AND told.direction = 'given'
                           AND CASE
                               WHEN told.standing_override IS NOT NULL
                               THEN span.standing = told.standing_override
                               ELSE told.scored AND span.low <= told.score
                                    AND (told.score < span.high
                                         OR told.score = 100 AND span.high = 100) END
                         ORDER BY span.low, span.id LIMIT 1
                       ) AS band ON TRUE
                 WHERE own.id = told.id
                RETURNING own.id
                """,
                ids=self.ids,
            )
        )
        self.invalidate_recordset(flush=False)

    def _search_change(self, operator, value):
        if operator not in ("<", "<=", ">", ">="):
            return NotImplemented
        self.flush_model(["partner_id", "direction", "period_start", "scored"])
        found = SQL(
            "(SELECT id FROM (%s) AS compared WHERE change %s %s)",
            self._get_compared_sql(),
            SQL(operator),
            value,
        )
        return [("scored", "=", True), ("id", "in", found)]

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_decide(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_decide(vals)
        return super().write(vals)

    @api.model
    def _check_may_decide(self, vals):
        """Leave a standing that is not the one of the score to managers."""
        decides = {"standing_override", "standing_reason"} & vals.keys()
        if not any(vals[name] for name in decides) and not (
            decides and self.filtered("standing_override")
        ):
            return
        if not self.env.su and not self.env.user.has_group(MANAGER_GROUP):
            raise AccessError(
                self.env._(
                    "Only a manager may decide otherwise than the score says. Ask one."
                )
            )

    def _read_group_select(self, aggregate_spec, query):
        """Leave evaluations without data out of the average."""
        if aggregate_spec == "score:avg":
            return SQL(
                "AVG(%s) FILTER (WHERE %s IS TRUE)",
                self._field_to_sql(self._table, "score", query),
                self._field_to_sql(self._table, "scored", query),
            )
        return super()._read_group_select(aggregate_spec, query)
