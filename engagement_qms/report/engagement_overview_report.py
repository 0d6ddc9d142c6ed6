# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ReportEngagementOverview(models.AbstractModel):
    """The overview on paper: what one person sees of one company, as of now."""

    _name = "report.engagement_qms.report_overview"
    _description = "Overview on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        overview = self.env["engagement.overview"].get_overview(data)
        company = self.env["res.company"].browse(overview["filters"]["company_id"])
        category = self.env["engagement.party.category"].browse(
            overview["filters"]["category_id"] or []
        )
        labels = dict(
            self.env["engagement.measure"]
            ._fields["status"]
            ._description_selection(self.env)
        )
        due = overview["due"] or []
        return {
            "doc_model": "engagement.overview",
            "docs": company,
            "company": company,
            "category": category,
            "overview": overview,
            "labels": labels,
            "due": due,
            "overdue": sum(row["all"]["overdue"] for row in due),
            "soon": sum(row["all"]["soon"] for row in due),
            "now": fields.Datetime.now(),
        }
