# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import io

from freezegun import freeze_time
from lxml import etree, html
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools.safe_eval import safe_eval

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-10 12:00:00")
class TestEvaluationScreens(EvaluationCase):
    """Lists, forms and files of evaluations: what they show, and what they cost."""

    def _new_many(self, number, start="2026-01-01", stop="2026-03-31"):
        partners = self.wood.create(
            [{"name": f"Supplier {i}", "is_company": True} for i in range(number)]
        )
        evaluations = self.evaluations.create(
            [
                {
                    "partner_id": partner.id,
                    "period_start": start,
                    "period_end": stop,
                }
                for partner in partners
            ]
        )
        self.ratings.create(
            [
                {"line_id": line.id, "score": 50, "user_id": self.users["user"].id}
                for line in evaluations.line_ids
            ]
        )
        return evaluations

    def _get_names(self, model, mode):
        """Return the fields that a view of the model reads."""
        arch = etree.fromstring(model.get_view(view_type=mode)["arch"])
        return {
            node.get("name"): {}
            for node in arch.iter("field")
            if not any(parent.tag == "field" for parent in node.iterancestors())
        }

    def _count_queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        return self.env.cr.sql_log_count - before

    def test_a_list_costs_the_same_for_few_and_for_many(self):
        officer = self.users["officer"]
        for model in (self.evaluations, self.ratings):
            model = model.with_user(officer)
            for mode in ("list", "kanban"):
                names = self._get_names(model, mode)
                few = self._new_many(3)
                many = self._new_many(15)
                name = "id" if model._name == "engagement.evaluation" else None
                counts = [
                    self._count_queries(
                        lambda part=part, model=model, names=names, name=name: (
                            model.web_search_read(
                                [(name or "evaluation_id", "in", part.ids)],
                                names,
                                limit=80,
                            )
                        )
                    )
                    for part in (few, few, many)
                ]
                self.assertEqual(counts[1], counts[2], f"{model._name} {mode}")
                self.assertLessEqual(counts[2], 14)
                (few + many).unlink()

    def test_the_form_costs_the_same_for_few_lines_and_for_many(self):
        evaluation = self._new_many(1)
        model = self.evaluations.with_user(self.users["officer"])
        names = self._get_names(model, "form")
        lines = self._get_names(self.env["engagement.evaluation.line"], "list")
        names["line_ids"] = {"fields": lines}

        def read():
            model.browse(evaluation.id).web_read(names)

        self._count_queries(read)
        few = self._count_queries(read)
        line = evaluation.line_ids[0]
        self.ratings.create([{"line_id": line.id, "score": 50}] * 30)
        self.assertEqual(self._count_queries(read), few)

    def test_a_contact_and_its_standing_cost_the_same_for_one_and_for_many(self):
        ids = self._new_many(30).partner_id.ids
        partners = self.wood.with_user(self.users["user"]).browse(ids)

        def read(some):
            some.mapped("engagement_standing")
            some.mapped("engagement_score_text")

        counts = [
            self._count_queries(lambda part=part: read(part))
            for part in (partners[:1], partners[:1], partners)
        ]
        self.assertEqual(counts[1], counts[2])
        # the contacts, their companies, and one query for all of this
        self.assertLessEqual(counts[2], 3)

    def test_who_records_feedback_sees_the_standing_but_not_the_evaluations(self):
        evaluation = self._new_evaluation(self.wood)
        self._rate(evaluation, quality=20)
        self._send(evaluation)
        with Form(self.wood.with_user(self.users["user"])) as form:
            self.assertEqual(form.engagement_standing, "blocked")
        with self.assertRaises(AccessError):
            evaluation.with_user(self.users["user"]).read(["score"])

    def test_the_last_evaluation_says_when_to_look_again(self):
        old = self._new_evaluation(self.wood, "2024-01-01", "2024-03-31")
        self._rate(old, quality=100)
        self._send(old)
        due = [("reevaluate_due", "=", True), ("id", "in", old.ids)]
        self.assertEqual(self.evaluations.search(due), old)
        self.assertTrue(old.reevaluate_due)
        newer = self._new_evaluation(self.wood, "2025-10-01", "2025-12-31")
        self._rate(newer, quality=100)
        self._send(newer)
        self.assertFalse(self.evaluations.search(due))

    def test_a_period_is_called_by_its_quarter(self):
        quarter = self._new_evaluation(self.wood)
        month = self._new_evaluation(self.steel, "2026-01-01", "2026-01-31")
        self.assertEqual(quarter.period, "Q1 2026")
        self.assertEqual(month.period, "2026-01-01 – 2026-01-31")

    def test_those_who_deserve_it_are_thanked_together(self):
        before = self.evaluations.search([])
        both = self._new_evaluation(self.wood) + self._new_evaluation(self.steel)
        for evaluation in both:
            self._rate(evaluation, quality=90)
        self._rate(self._new_evaluation(self._new_supplier("Poor")), quality=84)
        search = self.evaluations.with_user(self.users["officer"]).get_view(
            view_type="search"
        )
        wanted = etree.fromstring(search["arch"]).find(".//filter[@name='excellent']")
        found = self.evaluations.search(safe_eval(wanted.get("domain"))) - before
        self.assertEqual(found, both.sorted("id", reverse=True))
        action = found.action_thank()
        thanks = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(set(thanks.partner_ids.ids), set((self.wood + self.steel).ids))
        with self._refused("Choose the evaluations"):
            self.evaluations.action_thank()

    def test_the_workbook_leaves_empty_what_has_no_data(self):
        wild = self._new_supplier("=1+1")
        scored = self._new_evaluation(wild)
        self._rate(scored, quality=80)
        empty = self._new_evaluation(self.steel)
        book = load_workbook(io.BytesIO((scored + empty)._get_scorecards_xlsx()))
        cards = [[cell.value for cell in row] for row in book["Scorecards"].rows]
        self.assertEqual(cards[1][1:3], ["=1+1", "We rate them"])
        self.assertEqual(book["Scorecards"]["B2"].data_type, "s")
        self.assertEqual(cards[1][5:7], [80, 30])
        self.assertEqual(cards[1][9], "Approved")
        self.assertEqual(cards[2][5:7], [None, 0])
        lines = [[cell.value for cell in row] for row in book["Criteria"].rows]
        self.assertEqual(lines[1][2:6], ["Quality", 30, 80, 1])
        self.assertEqual(lines[2][4], None)
        self.assertEqual(len(lines), 9)

    def test_the_scorecard_tells_what_was_said_but_not_who_said_it(self):
        evaluation = self._new_evaluation(self.wood, note="Thank you.")
        line = evaluation.line_ids[0]
        self.ratings.with_user(self.users["user"]).create(
            {"line_id": line.id, "score": 75, "text": "Dry and straight"}
        )
        page = self.env["ir.actions.report"]._render_qweb_html(
            "engagement_qms.report_evaluation", evaluation.ids
        )[0]
        text = " ".join(html.fromstring(page).text_content().split())
        for words in ("Oak and Ash", "75 of 100", "30 %", "Dry and straight", "Thank"):
            self.assertIn(words, text)
        self.assertNotIn(self.users["user"].name, text)
        self.assertIn("no data", text)


