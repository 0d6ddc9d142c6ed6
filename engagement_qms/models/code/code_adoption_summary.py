# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """The adopted codes whose provider may have a newer version by now."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        due = Domain("provider_check_date", "<=", today)
        due &= Domain("state", "!=", "retired")
        section = _lt("Codes of others: look for a newer version")
        return super()._get_rows(users, today) + self._collect(
            section, "engagement.code", due, "provider_check_date", users
        )
