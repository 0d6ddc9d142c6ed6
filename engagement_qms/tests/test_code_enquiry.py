# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from lxml import html

from odoo import fields, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..models.code.enquiry import KNOCKS_PER_HOUR, LENGTHS
from .test_code_public import PublicCodeCase

SAID = {
    "kind": "feedback",
    "text": "Deliver on Saturdays",
    "partner_name": "Vera Visitor",
    "partner_email": "vera@example.com",
}


class EnquiryCase(PublicCodeCase):
    """Somebody from outside who has something to say about a code."""

    def _receive(self, **values):
        enquiries = self.env["engagement.code.enquiry"].with_user(self.users["public"])
        read, errors = enquiries._read_form(SAID | values)
        self.assertEqual(errors, {})
        return enquiries._receive(self.code, read).with_env(self.env)

    def _mails(self):
        return self.env["mail.mail"].search([("email_to", "=", SAID["partner_email"])])


@tagged("post_install", "-at_install", "engagement")
class TestCodeEnquiry(EnquiryCase):
    """A question from the first word to the decision, and to its being forgotten."""

    def test_a_visitor_gives_words_and_no_contact_is_made(self):
        partners = self.env["res.partner"].search_count([])
        enquiry = self._receive()
        self.assertEqual(enquiry.text, SAID["text"])
        self.assertEqual(enquiry.partner_email, SAID["partner_email"])
        self.assertEqual(enquiry.user_id, self.users["user"])
        self.assertRegex(enquiry.number, r"^Q\d{5}$")
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertFalse(self._mails())

    def test_the_time_to_answer_is_a_promise_in_the_ledger(self):
        self.code.enquiry_answer_days = 3
        enquiry = self._receive()
        promise = enquiry.commitment_id
        self.assertEqual(
            (promise.kind, promise.limit_value, promise.limit_unit, promise.state),
            ("answer", 3, "working_day", "open"),
        )
        self.assertEqual(promise.origin_ref, enquiry.number)
        self.assertEqual(promise.user_id, self.users["user"])
        self.assertEqual(enquiry.answer_due_at, promise.due_at)
        promise._extend(promise.due_at + timedelta(days=2), "Illness")
        self.assertEqual(enquiry.answer_due_at, promise.due_at)

    def test_the_promise_is_as_protected_as_the_enquiry_and_follows_its_handler(self):
        enquiry = self._receive()
        enquiry.confidentiality = "restricted"
        enquiry.user_id = self.users["officer"]
        self.assertEqual(enquiry.commitment_id.confidentiality, "restricted")
        self.assertEqual(enquiry.commitment_id.user_id, self.users["officer"])

    def test_an_answer_is_mailed_by_a_person_and_keeps_the_promise(self):
        enquiry = self._receive().with_user(self.users["user"])
        with self.assertRaisesRegex(UserError, "Write the answer"):
            enquiry.action_answer()
        enquiry.answer = "From spring on we do."
        enquiry.action_answer()
        self.assertEqual(enquiry.state, "answered")
        self.assertEqual(enquiry.commitment_id.state, "kept")
        [mail] = self._mails()
        self.assertEqual(mail.state, "outgoing")
        self.assertFalse(mail.recipient_ids)
        self.assertIn("From spring on we do.", mail.body_html)
        self.assertIn(enquiry.number, mail.subject)
        self.assertFalse(mail.model)
        with self.assertRaisesRegex(UserError, "already"):
            enquiry.action_answer()

    def test_without_an_address_nothing_is_mailed(self):
        enquiry = self._receive(partner_email="")
        enquiry.answer = "Passed on."
        enquiry.action_answer()
        self.assertEqual(enquiry.commitment_id.state, "kept")
        self.assertFalse(
            self.env["mail.mail"].search([("subject", "ilike", enquiry.number)])
        )

    def test_a_late_answer_misses_the_promise(self):
        enquiry = self._receive()
        # the clock started long ago
        self.env.cr.execute(
            "UPDATE engagement_commitment SET started_at = started_at - interval '40d',"
            " first_due_at = first_due_at - interval '40d',"
            " due_at = due_at - interval '40d' WHERE id = %s",
            [enquiry.commitment_id.id],
        )
        enquiry.commitment_id.invalidate_recordset()
        enquiry.answer = "Sorry."
        enquiry.action_answer()
        self.assertEqual(enquiry.commitment_id.state, "missed")

    def test_the_promise_is_not_ticked_off_in_the_ledger(self):
        enquiry = self._receive()
        promise = enquiry.commitment_id.with_user(self.users["user"])
        for step in (promise.action_done, promise.action_cancel):
            with self.assertRaisesRegex(UserError, enquiry.number):
                step()
        enquiry.answer = "Yes"
        enquiry.with_user(self.users["user"]).action_answer()
        with self.assertRaisesRegex(UserError, enquiry.number):
            promise.action_reopen()

    def test_whoever_answers_cannot_type_what_became_of_it(self):
        """A client may send any field: not the promise of somebody else, either."""
        enquiry = self._receive()
        secret = self.env["engagement.commitment"].create(
            {
                "name": "Hidden",
                "confidentiality": "secret",
                "limit_value": 3,
                "user_id": self.users["manager"].id,
            }
        )
        for role in ("user", "officer", "manager"):
            mine = enquiry.with_user(self.users[role])
            for values in (
                {"commitment_id": secret.id, "user_id": self.users[role].id},
                {"state": "closed"},
                {"number": "Q1"},
                {"answered_at": "2020-01-01"},
                {"closed_on": "2020-01-01"},
                {"emptied_on": "2020-01-01"},
                {"answer_due_at": "2099-01-01"},
                {"company_id": self.other_company.id},
            ):
                with (
                    self.subTest(role=role, values=values),
                    self.assertRaisesRegex(UserError, "cannot be typed in"),
                ):
                    mine.with_context(engagement_step=True).write(values)
        self.assertEqual(secret.user_id, self.users["manager"])

    def test_whoever_writes_one_down_cannot_say_that_it_is_done(self):
        enquiries = self.env["engagement.code.enquiry"].with_user(self.users["officer"])
        values = {"code_id": self.code.id, "text": "By phone", "number": "Q1"}
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            enquiries.create(values | {"state": "closed"})
        forged = enquiries.with_context(default_state="closed", default_kind="praise")
        enquiry = forged.create(values)
        self.assertEqual((enquiry.state, enquiry.kind), ("new", "praise"))
        self.assertNotEqual(enquiry.number, "Q1")

    def test_it_ends_with_what_became_of_it(self):
        enquiry = self._receive()
        with self.assertRaisesRegex(UserError, "Answer it first"):
            enquiry.action_close()
        enquiry.answer = "Thank you."
        enquiry.action_answer()
        with self.assertRaisesRegex(UserError, "Say what became"):
            enquiry.action_close()
        enquiry.decision = "not"
        with self.assertRaisesRegex(UserError, "why not"):
            enquiry.action_close()
        enquiry.decision_note = "Nobody drives on Saturdays."
        enquiry.action_close()
        self.assertEqual(enquiry.state, "closed")
        self.assertEqual(enquiry.closed_on, fields.Date.today())

    def test_taken_up_again_the_clock_starts_anew(self):
        enquiry = self._receive()
        enquiry.answer = "Soon."
        enquiry.action_answer()
        first = enquiry.commitment_id
        enquiry.action_reopen()
        self.assertEqual(enquiry.state, "new")
        self.assertEqual(enquiry.commitment_id.cycle, 1)
        self.assertEqual(enquiry.commitment_id.state, "open")
        self.assertEqual(first.state, "kept")

    def test_what_nobody_meant_does_not_count(self):
        enquiry = self._receive()
        enquiry.action_spam()
        self.assertEqual(enquiry.state, "closed")
        self.assertEqual(enquiry.commitment_id.state, "cancelled")

    def test_names_and_words_stand_in_no_title_message_or_promise(self):
        enquiry = self._receive()
        enquiry.activity_schedule(user_id=self.users["user"].id)
        enquiry.answer = "Yes"
        enquiry.action_answer()
        self.env.flush_all()
        shown = [
            enquiry.display_name,
            enquiry.commitment_id.name,
            enquiry.commitment_id.origin_ref,
            *enquiry.message_ids.mapped("body"),
            *enquiry.message_ids.mapped(lambda message: message.subject or ""),
            *enquiry.activity_ids.mapped("res_name"),
            *self._mails().mapped("subject"),
        ]
        for text in shown:
            for private in ("Vera", "vera@", "Saturday"):
                self.assertNotIn(private, text)

    def test_after_a_while_only_number_dates_and_decision_are_left(self):
        enquiry = self._receive()
        enquiry.answer = "Yes, Vera"
        enquiry.action_answer()
        enquiry.write({"decision": "taken_up", "decision_note": "Saturdays added"})
        enquiry.action_close()
        enquiry.message_post(body="Vera called again")
        days = self.company.engagement_enquiry_keep_days
        enquiry.closed_on = fields.Date.today() - timedelta(days=days - 1)
        enquiry._gc_personal_data()
        self.assertTrue(enquiry.text)
        enquiry.closed_on = fields.Date.today() - timedelta(days=days)
        enquiry._gc_personal_data()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(enquiry)::text FROM engagement_code_enquiry enquiry"
            " WHERE id = %s",
            [enquiry.id],
        )
        [row] = self.env.cr.fetchone()
        self.assertNotIn("Vera", row)
        self.assertNotIn("vera@", row)
        self.assertFalse(enquiry.message_ids)
        self.assertEqual(enquiry.decision_note, "Saturdays added")
        self.assertTrue(enquiry.number and enquiry.received_at and enquiry.answered_at)
        with self.assertRaisesRegex(UserError, "emptied"):
            enquiry.action_reopen()
        with self.assertRaisesRegex(UserError, "is deleted, and stays so"):
            enquiry.with_user(self.users["officer"]).text = "Vera wrote that"

    def test_the_summary_of_the_day_tells_who_answers(self):
        enquiry = self._receive()
        user = self.users["user"]
        rows = self.env["engagement.daily.summary"]._get_rows(user, fields.Date.today())
        [row] = [row for row in rows if row.name == enquiry.number]
        self.assertEqual(row.user_id, user.id)

    def test_the_code_counts_its_questions_over_the_versions(self):
        self._receive()
        action = self.code.action_new_version()
        draft = self.env["engagement.code"].browse(action["res_id"])
        self.assertEqual(draft.enquiry_count, 1)
        found = self.env["engagement.code.enquiry"].search(
            draft.action_view_enquiries()["domain"]
        )
        self.assertEqual(len(found), 1)

    def test_a_form_is_read_with_care(self):
        read = self.env["engagement.code.enquiry"]._read_form
        values, errors = read({})
        self.assertEqual(set(errors), {"kind", "text"})
        values, errors = read(SAID | {"partner_email": "vera at home"})
        self.assertEqual(set(errors), {"partner_email"})
        self.assertEqual(values["partner_email"], "vera at home")
        for name, length in LENGTHS.items():
            _values, errors = read(SAID | {name: "a" * (length + 1)})
            self.assertEqual(set(errors), {name})
        values, errors = read(
            SAID | {"text": "a\x00b", "partner_name": "A\r\nBcc: x", "number": "Q1"}
        )
        self.assertEqual(values["text"], "ab")
        self.assertEqual(values["partner_name"], "A Bcc: x")
        self.assertNotIn("number", values)
        self.assertEqual(errors, {})
        _values, errors = read(SAID | {"text": object()})
        self.assertEqual(set(errors), {"text"})


