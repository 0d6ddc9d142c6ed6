# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from ..mixins.workbook import make_workbook, write_head

#: Fill of a cell by the standing: readable in print, too
COLOURS = {"approved": "#C6EFCE", "conditional": "#FFEB9C", "blocked": "#FFC7CE"}
#: As many as an address can hold
LIMIT = 1000


class EngagementEvaluationXlsx(models.Model):
    """Scorecards as a workbook: a row for each evaluation, and one for each line."""

    _inherit = "engagement.evaluation"

    def action_download_xlsx(self):
        """Download these scorecards."""
        self.check_access("read")
        if len(self) > LIMIT:
            raise UserError(
                self.env._(
                    "A workbook holds up to %(limit)s scorecards. Choose fewer: filter "
                    "by the period first.",
                    limit=LIMIT,
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/engagement/scorecards.xlsx?ids={','.join(map(str, self.ids))}",
            "target": "download",
        }

    def _get_scorecards_xlsx(self):
        """Return a workbook of these evaluations.

        :return: bytes
        """
        return make_workbook(lambda workbook: _Scorecards(workbook, self).fill())


class _Scorecards:
    """The sheets of one workbook."""

    def __init__(self, workbook, evaluations):
        self.workbook = workbook
        self.evaluations = evaluations
        self._ = evaluations.env._
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.number = workbook.add_format({"num_format": "0.0"})
        self.date = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self.coloured = {
            standing: workbook.add_format({"bg_color": colour})
            for standing, colour in COLOURS.items()
        }

    def fill(self):
        self.write_cards(self.workbook.add_worksheet(self._("Scorecards")))
        self.write_lines(self.workbook.add_worksheet(self._("Criteria")))

    def get_labels(self, name):
        field = self.evaluations._fields[name]
        return dict(field._description_selection(self.evaluations.env))

    def write_number(self, sheet, row, column, value, known=True):
        """Write a number; where there are no data the cell stays empty."""
        if known:
            sheet.write_number(row, column, value, self.number)

    def write_cards(self, sheet):
        write_head(
            sheet,
            self.head,
            [
                *(self._("Number"), self._("Partner"), self._("Who rates whom")),
                *(self._("From"), self._("To"), self._("Score")),
                *(self._("Looked at, %"), self._("Before"), self._("Change")),
                *(self._("Standing"), self._("Look again on"), self._("State")),
                self._("Responsible"),
            ],
            [10, 34, 16, 12, 12, 9, 11, 9, 9, 16, 14, 12, 24],
        )
        labels = {n: self.get_labels(n) for n in ("direction", "standing", "state")}
        for row, card in enumerate(self.evaluations, start=1):
            compared = card.trend != "none"
            sheet.write_string(row, 0, card.number)
            sheet.write_string(row, 1, card.partner_id.display_name or "")
            sheet.write_string(row, 2, labels["direction"][card.direction])
            sheet.write_datetime(row, 3, card.period_start, self.date)
            sheet.write_datetime(row, 4, card.period_end, self.date)
            self.write_number(sheet, row, 5, card.score, card.scored)
            self.write_number(sheet, row, 6, card.coverage)
            self.write_number(sheet, row, 7, card.previous_score, compared)
            self.write_number(sheet, row, 8, card.change, compared)
            if card.direction == "given":
                style = self.coloured.get(card.standing)
                sheet.write_string(row, 9, labels["standing"][card.standing], style)
            if card.reevaluate_on:
                sheet.write_datetime(row, 10, card.reevaluate_on, self.date)
            sheet.write_string(row, 11, labels["state"][card.state])
            sheet.write_string(row, 12, card.user_id.name or "")

    def write_lines(self, sheet):
        write_head(
            sheet,
            self.head,
            [
                *(self._("Number"), self._("Partner"), self._("Criterion")),
                *(self._("Weight"), self._("Score"), self._("How many")),
                self._("What was counted"),
            ],
            [10, 34, 28, 9, 9, 10, 50],
        )
        for row, line in enumerate(self.evaluations.line_ids, start=1):
            sheet.write_string(row, 0, line.evaluation_id.number)
            sheet.write_string(row, 1, line.evaluation_id.partner_id.display_name or "")
            sheet.write_string(row, 2, line.name)
            self.write_number(sheet, row, 3, line.weight)
            self.write_number(sheet, row, 4, line.score, line.scored)
            sheet.write_number(row, 5, line.rating_count)
            sheet.write_string(row, 6, line.fact_text or "")
