# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class ReportEngagementSignal(models.AbstractModel):
    """Signals on paper: a page for each leader and month, what is bad first."""

    _name = "report.engagement_qms.report_signal"
    _description = "Leadership Signals on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        signals = self.env["engagement.signal"].browse(docids)
        pages = signals.grouped(lambda s: (s.whose, s.period_start))
        return {
            "doc_model": "engagement.signal",
            "docs": signals,
            "pages": [
                {
                    "whose": own[:1].whose,
                    "month": own[:1].period_name,
                    "signals": own.sorted(lambda s: (-s.severity, s.type_id.sequence)),
                }
                for own in pages.values()
            ],
        }
