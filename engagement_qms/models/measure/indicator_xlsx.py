# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

from ..mixins.workbook import make_workbook, write_head

#: Fill of a cell by its verdict: readable in print, too
COLOURS = {"good": "#C6EFCE", "warning": "#FFEB9C", "bad": "#FFC7CE"}
#: Charts side by side on their sheet, and the cells that one takes
CHARTS_ACROSS, CHART_ROWS, CHART_COLUMNS = 2, 16, 8


class EngagementIndicatorXlsx(models.Model):
    """A scoreboard as a workbook: where things stand, all values, what they mean."""

    _inherit = "engagement.indicator"

    def _get_scoreboard_xlsx(self):
        """Return a workbook of these indicators, for the current company.

        :return: bytes
        """
        return make_workbook(lambda workbook: _Scoreboard(workbook, self).fill())


class _Scoreboard:
    """The sheets of one workbook."""

    def __init__(self, workbook, indicators):
        self.workbook = workbook
        self.indicators = indicators
        self._ = indicators.env._
        self.recent = indicators._get_recent()
        self.head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.number = workbook.add_format({"num_format": "#,##0.0"})
        self.coloured = {
            status: workbook.add_format({"bg_color": colour, "num_format": "#,##0.0"})
            for status, colour in COLOURS.items()
        }

    def fill(self):
        board = self.workbook.add_worksheet(self._("Scoreboard"))
        charts = self.workbook.add_worksheet(self._("Charts"))
        values = self.workbook.add_worksheet(self._("Values"))
        meaning = self.workbook.add_worksheet(self._("Definitions"))
        spans = self.write_values(values)
        self.write_board(board, values, spans)
        self.write_charts(charts, values, spans)
        self.write_definitions(meaning)

    def write_head(self, sheet, titles, widths):
        write_head(sheet, self.head, titles, widths)

    def write_values(self, sheet):
        """Write a row per value; return {indicator: its first and last row}."""
        self.write_head(
            sheet,
            [
                *(self._("Code"), self._("Period"), self._("Value"), self._("n")),
                *(self._("Goal"), self._("Verdict"), self._("Frozen")),
            ],
            [9, 18, 12, 8, 12, 14, 9],
        )
        labels = dict(
            self.indicators._fields["last_status"]._description_selection(
                self.indicators.env
            )
        )
        row, spans = 1, {}
        for indicator in self.indicators:
            rows = self.recent.get(indicator.id, [])
            goals = indicator._get_goal_lines()
            if rows:
                spans[indicator] = (row, row + len(rows) - 1)
            for value in rows:
                sheet.write_string(row, 0, indicator.code)
                sheet.write_string(row, 1, value["label"])
                self.write_value(sheet, row, 2, value)
                sheet.write_number(row, 3, value["sample"])
                if len(goals) == 1:
                    sheet.write_number(row, 4, goals[0], self.number)
                sheet.write_string(row, 5, str(labels[value["status"]]))
                sheet.write_string(
                    row, 6, self._("yes") if value["frozen"] else self._("no")
                )
                row += 1
        return spans

    def write_value(self, sheet, row, column, value):
        """Write a number in the colour of its verdict; without data, say so."""
        style = self.coloured.get(value["status"], self.number)
        if value["value"] is None:
            sheet.write_string(row, column, value["text"])
        else:
            sheet.write_number(row, column, value["value"], style)

    def write_board(self, sheet, values, spans):
        self.write_head(
            sheet,
            [
                *(self._("Code"), self._("Indicator"), self._("Now"), self._("Unit")),
                *(self._("Goal"), self._("Period"), self._("n"), self._("Course")),
                self._("Responsible"),
            ],
            [9, 42, 12, 12, 16, 18, 8, 24, 24],
        )
        units = dict(
            self.indicators._fields["unit"]._description_selection(self.indicators.env)
        )
        for row, indicator in enumerate(self.indicators, start=1):
            known = [v for v in self.recent.get(indicator.id, ()) if v["text"]]
            last = next((v for v in reversed(known) if v["value"] is not None), None)
            sheet.write_string(row, 0, indicator.code)
            sheet.write_string(row, 1, indicator.name)
            if last:
                self.write_value(sheet, row, 2, last)
                sheet.write_string(row, 5, last["label"])
                sheet.write_number(row, 6, last["sample"])
            else:
                sheet.write_string(row, 2, indicator._format_value(None))
            sheet.write_string(row, 3, str(units[indicator.unit]))
            sheet.write_string(row, 4, indicator.target_text or "")
            if indicator in spans:
                first, stop = spans[indicator]
                area = f"'{values.name}'!$C${first + 1}:$C${stop + 1}"
                sheet.add_sparkline(row, 7, {"range": area, "last_point": True})
            sheet.write_string(row, 8, indicator.user_id.name or "")

    def write_charts(self, sheet, values, spans):
        """Draw the values and the goal of each indicator that has any."""
        for place, (indicator, (first, stop)) in enumerate(spans.items()):
            chart = self.workbook.add_chart({"type": "line"})
            periods = [values.name, first, 1, stop, 1]
            for column, name, style in (
                (2, indicator.name, {"width": 2}),
                (4, self._("Goal"), {"width": 1, "dash_type": "dash"}),
            ):
                if column == 4 and len(indicator._get_goal_lines()) != 1:
                    continue
                chart.add_series(
                    {
                        "name": name,
                        "categories": periods,
                        "values": [values.name, first, column, stop, column],
                        "line": style,
                        "marker": {"type": "circle" if column == 2 else "none"},
                    }
                )
            chart.set_title({"name": indicator.display_name, "name_font": {"size": 11}})
            chart.set_legend({"none": True})
            row, column = divmod(place, CHARTS_ACROSS)
            sheet.insert_chart(row * CHART_ROWS, column * CHART_COLUMNS, chart)

    def write_definitions(self, sheet):
        self.write_head(
            sheet,
            [
                *(self._("Code"), self._("Indicator"), self._("Looked at for")),
                *(self._("How it comes about"), self._("Better is")),
                *(self._("Nothing said below"), self._("Version of the formula")),
            ],
            [9, 34, 48, 70, 16, 14, 14],
        )
        directions = dict(
            self.indicators._fields["direction"]._description_selection(
                self.indicators.env
            )
        )
        for row, indicator in enumerate(self.indicators, start=1):
            texts = (
                *(indicator.code, indicator.name, indicator.purpose or ""),
                *(indicator.formula or "", str(directions[indicator.direction])),
            )
            for column, text in enumerate(texts):
                sheet.write_string(row, column, text, self.wrapped)
            sheet.write_number(row, 5, indicator.minimum_sample, self.wrapped)
            sheet.write_number(row, 6, indicator.version, self.wrapped)
