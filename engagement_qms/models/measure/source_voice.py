# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from .source import Source

#: So often in twelve months, the same is a recurring issue
RECURRING = 3
#: So many days after it was closed, the result is told back at the latest
TOLD_BACK_DAYS = 30


class EngagementIndicatorSource(models.AbstractModel):
    """What complaints say when they are looked at together, and beside other things."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        complaints = {"engagement.complaint": ("received_at",)}
        return super()._get_sources() | {
            "complaint_rate": Source(
                label=self.env._("Complaints for each thousand customers"),
                select="_select_complaint_rate",
                watches={**complaints, "engagement.party": ()},
            ),
            "recurrence": Source(
                label=self.env._("Complaints that came back after an action"),
                select="_select_recurrence",
                watches={
                    **complaints,
                    "engagement.action": ("implemented_on",),
                },
                reach=12,
            ),
            "escalation": Source(
                label=self.env._("Answers that led to an external dispute"),
                select="_select_escalation",
                watches={
                    "engagement.complaint": ("first_answered_at",),
                    "engagement.dispute": ("opened_on",),
                },
                # a dispute changes the month in which its complaint was answered
                ages=True,
            ),
            "self_found": Source(
                label=self.env._("Problems that we found ourselves"),
                select="_select_self_found",
                watches={
                    **complaints,
                    "engagement.feedback": ("received_at",),
                    "engagement.action": ("create_date",),
                },
            ),
            "recurring_unaddressed": Source(
                label=self.env._("Recurring issues that nobody works on"),
                select="_select_recurring_unaddressed",
                watches={
                    **complaints,
                    "engagement.action": ("create_date", "implemented_on"),
                },
                reach=12,
                ages=True,
            ),
        }

    @api.model
    def _select_complaint_rate(self):
        """Complaints of the period over orders, or over customers where none are sold.

        Customers are the relevant parties whose category is a customer, each contact
        once, and members of groups.
        """
        return SQL(
            """
            , complaint AS (
                SELECT span.company_id, span.start_date, COUNT(*) AS number
                  FROM span
                  JOIN engagement_complaint AS voice
                    ON voice.company_id = span.company_id
                   AND voice.received_at >= span.start_at
                   AND voice.received_at < span.stop_at
                 WHERE voice.kind = 'complaint'
                   AND voice.closing_reason IS DISTINCT FROM 'reclassified'
                 GROUP BY 1, 2
            ), served (company_id, start_date, number) AS (%(served)s)
            SELECT company_id, start_date, 'all', COALESCE(complaint.number, 0),
                   served.number, NULL::float8, served.number
              FROM served
         LEFT JOIN complaint USING (company_id, start_date)
            """,
            served=self._get_served(),
        )

    @api.model
    def _get_served(self):
        """Return a set (company_id, start_date, number): how many could complain."""
        if "sale.order" in self.env:
            return SQL(
                """
                SELECT span.company_id, span.start_date, COUNT(*)
                  FROM span
                  JOIN sale_order AS sold ON sold.company_id = span.company_id
                   AND sold.state = 'sale'
                   AND sold.date_order >= span.start_at
                   AND sold.date_order < span.stop_at
                 GROUP BY 1, 2
                """
            )
        return SQL(
            """
            SELECT span.company_id, span.start_date, COUNT(DISTINCT party.partner_id)
              FROM span
              JOIN engagement_party AS party ON party.company_id = span.company_id
              JOIN engagement_party_category AS category
                ON category.id = party.category_id AND category.value_role != 'none'
             WHERE party.active IS TRUE AND party.relevant IS TRUE
               AND party.partner_id IS NOT NULL
             GROUP BY 1, 2
            """
        )

    @api.model
    def _select_recurrence(self):
        """Share of complaints with a cause that had come up before, and been acted on.

        The same cause about the same thing within twelve months, after an action on it
        was implemented.
        """
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (WHERE EXISTS (
                       SELECT 1
                         FROM engagement_complaint AS before
                         JOIN engagement_action AS action
                           ON action.complaint_id = before.id
                        WHERE before.company_id = voice.company_id
                          AND before.cause_id = voice.cause_id
                          AND before.subject_key = voice.subject_key
                          AND before.received_at < voice.received_at
                          AND before.received_at
                              >= voice.received_at - INTERVAL '12 months'
                          AND action.state != 'cancelled'
                          AND action.implemented_on <= voice.received_at::date
                   )),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_complaint AS voice ON voice.company_id = span.company_id
               AND voice.received_at >= span.start_at
               AND voice.received_at < span.stop_at
             WHERE voice.cause_id IS NOT NULL
               AND voice.closing_reason IS DISTINCT FROM 'reclassified'
             GROUP BY 1, 2
            """
        )

    @api.model
    def _select_escalation(self):
        """Share of the complaints answered in the period that went to somebody else."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (WHERE EXISTS (
                       SELECT 1 FROM engagement_dispute AS dispute
                        WHERE dispute.complaint_id = voice.id
                   )),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_complaint AS voice ON voice.company_id = span.company_id
               AND voice.first_answered_at >= span.start_at
               AND voice.first_answered_at < span.stop_at
             WHERE voice.closing_reason IS DISTINCT FROM 'reclassified'
             GROUP BY 1, 2
            """
        )

    @api.model
    def _select_self_found(self):
        """Share of the problems that our own people named, not somebody outside.

        Ours: corrections and preventions that no complaint, feedback or dispute began,
        and concerns of colleagues. Outside: complaints, and concerns of others.
        """
        return SQL(
            """
            , problem (company_id, moment, ours) AS (
                SELECT company_id, received_at, FALSE
                  FROM engagement_complaint
                 WHERE closing_reason IS DISTINCT FROM 'reclassified'
                 UNION ALL
                SELECT concern.company_id, concern.received_at,
                       NOT COALESCE(person.partner_share, TRUE)
                  FROM engagement_feedback AS concern
             LEFT JOIN res_partner AS person ON person.id = concern.partner_id
                 WHERE concern.kind = 'concern' AND concern.complaint_id IS NULL
                 UNION ALL
                SELECT company_id, create_date, TRUE
                  FROM engagement_action
                 WHERE kind IN ('correction', 'corrective', 'preventive')
                   AND state != 'cancelled'
                   AND (origin_model IS NULL OR origin_model NOT IN %(outside)s)
            )
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (WHERE problem.ours), COUNT(*), NULL::float8,
                   COUNT(*)
              FROM span
              JOIN problem ON problem.company_id = span.company_id
               AND problem.moment >= span.start_at AND problem.moment < span.stop_at
             GROUP BY 1, 2
            """,
            outside=(
                "engagement.complaint",
                "engagement.feedback",
                "engagement.dispute",
                "engagement.cluster",
            ),
        )

    @api.model
    def _select_recurring_unaddressed(self):
        """How many causes came up about the same thing again without an action.

        Counted up to the day as of which the period is known: at least three times in
        twelve months, and no action on it that is under way or has helped.
        """
        return SQL(
            """
            , issue AS (
                SELECT span.company_id, span.start_date, span.as_of, voice.cause_id,
                       voice.subject_key, ARRAY_AGG(voice.id) AS ids
                  FROM span
                  JOIN engagement_complaint AS voice
                    ON voice.company_id = span.company_id
                   AND voice.received_at < LEAST(span.stop_at, span.as_of + 1)
                   AND voice.received_at >= span.as_of - INTERVAL '12 months'
                 WHERE voice.cause_id IS NOT NULL AND voice.subject_key IS NOT NULL
                   AND voice.closing_reason IS DISTINCT FROM 'reclassified'
                 GROUP BY 1, 2, 3, 4, 5
                HAVING COUNT(*) >= %(recurring)s
            )
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(issue.cause_id), NULL::float8, COUNT(issue.cause_id)::float8,
                   COUNT(issue.cause_id)
              FROM span
         LEFT JOIN issue ON issue.company_id = span.company_id
               AND issue.start_date = span.start_date
               AND NOT EXISTS (
                   SELECT 1
                     FROM engagement_action AS action
                LEFT JOIN engagement_cluster AS cluster
                       ON action.origin_model = 'engagement.cluster'
                      AND cluster.id = action.origin_res_id
                    WHERE (action.complaint_id = ANY(issue.ids)
                           OR cluster.cause_id = issue.cause_id
                          AND cluster.subject_key = issue.subject_key)
                      AND action.create_date < issue.as_of + 1
                      AND (action.state IN ('plan', 'do', 'check', 'act')
                           OR action.check_result = 'effective')
               )
             WHERE EXISTS (
                   SELECT 1 FROM engagement_complaint AS any_voice
                    WHERE any_voice.company_id = span.company_id
                      AND any_voice.received_at < span.stop_at)
             GROUP BY 1, 2
            """,
            recurring=RECURRING,
        )
