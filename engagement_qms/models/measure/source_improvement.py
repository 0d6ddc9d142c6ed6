# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .source import Source
from .source_engagement import TOLERANCE


class EngagementIndicatorSource(models.AbstractModel):
    """How fast and how punctually we act, and hold our reviews."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        actions = {"engagement.action": ("implemented_on",)}
        return super()._get_sources() | {
            "closure_median": Source(
                label=self.env._("Days from a voice to the action in place"),
                select="_select_closure_median",
                watches=actions,
            ),
            "closure_p90": Source(
                label=self.env._("Days within which nine of ten actions are in place"),
                select="_select_closure_p90",
                watches=actions,
            ),
            "closure_waiting": Source(
                label=self.env._("Days that open actions of a voice have waited"),
                select="_select_closure_waiting",
                watches={"engagement.action": ()},
                ages=True,
            ),
            "action_on_time": Source(
                label=self.env._("Actions done by the day first agreed"),
                select="_select_action_on_time",
                watches={"engagement.action": ("first_due_date",)},
                ages=True,
            ),
            "review_on_time": Source(
                label=self.env._("Reviews held as planned"),
                select="_select_review_on_time",
                watches={"engagement.review": ("planned_date",)},
                ages=True,
            ),
            "decision_time": Source(
                label=self.env._("Days from a finding to the decision on it"),
                select="_select_decision_time",
                watches={"engagement.review.finding": ("decided_on",)},
            ),
            "recognition": Source(
                label=self.env._("People recognised, of all who work here"),
                select="_select_recognition",
                watches={
                    "engagement.recognition": ("given_on",),
                    "hr.employee": (),
                },
            ),
            "self_assessment": Source(
                label=self.env._("People who assessed themselves"),
                select="_select_self_assessment",
                watches={
                    "engagement.self.assessment": ("date",),
                    "engagement.objective": (),
                },
            ),
        }

    @api.model
    def _get_voiced_actions(self):
        """Return a set (id, company_id, voiced_on): actions that a voice began."""
        return SQL(" UNION ALL ").join(
            SQL(
                """
                SELECT action.id, action.company_id, voice.%(day)s::date
                  FROM engagement_action AS action
                  JOIN %(table)s AS voice ON voice.id = action.origin_res_id
                 WHERE action.origin_model = %(model)s AND action.state != 'cancelled'
                """,
                day=SQL.identifier(day),
                table=SQL.identifier(self.env[model]._table),
                model=model,
            )
            for model, day in self._get_voices().items()
        )

    @api.model
    def _get_voices(self):
        """Return {model: date field}: where people speak, and since when we know."""
        return {
            "engagement.complaint": "received_at",
            "engagement.feedback": "received_at",
        }

    @api.model
    def _select_closure_median(self):
        """Days from the voice to the action in place: half took less."""
        return self._get_closure(0.5)

    @api.model
    def _select_closure_p90(self):
        """Days from the voice to the action in place: nine of ten took less."""
        return self._get_closure(0.9)

    @api.model
    def _get_closure(self, share):
        return SQL(
            """
            , voiced (id, company_id, voiced_on) AS (%(voiced)s)
            SELECT span.company_id, span.start_date, 'all', NULL::float8, NULL::float8,
                   PERCENTILE_CONT(%(share)s) WITHIN GROUP (
                       ORDER BY (action.implemented_on - voiced.voiced_on)::float8),
                   COUNT(*)
              FROM span
              JOIN voiced ON voiced.company_id = span.company_id
              JOIN engagement_action AS action ON action.id = voiced.id
               AND action.implemented_on >= span.start_date
               AND action.implemented_on < span.stop_date
             GROUP BY 1, 2
            """,
            voiced=self._get_voiced_actions(),
            share=share,
        )

    @api.model
    def _select_closure_waiting(self):
        """Days that actions of a voice have waited which are not in place yet."""
        return SQL(
            """
            , voiced (id, company_id, voiced_on) AS (%(voiced)s)
            SELECT span.company_id, span.start_date, 'all', NULL::float8, NULL::float8,
                   PERCENTILE_CONT(0.5) WITHIN GROUP (
                       ORDER BY (span.as_of - voiced.voiced_on)::float8),
                   COUNT(*)
              FROM span
              JOIN voiced ON voiced.company_id = span.company_id
               AND voiced.voiced_on <= span.as_of
              JOIN engagement_action AS action ON action.id = voiced.id
               AND action.create_date < span.as_of + 1
               AND (action.implemented_on IS NULL
                    OR action.implemented_on > span.as_of)
             GROUP BY 1, 2
            """,
            voiced=self._get_voiced_actions(),
        )

    @api.model
    def _select_action_on_time(self):
        """Share of the actions first due in the period that were done by then."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (
                       WHERE action.implemented_on <= action.first_due_date),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_action AS action ON action.company_id = span.company_id
               AND action.first_due_date >= span.start_date
               AND action.first_due_date < span.stop_date
             WHERE action.state != 'cancelled'
               AND (action.implemented_on IS NOT NULL
                    OR action.first_due_date < %(today)s)
             GROUP BY 1, 2
            """,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_review_on_time(self):
        """Share of the reviews planned for the period that were held about then."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (
                       WHERE review.state IN ('held', 'closed')
                         AND review.held_date <= review.planned_date + %(days)s),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN engagement_review AS review ON review.company_id = span.company_id
               AND review.planned_date >= span.start_date
               AND review.planned_date < span.stop_date
             WHERE review.state != 'cancelled'
               AND (review.state IN ('held', 'closed')
                    OR review.planned_date + %(days)s < %(today)s)
             GROUP BY 1, 2
            """,
            days=TOLERANCE,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_decision_time(self):
        """Days that findings had waited when they were decided on: half took less."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all', NULL::float8, NULL::float8,
                   PERCENTILE_CONT(0.5) WITHIN GROUP (
                       ORDER BY (finding.decided_on - finding.found_on)::float8),
                   COUNT(*)
              FROM span
              JOIN engagement_review_finding AS finding
                ON finding.company_id = span.company_id
               AND finding.decided_on >= span.start_date
               AND finding.decided_on < span.stop_date
             GROUP BY 1, 2
            """
        )

    @api.model
    def _select_recognition(self):
        """Different people of ours who were thanked, of all who work here.

        Who left counts for neither; who came later does not count for the time before.
        """
        link = self.env["engagement.recognition"]._fields["employee_ids"]
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (WHERE EXISTS (
                       SELECT FROM engagement_recognition AS recognition
                         JOIN %(link)s AS named
                           ON named.%(recognition)s = recognition.id
                        WHERE named.%(employee)s = employee.id AND recognition.active
                          AND recognition.company_id = span.company_id
                          AND recognition.given_on >= span.start_date
                          AND recognition.given_on < span.stop_date)),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN hr_employee AS employee ON employee.company_id = span.company_id
             WHERE employee.active AND employee.create_date < span.as_of + 1
             GROUP BY 1, 2
            """,
            link=SQL.identifier(link.relation),
            recognition=SQL.identifier(link.column1),
            employee=SQL.identifier(link.column2),
        )

    @api.model
    def _select_self_assessment(self):
        """Of those who have an objective to reach, who assessed the own work."""
        return SQL(
            """
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(DISTINCT objective.owner_id) FILTER (WHERE EXISTS (
                       SELECT FROM engagement_self_assessment AS assessment
                        WHERE assessment.employee_id = objective.owner_id
                          AND assessment.company_id = span.company_id
                          AND assessment.date >= span.start_date
                          AND assessment.date < span.stop_date)),
                   COUNT(DISTINCT objective.owner_id), NULL::float8,
                   COUNT(DISTINCT objective.owner_id)
              FROM span
              JOIN engagement_objective AS objective
                ON objective.company_id = span.company_id
             WHERE objective.active AND objective.state = 'active'
               AND objective.owner_id IS NOT NULL
               AND objective.create_date < span.as_of + 1
             GROUP BY 1, 2
            """
        )
