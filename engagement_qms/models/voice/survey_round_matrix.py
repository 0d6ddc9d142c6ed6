# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import fields, models
from odoo.tools import SQL

from .survey_programme import LOW_SCORE


class EngagementSurveyRoundMatrix(models.Model):
    """Importance against satisfaction: what to improve first, and what to keep up."""

    _inherit = "engagement.survey.round"

    topic_ids = fields.One2many(
        comodel_name="engagement.survey.round.topic",
        inverse_name="round_id",
        string="Topics",
    )

    def _refresh_topics(self):
        """Work out the topics of those whose figures are out."""
        # sudo: only this writes topics
        topics = self.env["engagement.survey.round.topic"].sudo()
        out = self.filtered(lambda survey_round: survey_round._are_figures_out())
        if not out:
            return
        topics.search([("round_id", "in", self.ids)]).unlink()
        topics.create(
            [
                values
                for survey_round, rows in out._get_question_means().items()
                for values in survey_round._prepare_topics(rows)
            ]
        )

    def _get_question_means(self):
        """Return {round: [(question, mean, number)]} over scaled answers."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT answer.engagement_round_id, line.question_id,
                       AVG(100.0 * (line.value_scale - question.scale_min)
                           / (question.scale_max - question.scale_min))::float,
                       COUNT(*)
                  FROM survey_user_input_line AS line
                  JOIN survey_user_input AS answer ON answer.id = line.user_input_id
                  JOIN survey_question AS question ON question.id = line.question_id
                 WHERE answer.engagement_round_id IN %s
                   AND answer.state = 'done' AND answer.test_entry IS NOT TRUE
                   AND line.answer_type = 'scale' AND line.skipped IS NOT TRUE
                   AND question.scale_max > question.scale_min
                 GROUP BY 1, 2
                """,
                tuple(self.ids),
            )
        )
        means = defaultdict(list)
        # sudo: questions are those of the survey app, their words are in the result
        questions = self.env["survey.question"].sudo()
        for round_id, question_id, mean, count in rows:
            found = (questions.browse(question_id), mean, count)
            means[self.browse(round_id)].append(found)
        return means

    def _prepare_topics(self, rows):
        """Return the values of the topics of one round, small ones left out."""
        self.ensure_one()
        rows = [row for row in rows if row[2] >= self.minimum_group]
        importance = {
            question.engagement_topic: mean
            for question, mean, _count in rows
            if question.engagement_measures == "importance"
        }
        usual = sum(importance.values()) / len(importance) if importance else 0
        low = self.programme_id.low_score if self.programme_id else LOW_SCORE
        # sudo: figures of the round before
        before = {
            topic.question_id: topic.satisfaction
            for topic in self.previous_id.sudo().topic_ids
        }
        for question, mean, count in rows:
            if question.engagement_measures == "importance":
                continue
            weight = importance.get(question.engagement_topic)
            verdict = False
            if question.engagement_topic and weight is not None:
                satisfied = ("first", "keep") if weight >= usual else ("watch", "ease")
                verdict = satisfied[mean >= low]
            yield {
                "round_id": self.id,
                "question_id": question.id,
                "sequence": question.sequence,
                "satisfaction": mean,
                "importance": weight or 0,
                "has_importance": weight is not None,
                "sample": count,
                "verdict": verdict,
                "previous": before.get(question, 0),
                "has_previous": question in before,
                "change": mean - before[question] if question in before else 0,
            }
