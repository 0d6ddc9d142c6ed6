# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
import io
from datetime import date

from odoo.tests import tagged
from odoo.tools import file_open

from .common import EngagementCase

HEADER = ["Contact", "Category", "Influence", "Impact on us", "Relevant"]
OPTIONS = {
    "quoting": '"',
    "separator": ",",
    "has_headers": True,
    "date_format": "%Y-%m-%d",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@tagged("post_install", "-at_install", "engagement")
class TestPartyImport(EngagementCase):
    """Parties come in from a spreadsheet, all of them or none."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": name} for name in ("Azure", "Birch", "Cedar")]
        )

    def _good(self, name, **columns):
        """Return a good row with some columns changed, by their number."""
        row = [name, "Test customers", "5", "2", "TRUE"]
        for column, value in columns.items():
            row[HEADER.index(column.replace("_", " "))] = value
        return row

    def _import(self, rows, header=HEADER, user=None):
        """Import rows as the client does; return the ids and the messages."""
        file = io.StringIO()
        csv.writer(file).writerows([header, *rows])
        wizard = (
            self.env["base_import.import"]
            .with_user(user or self.users["officer"])
            .create(
                {
                    "res_model": "engagement.party",
                    "file": file.getvalue().encode(),
                    "file_name": "parties.csv",
                    "file_type": "text/csv",
                }
            )
        )
        matches = wizard.parse_preview(OPTIONS)["matches"]
        fields = ["/".join(matches.get(i, [])) or False for i in range(len(header))]
        result = wizard.execute_import(fields, header, OPTIONS)
        return result["ids"], result["messages"]

    def assertRefused(self, row, field, pattern, header=HEADER, user=None):
        """The file is refused as a whole; only the second row is named, once."""
        before = self.env["engagement.party"].search([])
        others = [self._good("Azure"), self._good("Cedar")]
        ids, messages = self._import(
            [
                line + [""] * (len(header) - len(line))
                for line in (others[0], row, others[1])
            ],
            header,
            user,
        )
        self.assertFalse(ids)
        self.assertEqual(len(messages), 1, messages)
        self.assertEqual(messages[0]["type"], "error")
        self.assertEqual(messages[0]["rows"], {"from": 1, "to": 1})
        self.assertEqual(messages[0]["field"], field)
        self.assertRegex(messages[0]["message"], pattern)
        self.assertEqual(self.env["engagement.party"].search([]), before)

    def test_a_good_row_becomes_a_party(self):
        ids, messages = self._import([self._good("Azure")])
        self.assertFalse(messages)
        party = self.env["engagement.party"].browse(ids)
        self.assertEqual((party.name, party.partner_id), ("Azure", self.partners[0]))
        self.assertEqual((party.influence, party.impact_on_us), (5, 2))
        # the file leaves interest and the other impact open: they are the category's
        self.assertEqual((party.interest, party.impact_on_them), (4, 2))
        self.assertEqual(party.priority, "medium")
        self.assertEqual(party.user_id, self.users["officer"])

    def test_an_unknown_category_is_named(self):
        self.assertRefused(
            self._good("Birch", Category="Martians"),
            "category_id",
            "Martians.*Category",
        )

    def test_a_missing_category_is_named(self):
        self.assertRefused(
            self._good("Birch", Category=""), "category_id", "“Category” is empty"
        )

    def test_influence_nine_is_named(self):
        self.assertRefused(
            self._good("Birch", Influence="9"), "influence", "9 is no score.*from 1"
        )

    def test_influence_zero_is_named(self):
        self.assertRefused(
            self._good("Birch", Influence="0"), "influence", "0 is no score"
        )

    def test_a_score_in_words_is_named(self):
        self.assertRefused(
            self._good("Birch", Influence="much"), "influence", "much.*Influence"
        )

    def test_a_missing_contact_is_named(self):
        self.assertRefused(self._good(""), "partner_id", "Name the contact")

    def test_an_unknown_contact_is_named(self):
        self.assertRefused(self._good("Nobody"), "partner_id", "Nobody.*Contact")

    def test_another_companys_contact_is_unknown_here(self):
        self.partners[1].company_id = self.other_company
        self.assertRefused(self._good("Birch"), "partner_id", "Birch.*Contact")

    def test_another_companys_contact_is_refused_to_who_may_see_it(self):
        officer = self.users["officer"]
        officer.company_ids |= self.other_company
        self.partners[1].company_id = self.other_company
        user = officer.with_context(
            allowed_company_ids=[self.company.id, self.other_company.id]
        )
        self.env = self.env(context=user.env.context)
        self.assertRefused(
            self._good("Birch"), "partner_id", "belongs to another company"
        )

    def test_not_relevant_needs_its_reason(self):
        self.assertRefused(
            self._good("Birch", Relevant="FALSE"), "relevance_reason", "Say why"
        )

    def test_an_override_needs_its_reason(self):
        self.assertRefused(
            [*self._good("Birch"), "Critical"],
            "priority_override_reason",
            "Say why",
            header=[*HEADER, "Set priority by hand"],
        )

    def test_a_forbidden_member_domain_is_named(self):
        header = [*HEADER, "Kind", "Name", "Members"]
        self.assertRefused(
            [*self._good(""), "Group", "Banks", "[('bank_ids.acc_number', '!=', 1)]"],
            "member_domain",
            "bank_ids.acc_number",
            header=header,
        )

    def test_a_group_without_a_name_is_named(self):
        self.assertRefused(
            [*self._good(""), "Group", ""],
            "name",
            "Give the group a name",
            header=[*HEADER, "Kind", "Name"],
        )

    def test_a_second_party_names_the_first(self):
        self._new_party(
            partner_id=self.partners[1].id, category_id=self.category.id, active=False
        )
        self.assertRefused(
            self._good("Birch"),
            "partner_id",
            "already as “Birch”.*“Test customers”.*archived",
        )

    def test_a_second_party_of_a_colleague_is_refused_without_its_name(self):
        self._new_party(partner_id=self.partners[1].id, user=self.users["manager"])
        self.assertRefused(
            self._good("Birch"),
            "partner_id",
            "belongs to a colleague",
            user=self.users["user"],
        )

    def test_the_same_contact_twice_in_the_file_is_named(self):
        ids, messages = self._import([self._good("Azure"), self._good("Azure")])
        self.assertFalse(ids)
        self.assertEqual(
            [(m["rows"]["from"], m["field"]) for m in messages], [(1, "partner_id")]
        )
        self.assertIn("in data row 1", messages[0]["message"])

    def test_the_same_contact_in_another_category_is_welcome(self):
        self._new_party(
            partner_id=self.partners[0].id,
            category_id=self.env.ref("engagement_qms.category_supplier").id,
        )
        ids, messages = self._import([self._good("Azure")])
        self.assertEqual((len(ids), messages), (1, []))

    def test_every_wrong_row_is_named(self):
        ids, messages = self._import(
            [
                self._good("Nobody"),
                self._good("Azure"),
                self._good("Birch", Influence="9"),
            ]
        )
        self.assertFalse(ids)
        self.assertEqual([m["rows"]["from"] for m in messages], [0, 2])

    def test_the_template_fits_the_importer(self):
        (template,) = self.env["engagement.party"].get_import_templates()
        path = template["template"].lstrip("/")
        self.env["res.partner"].create(
            [{"name": name} for name in ("Azure Interior", "Water authority")]
        )
        with file_open(path, "rb") as file:
            wizard = self.env["base_import.import"].create(
                {
                    "res_model": "engagement.party",
                    "file": file.read(),
                    "file_name": path,
                    "file_type": XLSX,
                }
            )
        preview = wizard.parse_preview(OPTIONS)
        headers = preview["headers"]
        self.assertEqual(len(preview["matches"]), len(headers), preview["matches"])
        result = wizard.execute_import(
            ["/".join(preview["matches"][i]) for i in range(len(headers))],
            headers,
            dict(OPTIONS, **preview["options"]),
        )
        self.assertFalse(result["messages"])
        parties = self.env["engagement.party"].browse(result["ids"])
        self.assertEqual(
            parties.mapped("name"),
            ["Azure Interior", "Water authority", "Suppliers abroad"],
        )
        self.assertEqual(parties.mapped("kind"), ["contact", "contact", "group"])
        self.assertEqual(parties.mapped("influence"), [5, 5, 3])
        self.assertEqual(parties.mapped("key_client"), [True, False, False])
        self.assertEqual(parties[0].relation_since, date(2019, 3, 1))
        self.assertEqual(parties[1].relation_direction, "we_depend")
