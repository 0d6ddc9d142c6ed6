# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.tools import SQL


class EngagementActionSurvey(models.Model):
    """An action that a low answer asked for: one for each round and question."""

    _inherit = "engagement.action"

    survey_question_id = fields.Many2one(
        comodel_name="survey.question",
        string="Question",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    _once_per_question = models.UniqueIndex(
        "(origin_res_id, survey_question_id)"
        " WHERE origin_model = 'engagement.survey.round'"
        " AND survey_question_id IS NOT NULL",
        "There is an action for this question already.",
    )


class EngagementSurveyRoundAction(models.Model):
    """What is done because of a round: by hand, or because somebody is unhappy."""

    _inherit = "engagement.survey.round"

    missing_text = fields.Text(
        string="Still missing", compute="_compute_missing_text", exportable=False
    )

    def _compute_missing_text(self):
        for survey_round in self:
            step = {"draft": "open", "closed": "done"}.get(survey_round.state)
            missing = survey_round._get_missing(step) if step else ()
            survey_round.missing_text = "\n".join(missing) or False

    def action_view_invitations(self):
        """Open who was invited."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_survey_invitation_action"
        )
        return action | {"domain": [("round_id", "=", self.id)]}

    def action_view_answers(self):
        """Open the answers; those of an anonymous round nobody sees one by one."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_survey_answer_action"
        )
        return action | {
            "domain": [
                ("engagement_round_id", "=", self.id),
                ("test_entry", "=", False),
            ]
        }

    def _get_actions(self):
        """Return the actions that follow, those that were given up left out."""
        # sudo: that something is done does not depend on who looks
        actions = self.env["engagement.action"].sudo()
        return actions.search(
            [
                ("origin_model", "=", self._name),
                ("origin_res_id", "in", self.ids),
                ("state", "!=", "cancelled"),
            ]
        )

    def _look_into_low_scores(self):
        """Open an action where the result is low, and where single answers are."""
        for survey_round in self.filtered("programme_id"):
            low = survey_round.programme_id.low_score
            if (
                survey_round._is_index_shown()
                and survey_round.satisfaction_index < low
                and not survey_round._get_actions().filtered(
                    lambda action: not action.survey_question_id
                )
            ):
                survey_round._open_action(
                    self.env._(
                        "%(round)s: the index is below %(low)s",
                        round=survey_round.name,
                        low=f"{low:.0f}",
                    )
                )
            if survey_round.anonymous and survey_round._is_index_shown():
                survey_round._look_into_lines()

    def _look_into_lines(self, answers=None):
        """Open an action for each question that somebody answered very low.

        :param answers: those to look at; all of the round when empty
        """
        self.ensure_one()
        if not self.programme_id:
            return
        self.env.flush_all()
        only = SQL("AND answer.id IN %s", tuple(answers.ids)) if answers else SQL()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT line.question_id
                  FROM survey_user_input_line AS line
                  JOIN survey_user_input AS answer ON answer.id = line.user_input_id
                  JOIN survey_question AS question ON question.id = line.question_id
                 WHERE answer.engagement_round_id = %s %s
                   AND answer.state = 'done' AND answer.test_entry IS NOT TRUE
                   AND line.answer_type = 'scale' AND line.skipped IS NOT TRUE
                   AND question.engagement_measures IS DISTINCT FROM 'importance'
                   AND question.scale_max > question.scale_min
                   AND 100.0 * (line.value_scale - question.scale_min)
                       / (question.scale_max - question.scale_min) <= %s
                   AND NOT EXISTS (
                       SELECT FROM engagement_action AS action
                        WHERE action.origin_model = 'engagement.survey.round'
                          AND action.origin_res_id = answer.engagement_round_id
                          AND action.survey_question_id = question.id)
                 ORDER BY 1
                """,
                self.id,
                only,
                self.programme_id.alarm_score,
            )
        )
        # sudo: the words of the question, for whoever works on the action
        questions = self.env["survey.question"].sudo()
        for question in questions.browse([question_id for (question_id,) in rows]):
            self._open_action(
                self.env._(
                    "%(round)s: very low on “%(question)s”",
                    round=self.name,
                    question=question.title,
                ),
                survey_question_id=question.id,
            )

    def _open_action(self, name, **values):
        """Open an action of this round, in the name of nobody who answered."""
        robot = self.env.ref("base.user_root")
        # sudo: it is opened by the answers, whoever gave them
        actions = self.env["engagement.action"].with_user(robot).sudo()
        return actions.create(
            {
                "name": name,
                "kind": "improvement",
                "origin_model": self._name,
                "origin_res_id": self.id,
                "company_id": self.company_id.id,
                "user_id": self.user_id.id,
                **values,
            }
        )
