# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import file_open

from .common import EngagementCase

HEADER = ["Party", "Need", "Kind", "Confirm every", "Last confirmed"]
GOOD = ["Azure", "Early deliveries", "Contract", "6", "2026-01-31"]
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "date_format": "%Y-%m-%d",
}


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestNeedImport(EngagementCase):
    """Needs come in from a spreadsheet, all of them or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls._new_party("Azure", user=cls.users["user"])

    def _import(self, rows, header=HEADER, user=None):
        """Import rows as the client does; return the ids and the messages."""
        file = io.StringIO()
        csv.writer(file).writerows([header, *rows])
        wizard = (
            self.env["base_import.import"]
            .with_user(user or self.users["officer"])
            .create(
                {
                    "res_model": "engagement.need",
                    "file": file.getvalue().encode(),
                    "file_name": "needs.csv",
                    "file_type": "text/csv",
                }
            )
        )
        matches = wizard.parse_preview(OPTIONS)["matches"]
        fields = ["/".join(matches.get(i, [])) or False for i in range(len(header))]
        result = wizard.execute_import(fields, header, OPTIONS)
        return result["ids"], result["messages"]

    def assertRefused(self, row, field, pattern):
        """The file is refused as a whole; only the second row is named, once."""
        before = self.env["engagement.need"].search([])
        ids, messages = self._import([GOOD, row, GOOD])
        self.assertFalse(ids)
        self.assertEqual(len(messages), 1, messages)
        self.assertEqual(messages[0]["type"], "error")
        self.assertEqual(messages[0]["rows"], {"from": 1, "to": 1})
        self.assertEqual(messages[0]["field"], field)
        self.assertRegex(messages[0]["message"], pattern)
        self.assertEqual(self.env["engagement.need"].search([]), before)

    def test_a_good_row_becomes_a_need(self):
        ids, messages = self._import([GOOD])
        self.assertFalse(messages)
        need = self.env["engagement.need"].browse(ids)
        self.assertEqual(need.party_id, self.party)
        self.assertEqual(need.name, "Early deliveries")
        self.assertEqual(need.kind, "contract")
        self.assertTrue(need.binding)
        self.assertEqual(need.user_id, self.users["user"])
        self.assertEqual(need.next_confirm_date, date(2026, 7, 31))

    def test_an_unknown_party_is_named(self):
        self.assertRefused(["Nobody", *GOOD[1:]], "party_id", "Nobody.*Party")

    def test_a_party_of_another_company_is_unknown_here(self):
        self._new_party("Elsewhere", company_id=self.other_company.id)
        self.assertRefused(["Elsewhere", *GOOD[1:]], "party_id", "Elsewhere")

    def test_a_missing_party_is_named(self):
        self.assertRefused(["", *GOOD[1:]], "party_id", "“Party” is empty")

    def test_a_missing_need_is_named(self):
        self.assertRefused(
            [GOOD[0], "", *GOOD[2:]], "name", "“Need” is empty; every row needs it"
        )

    def test_an_unknown_kind_is_named(self):
        self.assertRefused([*GOOD[:2], "Wish", *GOOD[3:]], "kind", "Wish.*Kind")

    def test_an_interval_of_nothing_is_named(self):
        self.assertRefused([*GOOD[:3], "0", GOOD[4]], "interval_number", "every 1")

    def test_a_confirmation_in_the_future_is_named(self):
        self.assertRefused([*GOOD[:4], "2026-04-01"], "last_confirmed", "in the future")

    def test_a_file_without_the_party_column_names_it(self):
        ids, messages = self._import([GOOD[1:]], HEADER[1:])
        self.assertFalse(ids)
        self.assertEqual([m["field"] for m in messages], ["party_id"])

    def test_every_wrong_row_is_named(self):
        ids, messages = self._import(
            [["Nobody", *GOOD[1:]], GOOD, [GOOD[0], "", *GOOD[2:]]]
        )
        self.assertFalse(ids)
        self.assertEqual([m["rows"]["from"] for m in messages], [0, 2])

    def test_the_template_fits_the_importer(self):
        (template,) = self.env["engagement.need"].get_import_templates()
        path = template["template"].lstrip("/")
        with file_open(path, "rb") as file:
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": "engagement.need",
                    "file": file.read(),
                    "file_name": path,
                    "file_type": "application/vnd.openxmlformats-officedocument"
                    ".spreadsheetml.sheet",
                }
            )
        preview = wizard.parse_preview(OPTIONS)
        headers = preview["headers"]
        self.assertEqual(len(preview["matches"]), len(headers), preview["matches"])
        for name in ("Azure Interior", "Water authority"):
            self._new_party(name)
        result = wizard.execute_import(
            ["/".join(preview["matches"][i]) for i in range(len(headers))],
            headers,
            dict(OPTIONS, **preview["options"]),
        )
        self.assertFalse(result["messages"])
        needs = self.env["engagement.need"].browse(result["ids"])
        self.assertEqual(needs.mapped("kind"), ["expectation", "legal"])
        self.assertEqual(needs.mapped("status"), ["partly", "met"])
        self.assertEqual(needs.mapped("interval_unit"), ["month", "year"])
        self.assertEqual(needs.mapped("affects_customer"), [False, True])
