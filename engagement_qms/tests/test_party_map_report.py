# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger
from odoo.tools.pdf import PdfFileReader

from .common import EngagementCase

REPORT = "engagement_qms.report_party_map"


@tagged("post_install", "-at_install", "engagement")
class TestPartyMapReport(EngagementCase):
    """The map on paper: category, priority, preferred channel, next date."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.phone = cls.env["engagement.channel"].create(
            {"name": "Test phone", "kind": "phone"}
        )
        cls.category.sequence = 1
        cls.second = cls.category.copy({"name": "Test suppliers", "sequence": 2})

    def _rows(self, parties):
        values = self.env[f"report.{REPORT}"]._get_report_values(parties.ids)
        return [
            (category.name, priority, row["party"].name)
            for category, levels in values["categories"]
            for priority, _label, rows in levels
            for row in rows
        ]

    def _render(self, parties, user=None):
        report = self.env["ir.actions.report"]
        content, _kind = report.with_user(user or self.env.user)._render_qweb_html(
            REPORT, parties.ids
        )
        return html.fromstring(content)

    def test_rows_follow_category_priority_channel_and_date(self):
        supplier = self._new_party("Supplier", category_id=self.second.id)
        low = self._new_party("Low", influence=1, impact_on_us=1, impact_on_them=1)
        later, sooner, phoned = (
            self._new_party(name, influence=5, impact_on_us=5, channel_id=channel.id)
            for name, channel in (
                ("Later", self.channel),
                ("Sooner", self.channel),
                ("Phoned", self.phone),
            )
        )
        self.channel.sequence = 1
        self.phone.sequence = 2
        for party, days in ((later, 40), (sooner, 10), (phoned, 1)):
            self._new_plan(party, start_date=self.today + timedelta(days=days))
        undated = self._new_party("Undated", influence=5, impact_on_us=5)
        self.assertEqual(
            self._rows(supplier | low | later | sooner | phoned | undated),
            [
                ("Test customers", "critical", "Sooner"),
                ("Test customers", "critical", "Later"),
                ("Test customers", "critical", "Undated"),
                ("Test customers", "critical", "Phoned"),
                ("Test customers", "low", "Low"),
                ("Test suppliers", "high", "Supplier"),
            ],
        )

    def test_overdue_and_another_channel_are_marked(self):
        late = self._new_party("Late")
        self._new_plan(
            late, start_date=self.today - timedelta(days=5), channel_id=self.phone.id
        )
        fine = self._new_party("Fine")
        self._new_plan(fine, start_date=self.today + timedelta(days=5))
        page = self._render(late | fine)
        rows = {
            row.xpath("td")[2].text_content().strip(): [
                " ".join(cell.text_content().split()) for cell in row.xpath("td")
            ]
            for row in page.xpath("//table//tr[td]")
        }
        self.assertIn("overdue", rows["Late"][3])
        self.assertEqual(rows["Late"][1], "Test meeting")
        self.assertEqual(rows["Late"][4], "≠ planned: Test phone")
        self.assertNotIn("overdue", rows["Fine"][3])
        self.assertEqual(rows["Fine"][4], "")
        self.assertEqual(len(page.xpath("//td[contains(@class, 'o_overdue')]")), 1)
        heading = " ".join(page.xpath("//div[h1]")[0].text_content().split())
        self.assertIn("2 parties · 1 overdue · 1 not by the preferred channel", heading)

    def test_contacts_held_by_another_channel_are_counted(self):
        party = self._new_party("Party")
        event = self._new_event(
            party,
            channel_id=self.phone.id,
            date=self.today,
            summary="<p>Talked</p>",
        )
        event.action_hold()
        page = self._render(party)
        [cell] = page.xpath("//td[contains(@class, 'o_deviation')]")
        self.assertEqual(
            " ".join(cell.text_content().split()), "≠ held: 1 in 12 months"
        )

    def test_the_number_of_queries_is_the_same_for_many(self):
        def cost(parties):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._render(parties, self.users["officer"])
            return self.env.cr.sql_log_count - before

        parties = self.env["engagement.party"].create(
            [
                {"name": f"{number}", "kind": "group", "category_id": self.category.id}
                for number in range(60)
            ]
        )
        self.env["engagement.plan"].create(
            [{"name": "Plan", "party_id": party.id} for party in parties]
        )
        cost(parties)
        self.assertEqual(cost(parties[:5]), cost(parties))

    def test_a_user_prints_only_what_that_user_reads(self):
        own = self._new_party("Own", user=self.users["user"])
        page = self._render(own, self.users["user"])
        self.assertIn("Own", page.text_content())

    def test_it_stands_in_the_print_menu(self):
        actions = self.env["ir.actions.actions"].get_bindings("engagement.party")
        self.assertIn(
            "Stakeholder map by category",
            [report["name"] for report in actions["report"]],
        )


@tagged("post_install", "-at_install", "engagement")
class TestPartyMapPdf(HttpCase):
    def test_the_paper_is_landscape_and_all_in_the_body(self):
        party = self.env["engagement.party"].create(
            {
                "name": "Paper party",
                "kind": "group",
                "category_id": self.env["engagement.party.category"].search([])[0].id,
            }
        )
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        # a plain wkhtmltopdf warns that it leaves out header and footer: nothing of
        # ours stands there
        with mute_logger("odoo.addons.base.models.ir_actions_report"):
            content, kind = report._render_qweb_pdf(REPORT, party.ids)
        self.assertEqual(kind, "pdf")
        [page] = PdfFileReader(io.BytesIO(content)).pages
        self.assertGreater(page.mediabox.width, page.mediabox.height)
        text = " ".join(page.extract_text().split())
        self.assertIn("Stakeholder map", text)
        self.assertIn("Paper party", text)
