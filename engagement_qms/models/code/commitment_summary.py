# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """The promises that somebody is about to miss, or should have kept by now."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        now = fields.Datetime.now()
        is_open = Domain("state", "=", "open")
        overdue = is_open & Domain("due_at", "<", now)
        at_risk = (
            is_open & Domain("at_risk_at", "<=", now) & Domain("due_at", ">=", now)
        )
        rows = super()._get_rows(users, today)
        for section, due in (
            (_lt("Promises overdue"), overdue),
            (_lt("Promises at risk"), at_risk),
        ):
            for row in self._collect(
                section, "engagement.commitment", due, "due_at", users
            ):
                user = users.browse(row.user_id)
                moment = fields.Datetime.context_timestamp(
                    self.with_context(tz=user.tz), row.day
                )
                rows.append(row._replace(day=moment.date()))
        return rows
