# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import fields
from odoo.tests import HttpCase, tagged

from ..models.code.code_figures import MINIMUM_SAMPLE
from .common import EngagementCase


class PublicCodeCase(EngagementCase):
    """A code in force with its page switched on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.today()
        cls.now = fields.Datetime.now()
        cls.code = cls._new_code("Our word")

    @classmethod
    def _new_code(cls, name, promises=2, **values):
        code = cls.env["engagement.code"].create(
            {
                "name": name,
                "public_page": True,
                "user_id": cls.users["user"].id,
                "purpose": "So that you can plan.",
                "provision_ids": [
                    (0, 0, {"promise": f"{name}, promise {n}", "limit_value": n})
                    for n in range(1, promises + 1)
                ],
                **values,
            }
        )
        code._set_state(
            {"state": "in_force", "in_force_from": cls.today - timedelta(days=400)}
        )
        return code

    @classmethod
    def _translate(cls, code, lang):
        """Give the code a translation, as it would get one while it is a draft."""
        cls.env["res.lang"]._activate_lang(lang)
        state = code.state
        code._set_state({"state": "draft"})
        code.update_field_translations("name", {lang: "Unser Wort"})
        for provision in code.provision_ids:
            provision.update_field_translations(
                "promise", {lang: f"Versprochen: {provision.number}"}
            )
        code._set_state({"state": state})

    @classmethod
    def _let_pass(cls, provision, kept=0, missed=0, days_ago=10):
        """Let a promise have been kept and missed so often."""
        start = cls.now - timedelta(days=days_ago)
        due = start + timedelta(days=2)
        done = [start + timedelta(days=1)] * kept + [start + timedelta(days=3)] * missed
        commitments = cls.env["engagement.commitment"].create(
            [
                {
                    "name": "Test",
                    "provision_id": provision.id,
                    "started_at": start,
                    "limit_value": 0,
                    "due_at": due,
                    "first_due_at": due,
                    "company_id": provision.company_id.id,
                    "calendar_id": provision.company_id.resource_calendar_id.id,
                }
                for _moment in done
            ]
        )
        for commitment, moment in zip(commitments, done, strict=True):
            commitment._set_done(moment)
        return commitments


@tagged("post_install", "-at_install", "engagement")
class TestCodePublic(PublicCodeCase):
    """What the public page may say, in which language, with which figures."""

    def test_only_the_version_in_force_with_the_switch_on_is_public(self):
        codes = self.env["engagement.code"]
        root_id = self.code.id
        self.assertEqual(codes._get_public(root_id), self.code)
        for state, public in {
            "draft": False,
            "consultation": False,
            "approved": False,
            "pilot": False,
            "under_review": True,
            "retired": False,
        }.items():
            with self.subTest(state=state):
                self.code._set_state({"state": state})
                self.assertEqual(bool(codes._get_public(root_id)), public)
        self.code._set_state({"state": "in_force"})
        self.code.public_page = False
        self.assertFalse(codes._get_public(root_id))

    def test_the_address_stays_over_versions_and_shows_the_one_in_force(self):
        address = self.code.public_url
        action = self.code.action_new_version()
        draft = self.env["engagement.code"].browse(action["res_id"])
        self.assertEqual(draft.public_url, address)
        self.assertTrue(draft.public_page)
        self.assertEqual(self.code._get_public(self.code.id), self.code)
        self.code._set_state({"state": "retired", "in_force_to": self.today})
        self.env.flush_all()
        draft._set_state({"state": "in_force", "in_force_from": self.today})
        self.assertEqual(self.code._get_public(self.code.id), draft)
        self.assertEqual([past[0] for past in draft._get_past_versions()], [1])

    def test_the_qr_code_is_there_as_soon_as_the_page_is_on(self):
        self.assertTrue(self.code.public_qr)
        self.code.public_page = False
        self.assertFalse(self.code.public_qr)

    def test_an_officer_switches_the_page_of_a_locked_version(self):
        officer = self.code.with_user(self.users["officer"])
        officer.write({"public_page": False, "show_figures": True})
        officer.enquiry_answer_days = 3
        self.assertFalse(self.code.public_page)

    def test_limits_are_told_in_words(self):
        provision = self.code.provision_ids[0]
        for value, unit, words in (
            (1, "hour", "Within 1 hour"),
            (24, "hour", "Within 24 hours"),
            (10, "working_day", "Within 10 working days"),
            (2.5, "day", "Within 2.50 days"),
            (0, "day", ""),
        ):
            draft = provision.new({"limit_value": value, "limit_unit": unit})
            self.assertEqual(draft._get_within_text(), words)

    def test_headings_of_the_statement_do_not_disturb_those_of_the_page(self):
        self.code._set_state(
            {"statement": '<h1 class="big">Listen</h1><p onclick="x()">to us</p>'}
        )
        text = self.code._get_statement()
        self.assertIn("Listen", text)
        self.assertNotIn("<h1", text)
        self.assertNotIn("onclick", text)

    def test_figures_say_how_often_each_promise_was_kept(self):
        first, second = self.code.provision_ids
        self._let_pass(first, kept=15, missed=1)
        self._let_pass(second, kept=5)
        figures, total, period = self.code._get_public_figures()
        self.assertEqual(figures[first.id]["text"], "Kept in 93 % of 16 cases")
        self.assertEqual(figures[second.id]["text"], "Kept in 100 % of 5 cases")
        self.assertEqual(total["text"], "Kept in 95 % of 21 cases")
        self.assertEqual(period, "in the last 12 months")

    def test_nothing_is_rounded_up(self):
        self.assertEqual(self.code._get_figure(999, 1000)["percent"], 99)
        self.assertEqual(self.code._get_figure(1, 1000)["percent"], 0)
        self.assertEqual(self.code._get_figure(0, 10)["percent"], 0)
        self.assertEqual(self.code._get_figure(10, 10)["percent"], 100)

    def test_no_figure_without_data(self):
        figures, total, _period = self.code._get_public_figures()
        self.assertEqual((figures, total), ({}, None))

    def test_what_is_open_and_late_counts_as_missed(self):
        first = self.code.provision_ids[0]
        late = self._let_pass(first, kept=MINIMUM_SAMPLE)[:1]
        late.write({"state": "open", "done_at": False})
        figures, _total, _period = self.code._get_public_figures()
        self.assertEqual(figures[first.id]["percent"], 80)

    def test_few_cases_are_hidden_and_not_told_by_the_total(self):
        first, second = self.code.provision_ids
        self._let_pass(first, kept=10)
        self._let_pass(second, missed=MINIMUM_SAMPLE - 1)
        figures, total, _period = self.code._get_public_figures()
        self.assertEqual(list(figures), [first.id])
        self.assertIsNone(total)
        self._let_pass(second, missed=1)
        figures, total, _period = self.code._get_public_figures()
        self.assertEqual(len(figures), 2)
        self.assertEqual(total["cases"], 15)

    def test_two_that_are_hidden_hide_each_other_in_the_total(self):
        code = self._new_code("Three", promises=3)
        first, second, third = code.provision_ids
        self._let_pass(first, kept=10)
        self._let_pass(second, missed=2)
        self._let_pass(third, kept=2)
        self.assertIsNone(code._get_public_figures()[1])
        self._let_pass(third, kept=1)
        self.assertEqual(code._get_public_figures()[1]["cases"], 15)

    def test_old_cases_fall_out_and_a_young_version_says_since_when(self):
        first = self.code.provision_ids[0]
        self._let_pass(first, kept=9, days_ago=380)
        self.assertFalse(self.code._get_public_figures()[0])
        young = self.today - timedelta(days=20)
        self.code._set_state({"in_force_from": young})
        self._let_pass(first, kept=9, days_ago=40)
        figures, _total, period = self.code._get_public_figures()
        self.assertFalse(figures)
        self.assertEqual(period, f"since {self.code._format_day(young)}")

    def test_a_visitor_reads_their_language_or_the_company_s(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("fr_FR")
        self.assertEqual(self.code._get_languages(), ["en_US"])
        self.code.with_context(lang="de_DE")._set_state({"name": "Unser Wort"})
        # the promises are missing, so nobody could read it in German
        self.assertEqual(self.code._get_languages(), ["en_US"])
        self._translate(self.code, "de_DE")
        self.assertEqual(self.code._get_languages(), ["en_US", "de_DE"])
        self.assertEqual(self.code._choose_language("de_DE"), "de_DE")
        self.assertEqual(self.code._choose_language("de_AT"), "de_DE")
        self.assertEqual(self.code._choose_language("fr_FR"), "en_US")
        self.company.partner_id.lang = "de_DE"
        self.assertEqual(self.code._get_languages(), ["de_DE", "en_US"])
        self.assertEqual(self.code._choose_language("fr_FR"), "de_DE")

    def test_the_source_that_nobody_translated_is_no_language(self):
        """Odoo keeps a copy under English of what was written in German."""
        self.env["res.lang"]._activate_lang("de_DE")
        self.company.partner_id.lang = "de_DE"
        code = (
            self.env["engagement.code"]
            .with_context(lang="de_DE")
            .create({"name": "Wort", "provision_ids": [(0, 0, {"promise": "Bald"})]})
        )
        self.assertEqual(code._get_languages(), ["de_DE"])

    def test_the_fingerprint_follows_the_wording_and_nothing_else(self):
        before = self.code.fingerprint
        self.assertRegex(before, "^[0-9a-f]{64}$")
        self.env["res.lang"]._activate_lang("de_DE")
        self.assertEqual(self.code.with_context(lang="de_DE").fingerprint, before)
        self.code.public_page = False
        self.code.invalidate_recordset(["fingerprint"])
        self.assertEqual(self.code.fingerprint, before)
        self.code._set_state({"scope": "Everything"})
        self.code.invalidate_recordset(["fingerprint"])
        self.assertNotEqual(self.code.fingerprint, before)

    def test_only_a_locked_wording_has_a_print_that_is_kept(self):
        self.assertRegex(self.code.print_name, r"^Our word v1 en_US [0-9a-f]{12}\.pdf$")
        draft = self.code.copy({"name": "Draft"})
        self.assertFalse(draft.print_name)

    def test_a_print_that_was_kept_is_not_handed_out_when_it_says_less(self):
        """Approved, in force, ended, with and without its page: each its own print."""
        code = self._new_code("Each")
        names = []
        for values in (
            {"state": "approved", "in_force_from": False},
            {"state": "pilot"},
            {"state": "in_force", "in_force_from": self.today},
            {"public_page": False},
            {"state": "retired", "in_force_to": self.today},
        ):
            code._set_state(values)
            code.invalidate_recordset(["print_name"])
            names.append(code.print_name)
        self.assertEqual(len(set(names)), 5)
        code._set_state({"next_review_date": self.today})
        code.invalidate_recordset(["print_name"])
        self.assertEqual(code.print_name, names[-1])

    def test_a_company_that_was_closed_has_no_public_page(self):
        theirs = self._new_code(
            "Theirs", company_id=self.other_company.id, user_id=False
        )
        codes = self.env["engagement.code"]
        self.assertEqual(codes._get_public(theirs.id), theirs)
        self.env["res.users"].search(
            [("company_id", "=", self.other_company.id)]
        ).action_archive()
        self.other_company.active = False
        self.assertFalse(codes._get_public(theirs.id))

    def test_the_print_says_the_wording_version_dates_and_fingerprint(self):
        report = self.env["ir.actions.report"].with_user(self.users["user"])
        content, _kind = report._render_qweb_html(
            "engagement_qms.report_code", self.code.ids
        )
        text = " ".join(html.fromstring(content).text_content().split())
        for words in (
            "Our word, promise 2",
            "Within 2 working days",
            "Version 1 · in force since",
            self.code.fingerprint,
            self.code.public_url,
        ):
            self.assertIn(words, text)


@tagged("post_install", "-at_install", "engagement")
class TestCodePage(PublicCodeCase, HttpCase):
    """The page as a browser gets it."""

    def _open(self, address=None, **kwargs):
        self.env.flush_all()
        return self.url_open(address or f"/engagement/code/{self.code.id}", **kwargs)

    def _visit(self, language):
        """Open the page as somebody who was never here."""
        for cookie in ("session_id", "frontend_lang"):
            self.opener.cookies.pop(cookie, None)
        answer = self._open(headers={"Accept-Language": language})
        return html.fromstring(answer.content)

    def test_everybody_reads_the_page_without_a_login(self):
        answer = self._open()
        self.assertEqual(answer.status_code, 200)
        page = html.fromstring(answer.content)
        self.assertEqual(page.get("lang"), "en-US")
        [heading] = page.xpath("//h1")
        self.assertEqual(heading.text_content(), "Our word")
        self.assertEqual(
            [h3.text_content() for h3 in page.xpath("//ol//h3")],
            ["Our word, promise 1", "Our word, promise 2"],
        )
        self.assertEqual(
            self._open("/engagement/code/old-name-%s" % self.code.id).status_code, 200
        )

    def test_the_page_looks_the_same_for_members_of_the_portal(self):
        self.authenticate("test_portal", "test_portal")
        self.assertEqual(self._open().status_code, 200)

    def test_missing_and_hidden_pages_do_not_differ(self):
        hidden = self._new_code("Hidden", public_page=False)
        draft = self.env["engagement.code"].create(
            {"name": "Draft", "public_page": True}
        )
        retired = self._new_code("Retired")
        retired._set_state({"state": "retired", "in_force_to": self.today})
        answers = set()
        for number in (hidden.id, draft.id, retired.id, 2**31 - 1, 2**40, 0, "x"):
            for tail in ("", "/pdf", "/thanks"):
                answer = self._open(f"/engagement/code/{number}{tail}")
                self.assertEqual(answer.status_code, 404)
                answers.add(
                    html.fromstring(answer.content).xpath("//main")[0].text_content()
                )
        self.assertEqual(len(answers), 1)

    def test_the_officer_of_another_company_reads_it_too(self):
        theirs = self._new_code(
            "Theirs", company_id=self.other_company.id, user_id=False
        )
        answer = self._open(f"/engagement/code/{theirs.id}")
        self.assertEqual(answer.status_code, 200)
        page = html.fromstring(answer.content)
        self.assertIn(
            "Other company", page.xpath("//p[@class='o_code_company']")[0].text
        )
        [logo] = page.xpath("//header//img")
        self.assertEqual(logo.get("src"), f"/logo.png?company={self.other_company.id}")

    def test_no_text_becomes_markup(self):
        evil = '<script>alert("x")</script>'
        code = self._new_code(evil, purpose=evil, contact=evil, promises=1)
        page = self._open(f"/engagement/code/{code.id}").text
        self.assertNotIn(evil, page)
        self.assertEqual(page.count("&lt;script&gt;alert("), 5)

    def test_the_languages_of_the_code_can_be_chosen(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._translate(self.code, "de_DE")
        page = html.fromstring(self._open().content)
        self.assertEqual(
            [
                (link.get("lang"), link.get("aria-current"))
                for link in page.xpath("//nav[@aria-label='Language']/a")
            ],
            [("en-US", "true"), ("de-DE", None)],
        )
        page = self._visit("de-DE,de;q=0.9")
        self.assertEqual(page.get("lang"), "de-DE")
        self.assertEqual(page.xpath("//h1")[0].text_content(), "Unser Wort")

    def test_a_language_without_a_translation_reads_the_company_s(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        page = self._visit("fr-FR")
        self.assertEqual(page.get("lang"), "en-US")
        self.assertFalse(page.xpath("//nav[@aria-label='Language']"))

    def test_figures_stand_on_the_page_where_they_are_switched_on(self):
        first = self.code.provision_ids[0]
        self._let_pass(first, kept=6)
        words = "Kept in 100 % of 6 cases"
        self.assertNotIn(words, self._open().text)
        self.code.show_figures = True
        self.assertIn(words, self._open().text)

    def test_the_page_costs_the_same_however_many_promises(self):
        long = self._new_code("Long", promises=30, show_figures=True)
        self.code.show_figures = True
        for provision in self.code.provision_ids | long.provision_ids:
            self._let_pass(provision, kept=5)
        self.assertEqual(*(self._count_queries(code) for code in (self.code, long)))

    def _count_queries(self, code):
        address = f"/engagement/code/{code.id}"
        self._open(address)
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._open(address)
        return self.env.cr.sql_log_count - before
