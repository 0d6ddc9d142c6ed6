# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.misc import formatLang

from .provision_rate import format_percent

#: Figures of fewer cases are not shown: they would speak of single people
MINIMUM_SAMPLE = 5
#: The figures of the public page look back so many months
MONTHS_BACK = 12


class EngagementCodeFigures(models.Model):
    """How well the promises were kept, as everybody may read it.

    Few cases say little and much about single people: they stay hidden, and no total
    gives them away.
    """

    _inherit = "engagement.code"

    def _get_public_figures(self):
        """Return how well the promises were kept, as far as it may be told.

        :return: ({id of the promise: figure}, figure of all or None, the period)
        """
        now = fields.Datetime.now()
        since = (now - relativedelta(months=MONTHS_BACK)).date()
        period = self.env._("in the last %(months)s months", months=MONTHS_BACK)
        if self.in_force_from and self.in_force_from > since:
            since = self.in_force_from
            period = self.env._("since %(date)s", date=self._format_day(since))
        counts = self.provision_ids._get_counts(
            Domain("first_due_at", ">=", fields.Datetime.to_datetime(since))
            & Domain("first_due_at", "<=", now)
        )
        samples = {
            provision.id: self._get_sample(counts.get(provision.id, Counter()))
            for provision in self.provision_ids
        }
        shown = {
            provision_id: sample
            for provision_id, sample in samples.items()
            if sample[1] >= MINIMUM_SAMPLE
        }
        hidden = [
            sample
            for provision_id, sample in samples.items()
            if sample[1] and provision_id not in shown
        ]
        figures = {key: self._get_figure(*sample) for key, sample in shown.items()}
        total = None
        # all together less what is shown must not tell a figure that is hidden
        if not hidden or (
            len(hidden) > 1
            and sum(sample for _kept, sample in hidden) >= MINIMUM_SAMPLE
        ):
            kept, cases = (
                sum(column) for column in zip(*samples.values(), strict=True)
            )
            if len(samples) > 1 and cases >= MINIMUM_SAMPLE:
                total = self._get_figure(kept, cases)
        return figures, total, period

    @api.model
    def _get_sample(self, counts):
        """Return (kept, cases) of one promise."""
        return counts["kept"], counts["kept"] + counts["missed"] + counts["overdue"]

    def _get_figure(self, kept, cases):
        """Return the share in whole percent, cut: 100 only if all were kept."""
        percent = format_percent(100 * kept / cases)
        return {
            "percent": int(percent),
            "cases": cases,
            "text": self.env._(
                "Kept in %(percent)s %% of %(cases)s cases",
                percent=percent,
                cases=formatLang(self.env, cases, digits=0),
            ),
        }
