# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementPrinciple(models.Model):
    """A principle of quality management that work can be tagged with.

    A principle without a live objective is shown as such, so that none is forgotten.
    """

    _name = "engagement.principle"
    _description = "Principle"
    _order = "sequence, code, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    description = fields.Text(translate=True)
    standard = fields.Char(help="Where the principle comes from.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives"
    )
    objective_count = fields.Integer(
        string="Live objectives",
        compute="_compute_objective_count",
        help="Active objectives of your companies under this principle.",
    )
    uncovered = fields.Boolean(
        string="No live objective",
        compute="_compute_objective_count",
        search="_search_uncovered",
    )

    _unique_code = models.Constraint(
        "unique(code)", "There is a principle with this code already."
    )

    @api.depends("objective_ids.state")
    @api.depends_context("allowed_company_ids")
    def _compute_objective_count(self):
        counts = dict(
            self.env["engagement.objective"]._read_group(
                [("principle_ids", "in", self.ids), ("state", "=", "active")],
                ["principle_ids"],
                ["__count"],
            )
        )
        for principle in self:
            principle.objective_count = counts.get(principle, 0)
            principle.uncovered = not principle.objective_count

    def _search_uncovered(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("objective_ids", "not any", [("state", "=", "active")])]
