# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from ..measure.source_engagement import TOLERANCE
from .signal_source import Source

#: So many days after it was found, it is said what we make of a finding
OUTCOME_DAYS = 14


class EngagementSignalSource(models.AbstractModel):
    """Whether leaders come to the table, and decide there, on what they know."""

    _inherit = "engagement.signal.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "attendance": Source("_select_attendance", personal=True),
            "delegated": Source("_select_delegated", personal=True),
            "decision_days": Source("_select_decision_days", "median"),
            "finding_outcome": Source("_select_finding_outcome"),
            "evidence": Source("_select_evidence"),
            "sections_filled": Source("_select_sections_filled", for_leader=False),
            "review_dropped": Source(
                "_select_review_dropped", "count", for_leader=False
            ),
        }

    @api.model
    def _get_seats(self):
        """Return a set (span's columns, review_id, employee_id, presence).

        The seats of leaders who had to be there, in management reviews that were held.
        """
        return SQL(
            """
            SELECT span.*, seat.review_id, seat.employee_id, seat.presence
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.kind = 'management' AND review.state IN ('held', 'closed')
               AND review.held_date BETWEEN span.since_date AND span.as_of
              JOIN engagement_review_attendance AS seat ON seat.review_id = review.id
             WHERE seat.required_leader IS TRUE AND seat.presence IS NOT NULL
            """
        )

    @api.model
    def _select_attendance(self):
        """Seats of leaders; those who came themselves count."""
        return SQL(
            """
            SELECT company_id, start_date, employee_id, 'engagement.review', review_id,
                   presence = 'present', NULL::float8
              FROM (%s) AS seat
            """,
            self._get_seats(),
        )

    @api.model
    def _select_delegated(self):
        """Seats that were not empty; those with a delegate count."""
        return SQL(
            """
            SELECT company_id, start_date, employee_id, 'engagement.review', review_id,
                   presence = 'delegate', NULL::float8
              FROM (%s) AS seat
             WHERE presence != 'absent'
            """,
            self._get_seats(),
        )

    @api.model
    def _get_findings(self):
        """Return a set (span's columns, id, employee_id, found_on, decided_on, by).

        What was found by the end of the month and asks for something; a decision that
        came later is none yet.
        """
        return SQL(
            """
            SELECT span.*, finding.id, worker.id AS employee_id, finding.found_on,
                   CASE WHEN finding.decided_on <= span.as_of
                        THEN finding.decided_on END AS decided_on,
                   finding.found_by
              FROM span
              JOIN engagement_review_finding AS finding
                ON finding.company_id = span.company_id
               AND finding.found_on <= span.as_of
               AND finding.kind != 'strength'
              JOIN engagement_review AS review ON review.id = finding.review_id
               AND review.state IN ('held', 'closed')
         LEFT JOIN hr_employee AS worker
                ON worker.user_id = COALESCE(finding.user_id, review.user_id)
               AND worker.company_id = finding.company_id
            """
        )

    @api.model
    def _select_decision_days(self):
        """Findings; the days until it was decided, or that they have waited so far."""
        return SQL(
            """
            SELECT company_id, start_date, employee_id, 'engagement.review.finding', id,
                   NULL::boolean, (COALESCE(decided_on, as_of) - found_on)::float8
              FROM (%s) AS finding
             WHERE COALESCE(decided_on, as_of) >= since_date
            """,
            self._get_findings(),
        )

    @api.model
    def _select_finding_outcome(self):
        """Findings; those of which it is said what we make of them count."""
        return SQL(
            """
            SELECT company_id, start_date, employee_id, 'engagement.review.finding', id,
                   decided_on IS NOT NULL, NULL::float8
              FROM (%s) AS finding
             WHERE found_on BETWEEN since_date AND as_of - %s
            """,
            self._get_findings(),
            OUTCOME_DAYS,
        )

    @api.model
    def _select_evidence(self):
        """Decisions; those that rest on something one can look up count."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, review.chair_id,
                   'engagement.review.decision', decision.id,
                   COALESCE(decision.evidence_count > 0, FALSE), NULL::float8
              FROM span
              JOIN engagement_review_decision AS decision
                ON decision.company_id = span.company_id
               AND decision.decided_on BETWEEN span.since_date AND span.as_of
              JOIN engagement_review AS review ON review.id = decision.review_id
             WHERE review.state IN ('held', 'closed')
            """
        )

    @api.model
    def _select_sections_filled(self):
        """What a management review may not leave out; where something stands counts."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.review', review.id, section.blank IS NOT TRUE,
                   NULL::float8
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.kind = 'management' AND review.state IN ('held', 'closed')
               AND review.held_date BETWEEN span.since_date AND span.as_of
              JOIN engagement_review_input AS section ON section.review_id = review.id
             WHERE section.mandatory IS TRUE
            """
        )

    @api.model
    def _select_review_dropped(self):
        """Management reviews; cancelled, moved twice, late or half empty is dropped."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, NULL::int,
                   'engagement.review', review.id,
                   review.state = 'cancelled' OR COALESCE(review.moved_count, 0) > 1
                   OR COALESCE(review.held_date > span.as_of, TRUE)
                  AND review.planned_date + %(days)s <= span.as_of
                   OR review.state IN ('held', 'closed') AND EXISTS (
                      SELECT FROM engagement_review_input AS section
                       WHERE section.review_id = review.id
                         AND section.mandatory IS TRUE AND section.blank IS TRUE),
                   NULL::float8
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.kind = 'management'
               AND review.first_planned_date BETWEEN span.since_date AND span.as_of
            """,
            days=TOLERANCE,
        )
