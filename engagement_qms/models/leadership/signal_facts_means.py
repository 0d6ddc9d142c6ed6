# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .signal_source import Source

#: So many days after they asked, people should know whether they get it
ANSWER_DAYS = 14


class EngagementSignalSource(models.AbstractModel):
    """Whether people get what they need to improve, and may begin to by themselves."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "hours_given": Source("_select_hours_given", "median"),
            "means_decided": Source("_select_means_decided"),
            "begun_below": Source("_select_begun_below"),
        }

    @api.model
    def _select_hours_given(self):
        """Actions in place with hours planned; the part of these that they got."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id, NULL::boolean,
                   100.0 * COALESCE(action.hours_used, 0) / action.hours_planned
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.implemented_on BETWEEN span.since_date AND span.as_of
               AND action.hours_planned > 0
                   %(worker)s
             WHERE action.state != 'cancelled'
            """,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )

    @api.model
    def _select_means_decided(self):
        """Requests for money or hours; those that got an answer soon count.

        A request belongs to the day on which the answer was due.
        """
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id,
                   COALESCE(action.resource_decided_on
                       <= action.resource_asked_on + %(days)s, FALSE),
                   NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.resource_asked_on + %(days)s
                   BETWEEN span.since_date AND span.as_of
                   %(worker)s
             WHERE action.state != 'cancelled'
            """,
            days=ANSWER_DAYS,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )

    @api.model
    def _select_begun_below(self):
        """Actions of the year; those that somebody began who does not lead count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, %(employee)s,
                   'engagement.action', action.id,
                   creator.id NOT IN (SELECT leader_id FROM answering), NULL::float8
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.create_date >= span.since_at
               AND action.create_date < span.stop_at
              JOIN hr_employee AS creator ON creator.user_id = action.create_uid
               AND creator.company_id = action.company_id
                   %(worker)s
             WHERE action.state != 'cancelled'
            """,
            employee=self._get_answering("action"),
            worker=self._join_worker("action"),
        )