@tagged("post_install", "-at_install", "engagement")
class TestRateLimit(PublicCodeCase):
    """The counter at the door."""

    def test_each_address_and_door_counts_for_itself(self):
        limit = self.env["engagement.rate.limit"].with_user(self.users["public"])
        with self.enter_registry_test_mode():
            counts = [
                limit._knock(door, address)
                for door, address in (
                    ("a", "192.0.2.1"),
                    ("a", "192.0.2.1"),
                    ("a", "192.0.2.2"),
                    ("b", "192.0.2.1"),
                    ("a", "2001:db8::1"),
                    ("a", "2001:db8::2"),
                    ("a", "2001:db8:0:1::1"),
                )
            ]
        self.assertEqual(counts, [1, 2, 1, 1, 1, 2, 1])

    def test_an_address_may_be_written_in_any_way(self):
        """Behind a proxy, or at a socket for both kinds of address."""
        limit = self.env["engagement.rate.limit"]
        with self.enter_registry_test_mode():
            counts = [
                limit._knock("a", address)
                for address in (
                    "192.0.2.1",
                    "::ffff:192.0.2.1",
                    "::ffff:192.0.2.2",
                    "unknown",
                    "",
                    None,
                )
            ]
        self.assertEqual(counts, [1, 2, 1, 1, 2, 3])

    def test_the_address_cannot_be_read_and_is_soon_gone(self):
        limit = self.env["engagement.rate.limit"]
        with self.enter_registry_test_mode():
            limit._knock("a", "192.0.2.1")
        [row] = limit.search([])
        self.assertNotIn("192.0.2.1", str(row.read()))
        self.assertRegex(row.key, "^[0-9a-f]{64}$")
        limit._gc_knocks()
        self.assertTrue(row.exists())
        row.hour -= timedelta(days=2)
        limit._gc_knocks()
        self.assertFalse(row.exists())


