# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter

from odoo import api, models
from odoo.tools import SQL

from .scan import EVERYTHING


class EngagementReviewInput(models.Model):
    """What our figures say: which are on target, and where they move."""

    _inherit = "engagement.review.input"

    @api.model
    def _get_fillers(self):
        return {
            **super()._get_fillers(),
            "monitoring": ["_tell_monitoring"],
            "trends": ["_tell_trends"],
        }

    @api.model
    def _get_last_measures(self, pack):
        """Return of each indicator its last period that is over, and the value before.

        :return: pairs of an indicator and a row (value, empty, status, before)
        """
        if "measures" not in pack.known:
            pack.known["measures"] = self._read_last_measures(pack)
        rows = pack.known["measures"]
        indicators = self.env["engagement.indicator"].browse(
            row["indicator_id"] for row in rows
        )
        return list(zip(indicators, rows, strict=True))

    @api.model
    def _read_last_measures(self, pack):
        return self.env.execute_query_dict(
            SQL(
                """
                SELECT * FROM (
                    SELECT measure.indicator_id, measure.value, measure.empty,
                           measure.status,
                           LEAD(CASE WHEN NOT measure.empty THEN measure.value END)
                               OVER (PARTITION BY measure.indicator_id
                                     ORDER BY measure.period_start DESC) AS before,
                           ROW_NUMBER() OVER (PARTITION BY measure.indicator_id
                                     ORDER BY measure.period_start DESC) AS place
                      FROM engagement_measure AS measure
                      JOIN engagement_indicator AS indicator
                        ON indicator.id = measure.indicator_id
                       AND indicator.active AND indicator.version = measure.version
                     WHERE measure.company_id = %(company)s
                       AND measure.scope_key = %(everything)s
                       AND measure.period_end < %(until)s
                       AND measure.period_end >= %(since)s - 400) AS last
                 WHERE place = 1
                 ORDER BY indicator_id
                """,
                company=pack.company.id,
                everything=EVERYTHING,
                since=pack.since,
                until=pack.until,
            )
        )

    @api.model
    def _tell_monitoring(self, pack):
        """How many figures are on target, and which ones are far off."""
        measures = self._get_last_measures(pack)
        counts = Counter(row["status"] for _indicator, row in measures)
        bad = [indicator.name for indicator, row in measures if row["status"] == "bad"]
        lines = self._tell(
            self.env._("Figures with a target"),
            [
                (self.env._("on target"), counts["good"]),
                (self.env._("just off it"), counts["warning"]),
                (self.env._("far off"), counts["bad"]),
            ],
        )
        if bad:
            names = self._list_names(bad)
            lines.append(self.env._("Far off: %(names)s", names=names))
        return lines

    @api.model
    def _tell_trends(self, pack):
        """The key figures, now and in the period before."""
        lines = []
        for indicator, row in self._get_last_measures(pack):
            if row["empty"] or not indicator.key_figure:
                continue
            line = f"{indicator.name}: {indicator._format_value(row['value'])}"
            if row["before"] is not None:
                arrow = self._get_arrow(row["value"] - row["before"])
                line += self.env._(
                    " %(arrow)s (before: %(value)s)",
                    arrow=arrow,
                    value=indicator._format_value(row["before"]),
                )
            lines.append(line)
        return lines

    @api.model
    def _get_arrow(self, change):
        return "→" if not change else "↑" if change > 0 else "↓"
