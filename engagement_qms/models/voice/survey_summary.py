# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """Rounds whose result nobody has reported back, until it is done."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        rows += self._collect(
            _lt("Surveys to report back"),
            "engagement.survey.round",
            Domain("state", "=", "closed") & Domain("reported_back_on", "=", False),
            "closed_on",
            users,
        )
        return rows
