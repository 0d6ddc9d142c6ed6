# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Command, Domain

from odoo.addons.engagement_qms.models.measure.scan import EVERYTHING
from odoo.addons.engagement_qms.models.measure.source_satisfaction import MINIMUM
from odoo.addons.engagement_qms.models.voice.small_groups import hide_small

PROGRAMME = "programme_id:"


class EngagementReport(models.Model):
    """How the figures of a report come about."""

    _inherit = "engagement.report"

    def _get_figure_commands(self):
        """Return the commands that put the settled figures in place of the others."""
        return [
            Command.clear(),
            *(
                Command.create({**figure, "sequence": number})
                for number, figure in enumerate(self._get_figures(), start=1)
            ),
        ]

    def _get_figures(self):
        """Return the figures: of each indicator the last frozen period of the time.

        Groups below the minimum are left out, and with them as many of the others as
        it takes that the total does not tell.
        """
        self.ensure_one()
        # sudo: a figure of the whole, which the manager of the school publishes
        measures = self.env["engagement.measure"].sudo()
        found = measures.search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("indicator_id", "in", self._get_indicators().ids)
            & Domain("frozen", "=", True)
            & Domain("period_start", ">=", self.date_from)
            & Domain("period_end", "<=", self.date_to)
            & (
                Domain("scope_key", "=", EVERYTHING)
                | Domain("scope_key", "=like", f"{PROGRAMME}%")
            )
        )
        figures = []
        for own in found.grouped("indicator_id").values():
            whole = own.filtered(
                lambda m: m.scope_key == EVERYTHING and not m.empty
            ).sorted("period_start")[-1:]
            if not whole or whole.sample < MINIMUM:
                continue
            parts = own.filtered(
                lambda m, whole=whole: (
                    m.scope_key != EVERYTHING and m.period_start == whole.period_start
                )
            )
            counts = {part: part.sample for part in parts}
            counts[None] = max(whole.sample - sum(counts.values()), 0)
            hidden = hide_small(counts, MINIMUM)
            shown = parts.filtered(lambda m, hidden=hidden: m not in hidden)
            figures += [
                self._get_figure_values(measure)
                for measure in (whole, *shown.sorted("scope_name"))
                if not measure.empty
            ]
        return figures

    def _get_indicators(self):
        """Return the indicators chosen, or all about learners."""
        # sudo: which there are; the manager of the school may not open them
        report = self.sudo()
        return report.indicator_ids or report.env["engagement.indicator"].search(
            Domain("topic", "=", "learner")
        )

    @api.model
    def _get_figure_values(self, measure):
        """Return a value as the report shows it."""
        return {
            "name": measure.indicator_id.name,
            "part": measure.scope_key != EVERYTHING and measure.scope_name,
            "period_name": measure.period_name,
            "value_text": measure.value_text,
            "sample": measure.sample,
        }
