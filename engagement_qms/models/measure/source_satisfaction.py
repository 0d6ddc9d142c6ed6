# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from ..voice.small_groups import get_hidden_sql
from .source import Source
from .source_voice import TOLD_BACK_DAYS

#: A group with fewer answers says nothing by itself
MINIMUM = 5
#: Whose satisfaction is in the index; staff have figures of their own
OUTSIDE = ("customer", "partner", "learner")
#: Whether the answers of a round may be looked at
TOLD = SQL("(asked.anonymous IS NOT TRUE OR asked.closed_on IS NOT NULL)")


class EngagementIndicatorSource(models.AbstractModel):
    """What people say in survey rounds, how many of them, and what became of it."""

    _inherit = "engagement.indicator.source"

    @api.model
    def _get_sources(self):
        answers = {
            "survey.user_input": ("engagement_answered_on",),
            "engagement.survey.round": ("opened_on",),
        }
        groups = {"category_id": "engagement.party.category"}
        return super()._get_sources() | {
            "satisfaction": Source(
                label=self.env._("How satisfied people say they are"),
                select="_select_satisfaction",
                watches={**answers, "rating.rating": ("create_date",)},
                scope_models=groups,
            ),
            "satisfaction_weighted": Source(
                label=self.env._("How satisfied the groups are, by their size"),
                select="_select_satisfaction_weighted",
                watches={**answers, "engagement.party": ()},
            ),
            "speak_up": Source(
                label=self.env._("How safe staff feel to speak up"),
                select="_select_speak_up",
                watches=answers,
            ),
            "closed_loop": Source(
                label=self.env._("Rounds and suggestions told back in time"),
                select="_select_closed_loop",
                watches={
                    "engagement.survey.round": ("closed_on",),
                    "engagement.feedback": ("closed_on",),
                },
                ages=True,
            ),
            "voice_gap": Source(
                label=self.env._("The group that is heard less than its size"),
                select="_select_voice_gap",
                watches={
                    "engagement.survey.round": ("closed_on",),
                    "engagement.survey.round.group": (),
                },
            ),
        }

    @api.model
    def _get_voices(self):
        return super()._get_voices() | {"engagement.survey.round": "closed_on"}

    @api.model
    def _get_answers(self):
        """Return a set (company_id, day, category_id, score): one row per answer.

        Finished answers of people outside in which something was scaled, and ratings
        of complaint handling, from 0 to 100. Test answers do not count; those of an
        anonymous round not before it is closed, because two looks at a running mean,
        with an answer in between, tell that answer.
        """
        return SQL(
            """
            SELECT answer.engagement_company_id, answer.engagement_answered_on,
                   answer.engagement_category_id, answer.engagement_index
              FROM survey_user_input AS answer
              JOIN engagement_survey_round AS asked
                ON asked.id = answer.engagement_round_id AND %(told)s
             WHERE answer.state = 'done' AND answer.test_entry IS NOT TRUE
               AND answer.engagement_scaled > 0
               AND answer.engagement_audience IN %(outside)s
             UNION ALL
            SELECT voice.company_id, rating.create_date::date, voice.category_id,
                   100.0 * (rating.rating - 1) / 4
              FROM rating_rating AS rating
              JOIN engagement_complaint AS voice ON voice.id = rating.res_id
             WHERE rating.res_model = 'engagement.complaint'
               AND rating.consumed IS TRUE AND rating.rating >= 1
            """,
            told=TOLD,
            outside=OUTSIDE,
        )

    @api.model
    def _select_satisfaction(self):
        """Plain mean over all who answered; by group where enough did.

        Small groups, and what would tell them, are hidden as in a survey round.
        """
        return SQL(
            """
            , answer (company_id, day, category_id, score) AS (%(answers)s),
            said AS (
                SELECT span.company_id, span.start_date, answer.category_id,
                       answer.score
                  FROM span
                  JOIN answer ON answer.company_id = span.company_id
                   AND answer.day >= span.start_date AND answer.day < span.stop_date
            ), part AS (
                SELECT company_id, start_date, category_id, AVG(score) AS score,
                       COUNT(*) AS number
                  FROM said
                 GROUP BY 1, 2, 3
            ), marked AS (
                SELECT *, category_id IS NULL OR %(hidden)s AS hidden FROM part
            )
            SELECT company_id, start_date, 'all', NULL::float8, NULL::float8,
                   AVG(score)::float8, COUNT(*)
              FROM said GROUP BY 1, 2
             UNION ALL
            SELECT company_id, start_date, 'category_id:' || category_id,
                   NULL::float8, NULL::float8, score::float8, number
              FROM marked WHERE NOT hidden
            """,
            answers=self._get_answers(),
            hidden=get_hidden_sql(
                SQL("number"),
                SQL("category_id"),
                SQL("company_id, start_date"),
                MINIMUM,
            ),
        )

    @api.model
    def _select_satisfaction_weighted(self):
        """Mean of the groups, each weighted by how many parties it has."""
        return SQL(
            """
            , answer (company_id, day, category_id, score) AS (%(answers)s),
            size AS (
                SELECT company_id, category_id, COUNT(*) AS weight
                  FROM engagement_party
                 WHERE active IS TRUE AND relevant IS TRUE
                 GROUP BY 1, 2
            ), part AS (
                SELECT span.company_id, span.start_date, answer.category_id,
                       AVG(answer.score) AS score, COUNT(*) AS number
                  FROM span
                  JOIN answer ON answer.company_id = span.company_id
                   AND answer.day >= span.start_date AND answer.day < span.stop_date
                 GROUP BY 1, 2, 3
            )
            SELECT part.company_id, part.start_date, 'all',
                   SUM(size.weight * part.score)::float8, SUM(size.weight)::float8,
                   (SUM(size.weight * part.score) / SUM(size.weight))::float8,
                   SUM(part.number)
              FROM part
              JOIN size ON size.company_id = part.company_id
               AND size.category_id = part.category_id
             GROUP BY 1, 2
            """,
            answers=self._get_answers(),
        )

    @api.model
    def _select_speak_up(self):
        """Mean over staff of the mean of their answers on speaking up."""
        return SQL(
            """
            , person AS (
                SELECT answer.engagement_company_id AS company_id,
                       answer.engagement_answered_on AS day, answer.id,
                       AVG(100.0 * (line.value_scale - question.scale_min)
                           / NULLIF(question.scale_max - question.scale_min, 0))
                           AS score
                  FROM survey_user_input_line AS line
                  JOIN survey_question AS question ON question.id = line.question_id
                   AND question.engagement_measures = 'speak_up'
                  JOIN survey_user_input AS answer ON answer.id = line.user_input_id
                  JOIN engagement_survey_round AS asked
                    ON asked.id = answer.engagement_round_id AND %(told)s
                 WHERE answer.state = 'done' AND answer.test_entry IS NOT TRUE
                   AND answer.engagement_audience = 'staff'
                   AND line.answer_type = 'scale' AND line.skipped IS NOT TRUE
                 GROUP BY 1, 2, 3
            )
            SELECT span.company_id, span.start_date, 'all', NULL::float8, NULL::float8,
                   AVG(person.score)::float8, COUNT(*)
              FROM span
              JOIN person ON person.company_id = span.company_id
               AND person.day >= span.start_date AND person.day < span.stop_date
             GROUP BY 1, 2
            """,
            told=TOLD,
        )

    @api.model
    def _select_closed_loop(self):
        """Share of what was closed in the period that was told back soon after."""
        return SQL(
            """
            , voice (company_id, closed_on, told_on) AS (
                SELECT company_id, closed_on, reported_back_on
                  FROM engagement_survey_round
                 WHERE closed_on IS NOT NULL
                 UNION ALL
                SELECT company_id, closed_on, reported_back_on
                  FROM engagement_feedback
                 WHERE kind = 'suggestion' AND closed_on IS NOT NULL
                   AND complaint_id IS NULL
            )
            SELECT span.company_id, span.start_date, 'all',
                   COUNT(*) FILTER (
                       WHERE voice.told_on <= voice.closed_on + %(days)s),
                   COUNT(*), NULL::float8, COUNT(*)
              FROM span
              JOIN voice ON voice.company_id = span.company_id
               AND voice.closed_on >= span.start_date
               AND voice.closed_on < span.stop_date
             WHERE voice.told_on IS NOT NULL
                OR voice.closed_on + %(days)s < %(today)s
             GROUP BY 1, 2
            """,
            days=TOLD_BACK_DAYS,
            today=fields.Date.context_today(self),
        )

    @api.model
    def _select_voice_gap(self):
        """Largest shortfall of a group: its share of people less that of answers."""
        return SQL(
            """
            , size AS (
                SELECT span.company_id, span.start_date, part.category_id,
                       SUM(part.population) AS population, SUM(part.answered) AS heard
                  FROM span
                  JOIN engagement_survey_round AS asked
                    ON asked.company_id = span.company_id
                   AND asked.closed_on >= span.start_date
                   AND asked.closed_on < span.stop_date
                  JOIN engagement_survey_round_group AS part
                    ON part.round_id = asked.id
                 GROUP BY 1, 2, 3
            ), share AS (
                SELECT company_id, start_date, heard,
                       100.0 * population / NULLIF(SUM(population) OVER whole, 0)
                       - 100.0 * heard / NULLIF(SUM(heard) OVER whole, 0) AS gap
                  FROM size
                WINDOW whole AS (PARTITION BY company_id, start_date)
            )
            SELECT company_id, start_date, 'all', NULL::float8, NULL::float8,
                   GREATEST(MAX(gap), 0)::float8, SUM(heard)
              FROM share
             WHERE gap IS NOT NULL
             GROUP BY 1, 2
            """
        )
