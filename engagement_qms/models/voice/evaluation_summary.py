# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """Evaluations that wait for us: to be sent, or to be answered."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        for section, domain, day_field in (
            (
                _lt("Evaluations to send"),
                Domain("state", "=", "draft")
                & Domain("direction", "=", "given")
                & Domain("scored", "=", True)
                & Domain("period_end", "<", today),
                "period_end",
            ),
            (
                _lt("Contested evaluations"),
                Domain("state", "=", "contested"),
                "contest_until",
            ),
            (
                _lt("Partners who rated us: answer them"),
                Domain("direction", "=", "received")
                & Domain("answered_on", "!=", False)
                & Domain("replied_at", "=", False),
                "answered_on",
            ),
        ):
            rows += self._collect(
                section, "engagement.evaluation", domain, day_field, users
            )
        return rows
