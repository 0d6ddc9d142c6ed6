# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .signal_source import Source

#: An objective that nobody looked at for so long drifts
LOOKED_AT = SQL("interval '6 months'")
#: So many days after it was sent, a policy should be known
READING_DAYS = 14


class EngagementSignalSource(models.AbstractModel):
    """Whether people know where we are going, and whether it is still the way."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "objective_drift": Source("_select_objective_drift"),
            "goal_link": Source("_select_goal_link"),
            "goal_pursued": Source("_select_goal_pursued", for_leader=False),
            "process_direction": Source("_select_process_direction"),
            "direction_known": Source("_select_direction_known"),
        }

    @api.model
    def _get_live_objectives(self):
        """Return a set (span's columns, id, employee_id, goal_id, began)."""
        return SQL(
            """
            SELECT span.*, objective.id, objective.goal_id,
                   COALESCE(objective.date_start, objective.create_date::date) AS began,
                   COALESCE(objective.sponsor_id, objective.owner_id) AS employee_id
              FROM span
              JOIN engagement_objective AS objective
                ON objective.company_id = span.company_id
             WHERE objective.active IS TRUE
               AND COALESCE(objective.date_start, objective.create_date::date)
                   <= span.as_of
               AND (objective.state = 'active' OR objective.closed_on > span.as_of)
            """
        )

    @api.model
    def _select_objective_drift(self):
        """Live objectives; those without a living goal, or not looked at, drift."""
        return SQL(
            """
            SELECT live.company_id, live.start_date, live.employee_id,
                   'engagement.objective', live.id,
                   goal.active IS NOT TRUE
                   OR live.began < live.as_of - %(looked_at)s
                  AND NOT EXISTS (
                      SELECT FROM engagement_review AS review
                       WHERE review.objective_id = live.id
                         AND review.state IN ('held', 'closed')
                         AND review.held_date <= live.as_of
                         AND review.held_date >= live.as_of - %(looked_at)s),
                   NULL::float8
              FROM (%(live)s) AS live
         LEFT JOIN engagement_business_goal AS goal ON goal.id = live.goal_id
            """,
            live=self._get_live_objectives(),
            looked_at=LOOKED_AT,
        )

    @api.model
    def _select_goal_link(self):
        """Live objectives; those that lead to a living goal of the business count."""
        return SQL(
            """
            SELECT live.company_id, live.start_date, live.employee_id,
                   'engagement.objective', live.id, goal.active IS TRUE, NULL::float8
              FROM (%s) AS live
         LEFT JOIN engagement_business_goal AS goal ON goal.id = live.goal_id
            """,
            self._get_live_objectives(),
        )

    @api.model
    def _select_goal_pursued(self):
        """Goals of the business; those with a live objective count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.business.goal', goal.id,
                   EXISTS (SELECT FROM (%s) AS live
                            WHERE live.start_date = span.start_date
                              AND live.goal_id = goal.id),
                   NULL::float8
              FROM span
              JOIN engagement_business_goal AS goal
                ON goal.company_id = span.company_id AND goal.active IS TRUE
            """,
            self._get_live_objectives(),
        )

    @api.model
    def _select_process_direction(self):
        """Processes; those with a live objective that a leader stands for count."""
        table, objective, process = self._get_relation(
            "engagement.objective", "process_ids"
        )
        return SQL(
            """
            WITH aimed AS (
                SELECT DISTINCT live.start_date, link.%(process)s AS process_id
                  FROM (%(live)s) AS live
                  JOIN %(table)s AS link ON link.%(objective)s = live.id
                 WHERE live.employee_id IS NOT NULL
            )
            SELECT span.company_id, span.start_date, process.owner_id,
                   'engagement.process', process.id, aimed.process_id IS NOT NULL,
                   NULL::float8
              FROM span
              JOIN engagement_process AS process
                ON process.company_id = span.company_id AND process.active IS TRUE
         LEFT JOIN aimed ON aimed.process_id = process.id
               AND aimed.start_date = span.start_date
            """,
            table=table,
            objective=objective,
            process=process,
            live=self._get_live_objectives(),
        )

    @api.model
    def _select_direction_known(self):
        """Who got a policy or strategy; those who confirmed that they know it count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, line.employee_id,
                   'engagement.acknowledgement', line.id,
                   COALESCE(line.acknowledged_on < span.stop_at, FALSE), NULL::float8
              FROM span
              JOIN engagement_communication AS communication
                ON communication.company_id = span.company_id
               AND communication.kind IN ('policy', 'strategy')
               AND communication.state = 'sent' AND communication.active IS TRUE
              JOIN engagement_acknowledgement AS line
                ON line.communication_id = communication.id
               AND line.sent_on >= span.since_at
               AND line.sent_on < span.stop_at - %(days)s * interval '1 day'
            """,
            days=READING_DAYS,
        )
