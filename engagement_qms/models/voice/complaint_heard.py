# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: What came since the summary of the day before
SINCE = timedelta(days=1)


class EngagementDailySummary(models.AbstractModel):
    """What complainants wrote since yesterday, for those who handle it."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        since = Domain("heard_at", ">=", fields.Datetime.now() - SINCE)
        rows += [
            row._replace(day=row.day.date())
            for row in self._collect(
                _lt("Complainants wrote"),
                "engagement.complaint",
                since,
                "heard_at",
                users,
            )
        ]
        return rows
