# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """The contacts that somebody should have made, or makes today."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        due = (
            Domain("state", "=", "planned")
            & Domain("date", "<=", today)
            & Domain("party_id.active", "=", True)
            & Domain("party_id.relevant", "=", True)
        )
        return super()._get_rows(users, today) + self._collect(
            _lt("Contacts to make"), "engagement.event", due, "date", users
        )
