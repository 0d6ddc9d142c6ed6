# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class HrDepartment(models.Model):
    """A department and the objectives it carries; one without any is shown as such."""

    _inherit = "hr.department"

    engagement_objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives"
    )
    engagement_objective_count = fields.Integer(
        string="Live objectives",
        compute="_compute_engagement_objective_count",
        help="Active objectives in which this department takes part.",
    )
    engagement_no_objective = fields.Boolean(
        string="No live objective",
        compute="_compute_engagement_objective_count",
        search="_search_engagement_no_objective",
    )

    @api.depends("engagement_objective_ids.state")
    @api.depends_context("allowed_company_ids")
    def _compute_engagement_objective_count(self):
        counts = {}
        objectives = self.env["engagement.objective"]
        # the form of a department is open to people who do not use this app
        if objectives.has_access("read"):
            counts = dict(
                objectives._read_group(
                    [("department_ids", "in", self.ids), ("state", "=", "active")],
                    ["department_ids"],
                    ["__count"],
                )
            )
        for department in self:
            count = counts.get(department, 0)
            department.engagement_objective_count = count
            department.engagement_no_objective = not count

    def _search_engagement_no_objective(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("engagement_objective_ids", "not any", [("state", "=", "active")])]

    def action_view_engagement_objectives(self):
        """Open the objectives of this department."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_objective_action"
        )
        return action | {
            "domain": [("department_ids", "in", self.ids)],
            "context": {"default_department_ids": self.ids},
        }
