# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..measure.source_engagement import TOLERANCE
from .signal_source import Source

#: So many days after a check the next step is clear
NEXT_STEP_DAYS = 30


class EngagementSignalSource(models.AbstractModel):
    """Whether what was agreed is kept to, and what is late is answered for."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "review_on_time": Source("_select_held_on_time"),
            "overdue_explained": Source("_select_overdue_explained"),
            "loop_repeated": Source("_select_loop_repeated"),
        }

    @api.model
    def _join_worker(self, alias):
        """Join the employee that the responsible user of a record is."""
        return SQL(
            """
            LEFT JOIN hr_employee AS worker
                   ON worker.user_id = %(alias)s.user_id
                  AND worker.company_id = %(alias)s.company_id
            """,
            alias=SQL.identifier(alias),
        )

    @api.model
    def _get_answering(self, alias):
        """Return who answers for a record: its owner, or else the responsible."""
        return SQL("COALESCE(%s, worker.id)", SQL.identifier(alias, "owner_id"))

    @api.model
    def _select_held_on_time(self):
        """Reviews that were to be held; those held about then count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, worker.id,
                   'engagement.review', review.id,
                   COALESCE(review.held_date <= review.planned_date + %(days)s, FALSE),
                   NULL::float8
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.planned_date + %(days)s
                   BETWEEN span.since_date AND span.as_of
                   %(worker)s
             WHERE review.state != 'cancelled'
            """,
            days=TOLERANCE,
            worker=self._join_worker("review"),
        )

    @api.model
    def _select_overdue_explained(self):
        """Actions late at the end of the month; those with a new day and why count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id,
                   COALESCE(action.due_date > span.as_of, FALSE)
                   AND action.due_change_reason IS NOT NULL, NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.first_due_date <= span.as_of
               AND (action.implemented_on IS NULL
                    OR action.implemented_on > span.as_of)
                   %(worker)s
             WHERE action.state != 'cancelled' AND action.active IS TRUE
            """,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )

    @api.model
    def _select_loop_repeated(self):
        """Actions that did not quite help; those taken further by another one count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id, EXISTS (
                       SELECT FROM engagement_action AS next
                        WHERE next.previous_id = action.id
                          AND next.state != 'cancelled'),
                   NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.checked_on
                   BETWEEN span.since_date AND span.as_of - %(days)s
                   %(worker)s
             WHERE action.state IN ('act', 'done')
               AND action.check_result IN ('partly', 'not_effective')
            """,
            days=NEXT_STEP_DAYS,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )
