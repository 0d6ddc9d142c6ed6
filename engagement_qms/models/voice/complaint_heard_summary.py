# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)

#: What came before the first summary of somebody is no news after so long
LONGEST = timedelta(days=7)


class EngagementDailySummary(models.AbstractModel):
    """What complainants wrote since the last summary, for those who handle it."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        heard = Domain("heard_at", ">=", fields.Datetime.now() - LONGEST)
        for row in self._collect(
            _lt("Complainants wrote"), "engagement.complaint", heard, "heard_at", users
        ):
            row = row._replace(day=row.day.date())
            # also after days on which no summary went out
            sent_on = users.browse(row.user_id).engagement_summary_sent_on
            if not sent_on or row.day >= sent_on:
                rows.append(row)
        return rows
