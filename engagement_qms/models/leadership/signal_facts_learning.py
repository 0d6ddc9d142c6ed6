# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .signal_source import Source

#: So many days a leader has to decide what comes back again and again
DECIDED_WITHIN = 14
#: So many days after a survey closed, people are told what becomes of it
TOLD_WITHIN = 60


class EngagementSignalSource(models.AbstractModel):
    """Whether we learn from what went wrong, and listen to those who say so."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "recurring_ignored": Source(
                "_select_recurring_ignored", "count", for_leader=False
            ),
            "cause_person": Source("_select_cause_person", for_leader=False),
            "lesson_kept": Source("_select_lesson_kept"),
            "question_answered": Source("_select_question_answered", months=3),
            "told_back": Source("_select_told_back", for_leader=False),
        }

    @api.model
    def _select_recurring_ignored(self):
        """What came back and was listed; what nobody decided, or did, is ignored."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.cluster', cluster.id,
                   cluster.state = 'open' OR cluster.decided_at >= span.stop_at
                   OR action.state IS NOT DISTINCT FROM 'cancelled', NULL::float8
              FROM span
              JOIN engagement_cluster AS cluster
                ON cluster.company_id = span.company_id AND cluster.count > 0
               AND cluster.opened_on <= span.as_of - %s
         LEFT JOIN engagement_action AS action ON action.id = cluster.action_id
            """,
            DECIDED_WITHIN,
        )

    @api.model
    def _select_cause_person(self):
        """Complaints with a cause; those whose cause lies in a person count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.complaint', complaint.id, cause.level = 'person',
                   NULL::float8
              FROM span
              JOIN engagement_complaint AS complaint
                ON complaint.company_id = span.company_id
               AND complaint.received_at >= span.since_at
               AND complaint.received_at < span.stop_at
              JOIN engagement_cause AS cause ON cause.id = complaint.cause_id
             WHERE complaint.closing_reason IS DISTINCT FROM 'reclassified'
            """
        )

    @api.model
    def _select_lesson_kept(self):
        """Actions that were checked; those whose lesson is written down count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id, action.lesson ~ '\\S' IS TRUE,
                   NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.checked_on BETWEEN span.since_date AND span.as_of
                   %(worker)s
             WHERE action.state IN ('act', 'done')
            """,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )

    @api.model
    def _select_question_answered(self):
        """Ideas, worries and questions to be answered; those in time count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, worker.id,
                   'engagement.feedback', feedback.id,
                   COALESCE(feedback.answered_at <= promise.first_due_at, FALSE),
                   NULL::float8
              FROM span
              JOIN engagement_feedback AS feedback
                ON feedback.company_id = span.company_id
               AND feedback.kind != 'compliment'
              JOIN engagement_commitment AS promise
                ON promise.id = feedback.commitment_id
               AND promise.first_due_at >= span.since_at
               AND promise.first_due_at < span.stop_at
               AND promise.state != 'cancelled'
                   %(worker)s
            """,
            worker=self._join_worker("feedback"),
        )

    @api.model
    def _select_told_back(self):
        """Surveys that closed; those whose result people were told count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.survey.round', round.id,
                   COALESCE(round.reported_back_on <= span.as_of, FALSE), NULL::float8
              FROM span
              JOIN engagement_survey_round AS round
                ON round.company_id = span.company_id
               AND round.closed_on BETWEEN span.since_date AND span.as_of - %s
            """,
            TOLD_WITHIN,
        )
