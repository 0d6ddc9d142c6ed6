# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementEvaluationAnswer(models.TransientModel):
    """Answers the contest of one score: it is kept, or corrected, and why."""

    _name = "engagement.evaluation.answer"
    _description = "Answer to a Contest"

    line_id = fields.Many2one(
        comodel_name="engagement.evaluation.line",
        string="Criterion",
        required=True,
        ondelete="cascade",
    )
    contest_reason = fields.Text(related="line_id.contest_reason")
    score = fields.Float(related="line_id.score", string="Score now")
    right_score = fields.Float(
        string="Right score (0 to 100)",
        compute="_compute_right_score",
        store=True,
        readonly=False,
        digits=(5, 2),
    )
    text = fields.Text(
        string="What we answer", required=True, help="The partner reads it."
    )

    @api.depends("line_id")
    def _compute_right_score(self):
        for answer in self:
            answer.right_score = answer.line_id.score

    def action_keep(self):
        """Keep the score."""
        self.ensure_one()
        self.line_id._answer_contest(self.text)
        return {"type": "ir.actions.act_window_close"}

    def action_correct(self):
        """Take the right score instead."""
        self.ensure_one()
        self.line_id._answer_contest(self.text, score=self.right_score)
        return {"type": "ir.actions.act_window_close"}
