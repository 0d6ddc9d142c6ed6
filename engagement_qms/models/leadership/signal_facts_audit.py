# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .signal_source import Source

#: Audits by others: what is done for them only is not done for us
BY_OTHERS = ("external", "body")
#: So many days before an audit, work piles up for it
BEFORE_DAYS = 14
#: So many days around an audit count as being there for it
AROUND_DAYS = 21
#: So many days before and after an audit are compared
PACE_DAYS = 90
#: With fewer records, nothing is compared
LEAST_RECORDS = 12
LEAST_ACTIONS = 5
#: An audit that took less than this of the time planned was cut short
WHOLE = 0.75
#: What people write down, and would write down also without an audit
WRITTEN = (
    "engagement.action",
    "engagement.communication",
    "engagement.event",
    "engagement.need",
    "engagement.review",
    "engagement.risk",
)


class EngagementSignalSource(models.AbstractModel):
    """Whether we work for ourselves, or for the day on which somebody audits us."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "cramming": Source("_select_cramming", "median", for_leader=False),
            "pace_after": Source("_select_pace_after", "median", for_leader=False),
            "only_at_audits": Source("_select_only_at_audits", personal=True),
            "audit_moved": Source("_select_audit_moved"),
            "found_ourselves": Source("_select_found_ourselves", for_leader=False),
        }

    @api.model
    def _get_audits(self, kinds):
        """Return a set (span's columns, id, held_date) of the audits that were held."""
        return SQL(
            """
            SELECT span.*, review.id, review.held_date
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.audit_kind IN %s AND review.state IN ('held', 'closed')
               AND review.held_date BETWEEN span.since_date AND span.as_of
            """,
            kinds,
        )

    @api.model
    def _select_cramming(self):
        """Audits by others; how many times more than usual was written before them."""
        return SQL(
            """
            WITH written AS (
                SELECT company_id, day, COUNT(*) AS number
                  FROM (%(written)s) AS record (company_id, day)
                 GROUP BY 1, 2
            ), compared AS (
                SELECT audit.company_id, audit.start_date, audit.id,
                       SUM(written.number) AS year, SUM(written.number) FILTER (
                           WHERE written.day >= audit.held_date - %(before)s) AS before
                  FROM (%(audits)s) AS audit
                  JOIN written ON written.company_id = audit.company_id
                   AND written.day >= audit.held_date - 365
                   AND written.day < audit.held_date
                 GROUP BY 1, 2, 3
            )
            SELECT company_id, start_date, NULL::int, 'engagement.review', id,
                   NULL::boolean, CASE WHEN year >= %(least)s
                   THEN COALESCE(before, 0) * 365.0 / %(before)s / year END::float8
              FROM compared
            """,
            written=SQL(" UNION ALL ").join(
                SQL(
                    "SELECT company_id, create_date::date FROM %s",
                    SQL.identifier(self.env[model]._table),
                )
                for model in WRITTEN
            ),
            audits=self._get_audits(BY_OTHERS),
            before=BEFORE_DAYS,
            least=LEAST_RECORDS,
        )

    @api.model
    def _select_pace_after(self):
        """Audits of a body; what is done after them, in percent of what was before."""
        return SQL(
            """
            WITH compared AS (
                SELECT audit.company_id, audit.start_date, audit.id,
                       COUNT(*) FILTER (
                           WHERE action.implemented_on < audit.held_date) AS before,
                       COUNT(*) FILTER (
                           WHERE action.implemented_on > audit.held_date) AS after
                  FROM (%(audits)s) AS audit
                  JOIN engagement_action AS action
                    ON action.company_id = audit.company_id
                   AND action.implemented_on BETWEEN audit.held_date - %(days)s
                       AND audit.held_date + %(days)s
                 WHERE audit.held_date + %(days)s <= audit.as_of
                   AND action.state != 'cancelled'
                 GROUP BY 1, 2, 3
            )
            SELECT company_id, start_date, NULL::int, 'engagement.review', id,
                   NULL::boolean,
                   CASE WHEN before >= %(least)s THEN 100.0 * after / before END::float8
              FROM compared
            """,
            audits=self._get_audits(("body",)),
            days=PACE_DAYS,
            least=LEAST_ACTIONS,
        )

    @api.model
    def _select_only_at_audits(self):
        """Reviews that a leader took part in; those about the time of an audit count.

        Where nobody from outside audited within the year, nothing can be said.
        """
        table, review, employee = self._get_relation(
            "engagement.review", "participant_ids"
        )
        return SQL(
            """
            WITH audit AS MATERIALIZED (%(audits)s),
            seat (review_id, employee_id) AS (
                SELECT review_id, employee_id FROM engagement_review_attendance
                 WHERE presence = 'present'
                 UNION
                SELECT %(review)s, %(employee)s FROM %(table)s
            )
            SELECT span.company_id, span.start_date, seat.employee_id,
                   'engagement.review', review.id,
                   EXISTS (SELECT FROM audit
                            WHERE audit.start_date = span.start_date
                              AND audit.company_id = span.company_id
                              AND ABS(audit.held_date - review.held_date) <= %(days)s),
                   NULL::float8
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.state IN ('held', 'closed')
               AND review.held_date BETWEEN span.since_date AND span.as_of
               AND (review.audit_kind IS NULL OR review.audit_kind NOT IN %(others)s)
              JOIN seat ON seat.review_id = review.id
             WHERE EXISTS (SELECT FROM audit WHERE audit.start_date = span.start_date
                              AND audit.company_id = span.company_id)
            """,
            audits=self._get_audits(BY_OTHERS),
            table=table,
            review=review,
            employee=employee,
            days=AROUND_DAYS,
            others=BY_OTHERS,
        )

    @api.model
    def _select_audit_moved(self):
        """Audits; those put off, cancelled or cut short count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, worker.id,
                   'engagement.review', review.id,
                   review.state = 'cancelled'
                   OR review.planned_date > review.first_planned_date
                   OR COALESCE(review.spent_hours > 0 AND review.spent_hours
                               < %(whole)s * review.planned_hours, FALSE),
                   NULL::float8
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.kind = 'audit'
               AND review.first_planned_date BETWEEN span.since_date AND span.as_of
                   %(worker)s
            """,
            whole=WHOLE,
            worker=self._join_worker("review"),
        )

    @api.model
    def _select_found_ourselves(self):
        """Findings of the year; those that we found before others did count."""
        return SQL(
            """
            SELECT company_id, start_date, NULL::int, 'engagement.review.finding', id,
                   found_by = 'us', NULL::float8
              FROM (%s) AS finding
             WHERE found_on >= since_date
            """,
            self._get_findings(),
        )
