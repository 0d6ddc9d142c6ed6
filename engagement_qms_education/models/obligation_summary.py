# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """What has to be handed in to an authority stands in the daily mail."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        return super()._get_rows(users, today) + self._collect(
            _lt("Reports to hand in"),
            "engagement.obligation",
            Domain("state", "=", "open") & Domain("date_due", "<=", today),
            "date_due",
            users,
        )
