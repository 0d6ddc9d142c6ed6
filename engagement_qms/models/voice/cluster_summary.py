# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain
from odoo.tools import LazyTranslate

from ..mixins.daily_summary import SummaryRow

_lt = LazyTranslate(__name__)


class EngagementDailySummary(models.AbstractModel):
    """What leaders have to decide because it comes back again and again."""

    _inherit = "engagement.daily.summary"

    @api.model
    def _get_rows(self, users, today):
        rows = super()._get_rows(users, today)
        # sudo: who leads; each sees only what they may read
        leaders = self.env.ref("engagement_qms.group_engagement_leader").sudo()
        base_url = self.get_base_url()
        for user in users & leaders.all_user_ids:
            clusters = self.env["engagement.cluster"].with_user(user)
            clusters = clusters.with_context(
                allowed_company_ids=user.company_ids.ids, lang=user.lang
            )
            rows += [
                SummaryRow(
                    user.id,
                    _lt("Recurring issues to decide"),
                    cluster.display_name,
                    cluster.opened_on,
                    f"{base_url}/odoo/engagement.cluster/{cluster.id}",
                )
                for cluster in clusters.search(
                    Domain("state", "=", "open"), order="opened_on, id"
                )
            ]
        return rows
