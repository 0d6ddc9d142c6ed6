# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

GOAL_CATEGORIES = [
    ("growth", "Growth"),
    ("satisfaction", "Satisfaction"),
    ("efficiency", "Efficiency"),
    ("risk", "Less risk"),
]


class EngagementBusinessGoal(models.Model):
    """What the organisation wants in the large; objectives are the steps towards it."""

    _name = "engagement.business.goal"
    _description = "Business Goal"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    category = fields.Selection(
        selection=GOAL_CATEGORIES, required=True, default="satisfaction"
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    objective_ids = fields.One2many(
        comodel_name="engagement.objective",
        inverse_name="goal_id",
        string="Objectives",
    )
    objective_count = fields.Integer(
        string="Live objectives", compute="_compute_objective_count"
    )

    @api.depends("objective_ids.state")
    def _compute_objective_count(self):
        counts = dict(
            self.env["engagement.objective"]._read_group(
                [("goal_id", "in", self.ids), ("state", "=", "active")],
                ["goal_id"],
                ["__count"],
            )
        )
        for goal in self:
            goal.objective_count = counts.get(goal, 0)
