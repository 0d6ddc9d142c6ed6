# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .signal_source import Source


class EngagementSignalSource(models.AbstractModel):
    """Whether the system lives: what moves, and what sleeps."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "engine_stopped": Source(
                "_select_engine_stopped", "least", for_leader=False
            ),
            "promises_asleep": Source("_select_promises_asleep", months=6),
            "processes_asleep": Source("_select_processes_asleep"),
            "improvement_begun": Source("_select_improvement_begun", "count", months=3),
        }

    @api.model
    def _select_engine_stopped(self):
        """Reviews, actions and surveys; how many months ago each of them moved.

        Where nothing did, all months that are looked at went by.
        """
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int, act.model, act.id,
                   NULL::boolean,
                   12 * (EXTRACT(YEAR FROM span.as_of) - EXTRACT(YEAR FROM act.day))
                   + EXTRACT(MONTH FROM span.as_of) - EXTRACT(MONTH FROM act.day)
              FROM span
              JOIN LATERAL (%s) AS act ON act.day >= span.since_date
             UNION ALL
            SELECT company_id, start_date, NULL, NULL, NULL, NULL, 12 FROM span
            """,
            SQL(" UNION ALL ").join(self._get_acts()),
        )

    @api.model
    def _get_acts(self):
        """Return sets (model, id, day) of what moved until the end of a span."""
        return [
            SQL(
                """
                SELECT 'engagement.review' AS model, id, held_date AS day
                  FROM engagement_review
                 WHERE company_id = span.company_id AND state IN ('held', 'closed')
                   AND held_date <= span.as_of
                """
            ),
            SQL(
                """
                SELECT 'engagement.action', id, GREATEST(
                           CASE WHEN create_date < span.stop_at
                                THEN create_date::date END,
                           CASE WHEN implemented_on <= span.as_of
                                THEN implemented_on END,
                           CASE WHEN checked_on <= span.as_of THEN checked_on END)
                  FROM engagement_action
                 WHERE company_id = span.company_id AND state != 'cancelled'
                """
            ),
            SQL(
                """
                SELECT 'engagement.survey.round', id, GREATEST(
                           CASE WHEN opened_on <= span.as_of THEN opened_on END,
                           CASE WHEN closed_on <= span.as_of THEN closed_on END)
                  FROM engagement_survey_round
                 WHERE company_id = span.company_id
                """
            ),
        ]

    @api.model
    def _select_promises_asleep(self):
        """Promises that are in force; those that nobody met with half a year sleep."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, promise.owner_id,
                   'engagement.provision', promise.id,
                   NOT EXISTS (
                       SELECT FROM engagement_commitment AS commitment
                        WHERE commitment.provision_id = promise.id
                          AND commitment.started_at >= span.since_at
                          AND commitment.started_at < span.stop_at),
                   NULL::float8
              FROM span
              JOIN engagement_code AS code ON code.company_id = span.company_id
               AND code.in_force_from <= span.since_date
               AND (code.in_force_to IS NULL OR code.in_force_to > span.as_of)
              JOIN engagement_provision AS promise ON promise.code_id = code.id
            """
        )

    @api.model
    def _select_processes_asleep(self):
        """Processes; those with no action and no complaint within a year sleep."""
        return SQL(
            """
            WITH met AS (
                SELECT DISTINCT span.start_date, action.process_id
                  FROM span
                  JOIN engagement_action AS action
                    ON action.company_id = span.company_id
                   AND COALESCE(action.implemented_on, action.create_date::date)
                       BETWEEN span.since_date AND span.as_of
                 WHERE action.process_id IS NOT NULL AND action.state != 'cancelled'
                 UNION
                SELECT DISTINCT span.start_date, complaint.process_id
                  FROM span
                  JOIN engagement_complaint AS complaint
                    ON complaint.company_id = span.company_id
                   AND complaint.received_at >= span.since_at
                   AND complaint.received_at < span.stop_at
                 WHERE complaint.process_id IS NOT NULL
            )
            SELECT span.company_id, span.start_date, process.owner_id,
                   'engagement.process', process.id, met.process_id IS NULL,
                   NULL::float8
              FROM span
              JOIN engagement_process AS process
                ON process.company_id = span.company_id AND process.active IS TRUE
         LEFT JOIN met ON met.process_id = process.id
               AND met.start_date = span.start_date
            """
        )

    @api.model
    def _select_improvement_begun(self):
        """Actions that were begun in the quarter."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id, TRUE, NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.create_date >= span.since_at
               AND action.create_date < span.stop_at
                   %(worker)s
             WHERE action.state != 'cancelled'
            """,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )
