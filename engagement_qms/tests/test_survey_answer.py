# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import json
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import SQL, mute_logger

from .survey_common import SurveyCase

#: Words that lead to a person: no row of an anonymous round may hold one
CANARIES = ("Zanzibar", "canary@example.com", "canary_login")
#: Tables in which Odoo keeps answers, messages and what changed
TABLES = (
    "survey_user_input",
    "survey_user_input_line",
    "mail_message",
    "mail_tracking_value",
    "mail_followers",
    "mail_activity",
)


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-04 08:00:00")
class TestSurveyAnonymous(SurveyCase):
    """Who answered what cannot be found out, by anybody, from no table."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.canary = new_test_user(
            cls.env,
            "canary_login",
            groups="base.group_user",
            name="Zanzibar",
            email="canary@example.com",
        )
        cls._new_party("Zanzibar", partner_id=cls.canary.partner_id.id)
        cls.people = cls._new_people(5)
        cls.round = cls._open_round(anonymous=True)

    def _dump(self, table, since):
        """Return the rows that came since, as PostgreSQL writes them."""
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT row_to_json(t)::text FROM %s AS t WHERE id > %s",
                SQL.identifier(table),
                since,
            )
        )
        return [json.loads(row) for (row,) in rows]

    def _get_last(self, table):
        [[last]] = self.env.execute_query(
            SQL("SELECT COALESCE(MAX(id), 0) FROM %s", SQL.identifier(table))
        )
        return last

    def test_no_table_leads_from_a_person_to_an_answer(self):
        self.survey.message_subscribe(self.users["officer"].partner_id.ids)
        before = {table: self._get_last(table) for table in TABLES}
        with freeze_time("2026-05-07 09:41:17"):
            self._answer(self.round, self.canary.partner_id, 5, as_user=self.canary)
        self.env.flush_all()
        dumps = {table: self._dump(table, before[table]) for table in TABLES}
        self.assertEqual(len(dumps["survey_user_input"]), 1)
        self.assertEqual(len(dumps["survey_user_input_line"]), 4)
        for table, rows in dumps.items():
            text = json.dumps(rows)
            for canary in CANARIES:
                self.assertNotIn(canary, text, table)
            self.assertNotIn("2026-05-07", text, table)
            self.assertNotIn(str(self.env.cr.now().date()), text, table)
        self.assertEqual(dumps["mail_message"], [])
        [answer] = dumps["survey_user_input"]
        for name in ("partner_id", "email", "nickname", "create_uid", "write_uid"):
            self.assertIsNone(answer[name], name)
        self.assertIsNone(answer["lang_id"])
        for line in dumps["survey_user_input_line"]:
            self.assertIsNone(line["create_uid"])
            self.assertIsNone(line["write_uid"])
        for name in ("create_date", "write_date", "start_datetime", "end_datetime"):
            self.assertEqual(answer[name], "2026-05-04T00:00:00", name)

    def test_the_invitation_does_not_say_when_it_was_used(self):
        line = self._get_invited(self.round).filtered(
            lambda p: p.partner_id == self.people[0]
        )
        self.env.flush_all()
        before = line.read(["write_date", "write_uid", "date"])
        with freeze_time("2026-05-07 09:41:17"):
            self._answer(self.round, self.people[0], 5)
            line.invalidate_recordset()
            self.assertTrue(line.participated)
            self.assertEqual(line.read(["write_date", "write_uid", "date"]), before)
        self.assertEqual(line.date, date(2026, 5, 4))

    def test_after_closing_all_rows_were_written_by_the_same_transaction(self):
        for partner in reversed(self.people):
            self._answer(self.round, partner, 4)
        self.round.action_close()
        self.env.flush_all()
        for table, column in (
            ("survey_user_input", "engagement_round_id"),
            ("engagement_participation", "round_id"),
        ):
            rows = self.env.execute_query(
                SQL(
                    "SELECT DISTINCT xmin::text FROM %s WHERE %s = %s",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    self.round.id,
                )
            )
            self.assertEqual(len(rows), 1, table)
            rows = self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE %s = %s ORDER BY ctid",
                    SQL.identifier(table),
                    SQL.identifier(column),
                    self.round.id,
                )
            )
            self.assertEqual(rows, sorted(rows), "the order of writing is forgotten")

    def test_nobody_reads_a_single_answer(self):
        for partner in self.people:
            self._answer(self.round, partner, 4, text="Secret words")
        self.round.action_close()
        survey_manager = new_test_user(
            self.env,
            "survey_boss",
            groups="survey.group_survey_manager,"
            "engagement_qms.group_engagement_manager",
        )
        for user in (survey_manager, self.users["officer"]):
            for model in ("survey.user_input", "survey.user_input.line"):
                records = self.env[model].with_user(user)
                self.assertFalse(
                    records.search([("survey_id", "=", self.survey.id)]), model
                )
        question = self.survey.question_ids[-1].with_user(survey_manager)
        self.assertFalse(question.user_input_line_ids)
        with self.assertRaises(AccessError):
            self.env["survey.user_input.line"].with_user(self.users["user"]).search([])

    def test_a_row_with_a_name_is_refused_by_the_database(self):
        answer = self._answer(self.round, self.people[0], 5)
        answer.sudo().write({"email": "canary@example.com", "nickname": "Zanzibar"})
        self.assertFalse(answer.email)
        self.assertFalse(answer.nickname)
        with (
            self.assertRaises(CheckViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                SQL("UPDATE survey_user_input SET email = 'x' WHERE id = %s", answer.id)
            )

    def test_a_questionnaire_that_keeps_names_is_refused(self):
        survey = self._new_survey(
            question_and_page_ids=[
                Command.create(
                    {
                        "title": "Your address",
                        "question_type": "char_box",
                        "validation_email": True,
                        "save_as_email": True,
                    }
                )
            ],
            access_mode="public",
            users_login_required=True,
        )
        with self.assertRaises(UserError) as refused:
            self._open_round(anonymous=True, survey_id=survey.id)
        for missing in ("Your address", "Invited people only", "require a login"):
            self.assertIn(missing, str(refused.exception))

    def test_a_questionnaire_in_use_keeps_what_it_promises(self):
        with self.assertRaisesRegex(ValidationError, "anonymous round"):
            self.survey.access_mode = "public"
        with self.assertRaisesRegex(ValidationError, "keeps an address"):
            self.env["survey.question"].create(
                {
                    "survey_id": self.survey.id,
                    "title": "Your nickname",
                    "question_type": "char_box",
                    "save_as_nickname": True,
                }
            )

    def test_the_result_is_seen_when_the_round_is_closed(self):
        """Two means with an answer between them would tell that answer."""
        for partner in self.people:
            self._answer(self.round, partner, 5)
        self.assertEqual(self.round.answered_count, 5)
        self.assertFalse(self.round.index_text)
        self.assertEqual(self.round.scaled_count, 0)
        self.assertFalse(self.round.topic_ids)
        self.assertFalse(self.round.comments)
        self.round.action_close()
        self.assertEqual(self.round.satisfaction_index, 100)

    def test_a_small_group_is_not_kept_with_the_answers(self):
        few = self._new_people(2, category=self.other_category)
        survey_round = self._open_round(
            anonymous=True, category_ids=(self.category | self.other_category).ids
        )
        small = self._answer(survey_round, few[0], 1)
        large = self._answer(survey_round, self.people[0], 5)
        self.assertFalse(small.sudo().engagement_category_id)
        self.assertEqual(large.sudo().engagement_category_id, self.category)

    def test_what_nobody_sent_is_deleted_at_closing(self):
        line = self._get_invited(self.round)[0]
        started = line.sudo()._start_answer(self.env["survey.user_input"])
        self.assertEqual(started.create_uid, self.env.ref("base.public_user"))
        self.round.action_close()
        self.assertFalse(started.exists())

    def test_without_the_invitation_nothing_can_be_sent(self):
        line = self._get_invited(self.round)[0]
        started = line.sudo()._start_answer(self.env["survey.user_input"])
        with self.assertRaisesRegex(UserError, "cannot see your invitation"):
            started._mark_done()

    def test_a_low_answer_opens_an_action_only_after_closing(self):
        for partner in self.people:
            self._answer(self.round, partner, 1)
        self.assertFalse(self.round._get_actions())
        self.round.action_close()
        actions = self.round._get_actions()
        self.assertEqual(len(actions), 3)
        self.assertFalse(actions.filtered("partner_ids"))


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-04 08:00:00")
class TestSurveyFigures(SurveyCase):
    """What a round says in numbers, and what it does not say."""

    def _new_round(self, **counts):
        """Open a round of groups with so many people: {name: number}."""
        self.groups = {
            name: self.category.copy({"name": name, "sequence": at})
            for at, name in enumerate(counts)
        }
        self.members = {
            name: self._new_people(number, category=self.groups[name])
            for name, number in counts.items()
        }
        ids = [category.id for category in self.groups.values()]
        return self._open_round(category_ids=ids)

    def _get_shown(self, survey_round):
        return {
            group.category_id.name: group.satisfaction_index
            for group in survey_round.group_ids
            if not group.index_hidden
        }

    def test_an_answer_counts_from_0_to_100_without_importance(self):
        people = self._new_people(1)
        answer = self._answer(self._open_round(), people, 4, importance=1)
        self.assertEqual(answer.engagement_index, 75)
        self.assertEqual(answer.engagement_scaled, 2)
        self.assertEqual(answer.engagement_audience, "customer")
        self.assertEqual(answer.engagement_company_id, self.company)
        self.assertEqual(answer.engagement_answered_on, date(2026, 5, 4))

    def test_the_index_is_the_plain_mean_over_people(self):
        survey_round = self._new_round(A=5, B=5)
        for partner in self.members["A"]:
            self._answer(survey_round, partner, 5)
        self.assertEqual(survey_round.satisfaction_index, 100)
        self._answer(survey_round, self.members["B"][0], 1)
        self.assertAlmostEqual(survey_round.satisfaction_index, 500 / 6, places=4)
        self.assertEqual(survey_round.scaled_count, 6)
        self.assertEqual(survey_round.response_rate, 60)
        self.assertEqual(survey_round.response_text, "6 of 10 (60 %)")

    def test_too_few_answers_have_no_index(self):
        people = self._new_people(10)
        survey_round = self._open_round()
        for partner in people[:4]:
            self._answer(survey_round, partner, 5)
        self.assertFalse(survey_round.index_text)
        self.assertIn("Fewer than 5", survey_round.index_wait)
        [[stored]] = self.env.execute_query(
            SQL(
                "SELECT satisfaction_index FROM engagement_survey_round WHERE id = %s",
                survey_round.id,
            )
        )
        self.assertIsNone(stored)
        self.assertFalse(survey_round.topic_ids)
        self.assertFalse(survey_round.comments)

    def test_a_hidden_group_cannot_be_worked_out_from_the_total(self):
        survey_round = self._new_round(A=8, B=6, C=4)
        for members, score in (("A", 5), ("B", 4), ("C", 1)):
            for partner in self.members[members]:
                self._answer(survey_round, partner, score)
        self.assertEqual(self._get_shown(survey_round), {"A": 100})
        self.assertTrue(survey_round.index_text)

    def test_groups_that_are_large_enough_are_all_shown(self):
        survey_round = self._new_round(A=6, B=5)
        for members, score in (("A", 5), ("B", 3)):
            for partner in self.members[members]:
                self._answer(survey_round, partner, score)
        self.assertEqual(self._get_shown(survey_round), {"A": 100, "B": 50})

    def test_whose_voice_is_missing_and_how_to_hear_it(self):
        survey_round = self._new_round(Loud=5, Quiet=5)
        for partner in self.members["Loud"]:
            self._answer(survey_round, partner, 4)
        missing = survey_round.missing_group_id
        self.assertEqual(missing.category_id, self.groups["Quiet"])
        self.assertEqual(
            (missing.population_share, missing.answer_share, missing.gap), (50, 0, 50)
        )
        self.assertEqual(missing.outreach_channel_id, self.channel)
        self.assertEqual(missing.outreach, "Ask by: Test meeting")
        party = self.env["engagement.party"].search(
            [("category_id", "=", self.groups["Quiet"].id)], limit=1
        )
        plan = self._new_plan(party)
        missing.invalidate_recordset()
        self.assertEqual(missing.outreach_plan_id, plan)
        self.assertIn("Test plan", missing.outreach)

    def test_importance_is_set_against_satisfaction(self):
        survey = self._new_survey()
        scale = {"question_type": "scale", "scale_min": 1, "scale_max": 5}
        self.env["survey.question"].create(
            [
                {
                    **scale,
                    "survey_id": survey.id,
                    "title": title,
                    "engagement_measures": measures,
                    "engagement_topic": "Colour",
                    "sequence": 5,
                }
                for title, measures in (
                    ("Colour?", "satisfaction"),
                    ("Is colour important?", "importance"),
                )
            ]
        )
        people = self._new_people(5)
        survey_round = self._open_round(survey_id=survey.id)
        on_time, colour = survey.question_ids.filtered(
            lambda q: q.engagement_measures == "satisfaction"
        )
        weights = {"On time": "5", "Colour": "1"}
        scores = {on_time: "2", colour: "5"}
        for partner in people:
            answer = self._answer(survey_round, partner, 3)
            for question in survey.question_ids:
                if question.engagement_measures == "importance":
                    answer._save_lines(question, weights[question.engagement_topic])
                elif question in scores:
                    answer._save_lines(question, scores[question])
        survey_round._refresh_figures()
        topics = {topic.name: topic for topic in survey_round.topic_ids}
        self.assertEqual(topics["On time"].verdict, "first")
        self.assertEqual(topics["On time"].satisfaction, 25)
        self.assertEqual(topics["On time"].importance, 100)
        self.assertEqual(topics["Colour"].verdict, "ease")
        self.assertFalse(topics["All in all?"].verdict)
        self.assertEqual(topics["On time"].sample, 5)

    def test_the_trend_is_against_the_round_before(self):
        people = self._new_people(5)
        programme = self._new_programme()
        first = self._open_round(programme)
        for partner in people:
            self._answer(first, partner, 3)
        first.action_close()
        with freeze_time("2026-09-01"):
            second = self._open_round(programme)
            for partner in people:
                self._answer(second, partner, 4)
            self.assertEqual(second.previous_id, first)
            self.assertEqual(second.index_change, 25)
            topic = second.topic_ids[0]
            self.assertEqual((topic.previous, topic.change), (50, 25))
            self.assertFalse(first.has_change)

    def test_tests_of_a_questionnaire_do_not_count(self):
        people = self._new_people(5)
        survey_round = self._open_round()
        for partner in people:
            answer = self._answer(survey_round, partner, 5)
            answer.test_entry = True
        survey_round._refresh_figures()
        self.assertEqual(survey_round.scaled_count, 0)
        self.assertFalse(survey_round.index_text)

    def test_a_low_result_opens_an_action_once(self):
        people = self._new_people(5)
        survey_round = self._open_round(alarm_score=0)
        for partner in people:
            self._answer(survey_round, partner, 3)
        survey_round.action_close()
        survey_round._look_into_low_scores()
        action = survey_round._get_actions()
        self.assertEqual(len(action), 1)
        self.assertEqual(action.kind, "improvement")
        self.assertEqual(action.state, "plan")
        self.assertEqual(action.origin_res_id, survey_round.id)
        self.assertIn("below 60", action.name)

    def test_a_very_low_answer_opens_one_action_for_each_question(self):
        people = self._new_people(2)
        survey_round = self._open_round()
        self._answer(survey_round, people[0], 1)
        self._answer(survey_round, people[1], 1)
        actions = survey_round._get_actions()
        self.assertEqual(
            sorted(actions.survey_question_id.mapped("title")),
            ["All in all?", "On time?"],
        )
        self.assertEqual(len(actions), 2)
        self.assertNotIn("Person", " ".join(actions.mapped("name")))

    def test_named_answers_are_for_officers_of_the_company(self):
        people = self._new_people(1)
        answer = self._answer(self._open_round(), people, 5)
        self.assertEqual(answer.partner_id, people)
        officer = answer.with_user(self.users["officer"])
        self.assertEqual(officer.engagement_index, 100)
        self.assertFalse(officer.has_access("write"))
        self.assertFalse(answer.with_user(self.other_officer).has_access("read"))
        self.assertFalse(answer.with_user(self.users["user"]).has_access("read"))

    def test_what_was_said_without_being_asked_stands_beside_it(self):
        self._new_people(1)
        values = {"category_id": self.category.id, "partner_name": "Somebody"}
        complaints = self.env["engagement.complaint"]
        complaints.create(
            [{**values, "description": "Late", "handling_score": 4} for _n in range(5)]
        )
        elsewhere = {**values, "category_id": self.other_category.id}
        complaints.create({**elsewhere, "description": "Late"})
        self.env["engagement.feedback"].create(
            {**values, "text": "Well done", "kind": "compliment"}
        )
        survey_round = self._open_round()
        self.assertEqual(
            survey_round.signs.splitlines(),
            [
                "Complaints: 5",
                "Compliments: fewer than 5",
                "Suggestions and concerns: 0",
                "How complaints were handled: 75 of 100, n = 5",
            ],
        )

    def test_who_only_edits_questionnaires_can_do_so(self):
        """Without a role in this app, the survey app works as before."""
        self._new_people(1)
        self._open_round()
        editor = new_test_user(
            self.env, "survey_editor", groups="base.group_user,survey.group_survey_user"
        )
        survey = self.survey.with_user(editor)
        self.assertNotIn("engagement_round_ids", survey.read()[0])
        self.assertNotIn("engagement_need_id", survey.question_ids.read()[0])
        survey.title = "Another title"
        survey.question_ids[0].title = "Another question?"
        copied = survey.copy()
        self.assertEqual(len(copied.question_ids), 4)

    def test_comments_are_for_officers(self):
        people = self._new_people(5)
        survey_round = self._open_round()
        for at, partner in enumerate(people):
            self._answer(survey_round, partner, 5, text=f"Words {at}")
        officer = survey_round.with_user(self.users["officer"])
        self.assertEqual(len(officer.comments.splitlines()), 5)
        with self.assertRaises(AccessError):
            survey_round.with_user(self.users["user"]).read(["comments"])

    def test_figures_of_many_rounds_cost_the_same(self):
        rounds = self.env["engagement.survey.round"]
        self._new_people(5)
        for _number in range(3):
            self.company.engagement_ask_limit = 50
            rounds |= self._open_round()
        self.env.flush_all()
        counts = []
        for some in (rounds[:1], rounds):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.mapped("index_text")
            some.mapped("missing_outreach")
            some.mapped("index_change")
            some.mapped("follow_up_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])


@tagged("post_install", "-at_install", "engagement")
class TestSurveyPages(SurveyCase, HttpCase):
    """The link, the pages of the survey app, and what everybody may read."""

    def _open_link(self, code):
        return self.url_open(f"/engagement/survey/{code}", allow_redirects=False)

    def _send(self, survey_round, answer, score):
        """Send the answers as the page of the survey app does it."""
        token = survey_round.survey_id.access_token
        self.make_jsonrpc_request(f"/survey/begin/{token}/{answer.access_token}", {})
        values = {
            str(question.id): str(score) if question.question_type == "scale" else "x"
            for question in survey_round.survey_id.question_ids
        }
        return self.make_jsonrpc_request(
            f"/survey/submit/{token}/{answer.access_token}", values
        )

    def _get_answers(self, survey_round):
        return self.env["survey.user_input"].search(
            [("engagement_round_id", "=", survey_round.id)], order="id"
        )

    def test_an_invitation_is_answered_once(self):
        people = self._new_people(5)
        survey_round = self._open_round()
        code = self._get_code(self._get_mails().sorted("id")[0])
        response = self._open_link(code)
        self.assertEqual(response.status_code, 303)
        answer = self._get_answers(survey_round)
        self.assertIn(answer.access_token, response.headers["Location"])
        self._open_link(code)
        self.assertEqual(self._get_answers(survey_round), answer)
        self._send(survey_round, answer, 4)
        answer.invalidate_recordset()
        self.assertEqual(answer.state, "done")
        self.assertEqual(answer.partner_id, people[0])
        self.assertEqual(answer.engagement_index, 75)
        self.assertIn("You have answered already", self._open_link(code).text)
        self.assertEqual(len(self._get_answers(survey_round)), 1)

    def test_somebody_signed_in_answers_without_a_name(self):
        [partner] = self.env["res.users"].browse(self.users["internal"].id).partner_id
        partner.email = "inside@example.com"
        self._new_party("Inside", partner_id=partner.id)
        survey_round = self._open_round(anonymous=True)
        self.authenticate("test_internal", "test_internal")
        code = self._get_code(self._get_mails())
        for _time in range(2):
            self.assertEqual(self._open_link(code).status_code, 303)
        answers = self._get_answers(survey_round)
        self._send(survey_round, answers[0], 5)
        self.env.invalidate_all()
        answer = answers[0]
        self.assertEqual(answer.state, "done")
        self.assertFalse(answer.partner_id or answer.email or answer.nickname)
        self.assertFalse(answer.create_uid or answer.write_uid)
        self.assertFalse(answer.user_input_line_ids.create_uid)
        self.assertEqual(
            answer.write_date.date(), survey_round.opened_on, "the hour is forgotten"
        )
        self.assertEqual(answer.write_date.hour, 0)
        self.assertFalse(answer.message_ids)
        self.assertTrue(self._get_invited(survey_round).participated)
        self.assertEqual(len(answers), 2, "nothing tells that they are of the same one")
        with (
            mute_logger("odoo.http"),
            self.assertRaisesRegex(JsonRpcException, "UserError"),
        ):
            self._send(survey_round, answers[1], 1)
        self.env.invalidate_all()
        self.assertNotEqual(answers[1].state, "done")
        self.assertEqual(survey_round.answered_count, 1)

    def test_a_link_that_is_none_is_told_so(self):
        response = self._open_link("NOT-A-LINK")
        self.assertEqual(response.status_code, 404)
        self.assertIn("We do not know this link", response.text)

    def test_a_link_is_handed_over_on_paper(self):
        people = self._new_people(1)
        people.email = False
        survey_round = self._open_round()
        address = self._get_invited(survey_round).action_hand_over()["url"]
        path = address[address.index("/engagement/survey/") :]
        page = self.url_open(path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Your answer is kept with your name", page.text)
        self.assertFalse(self._get_answers(survey_round))
        started = self.url_open(path.removesuffix("?print=1"), allow_redirects=False)
        self.assertEqual(started.status_code, 303)
        self.assertEqual(self._get_answers(survey_round).partner_id, people)

    def test_the_page_is_there_once_it_is_reported_back(self):
        people = self._new_people(6)
        survey_round = self._open_round()
        for partner in people:
            self._answer(survey_round, partner, 5)
        survey_round.action_close()
        survey_round._ensure_page_token()
        address = f"/engagement/round/{survey_round.page_token}"
        self.assertEqual(self.url_open(address).status_code, 404)
        survey_round.outcome_ids = [
            Command.create({"said": "Too slow", "did": "A second van"})
        ]
        survey_round.action_report_back()
        page = self.url_open(address)
        self.assertEqual(page.status_code, 200)
        for text in ("Too slow", "A second van", "100 of 100", "6 of 6"):
            self.assertIn(text, page.text)
        self.assertNotIn("Person 0", page.text)
        self.assertEqual(self.url_open(f"{address}x").status_code, 404)

    def test_the_portal_shows_what_one_was_invited_to_and_no_more(self):
        portal = self.users["portal"].partner_id
        portal.email = "portal@example.com"
        self._new_party("Portal", partner_id=portal.id)
        mine = self._open_round()
        self._new_people(1, category=self.other_category)
        other = self._open_round(
            category_ids=self.other_category.ids,
            survey_id=self._new_survey(title="Not for you").id,
        )
        for survey_round in mine | other:
            survey_round.action_close()
            survey_round.no_action_reason = "All is well"
            survey_round.action_report_back()
        self.authenticate("test_portal", "test_portal")
        page = self.url_open("/my/engagement/rounds").text
        self.assertIn(f"/engagement/round/{mine.page_token}", page)
        self.assertNotIn(other.page_token, page)
        self.assertNotIn("answered", page.lower())
