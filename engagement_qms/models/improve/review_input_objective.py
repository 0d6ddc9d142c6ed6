# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from textwrap import shorten

from odoo import models
from odoo.tools import format_date

from .review_input import LONG, InputLine


class EngagementReviewInputObjective(models.Model):
    """What is known of an objective: how it stands, its needs, the codes behind it."""

    _inherit = "engagement.review"

    def _get_objective_lines(self, objective):
        section = self.env._("Where it stands")
        lines = [
            InputLine(
                section, self.env._("State"), self._get_label(objective, "state")
            ),
        ]
        if objective.date_target:
            lines.append(
                InputLine(
                    section,
                    self.env._("Due"),
                    format_date(self.env, objective.date_target),
                    "",
                    "danger" if objective.overdue else "",
                )
            )
        if objective.result:
            lines.append(
                InputLine(
                    section,
                    self.env._("What came of it so far"),
                    shorten(objective.result, LONG, placeholder="…"),
                )
            )
        return [
            *lines,
            *self._get_served_need_lines(objective),
            *self._get_objective_code_lines(objective),
        ]

    def _get_served_need_lines(self, objective):
        section = self.env._("Needs it serves")
        # sudo: figures count every need, whoever looks; no need is named
        counts = dict(
            self.env["engagement.need"]
            .sudo()
            ._read_group(
                [("objective_ids", "in", objective.ids)], ["status"], ["__count"]
            )
        )
        if not counts:
            return [InputLine(section, self.env._("None"), "", "", "warning")]
        labels = dict(
            self.env["engagement.need"]
            ._fields["status"]
            ._description_selection(self.env)
        )
        return [
            InputLine(section, labels[status], str(counts[status]))
            for status in labels
            if status in counts
        ]

    def _get_objective_code_lines(self, objective):
        section = self.env._("Promises behind it")
        codes = self.env["engagement.code"].search(
            [("objective_ids", "in", objective.ids), ("state", "!=", "retired")]
        )
        return [
            InputLine(
                section,
                code.display_name,
                self._format_rate(code.fulfilment_rate, code.sample),
                self._get_label(code, "state"),
            )
            for code in codes
        ]
