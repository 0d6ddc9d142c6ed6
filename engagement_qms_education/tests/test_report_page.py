# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from lxml import html

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

HALF = (date(2025, 1, 1), date(2025, 6, 30))


class ReportCase(College, EngagementCase):
    """A report on last year with figures that were frozen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.env["engagement.measure"].search(
            [("company_id", "=", cls.company.id)]
        ).unlink()
        cls.indicator = cls.env.ref("engagement_qms_education.indicator_e_05")
        cls.programmes = cls.programme + cls.env["engagement.programme"].create(
            [{"name": f"Other {n}", "code": f"O{n}"} for n in range(3)]
        )
        cls.report = cls.env["engagement.report"].create(
            {
                "name": "How we are doing",
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
                "change_ids": [
                    Command.create({"said": "Lunch is cold", "did": "A new kitchen"})
                ],
            }
        )
        cls.report = cls.report.with_user(cls.users["manager"])

    @classmethod
    def _measure(cls, sample=20, value=75, programme=None, period=HALF, **values):
        return cls.env["engagement.measure"].create(
            {
                "indicator_id": cls.indicator.id,
                "company_id": cls.company.id,
                "scope_key": f"programme_id:{programme.id}" if programme else "all",
                "period_start": period[0],
                "period_end": period[1],
                "value": value,
                "sample": sample,
                "frozen": True,
                **values,
            }
        )

    def _split(self, *samples):
        """Measure programmes of so many learners; return which of them are shown."""
        self._measure(sum(samples))
        for programme, sample in zip(self.programmes, samples, strict=False):
            self._measure(sample, programme=programme)
        self.report.action_take_figures()
        shown = self.report.figure_ids
        names = [programme.display_name for programme in self.programmes]
        self.assertFalse(shown[0].part)
        return [names.index(figure.part) for figure in shown[1:]]


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestReport(ReportCase):
    """What a report may say, and who lets it be read."""

    def test_the_last_settled_period_is_taken_and_stays(self):
        self._measure(30, 80, period=(date(2025, 7, 1), date(2025, 12, 31)))
        self._measure(40, 50)
        self._measure(90, 10, period=(date(2026, 1, 1), date(2026, 6, 30)))
        self.report.action_publish()
        figure = self.report.figure_ids
        self.assertEqual(
            (figure.name, figure.value_text, figure.period_name, figure.sample),
            ("Learners who complete", "80 %", "H2 2025", 30),
        )
        self.env["engagement.measure"].search([]).write({"value": 1})
        self.assertEqual(figure.value_text, "80 %")

    def test_what_is_not_settled_empty_or_small_is_left_out(self):
        for values in ({"frozen": False}, {"empty": True}, {"sample": 4}):
            with self.subTest(values=values):
                measure = self._measure(**values)
                self.report.action_take_figures()
                self.assertFalse(self.report.figure_ids)
                measure.unlink()
        self._measure(sample=5)
        self.report.action_take_figures()
        self.assertEqual(len(self.report.figure_ids), 1)

    def test_large_programmes_are_shown(self):
        self.assertEqual(self._split(8, 9, 10), [0, 1, 2])

    def test_a_small_programme_is_hidden_with_the_next_one(self):
        # alone it would be the total without the others
        self.assertEqual(self._split(2, 9, 10), [2])

    def test_two_small_ones_hide_each_other(self):
        self.assertEqual(self._split(2, 3, 10, 12), [2, 3])

    def test_those_in_no_programme_count_as_a_group(self):
        self._measure(12)
        self._measure(10, programme=self.programmes[0])
        self.report.action_take_figures()
        self.assertEqual(len(self.report.figure_ids), 1)

    def test_figures_of_another_company_and_those_not_chosen_stay_out(self):
        self._measure(company_id=self.other_company.id)
        self.report.action_take_figures()
        self.assertFalse(self.report.figure_ids)
        self._measure()
        self.report.sudo().indicator_ids = self.env.ref(
            "engagement_qms_education.indicator_e_08"
        )
        self.report.action_take_figures()
        self.assertFalse(self.report.figure_ids)

    def test_nothing_to_say_is_not_published(self):
        self.report.change_ids.unlink()
        with self.assertRaisesRegex(UserError, "has nothing to say yet"):
            self.report.action_publish()

    def test_a_published_version_stays_and_another_takes_its_place(self):
        self.report.action_publish()
        for values in ({"name": "Other"}, {"introduction": "x"}, {"change_ids": []}):
            with self.assertRaisesRegex(UserError, "Make a new version"):
                self.report.write(values)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.report.change_ids.said = "Something else"
        with self.assertRaisesRegex(UserError, "Withdraw it instead"):
            self.report.unlink()
        draft = self.report.browse(self.report.action_new_version()["res_id"])
        self.assertEqual(self.report.action_new_version()["res_id"], draft.id)
        self.assertEqual((draft.version, draft.state), (2, "draft"))
        self.assertEqual(draft.change_ids.said, "Lunch is cold")
        draft.action_publish()
        self.assertEqual(self.report.state, "replaced")
        self.assertEqual(draft.published_by_id, self.users["manager"])
        self.assertEqual(self.report._get_public(self.report.token), draft)
        self.assertEqual(self.report._get_public(self.report.token, 1), self.report)
        draft.action_withdraw()
        self.assertFalse(self.report._get_public(self.report.token))
        self.assertFalse(self.report._get_public(self.report.token, 2))

    def test_only_managers_publish_and_nobody_types_figures(self):
        for role in ("educator", "engagement", "safeguarding"):
            with self.assertRaises(AccessError):
                self.report.with_user(self.users[role]).action_publish()
        with self.assertRaises(UserError):
            self.report.state = "published"
        with self.assertRaises(UserError):
            self.report.figure_ids = [Command.create({"name": "100 %"})]
        with self.assertRaises(AccessError):
            self.report.figure_ids.create(
                {"report_id": self.report.id, "name": "100 %"}
            )


@tagged("post_install", "-at_install", "engagement")
class TestReportPage(ReportCase, HttpCase):
    """The page as anybody gets it."""

    def _open(self, token=None, tail=""):
        self.env.flush_all()
        return self.url_open(
            f"/engagement/report/{token or self.report.token}{tail}",
            allow_redirects=False,
        )

    def test_everybody_reads_what_is_published_and_nothing_else(self):
        self._measure()
        self._measure(4, programme=self.programmes[1])
        self._measure(16, programme=self.programmes[2])
        for tail in ("", "/1", "/2", "/99999999999"):
            self.assertEqual(self._open(tail=tail).status_code, 404)
        self.assertEqual(self._open("x").status_code, 404)
        self.assertEqual(self._open(str(self.report.id)).status_code, 404)
        self.report.action_publish()
        answer = self._open()
        self.assertEqual(answer.status_code, 200)
        page = html.fromstring(answer.content)
        self.assertEqual(page.xpath("//h1")[0].text_content(), "How we are doing")
        self.assertEqual(
            [node.text_content() for node in page.xpath("//h3")],
            ["Lunch is cold", "Learners who complete"],
        )
        self.assertEqual(
            [" ".join(n.text_content().split()) for n in page.xpath("//dd")],
            ["75 % (n = 20)"],
        )
        self.assertNotIn("Other 1", answer.text)
        self.assertFalse(page.xpath("//meta[@name='robots']"))

    def test_the_certificates_of_today_stand_on_it(self):
        body = self.env["res.partner"].create({"name": "Body"})
        for edition, begin, end in (
            ("2018", "2015-01-01", "2018-01-01"),
            ("2025", "2020-01-01", "2090-12-31"),
            ("2099", "2090-01-01", "2091-12-31"),
        ):
            self.env["engagement.certificate"].create(
                {
                    "name": "ISO 21001",
                    "edition": edition,
                    "scope": "Crafts",
                    "partner_id": body.id,
                    "date_from": begin,
                    "date_to": end,
                }
            )
        self.report.action_publish()
        page = html.fromstring(self._open().content)
        [row] = page.xpath("//ul[@class='o_code_past']/li")
        self.assertEqual(
            " ".join(row.text_content().split()),
            "ISO 21001:2025, by Body, until December 31, 2090: Crafts",
        )

    def test_a_replaced_version_is_not_for_search_engines(self):
        self.report.action_publish()
        draft = self.report.browse(self.report.action_new_version()["res_id"])
        self.assertEqual(self._open(tail="/2").status_code, 404)
        draft.action_publish()
        page = html.fromstring(self._open(tail="/1").content)
        self.assertIn("A newer version", page.text_content())
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        draft.action_withdraw()
        self.assertEqual(self._open().status_code, 404)

    def test_whoever_writes_it_looks_at_it_first(self):
        self.authenticate("test_manager", "test_manager")
        answer = self._open(tail="/1")
        self.assertEqual(answer.status_code, 200)
        page = html.fromstring(answer.content)
        self.assertIn("Not published", page.text_content())
        self.assertEqual(page.xpath("//meta[@name='robots']/@content"), ["noindex"])
        for login in ("test_educator", "test_portal", "test_guardian"):
            self.authenticate(login, login)
            self.assertEqual(self._open(tail="/1").status_code, 404)

    def test_no_text_becomes_markup(self):
        evil = '<script>alert("x")</script>'
        self.report.write({"introduction": evil, "for_families": evil, "name": evil})
        self.report.change_ids.write({"said": evil, "did": evil})
        self.report.action_publish()
        answer = self._open()
        self.assertEqual(answer.status_code, 200)
        self.assertNotIn(evil, answer.text)