@tagged("post_install", "-at_install", "engagement")
class TestEnquiryForm(EnquiryCase, HttpCase):
    """The form as a browser, or a robot, sends it."""

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)
        self.address = f"/engagement/code/{self.code.id}"

    def _send(self, **values):
        token = http.Request.csrf_token(self)
        self.env.flush_all()
        return self.url_open(
            self.address, SAID | {"csrf_token": token} | values, allow_redirects=True
        )

    def _found(self):
        return self.env["engagement.code.enquiry"].search(
            [("code_id", "=", self.code.id)]
        )

    def test_a_message_is_kept_and_thanked_for_with_number_and_day(self):
        answer = self._send()
        self.assertEqual(answer.url, f"{self.base_url()}{self.address}/thanks")
        [enquiry] = self._found()
        page = " ".join(html.fromstring(answer.content).text_content().split())
        self.assertIn(f"Its number is {enquiry.number}.", page)
        day = self.code._format_day(enquiry._get_answer_date())
        self.assertIn(f"You get an answer by {day}", page)
        self.assertEqual(enquiry.kind, "feedback")

    def test_the_thanks_are_for_those_who_sent_something(self):
        self.env.flush_all()
        answer = self.url_open(f"{self.address}/thanks")
        self.assertEqual(answer.url, f"{self.base_url()}{self.address}")

    def test_wrong_input_is_named_and_nothing_typed_is_lost(self):
        answer = self._send(text="", partner_email="vera at home")
        self.assertEqual(answer.status_code, 422)
        page = html.fromstring(answer.content)
        self.assertEqual(
            [link.get("href") for link in page.xpath("//div[@id='ask_errors']//a")],
            ["#ask_text", "#ask_partner_email"],
        )
        for link in page.xpath("//div[@id='ask_errors']//a"):
            self.assertTrue(page.get_element_by_id(link.get("href")[1:]) is not None)
        field = page.get_element_by_id("ask_partner_email")
        self.assertEqual(field.get("value"), "vera at home")
        self.assertEqual(field.get("aria-invalid"), "true")
        self.assertTrue(
            page.get_element_by_id(field.get("aria-describedby")) is not None
        )
        self.assertEqual(
            page.get_element_by_id("ask_partner_name").get("value"), "Vera Visitor"
        )
        self.assertFalse(self._found())

    def test_what_was_typed_comes_back_as_text(self):
        evil = '"><script>alert(1)</script>'
        answer = self._send(partner_name=evil, text=f"</textarea>{evil}", kind="")
        self.assertEqual(answer.status_code, 422)
        self.assertNotIn("<script>alert(1)", answer.text)

    @mute_logger("odoo.http")
    def test_without_the_token_of_the_page_nothing_is_taken(self):
        self.env.flush_all()
        answer = self.url_open(self.address, SAID)
        self.assertEqual(answer.status_code, 400)
        answer = self._send(csrf_token="wrong")
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._found())

    def test_a_robot_that_fills_in_every_field_is_asked_again(self):
        answer = self._send(url="https://example.com")
        self.assertEqual(answer.status_code, 422)
        self.assertFalse(self._found())
        self.assertIn(SAID["text"], answer.text)

    def test_too_many_messages_wait_an_hour_and_refused_ones_count(self):
        for _number in range(KNOCKS_PER_HOUR):
            self.assertEqual(self._send(text="").status_code, 422)
        answer = self._send()
        self.assertEqual(answer.status_code, 429)
        self.assertIn(SAID["text"], answer.text)
        self.assertFalse(self._found())
        [row] = self.env["engagement.rate.limit"].search([])
        self.assertEqual(row.knocks, KNOCKS_PER_HOUR + 1)

    def test_a_hidden_page_takes_nothing(self):
        self.code.public_page = False
        self.assertEqual(self._send().status_code, 404)
        self.assertFalse(self._found())

    def test_the_visitor_s_language_is_remembered_for_the_answer(self):
        self._translate(self.code, "de_DE")
        self.address = f"/de{self.address}"
        self.opener.cookies["frontend_lang"] = "de_DE"
        self._send()
        self.assertEqual(self._found().lang, "de_DE")
