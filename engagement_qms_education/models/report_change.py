# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementReportChange(models.Model):
    """What people said, and what became of it; written for everybody to read."""

    _name = "engagement.report.change"
    _description = "Change in an Engagement Report"
    _order = "report_id, sequence, id"

    report_id = fields.Many2one(
        comodel_name="engagement.report",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="report_id.company_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    said = fields.Char(string="You said", required=True)
    did = fields.Char(string="We did", required=True)

    @api.model_create_multi
    def create(self, vals_list):
        changes = super().create(vals_list)
        changes.report_id._check_draft()
        return changes

    def write(self, vals):
        self.report_id._check_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self.report_id._check_draft()
