# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL


class EngagementSurveyRoundWords(models.Model):
    """What people wrote in a round, and the questions that nobody answered."""

    _inherit = "engagement.survey.round"

    comments = fields.Text(
        string="In their own words",
        compute="_compute_comments",
        groups="engagement_qms.group_engagement_officer",
        exportable=False,
    )

    @api.depends("state", "answered_count")
    def _compute_comments(self):
        """Show what was written, in no order that tells who wrote it."""
        for survey_round in self:
            survey_round.comments = False
            shown = survey_round.answered_count >= survey_round.minimum_group
            if not shown or not survey_round._are_figures_out():
                continue
            rows = self.env.execute_query(survey_round._get_comments_query())
            survey_round.comments = "\n".join(f"• {text}" for (text,) in rows) or False

    def _get_comments_query(self):
        return SQL(
            """
            SELECT COALESCE(line.value_text_box, line.value_char_box) AS text
              FROM survey_user_input_line AS line
              JOIN survey_user_input AS answer ON answer.id = line.user_input_id
             WHERE answer.engagement_round_id = %s
               AND answer.state = 'done' AND answer.test_entry IS NOT TRUE
               AND line.skipped IS NOT TRUE
               AND COALESCE(line.value_text_box, line.value_char_box) <> ''
             ORDER BY md5(COALESCE(line.value_text_box, line.value_char_box))
             LIMIT 500
            """,
            self.id,
        )

    def _get_unused_questions(self):
        """Return the questions of the questionnaires that nobody answered."""
        # sudo: that nobody answered tells nothing of anybody
        questions = self.survey_id.sudo().question_ids
        # sudo: as above
        lines = self.env["survey.user_input.line"].sudo()
        used = lines._read_group(
            [
                ("question_id", "in", questions.ids),
                ("skipped", "=", False),
                ("user_input_id.engagement_round_id", "in", self.ids),
                ("user_input_id.state", "=", "done"),
                ("user_input_id.test_entry", "=", False),
            ],
            ["question_id"],
        )
        return questions - questions.browse([question.id for (question,) in used])
