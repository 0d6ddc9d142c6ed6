# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from .action import WORKING_STATES

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """The actions that somebody has to do, and those to be checked."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        rows += self._collect(
            _lt("Actions due"),
            "engagement.action",
            Domain("state", "in", WORKING_STATES) & Domain("due_date", "<=", today),
            "due_date",
            users,
        )
        to_check = Domain("state", "=", "check") & Domain("check_due", "<=", today)
        # where nobody is named, whoever did it looks for somebody
        for domain, user_field in (
            (to_check & Domain("checker_id", "!=", False), "checker_id"),
            (to_check & Domain("checker_id", "=", False), "user_id"),
        ):
            rows += self._collect(
                _lt("Actions to check"),
                "engagement.action",
                domain,
                "check_due",
                users,
                user_field,
            )
        return rows
