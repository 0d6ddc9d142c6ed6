# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .survey_common import SurveyCase

TODAY = "2026-05-04"


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestSurveyRound(SurveyCase):
    """A round from the programme to “you said, we did”."""

    def test_a_name_a_questionnaire_and_groups_are_enough(self):
        programme = self.env["engagement.survey.programme"].create(
            {
                "name": "Customers",
                "survey_id": self.survey.id,
                "category_ids": self.category.ids,
            }
        )
        self.assertEqual(
            (programme.interval_number, programme.interval_unit), (1, "quarter")
        )
        self.assertEqual(programme.next_date, date(2026, 5, 4))

    def test_start_a_survey_needs_nothing_but_saving(self):
        programmes = self.env["engagement.survey.programme"]
        officer = programmes.with_user(self.users["officer"])
        context = officer.action_start()["context"]
        with Form(officer.with_context(**context)) as form:
            self.assertFalse(form.anonymous)
        programme = form.record
        self.assertEqual(
            programme.survey_id, self.env.ref("engagement_qms.survey_general")
        )
        self.assertEqual(
            programme.category_ids, self.env.ref("engagement_qms.category_customer")
        )
        with Form(officer.with_context(**context)) as form:
            form.audience = "staff"
        staff = form.record
        self.assertEqual(staff.survey_id, self.env.ref("engagement_qms.survey_staff"))
        self.assertEqual(
            staff.category_ids, self.env.ref("engagement_qms.category_employee")
        )
        self.assertTrue(staff.anonymous)

    def test_the_population_is_counted_and_kept_at_opening(self):
        self._new_people(3)
        self._new_people(2, category=self.other_category)
        survey_round = self._open_round(
            category_ids=(self.category | self.other_category).ids
        )
        self._new_people(4)
        counted = {g.category_id: g.population for g in survey_round.group_ids}
        self.assertEqual(counted, {self.category: 3, self.other_category: 2})
        self.assertEqual(survey_round.invited_count, 5)

    def test_who_is_in_two_groups_is_asked_once(self):
        [partner] = self._new_people(1)
        self._new_party(
            "Twice", partner_id=partner.id, category_id=self.other_category.id
        )
        self._new_group(self.other_category, [partner])
        survey_round = self._open_round(
            category_ids=(self.category | self.other_category).ids
        )
        invited = self._get_invited(survey_round)
        self.assertEqual(invited.partner_id, partner)
        self.assertEqual(len(invited), 1)
        self.assertEqual(sum(survey_round.group_ids.mapped("population")), 1)

    def test_the_people_of_a_company_are_asked_and_archived_ones_are_not(self):
        company = self.env["res.partner"].create({"name": "Shop", "is_company": True})
        people = self.env["res.partner"].create(
            [
                {
                    "name": "Buyer",
                    "parent_id": company.id,
                    "email": "buyer@example.com",
                },
                {"name": "Gone", "parent_id": company.id, "active": False},
            ]
        )
        self._new_party("Shop", partner_id=company.id)
        survey_round = self._open_round()
        self.assertEqual(self._get_invited(survey_round).partner_id, people[0])

    def test_parties_that_do_not_matter_or_are_elsewhere_are_not_asked(self):
        self._new_people(1)
        self._new_party(
            "Elsewhere",
            company_id=self.other_company.id,
            user_id=self.other_officer.id,
        )
        self._new_party("Nobody", relevant=False, relevance_reason="Moved away")
        self._new_party("Archived", active=False)
        self.assertEqual(self._open_round().invited_count, 1)

    def test_staff_are_all_employees(self):
        employees = self.env["hr.employee"].create(
            [{"name": f"Worker {n}"} for n in range(3)]
        )
        survey_round = self._open_round(audience="staff")
        partners = self._get_invited(survey_round).partner_id
        self.assertTrue(employees.work_contact_id <= partners)

    def test_expectations_are_listed_before_the_questions_are_answered(self):
        [partner] = self._new_people(1)
        party = self.env["engagement.party"].search([("partner_id", "=", partner.id)])
        need = self._new_need(party, "Dates are kept")
        self.survey.question_ids[1].engagement_need_id = need
        self.assertEqual(self._open_round().need_ids, need)

    def test_the_method_comes_from_the_programme(self):
        self._new_people(1)
        programme = self._new_programme(
            method_limits="Only those with a telephone", method_number=30
        )
        survey_round = self._open_round(programme)
        programme.method_limits = "Something else"
        self.assertEqual(survey_round.method_limits, "Only those with a telephone")
        self.assertEqual(survey_round.method_number, 30)
        self.assertTrue(survey_round.method_who)

    def test_nobody_is_asked_too_often_over_all_rounds(self):
        self.company.engagement_ask_limit = 2
        people = self._new_people(2)
        self._open_round()
        self._new_group(self.other_category, people[0])
        self._open_round(category_ids=self.other_category.ids)
        third = self._open_round()
        self.assertEqual(third.spared_ids, people[0])
        self.assertEqual(third.spared_count, 1)
        self.assertEqual(self._get_invited(third).partner_id, people[1])
        self.assertEqual(third.group_ids.population, 2)
        with freeze_time("2026-09-01"):
            self.assertFalse(self._open_round().spared_ids)

    def test_who_has_no_address_is_asked_in_person(self):
        people = self._new_people(2)
        people[1].email = False
        survey_round = self._open_round()
        ways = {p.partner_id: p.invited_by for p in self._get_invited(survey_round)}
        self.assertEqual(ways, {people[0]: "email", people[1]: "person"})
        self.assertEqual(self._get_mails().mapped("email_to"), ["person0@example.com"])
        line = self._get_invited(survey_round).filtered(
            lambda p: p.partner_id == people[1]
        )
        self.assertIn("/engagement/survey/", line.action_hand_over()["url"])

    def test_mail_is_in_the_language_of_the_person_and_sent_once(self):
        self.env["res.lang"]._activate_lang("de_DE")
        [partner] = self._new_people(1)
        partner.lang = "de_DE"
        template = self.env.ref("engagement_qms.survey_template_invite")
        template.with_context(lang="de_DE").subject = "Ihre Meinung"
        self._open_round()
        self.assertEqual(self._get_mails().mapped("subject"), ["Ihre Meinung"])
        self._work()
        self.assertEqual(len(self._get_mails()), 1)

    def test_who_has_not_answered_is_reminded_once(self):
        people = self._new_people(2)
        survey_round = self._open_round()
        self._answer(survey_round, people[0], 5)
        with freeze_time("2026-05-10"):
            self._work()
            self.assertEqual(len(self._get_mails()), 2)
        for day in ("2026-05-11", "2026-05-12"):
            with freeze_time(day):
                self._work()
        mails = self._get_mails()
        self.assertEqual(len(mails), 3)
        self.assertEqual(mails.sorted("id")[-1].email_to, "person1@example.com")

    def test_both_links_work_until_one_is_used(self):
        people = self._new_people(1)
        survey_round = self._open_round()
        first = self._get_code(self._get_mails())
        with freeze_time("2026-05-12"):
            self._work()
        second = self._get_code(self._get_mails().sorted("id")[-1])
        self.assertNotEqual(first, second)
        lines = self.env["engagement.participation"]
        for code in (first, second):
            self.assertEqual(lines._get_invited(code), self._get_invited(survey_round))
        self.assertFalse(lines._get_invited("0" * 26))
        self._answer(survey_round, people, 4)
        with self.assertRaisesRegex(UserError, "used already"):
            self._answer(survey_round, people, 4)

    def test_missed_days_are_caught_up_by_one_round(self):
        self._new_people(1)
        programme = self._new_programme(start_date="2025-01-31", days_open=7)
        for _run in range(2):
            self._open_due()
        survey_round = programme.round_ids
        self.assertEqual(len(survey_round), 1)
        self.assertEqual(survey_round.planned_on, date(2026, 4, 30))
        self.assertEqual(programme.next_date, date(2026, 7, 31))
        with freeze_time("2026-05-12"):
            self._work()
            self._open_due()
        self.assertEqual(survey_round.state, "closed")
        self.assertEqual(len(programme.round_ids), 1)

    def test_a_programme_that_cannot_open_says_why(self):
        programme = self._new_programme()
        self._open_due()
        self.assertFalse(programme.round_ids)
        self.assertIn("Nobody is in these groups", programme.problem)
        self._new_people(1)
        self._open_due()
        self.assertEqual(programme.round_ids.state, "open")
        self.assertFalse(programme.problem)

    def test_an_empty_database_asks_nobody(self):
        self._open_due()
        self._work()
        self.assertFalse(self._get_mails())

    def test_a_round_closes_after_its_last_day(self):
        people = self._new_people(1)
        survey_round = self._open_round()
        with freeze_time("2026-05-25"):
            self._work()
            self.assertEqual(survey_round.state, "open")
        with freeze_time("2026-05-26"):
            self._work()
            self.assertEqual(survey_round.state, "closed")
            self.assertEqual(survey_round.closed_on, date(2026, 5, 26))
        with self.assertRaisesRegex(UserError, "closed"):
            self._answer(survey_round, people, 5)

    def test_a_round_is_done_when_shared_acted_upon_and_reported_back(self):
        self._new_people(2)
        survey_round = self._open_round().with_user(self.users["officer"])
        survey_round.action_close()
        with self.assertRaises(UserError) as refused:
            survey_round.action_done()
        for missing in ("Share the result", "Open an action", "Report back"):
            self.assertIn(missing, str(refused.exception))
        with self.assertRaisesRegex(UserError, "You said, we did"):
            survey_round.action_report_back()
        survey_round.action_share_results()
        survey_round.no_action_reason = "All is well"
        with self.assertRaisesRegex(UserError, "Report back"):
            survey_round.action_done()
        survey_round.action_report_back()
        survey_round.action_done()
        self.assertEqual(survey_round.state, "done")
        today = fields.Date.to_date(TODAY)
        self.assertEqual(survey_round.results_shared_on, today)
        self.assertEqual(survey_round.reported_back_on, today)

    def test_sending_the_briefing_shares_the_result(self):
        people = self._new_people(5)
        survey_round = self._open_round()
        for partner in people:
            self._answer(survey_round, partner, 5)
        survey_round.action_close()
        officer = survey_round.with_user(self.users["officer"])
        officer.action_brief()
        briefing = officer.communication_id
        self.assertIn("100 of 100, n = 5", briefing.body)
        self.assertFalse(survey_round.results_shared_on)
        self.env["hr.employee"].create({"name": "Reader"})
        briefing.action_send()
        self.assertEqual(survey_round.results_shared_on, date(2026, 5, 4))

    def test_who_was_invited_is_told_once_what_came_of_it(self):
        people = self._new_people(2)
        survey_round = self._open_round()
        self._answer(survey_round, people[0], 5)
        survey_round.action_close()
        survey_round.outcome_ids = [
            fields.Command.create({"said": "Too slow", "did": "A second van"})
        ]
        self._get_mails().unlink()
        survey_round.action_report_back()
        self._work()
        mails = self._get_mails()
        self.assertEqual(
            sorted(mails.mapped("email_to")),
            ["person0@example.com", "person1@example.com"],
        )
        self.assertIn(survey_round.page_url, mails[0].body_html)

    def test_an_action_that_follows_is_enough(self):
        self._new_people(1)
        survey_round = self._open_round()
        survey_round.action_close()
        action = self.env["engagement.action"].create(
            {
                "name": "A second van",
                "origin_model": survey_round._name,
                "origin_res_id": survey_round.id,
            }
        )
        self.assertEqual(survey_round.follow_up_count, 1)
        self.assertNotIn("Open an action", survey_round.missing_text)
        action.action_cancel("No money")
        survey_round.invalidate_recordset()
        self.assertIn("Open an action", survey_round.missing_text)

    def test_what_was_promised_cannot_be_changed_once_it_is_open(self):
        self._new_people(1)
        survey_round = self._open_round().with_user(self.users["officer"])
        for values in ({"anonymous": True}, {"minimum_group": 1}, {"state": "done"}):
            with self.assertRaises(UserError):
                survey_round.write(values)
        with self.assertRaises(UserError):
            survey_round.with_user(self.users["manager"]).unlink()
        line = self._get_invited(survey_round).with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "round itself"):
            line.participated = True

    def test_the_method_is_looked_at_once_a_year(self):
        self._new_people(5)
        programme = self._new_programme(start_date="2025-05-01")
        survey_round = self._open_round(programme)
        for partner in self._get_invited(survey_round).partner_id[:2]:
            self._answer(survey_round, partner, 3, text=False)
        survey_round.action_close()
        self.assertTrue(programme.method_overdue)
        self.assertIn(
            programme,
            programme.search([("method_overdue", "=", True)]),
        )
        self.assertIn("40 % of 5", programme.method_findings)
        self.assertIn("Nobody answered: What else", programme.method_findings)
        programme.action_check_method()
        self.assertFalse(programme.method_overdue)

    def test_limits_of_a_programme(self):
        for values in (
            {"interval_number": 0},
            {"days_open": 0},
            {"low_score": 101},
            {"anonymous": True, "minimum_group": 2},
        ):
            with (
                self.assertRaises(CheckViolation),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                self._new_programme(**values)

    def test_what_is_to_be_reported_back_is_in_the_daily_summary(self):
        self._new_people(1)
        survey_round = self._open_round(user_id=self.users["officer"].id)
        survey_round.action_close()
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.users["officer"], date(2026, 5, 4)
        )
        self.assertIn(
            (survey_round.name, date(2026, 5, 4)), [(row.name, row.day) for row in rows]
        )

    def test_merged_contacts_keep_one_invitation(self):
        people = self._new_people(2)
        survey_round = self._open_round()
        self._answer(survey_round, people[0], 5)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        people.write({"email": "same@example.com"})
        wizard._merge(people.ids, people[1])
        lines = self._get_invited(survey_round)
        self.assertEqual(lines.partner_id, people[1])
        self.assertEqual(lines.mapped("participated"), [True])

    def test_opening_costs_the_same_for_one_and_for_a_thousand(self):
        self._new_people(5)
        few = self._count_queries(self._open_round)
        self._new_people(1000)
        self.company.engagement_ask_limit = 5
        many = self._count_queries(self._open_round)
        self.assertLess(many - few, 60)

    def _count_queries(self, work):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        work()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_another_company_neither_sees_nor_runs_it(self):
        self._new_people(1)
        survey_round = self._open_round()
        strange = survey_round.with_user(self.other_officer)
        self.assertFalse(strange.has_access("read"))
        groups = survey_round.group_ids.with_user(self.other_officer)
        self.assertFalse(groups.has_access("read"))
        user = survey_round.with_user(self.users["user"])
        self.assertEqual(user.name, survey_round.name)
        self.assertFalse(user.has_access("write"))
        self.assertEqual(survey_round.closes_on, date(2026, 5, 4) + timedelta(days=21))
