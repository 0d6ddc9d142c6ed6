# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .evaluation_answer_common import TODAY, AnsweredEvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestEvaluationAnswer(AnsweredEvaluationCase):
    """Sent, agreed, contested and settled: every step and what it needs."""

    # Sending

    def test_it_is_sent_to_a_person_in_their_language_by_the_queue(self):
        person = self.env["res.partner"].create(
            {"name": "Rosa", "parent_id": self.firm.id, "email": "rosa@lumber.example"}
        )
        evaluation = self._new_evaluation()
        self.assertEqual(evaluation.contact_id, self.firm)
        evaluation.contact_id = person
        evaluation.with_user(self.officer).action_send()
        self.assertEqual(evaluation.state, "sent")
        self.assertEqual(evaluation.sent_to_id, person)
        self.assertEqual(evaluation.sent_by_id, self.officer)
        self.assertEqual(evaluation.sent_at, datetime(2026, 4, 7))
        self.assertEqual(evaluation.contest_until, date(2026, 4, 21))
        [mail] = self._get_mails(evaluation.number)
        self.assertEqual(mail.state, "outgoing")
        self.assertIn("rosa@lumber.example", mail.email_to)
        self.assertIn("04/21/2026", mail.body_html)
        self.assertIn(evaluation.access_token, mail.body_html)

    def test_the_link_is_not_in_the_history_of_the_record(self):
        evaluation = self._new_evaluation(sent=True)
        history = " ".join(evaluation.message_ids.mapped("body"))
        self.assertIn("Written to Lumber", history)
        self.assertNotIn(evaluation.access_token, history)

    def test_nothing_without_a_score_or_an_address_is_sent(self):
        empty = self._new_evaluation(scores=())
        with self.assertRaisesRegex(UserError, "has no score yet"):
            empty.action_send()
        self._rate(empty, (75,))
        self.firm.email = False
        with self.assertRaisesRegex(UserError, "a person with an e-mail"):
            empty.action_send()
        self.assertEqual(empty.state, "draft")
        self.assertFalse(empty.sent_at)

    def test_the_days_to_contest_are_those_of_the_round(self):
        programme = self.env["engagement.evaluation.programme"].create(
            {"name": "Quarterly", "days_to_contest": 30}
        )
        evaluation = self._new_evaluation(programme_id=programme.id, sent=True)
        self.assertEqual(evaluation.contest_until, date(2026, 5, 7))

    def test_no_step_is_taken_from_a_state_that_it_does_not_follow(self):
        evaluation = self._new_evaluation()
        line = evaluation.line_ids[0]
        with self.assertRaisesRegex(UserError, "needs an evaluation that is at: Sent"):
            evaluation.action_agree()
        with self.assertRaisesRegex(UserError, "that is at: Contested"):
            line._answer_contest("Right so")
        evaluation.action_send()
        with self.assertRaisesRegex(UserError, "that is at: Running"):
            evaluation.action_send()
        evaluation.action_agree()
        self.assertEqual((evaluation.state, evaluation.ending), ("agreed", "agreed"))
        with self.assertRaisesRegex(UserError, "that is at: Sent, Contested"):
            evaluation._contest({line: "No"}, [], self.firm)

    def test_what_the_buttons_write_cannot_be_typed_in(self):
        evaluation = self._new_evaluation().with_user(self.officer)
        for values in (
            {"state": "agreed"},
            {"sent_at": "2026-01-01"},
            {"ending": "agreed"},
            {"answered_on": "2026-01-01"},
        ):
            with self.assertRaisesRegex(UserError, "cannot be typed in"):
                evaluation.write(values)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            evaluation.line_ids[0].first_score = 3

    # Contests

    def test_a_contested_score_is_corrected_and_the_old_one_stays_visible(self):
        evaluation = self._new_evaluation(sent=True)
        first, second = evaluation.line_ids[:2]
        evaluation._contest({first: "Nobody told us", second: "It came"}, [], self.firm)
        self.assertEqual(evaluation.state, "contested")
        self.assertEqual(evaluation.contested_count, 2)
        self.assertEqual(evaluation.activity_ids.mapped("user_id"), self.officer)
        before = evaluation.score
        officer_line = second.with_user(self.officer)
        officer_line._answer_contest("You are right: it came on Monday", score=100)
        self.assertEqual(evaluation.state, "contested")
        self.assertEqual((second.first_score, second.score), (50, 100))
        self.assertGreater(evaluation.score, before)
        self.assertFalse(self._get_mails("Our answer"))
        first.with_user(self.officer)._answer_contest("We did tell you")
        self.assertEqual((first.contest_state, first.score), ("kept", 100))
        self.assertEqual((evaluation.state, evaluation.ending), ("closed", "settled"))
        self.assertFalse(evaluation.activity_ids)
        self.assertEqual(len(self._get_mails("Our answer")), 1)
        history = " ".join(evaluation.message_ids.mapped("body"))
        self.assertIn("corrected from 50 to 100", history)
        self.assertIn("You are right", history)

    def test_the_dialog_answers_a_contest(self):
        evaluation = self._new_evaluation(sent=True)
        line = evaluation.line_ids[1]
        evaluation._contest({line: "It came"}, [], self.firm)
        action = line.with_user(self.officer).action_ask_answer()
        form = Form.from_action(self.env(user=self.officer), action)
        form.right_score = 75
        form.text = "One of two came late"
        form.save().action_correct()
        self.assertEqual((line.contest_state, line.score), ("corrected", 75))

    def test_an_answer_needs_words_and_a_score_from_0_to_100(self):
        evaluation = self._new_evaluation(sent=True)
        line = evaluation.line_ids[0]
        evaluation._contest({line: "No"}, [], self.firm)
        with self.assertRaisesRegex(UserError, "Say why"):
            line._answer_contest("  ")
        for wrong in (-1, 101):
            with self.assertRaisesRegex(UserError, "from 0 to 100"):
                line._answer_contest("Well", score=wrong)
        with self.assertRaisesRegex(UserError, "That is the score it has"):
            line._answer_contest("Well", score=line.score)
        line._answer_contest("Well")
        with self.assertRaisesRegex(UserError, "needs an evaluation that is at"):
            line._answer_contest("Again")

    def test_a_contest_after_the_deadline_is_refused(self):
        evaluation = self._new_evaluation(sent=True)
        line = evaluation.line_ids[0]
        with (
            freeze_time("2026-04-22"),
            self.assertRaisesRegex(UserError, "ended on 04/21/2026"),
        ):
            evaluation._contest({line: "Too late"}, [], self.firm)
        with freeze_time("2026-04-21"):
            evaluation._contest({line: "Just in time"}, [], self.firm)
        self.assertEqual(evaluation.state, "contested")

    def test_a_contest_says_why_once_and_of_a_score_that_exists(self):
        evaluation = self._new_evaluation(sent=True)
        scored, unscored = evaluation.line_ids[0], evaluation.line_ids[-1]
        with self.assertRaisesRegex(UserError, "Say at a score why"):
            evaluation._contest({}, [], self.firm)
        with self.assertRaisesRegex(UserError, "has no score to contest"):
            evaluation._contest({unscored: "Why"}, [], self.firm)
        with self.assertRaisesRegex(UserError, "too long"):
            evaluation._contest({scored: "x" * 2001}, [], self.firm)
        evaluation._contest({scored: "No"}, [], self.firm)
        with self.assertRaisesRegex(UserError, "contested “.*” already"):
            evaluation._contest({scored: "No!"}, [], self.firm)

    # Silence

    def test_who_says_nothing_lets_it_stand_and_a_second_run_changes_nothing(self):
        silent = self._new_evaluation(sent=True)
        self._follow_up("2026-04-21")
        self.assertEqual(silent.state, "sent")
        with (
            freeze_time("2026-04-21"),
            self.assertRaisesRegex(UserError, "may still answer until"),
        ):
            silent.action_close()
        self._follow_up("2026-06-01")
        self.assertEqual((silent.state, silent.ending), ("closed", "silent"))
        messages = silent.message_ids
        self._follow_up("2026-06-02")
        self.assertEqual(silent.message_ids, messages)

    def test_a_contest_that_waits_for_us_is_not_closed_by_time(self):
        evaluation = self._new_evaluation(sent=True)
        evaluation._contest({evaluation.line_ids[0]: "No"}, [], self.firm)
        self._follow_up("2026-06-01")
        self.assertEqual(evaluation.state, "contested")

    # The summary of the day

    def test_the_summary_says_what_waits_for_the_responsible(self):
        to_send = self._new_evaluation()
        contested = self._new_evaluation(
            partner_id=self.stranger.partner_id.id,
            contact_id=self.firm.id,
            sent=False,
        )
        contested.partner_id.email = "stranger@example.com"
        contested.contact_id = contested.partner_id
        contested.action_send()
        contested._contest({contested.line_ids[0]: "No"}, [], self.firm)
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.officer, date(2026, 4, 8)
        )
        found = {(row.section._source, row.name) for row in rows}
        self.assertIn(("Evaluations to send", to_send.display_name), found)
        self.assertIn(("Contested evaluations", contested.display_name), found)
