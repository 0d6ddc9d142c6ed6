# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementDisputeProviderEvaluation(models.Model):
    """How fair, fast and skilled a body for disputes was, as somebody saw it."""

    _name = "engagement.dispute.provider.evaluation"
    _description = "Evaluation of a Body for Disputes"
    _order = "date desc, id desc"

    provider_id = fields.Many2one(
        comodel_name="engagement.dispute.provider",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="provider_id.company_id", store=True, precompute=True
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    fair = fields.Integer(required=True, default=3, aggregator="avg")
    fast = fields.Integer(required=True, default=3, aggregator="avg")
    skilled = fields.Integer(required=True, default=3, aggregator="avg")
    score = fields.Float(
        string="Average",
        compute="_compute_score",
        store=True,
        precompute=True,
        digits=(3, 1),
        aggregator="avg",
    )
    comment = fields.Text(help="What they did well, what not, and what we ask of them.")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Evaluated by",
        required=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )

    _grades_range = models.Constraint(
        "CHECK (fair BETWEEN 1 AND 5 AND fast BETWEEN 1 AND 5"
        " AND skilled BETWEEN 1 AND 5)",
        "Fair, fast and skilled are graded from 1, bad, to 5, very good.",
    )

    @api.depends("fair", "fast", "skilled")
    def _compute_score(self):
        for evaluation in self:
            grades = (evaluation.fair, evaluation.fast, evaluation.skilled)
            evaluation.score = sum(grades) / len(grades)
