# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .objective import LIVE_STATES

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """The needs that somebody has to confirm, and the objectives that are due."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        rows += self._collect(
            _lt("Needs to confirm"),
            "engagement.need",
            Domain("next_confirm_date", "<=", today)
            & Domain("party_id.active", "=", True)
            & Domain("party_id.relevant", "=", True),
            "next_confirm_date",
            users,
        )
        rows += self._collect(
            _lt("Objectives due"),
            "engagement.objective",
            Domain("state", "in", LIVE_STATES) & Domain("date_target", "<=", today),
            "date_target",
            users,
        )
        return rows
