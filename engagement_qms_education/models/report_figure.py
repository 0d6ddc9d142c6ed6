# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementReportFigure(models.Model):
    """A figure as it was when the report was published. It names nobody."""

    _name = "engagement.report.figure"
    _description = "Figure of an Engagement Report"
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
    name = fields.Char(required=True)
    part = fields.Char(string="Of what", help="Empty: of the whole.")
    period_name = fields.Char(string="Period")
    value_text = fields.Char(string="Value")
    sample = fields.Integer(string="n", aggregator=None)
