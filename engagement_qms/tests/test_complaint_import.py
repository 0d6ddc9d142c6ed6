# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.tests import tagged
from odoo.tools import file_open, mute_logger

from .import_common import ImportCase

HEADER = ["In their own words", "Name of complainant", "Received", "Anonymous"]
GOOD = ["The desk came late.", "Vera", "2026-03-30 09:00:00", "0"]


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestComplaintImport(ImportCase):
    """Complaints come in from a spreadsheet, all of them or none, and silently."""

    def _bring(self, rows, header=HEADER):
        return self._import("engagement.complaint", header, rows, self.users["officer"])

    def test_rows_become_complaints_with_number_title_and_clock(self):
        mails = self.env["mail.mail"].search_count([])
        ids, messages = self._bring([GOOD, ["Nobody called.", "", "", "1"]])
        self.assertFalse(messages)
        first, second = self.env["engagement.complaint"].browse(ids)
        self.assertEqual(first.partner_name, "Vera")
        self.assertEqual(first.name, "The desk came late.")
        self.assertEqual(str(first.received_at), "2026-03-30 09:00:00")
        self.assertTrue(second.anonymous)
        self.assertNotEqual(first.number, second.number)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    @mute_logger("odoo.sql_db")
    def test_a_wrong_row_is_named_and_nothing_is_written(self):
        before = self.env["engagement.complaint"].search_count([])
        for row, pattern in (
            (["Late.", "Vera", "2026-04-02 09:00:00", "0"], "in the future"),
            (["Late.", "", "", "0"], "Say who complains"),
            (["", "Vera", "", "0"], "In their own words"),
        ):
            ids, messages = self._bring([GOOD, row])
            self.assertFalse(ids)
            self.assertRegex(messages[0]["message"], pattern)
            self.assertEqual(messages[0]["record"], 1)
        found = self.env["engagement.complaint"].search_count([])
        self.assertEqual(found, before)

    def test_the_template_holds_columns_that_are_found(self):
        [template] = self.env["engagement.complaint"].get_import_templates()
        path = template["template"].lstrip("/")
        with file_open(path, "rb") as file:
            rows = list(load_workbook(file).active.iter_rows(values_only=True))
        # the sample names contacts and channels of its own
        header = [name for name in rows[0] if name != "Complainant"]
        rows = [
            [
                cell or ""
                for name, cell in zip(rows[0], row, strict=True)
                if name in header
            ]
            for row in rows[1:]
        ]
        ids, messages = self._bring(rows, header)
        self.assertFalse(messages)
        self.assertEqual(len(ids), 2)
