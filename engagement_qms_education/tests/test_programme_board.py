# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from lxml import html

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

FIGURES = (
    "figures",
    "employer_count",
    "obligation_count",
    "late_obligation_count",
    "coming_review_ids",
    "open_gap_ids",
    "open_obligation_ids",
)


@tagged("post_install", "-at_install", "engagement")
class TestProgrammeBoard(College, EngagementCase):
    """How a programme goes, on its own page."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.indicator = cls.env.ref("engagement_qms_education.indicator_e_05")

    def _measure(self, programme, start, value, **values):
        return self.env["engagement.measure"].create(
            {
                "indicator_id": self.indicator.id,
                "company_id": self.company.id,
                "scope_key": f"programme_id:{programme.id}",
                "period_start": start,
                "period_end": date(start.year, 12, 31),
                "value": value,
                "sample": 9,
                "status": "bad",
                **values,
            }
        )

    def _fill(self, programme):
        firm = self.env["res.partner"].create({"name": "Firm"})
        self._measure(programme, date(2025, 7, 1), 40)
        self.env["engagement.programme.partner"].create(
            {"programme_id": programme.id, "partner_id": firm.id, "role": "hires"}
        )
        self.env["engagement.obligation"].create(
            {
                "name": "Report",
                "partner_id": firm.id,
                "programme_id": programme.id,
                "date_due": "2026-01-01",
            }
        )
        self.env["engagement.skill.gap"].create(
            {"name": "Maths", "partner_id": firm.id, "programme_id": programme.id}
        )
        self.env["engagement.review"].create(
            {
                "kind": "programme",
                "programme_id": programme.id,
                "planned_date": "2026-09-01",
            }
        )

    def test_the_last_known_value_of_each_figure_is_shown(self):
        self._measure(self.programme, date(2024, 7, 1), 90)
        self._measure(self.programme, date(2025, 7, 1), 40)
        self._measure(self.programme, date(2026, 7, 1), 0, empty=True)
        other = self.programme.copy({"code": "C2"})
        self._measure(other, date(2026, 7, 1), 70)
        self._measure(
            self.programme, date(2026, 7, 1), 10, company_id=self.other_company.id
        )
        shown = self.programme.with_user(self.users["educator"]).figures
        rows = html.fromstring(shown).xpath("//tbody/tr")
        self.assertEqual(
            [[" ".join(c.text_content().split()) for c in row] for row in rows],
            [["Learners who complete", "40 %", "≥ 85 %", "H2 2025", "9"]],
        )
        self.assertIn("text-bg-danger", shown)
        with self.assertRaises(AccessError):
            self.programme.with_user(self.users["internal"])["figures"]

    def test_a_new_programme_has_no_figures(self):
        self.assertFalse(self.programme.figures)
        self.assertFalse(self.env["engagement.programme"].new({}).figures)

    def test_what_is_done_does_not_stand_there(self):
        self._fill(self.programme)
        duty = self.programme.obligation_ids
        self.assertEqual(self.programme.open_obligation_ids, duty)
        self.assertEqual(len(self.programme.coming_review_ids), 1)
        self.assertEqual(self.programme.open_gap_ids.name, "Maths")
        duty.reference = "R"
        duty.action_submit()
        self.env.invalidate_all()
        self.assertFalse(self.programme.open_obligation_ids)

    def test_the_board_costs_the_same_for_many_programmes(self):
        programmes = self.programme
        self._fill(self.programme)
        for number in range(10):
            programme = self.programme.copy({"code": f"N{number}"})
            self._fill(programme)
            programmes += programme
        self.env.flush_all()
        counts = []
        for some in (programmes, self.programme, programmes):
            self.env.invalidate_all()
            some.mapped("name")
            before = self.env.cr.sql_log_count
            for name in FIGURES:
                some.mapped(name)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
        self.assertLess(counts[1], 25)
