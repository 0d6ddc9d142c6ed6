# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Workbooks that people download: what somebody wrote stays text."""

import io

import xlsxwriter


def make_workbook(fill):
    """Return a workbook that a function fills.

    :param fill: called with the workbook
    :return: bytes
    """
    file = io.BytesIO()
    # texts stay texts: nothing that people wrote becomes a formula or a link
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(file, options) as workbook:
        fill(workbook)
    return file.getvalue()


def write_head(sheet, style, titles, widths, frozen=2):
    """Write the titles of the columns, and let them and the first columns stay.

    :param int frozen: so many columns stay in sight
    """
    for column, (title, width) in enumerate(zip(titles, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, style)
    sheet.freeze_panes(1, frozen)