@tagged("post_install", "-at_install", "engagement")
class TestScorecardDownload(EvaluationCase, HttpCase):
    """Who may read scorecards may take them along, and nobody else."""

    def _get(self, login, ids):
        self.authenticate(login, login)
        return self.url_open(f"/engagement/scorecards.xlsx?ids={ids}")

    def test_who_may_read_them_gets_them(self):
        evaluation = self._new_evaluation(self.wood)
        answer = self._get("test_officer", evaluation.id)
        self.assertEqual(answer.status_code, 200)
        sheet = load_workbook(io.BytesIO(answer.content))["Scorecards"]
        self.assertEqual(sheet["B2"].value, "Oak and Ash")

    def test_another_company_gets_an_empty_sheet_and_others_are_refused(self):
        evaluation = self._new_evaluation(self.wood)
        answer = self._get("test_other_officer", evaluation.id)
        sheet = load_workbook(io.BytesIO(answer.content))["Scorecards"]
        self.assertEqual(sheet.max_row, 1)
        for login in ("test_user", "test_portal"):
            self.assertIn(self._get(login, evaluation.id).status_code, (403, 404))

    def test_nonsense_is_refused(self):
        self.assertEqual(self._get("test_officer", "1;DROP").status_code, 400)
        many = self.evaluations.browse(range(1, 1002))
        with self.assertRaisesRegex(UserError, "up to 1000 scorecards"):
            many.action_download_xlsx()
