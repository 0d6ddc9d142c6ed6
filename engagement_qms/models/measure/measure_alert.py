# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .scan import EVERYTHING


class EngagementMeasureAlert(models.Model):
    """Whoever is responsible is told once when a period ended off target."""

    _inherit = "engagement.measure"

    @api.model
    def _alert(self, first_open):
        """Ask the responsible of each indicator that ended a period off target to act.

        Told once for each value, and for open periods only: what was measured for the
        past, when the indicator was made, is no news.

        :param datetime.date first_open: what ended before is frozen
        """
        bad = self.search(
            Domain("status", "=", "bad")
            & Domain("alerted", "=", False)
            & Domain("frozen", "=", False)
            & Domain("scope_key", "=", EVERYTHING)
            & Domain("period_end", "<", fields.Date.context_today(self))
            & Domain("period_end", ">=", first_open)
        )
        for measure in bad:
            indicator = measure.indicator_id
            user = indicator.user_id or indicator.owner_id.user_id
            if user.active and not user.share:
                quiet = indicator.with_context(mail_activity_quick_update=True)
                quiet.activity_schedule(
                    "mail.mail_activity_data_todo",
                    user_id=user.id,
                    summary=self.env._(
                        "Off target in %(period)s: %(value)s",
                        period=measure.period_name,
                        value=measure.value_text,
                    ),
                )
        bad.alerted = True
