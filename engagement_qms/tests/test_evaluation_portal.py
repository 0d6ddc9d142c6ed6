# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from odoo import fields, http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .evaluation_answer_common import AnsweredEvaluationCase
from .test_complaint_files import PNG


class EvaluationDoorCase(AnsweredEvaluationCase):
    """What was sent to the supplier, and what was not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger.partner_id.email = "stranger@example.com"
        cls.given = cls._new_evaluation(sent=True)
        cls.received = cls._new_received()

    def _get_hidden(self):
        """Return evaluations that the partner must not find, each for its reason."""
        foreign = self._new_evaluation(
            partner_id=self.stranger.partner_id.id, sent=True
        )
        foreign_rating = self._new_received(partner_id=self.stranger.partner_id.id)
        first = date(2025, 1, 1)
        draft = self._new_evaluation(period_start=first)
        archived = self._new_evaluation(period_start=first + timedelta(1), sent=True)
        archived.active = False
        pool = self.evaluations.create(
            {
                "direction": "received",
                "anonymous": True,
                "period_start": first,
                "period_end": date(2025, 3, 31),
                "invitation_ids": [
                    Command.create(
                        {
                            "partner_id": self.env["res.partner"]
                            .create({"name": "Farm", "email": f"f{n}@example.com"})
                            .id
                        }
                    )
                    for n in range(5)
                ],
            }
        )
        pool.action_send()
        return foreign + foreign_rating + draft + archived + pool


@tagged("post_install", "-at_install", "engagement")
class TestEvaluationPage(EvaluationDoorCase):
    """What a partner sees of an evaluation, without the browser."""

    def test_who_handles_it_can_neither_read_nor_search_nor_share_the_key(self):
        for given in (self.given, self.received):
            evaluation = given.with_user(self.officer)
            for attempt in (
                lambda own=evaluation: own.read(["access_token"]),
                lambda own=evaluation: own.search([("access_token", "!=", False)]),
                lambda own=evaluation: own.write({"access_token": "known"}),
                lambda own=evaluation: own._get_share_url(redirect=True),
            ):
                with self.assertRaisesRegex(AccessError, "access_token"):
                    attempt()
            self.assertNotIn("access_token", evaluation.fields_get())
        # and can all the same write to the partner, who gets a link
        message = self.given.with_user(self.officer).message_post(
            body="Thank you.",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=self.firm.ids,
        )
        self.assertEqual(message.notified_partner_ids, self.firm)

    def test_the_company_of_the_partner_finds_what_was_sent(self):
        self._get_hidden()
        seen = self._seen_by(self.partner_user)
        self.assertEqual(
            seen._search_for_partner(), (self.given + self.received).sorted("id")[::-1]
        )
        self.assertEqual(seen._count_for_partner(), 2)
        self.assertEqual(seen._get_for_partner(self.given.id), self.given)

    def test_nobody_else_finds_it(self):
        hidden = self._get_hidden()
        for user in (self.users["public"], self.users["manager"]):
            self.assertFalse(self._seen_by(user)._get_for_partner(self.given.id))
            self.assertEqual(self._seen_by(user)._count_for_partner(), 0)
        self.assertFalse(self._seen_by(self.stranger)._get_for_partner(self.given.id))
        seen = self._seen_by(self.partner_user)
        for evaluation in hidden:
            self.assertFalse(seen._get_for_partner(evaluation.id))
        for wrong in (0, -1, 2**31, 2**70):
            self.assertFalse(seen._get_for_partner(wrong))

    def test_a_token_opens_its_own_evaluation_and_no_other(self):
        hidden = self._get_hidden()
        token = self.given.access_token
        public = self._seen_by(self.users["public"])
        self.assertEqual(public._get_for_token(self.given.id, token), self.given)
        for evaluation in self.received + hidden:
            self.assertFalse(public._get_for_token(evaluation.id, token))
        for wrong in ("", token[:-1], token + "x", "ä", None, 5, [token]):
            self.assertFalse(public._get_for_token(self.given.id, wrong))
        # not even with its own token, before it was sent
        [draft] = hidden.filtered(lambda evaluation: evaluation.state == "draft")
        own = draft._portal_ensure_token()
        self.assertFalse(public._get_for_token(draft.id, own))
        # nor where none was ever made
        self.received.access_token = False
        self.assertFalse(public._get_for_token(self.received.id, ""))

    def test_no_partner_reaches_the_models(self):
        for records in (
            self.given,
            self.given.line_ids,
            self.given.line_ids.rating_ids,
            self.env["engagement.evaluation.invitation"],
            self.env["engagement.partner.mirror"],
        ):
            for operation in ("read", "write", "create", "unlink"):
                theirs = records.with_user(self.partner_user)
                self.assertFalse(theirs.has_access(operation), records._name)

    def test_the_page_names_no_rater_and_nothing_from_inside(self):
        self.users["user"].partner_id.name = "Betty Buyer"
        self.given.standing_override = False
        self.given.message_post(body="Inside only", message_type="comment")
        page = self.given.with_user(self.partner_user).sudo()._get_partner_values()
        self.assertEqual(page["score"], f"{self.given.score:.0f}")
        first, second = page["lines"][:2]
        self.assertEqual(first["comments"], [f"Said of {first['name']}"])
        self.assertEqual((first["score"], second["score"]), ("100", "50"))
        self.assertEqual(page["lines"][-1]["score"], "")
        self.assertEqual(page["steps"], ["agree", "contest"])
        for inside in ("Betty", "Inside only"):
            self.assertNotIn(inside, str(page))

    def test_steps_end_with_the_way(self):
        self.given._agree()
        self.assertEqual(self.given._get_partner_steps(), [])
        self.assertEqual(self.received._get_partner_steps(), ["rate"])
        self.received.contest_until = fields.Date.today() - timedelta(1)
        self.assertEqual(self.received._get_partner_steps(), [])

    def test_one_of_us_does_not_answer_for_the_partner(self):
        theirs = self.given.with_user(self.officer).sudo()
        with self.assertRaisesRegex(UserError, "signed in as one of us"):
            theirs._take_partner_step("agree", {}, [], self.officer.partner_id)


@tagged("post_install", "-at_install", "engagement")
class TestEvaluationDoors(EvaluationDoorCase, HttpCase):
    """Every route with every id and token."""

    def _send(self, evaluation, step, files=None, mark=True, **values):
        if mark:
            values["csrf_token"] = http.Request.csrf_token(self)
        self.env.flush_all()
        address = f"/my/evaluations/{evaluation.id}/{step}"
        return self.url_open(address, values, files=files)

    def _open(self, evaluation, token=None):
        self.env.flush_all()
        query = f"?access_token={token}" if token else ""
        return self.url_open(f"/my/evaluations/{evaluation.id}{query}")

    def _get_state(self, evaluation):
        self.env.invalidate_all()
        return evaluation.state

    def test_a_partner_reads_contests_with_a_file_and_rates_us(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        listed = self.url_open("/my/evaluations").text
        self.assertIn(self.given.number, listed)
        self.assertIn(self.received.number, listed)
        page = self._open(self.given).text
        self.assertIn("Said of", page)
        line = self.given.line_ids[1]
        sent = self._send(
            self.given,
            "contest",
            files=[("files", ("proof.png", PNG, "image/png"))],
            **{f"reason_{line.id}": "It came <b>on Monday</b>"},
        )
        self.assertEqual(sent.status_code, 200)
        self.assertIn("We look at it and answer", sent.text)
        self.assertIn("&lt;b&gt;on Monday", sent.text)
        self.assertEqual(self._get_state(self.given), "contested")
        self.assertEqual(line.contest_reason, "It came <b>on Monday</b>")
        file = self.env["ir.attachment"].search(
            [("res_model", "=", self.given._name), ("res_id", "=", self.given.id)]
        )
        self.assertEqual((file.name, file.public), ("proof.png", False))
        [message] = self.given.message_ids.filtered("attachment_ids")
        self.assertEqual(message.author_id, self.partner_user.partner_id)
        asked = self.received.line_ids[0]
        sent = self._send(
            self.received,
            "rate",
            **{f"stars_{asked.id}": "2", f"text_{asked.id}": "Orders change"},
        )
        self.assertIn("Thank you for telling us", sent.text)
        self.env.invalidate_all()
        self.assertEqual(asked.score, 25)
        self.assertEqual(asked.rating_ids.rater_id, self.partner_user.partner_id)

    def test_the_link_in_the_mail_needs_no_login(self):
        token = self.given.access_token
        self.authenticate(None, None)
        page = self._open(self.given, token)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        sent = self._send(self.given, "agree", access_token=token)
        self.assertIn("We have noted that you agree", sent.text)
        self.assertEqual(self._get_state(self.given), "agreed")

    def test_who_has_the_link_contests_with_a_file_as_the_one_it_was_sent_to(self):
        line, token = self.given.line_ids[1], self.given.access_token
        self.authenticate(None, None)
        sent = self._send(
            self.given,
            "contest",
            files=[("files", ("proof.png", PNG, "image/png"))],
            **{f"reason_{line.id}": "It came", "access_token": token},
        )
        self.assertIn("We look at it and answer", sent.text)
        self.assertEqual(self._get_state(self.given), "contested")
        [message] = self.given.message_ids.filtered("attachment_ids")
        self.assertEqual(message.author_id, self.firm)
        self.assertEqual(self.given.activity_ids.user_id, self.officer)

    def test_what_is_not_theirs_does_not_exist(self):
        hidden = self._get_hidden()
        token = self.given.access_token
        for login in ("test_portal", None):
            self.authenticate(login, login)
            for evaluation in hidden:
                with self.subTest(login=login, number=evaluation.number):
                    self.assertEqual(self._open(evaluation, token).status_code, 404)
                    if login:
                        self.assertEqual(self._open(evaluation).status_code, 404)
                    for step in ("agree", "contest", "rate"):
                        for key in ("", token):
                            sent = self._send(evaluation, step, access_token=key)
                            self.assertEqual(sent.status_code, 404)
        self.env.invalidate_all()
        states = hidden.mapped("state")
        self.assertEqual(states, ["sent", "sent", "draft", "sent", "sent"])
        self.authenticate("test_other_partner", "test_other_partner")
        self.assertEqual(self._open(self.given).status_code, 404)
        self.assertEqual(self._send(self.given, "agree").status_code, 404)
        self.assertEqual(self._get_state(self.given), "sent")

    def test_without_a_login_or_a_token_one_is_asked_to_sign_in(self):
        self.env.flush_all()
        self.authenticate(None, None)
        for path in ("/my/evaluations", f"/my/evaluations/{self.given.id}"):
            answer = self.url_open(path, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"])
        sent = self._send(self.given, "agree")
        self.assertEqual(sent.status_code, 404)

    def test_a_step_needs_the_mark_of_its_own_page_and_a_post(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        sent = self._send(self.given, "agree", mark=False, text="Forged")
        self.assertEqual(sent.status_code, 400)
        read = self.url_open(f"/my/evaluations/{self.given.id}/agree")
        self.assertEqual(read.status_code, 405)
        self.assertEqual(self._send(self.given, "unlink").status_code, 404)
        self.assertEqual(self._get_state(self.given), "sent")

    def test_a_refusal_is_plain_and_keeps_what_was_typed(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        line = self.given.line_ids[0]
        program = self._send(
            self.given,
            "contest",
            files=[("files", ("photo.png", b"MZ", "image/png"))],
            **{f"reason_{line.id}": "Look at this"},
        )
        self.assertEqual(program.status_code, 422)
        self.assertIn("Look at this", program.text)
        self.given.contest_until = fields.Date.today() - timedelta(1)
        late = self._send(self.given, "contest", **{f"reason_{line.id}": "Late"})
        self.assertEqual(late.status_code, 422)
        self.assertIn("The time to answer ended", late.text)
        foreign = self._send(self.received, "rate", **{f"stars_{line.id}": "5"})
        self.assertEqual(foreign.status_code, 422)
        self.assertIn("at least one point", foreign.text)
        self.assertEqual(self._get_state(self.given), "sent")

    def test_one_of_many_answers_once_and_without_a_name(self):
        pool = self._get_hidden()[-1]
        mail = self._get_mails("How do you rate").filtered(
            lambda mail: "/engagement/rate/" in mail.body_html
        )[:1]
        code = mail.body_html.split("/engagement/rate/")[1].split('"')[0]
        address = f"/engagement/rate/{code}"
        self.env.flush_all()
        # also where the browser is signed in
        self.authenticate("test_portal", "test_portal")
        self.assertIn("Nobody can find out", self.url_open(address).text)
        values = {
            "csrf_token": http.Request.csrf_token(self),
            f"stars_{pool.line_ids[0].id}": "3",
        }
        self.assertIn("Thank you for telling us", self.url_open(address, values).text)
        self.env.invalidate_all()
        [rating] = pool.line_ids.rating_ids
        self.assertFalse(rating.create_uid or rating.rater_id or rating.user_id)
        again = self.url_open(address, values)
        self.assertEqual(again.status_code, 422)
        self.assertIn("used already", again.text)
        self.assertEqual(self.url_open("/engagement/rate/WRONG").status_code, 404)
