# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.measure.source import Source
from odoo.addons.engagement_qms.models.measure.source_satisfaction import (
    MINIMUM,
    TOLD,
)
from odoo.addons.engagement_qms.models.voice.small_groups import get_hidden_sql

from .by_programme import BY_PROGRAMME, PROGRAMMES

#: Whose word a change of a programme has to go back to, to count
CITED = ("learner", "employer")


class EngagementIndicatorSource(models.AbstractModel):
    """What learners and employers say, what it changes, and which appeals were right.

    Each gives a figure for the whole and one for each programme.
    """

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        return super()._get_sources() | {
            "learner_satisfaction": Source(
                label=self.env._("How satisfied learners say they are"),
                select="_select_learner_satisfaction",
                watches={
                    "survey.user_input": ("engagement_answered_on",),
                    "engagement.survey.round": ("opened_on",),
                },
                scope_models=PROGRAMMES,
            ),
            "programme_change": Source(
                label=self.env._("Changes of programmes, and whose word they follow"),
                select="_select_programme_change",
                watches={"engagement.action": ("implemented_on",)},
                scope_models=PROGRAMMES,
            ),
            "appeal_upheld": Source(
                label=self.env._("Appeals that were right"),
                select="_select_appeal_upheld",
                watches={"engagement.complaint": ("first_answered_at",)},
                scope_models=PROGRAMMES,
            ),
        }

    @api.model
    def _select_learner_satisfaction(self):
        """Plain mean over all learners who answered; by programme where enough did.

        Small programmes, and what would tell them, are hidden as groups of a round are.
        """
        return SQL(
            """
            , said AS (
                SELECT span.company_id, span.start_date,
                       asked.learning_programme_id AS programme_id,
                       answer.engagement_index AS score
                  FROM span
                  JOIN survey_user_input AS answer
                    ON answer.engagement_company_id = span.company_id
                   AND answer.engagement_answered_on >= span.start_date
                   AND answer.engagement_answered_on < span.stop_date
                  JOIN engagement_survey_round AS asked
                    ON asked.id = answer.engagement_round_id AND %(told)s
                 WHERE answer.state = 'done' AND answer.test_entry IS NOT TRUE
                   AND answer.engagement_scaled > 0
                   AND answer.engagement_audience = 'learner'
            ), part AS (
                SELECT company_id, start_date, programme_id, AVG(score) AS score,
                       COUNT(*) AS number
                  FROM said GROUP BY 1, 2, 3
            ), marked AS (
                SELECT *, programme_id IS NULL OR %(hidden)s AS hidden FROM part
            )
            SELECT company_id, start_date, 'all', NULL::float8, NULL::float8,
                   AVG(score)::float8, COUNT(*)
              FROM said GROUP BY 1, 2
             UNION ALL
            SELECT company_id, start_date, 'programme_id:' || programme_id,
                   NULL::float8, NULL::float8, score::float8, number
              FROM marked WHERE NOT hidden
            """,
            told=TOLD,
            hidden=get_hidden_sql(
                SQL("number"),
                SQL("programme_id"),
                SQL("company_id, start_date"),
                MINIMUM,
            ),
        )

    @api.model
    def _select_programme_change(self):
        """Share of the changes put in place that learners or employers asked for."""
        return SQL(
            """
            , change AS (
                SELECT span.company_id, span.start_date,
                       action.learning_programme_id AS programme_id,
                       action.cites_input
                  FROM span
                  JOIN engagement_action AS action
                    ON action.company_id = span.company_id
                   AND action.implemented_on >= span.start_date
                   AND action.implemented_on < span.stop_date
                 WHERE action.learning_programme_id IS NOT NULL
                   AND action.state != 'cancelled'
            )
            SELECT company_id, start_date, %(scope)s,
                   COUNT(*) FILTER (WHERE cites_input IN %(cited)s), COUNT(*),
                   NULL::float8, COUNT(*)
              FROM change
             GROUP BY GROUPING SETS (
                   (company_id, start_date), (company_id, start_date, programme_id))
            """,
            scope=BY_PROGRAMME,
            cited=CITED,
        )

    @api.model
    def _select_appeal_upheld(self):
        """Share of the appeals first answered in the period that were upheld.

        In part counts as upheld; what is not judged point by point is not decided.
        """
        return SQL(
            """
            , appeal AS (
                SELECT span.company_id, span.start_date, own.programme_id, own.verdict
                  FROM span
                  JOIN engagement_complaint AS own ON own.company_id = span.company_id
                   AND own.first_answered_at >= span.start_at
                   AND own.first_answered_at < span.stop_at
                 WHERE own.kind = 'appeal' AND own.verdict IS NOT NULL
            )
            SELECT company_id, start_date, %(scope)s,
                   COUNT(*) FILTER (WHERE verdict IN ('upheld', 'partly')), COUNT(*),
                   NULL::float8, COUNT(*)
              FROM appeal
             GROUP BY GROUPING SETS (
                   (company_id, start_date), (company_id, start_date, programme_id))
            HAVING GROUPING(programme_id) = 1 OR programme_id IS NOT NULL
            """,
            scope=BY_PROGRAMME,
        )
