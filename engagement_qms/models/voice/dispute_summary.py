# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .dispute_state import OPEN_STATES

_lt = LazyTranslate(__name__)

#: So many days ahead the date of a body is in the mail
LEAD_DAYS = 7


class EngagementDailySummary(models.AbstractModel):
    """The bodies to evaluate, and the dates that they set."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        rows += self._collect(
            _lt("Dispute bodies to evaluate"),
            "engagement.dispute.provider",
            Domain("next_review_date", "<=", today),
            "next_review_date",
            users,
        )
        rows += self._collect(
            _lt("Disputes with a date"),
            "engagement.dispute",
            Domain("state", "in", OPEN_STATES)
            & Domain("deadline", "<=", today + timedelta(days=LEAD_DAYS)),
            "deadline",
            users,
        )
        return rows
