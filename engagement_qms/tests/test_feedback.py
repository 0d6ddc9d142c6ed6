# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase


class FeedbackCase(ComplaintCase):
    """Somebody who tells us something without complaining."""

    @classmethod
    def _new_feedback(cls, **values):
        return cls.env["engagement.feedback"].create(
            {
                "partner_id": cls.customer.id,
                "text": "Put the opening hours on the door.",
                "user_id": cls.users["user"].id,
                **values,
            }
        )

    def _mails(self, feedback):
        return self.env["mail.mail"].search([("subject", "ilike", feedback.number)])


@tagged("post_install", "-at_install", "engagement")
class TestFeedback(FeedbackCase):
    """Feedback from the first word to what became of it, and to its being forgotten."""

    def test_it_gets_a_number_and_a_title_and_keeps_the_words(self):
        feedback = self._new_feedback()
        self.assertRegex(feedback.number, r"^F\d{5}$")
        self.assertEqual(feedback.name, "Put the opening hours on the door.")
        self.assertEqual(feedback.partner_email, "carla@example.com")
        self.assertEqual(feedback.commercial_partner_id, self.customer)
        handled = feedback.with_user(self.users["user"])
        for name, value in (
            ("text", "Never mind"),
            ("state", "closed"),
            ("reported_back_on", "2020-01-01"),
            ("complaint_id", False),
            ("closed_on", "2020-01-01"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "typed in"):
                handled.write({name: value})

    def test_an_answer_is_promised_from_the_day_it_was_received(self):
        self.company.engagement_feedback_answer_days = 4
        long_ago = fields.Datetime.now() - timedelta(days=40)
        feedback = self._new_feedback(received_at=long_ago)
        promise = feedback.commitment_id
        self.assertEqual(
            (promise.kind, promise.limit_value, promise.limit_unit),
            ("answer", 4, "working_day"),
        )
        self.assertEqual(promise.started_at, feedback.received_at)
        self.assertEqual(promise.user_id, self.users["user"])
        self.assertTrue(feedback.overdue)
        overdue = feedback.search([("overdue", "=", True)])
        self.assertIn(feedback, overdue)
        feedback.user_id = self.users["officer"]
        self.assertEqual(promise.user_id, self.users["officer"])

    def test_a_compliment_and_a_nameless_voice_wait_for_no_answer(self):
        praise = self._new_feedback(kind="compliment")
        nameless = self._new_feedback(partner_id=False, anonymous=True)
        self.assertFalse(praise.commitment_id)
        self.assertFalse(nameless.commitment_id)
        praise.action_close()
        self.assertEqual((praise.state, praise.decision), ("closed", "none"))
        nameless.answer = "Thanks"
        with self.assertRaisesRegex(UserError, "nobody to answer"):
            nameless.action_answer()
        nameless.decision = "taken_up"
        nameless.action_close()
        self.assertEqual(nameless.state, "closed")
        self.assertFalse(nameless.reported_back_on)

    def test_what_turns_out_to_be_an_enquiry_gets_its_promise(self):
        feedback = self._new_feedback(kind="compliment")
        feedback.kind = "enquiry"
        self.assertEqual(feedback.commitment_id.state, "open")
        feedback.kind = "compliment"
        self.assertEqual(feedback.commitment_id.state, "cancelled")

    def test_the_answer_is_queued_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.customer.lang = "fr_FR"
        feedback = self._new_feedback(kind="enquiry").with_user(self.users["user"])
        with self.assertRaisesRegex(UserError, "Write the answer"):
            feedback.action_answer()
        feedback.answer = "Nous ouvrons à neuf heures."
        self.assertEqual(feedback._get_answer_lang(), "fr_FR")
        feedback.action_answer()
        [mail] = self._mails(feedback)
        self.assertEqual((mail.state, mail.email_to), ("outgoing", "carla@example.com"))
        self.assertIn("neuf heures", mail.body_html)
        self.assertNotIn("Carla", mail.subject)
        self.assertFalse(mail.model)
        self.assertEqual(feedback.commitment_id.state, "kept")
        self.assertEqual(feedback.reported_back_on, fields.Date.today())

    def test_an_idea_ends_with_a_decision_that_the_person_hears(self):
        feedback = self._new_feedback().with_user(self.users["user"])
        with self.assertRaisesRegex(UserError, "Answer it first"):
            feedback.action_close()
        feedback.answer = "We look into it."
        feedback.action_answer()
        self.assertFalse(feedback.reported_back_on)
        with self.assertRaisesRegex(UserError, "Say what became"):
            feedback.action_close()
        feedback.decision = "not"
        with self.assertRaisesRegex(UserError, "why not"):
            feedback.action_close()
        feedback.decision_note = "The door is glass."
        feedback.action_close()
        self.assertEqual(feedback.state, "closed")
        self.assertEqual(feedback.reported_back_on, fields.Date.today())
        told = self._mails(feedback).sorted("id")
        self.assertEqual(len(told), 2)
        self.assertIn("Not taken up", told[1].body_html)
        self.assertIn("The door is glass.", told[1].body_html)

    def test_taken_up_again_the_clock_starts_anew(self):
        feedback = self._new_feedback(kind="enquiry", answer="Soon.")
        feedback.action_answer()
        feedback.action_reopen()
        self.assertEqual(feedback.state, "new")
        self.assertEqual(
            (feedback.commitment_id.cycle, feedback.commitment_id.state), (1, "open")
        )
        self.assertFalse(feedback.reported_back_on)

    def test_the_promise_is_not_ticked_off_in_the_ledger(self):
        promise = self._new_feedback().commitment_id.with_user(self.users["user"])
        for step in (promise.action_done, promise.action_cancel):
            with self.assertRaisesRegex(UserError, "follows"):
                step()

    def test_somebody_spoke_and_nobody_is_kept_of_the_nameless(self):
        with self.assertRaisesRegex(ValidationError, "Say who spoke"):
            self._new_feedback(partner_id=False)
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            self._new_feedback(anonymous=True)

    def test_a_secret_one_shows_its_number_only(self):
        feedback = self._new_feedback(confidentiality="secret", kind="concern")
        self.assertEqual(feedback.display_name, feedback.number)
        self.assertEqual(feedback.commitment_id.confidentiality, "secret")
        feedback.answer = "Thank you."
        feedback.action_answer()
        self.assertNotIn("opening hours", self._mails(feedback).body_html)

    def test_everybody_inside_sees_what_they_recorded_themselves(self):
        internal = self.users["internal"]
        mine = (
            self.env["engagement.feedback"]
            .with_user(internal)
            .create({"partner_name": "Vera", "text": "Nice shop", "kind": "compliment"})
        )
        theirs = self._new_feedback().with_user(internal)
        self.assertEqual(mine.search([]), mine)
        with self.assertRaises(AccessError):
            mine.name = "Other"
        with self.assertRaises(AccessError):
            theirs.read(["text"])
        with mute_logger("odoo.addons.base.models.ir_rule"):
            self.env.invalidate_all()
            with self.assertRaises(AccessError):
                mine.create(
                    {"anonymous": True, "text": "Psst", "confidentiality": "secret"}
                )

    def test_the_form_of_an_officer_fills_in_by_itself(self):
        feedbacks = self.env["engagement.feedback"].with_user(self.users["officer"])
        with Form(feedbacks) as form:
            form.partner_id = self.customer
            form.text = "More plants, please."
        feedback = form.record
        self.assertEqual(feedback.name, "More plants, please.")
        self.assertEqual(feedback.partner_name, "Carla Customer")

    def test_after_a_while_only_number_dates_and_decision_are_left(self):
        feedback = self._new_feedback(kind="compliment", subject_name="Shop")
        feedback.message_post(body="Carla called")
        promise = self.env["engagement.commitment"].create(
            {
                "name": "Send a photo",
                "limit_value": 5,
                "limit_unit": "day",
                "origin_model": feedback._name,
                "origin_res_id": feedback.id,
            }
        )
        self.assertIn("opening hours", promise.origin_ref)
        feedback.action_close()
        months = self.company.engagement_complaint_keep_months
        end = fields.Date.today() - relativedelta(months=months)
        feedback.closed_on = end + timedelta(days=1)
        feedback._gc_personal_data()
        self.assertTrue(feedback.text)
        feedback.closed_on = end
        feedback._gc_personal_data()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT to_jsonb(feedback)::text FROM engagement_feedback feedback"
            " WHERE id = %s",
            [feedback.id],
        )
        [row] = self.env.cr.fetchone()
        for personal in ("Carla", "carla@", "opening hours"):
            self.assertNotIn(personal, row)
        self.assertFalse(feedback.message_ids)
        self.assertFalse(feedback.message_follower_ids)
        self.assertEqual(promise.origin_ref, feedback.number)
        self.assertFalse(feedback.partner_id or feedback.commercial_partner_id)
        self.assertEqual(feedback.name, feedback.number)
        self.assertEqual(feedback.subject_name, "Shop")
        with self.assertRaisesRegex(UserError, "emptied"):
            feedback.action_reopen()

    def test_the_summary_of_the_day_tells_who_answers(self):
        feedback = self._new_feedback(confidentiality="secret")
        user = self.users["user"]
        rows = self.env["engagement.daily.summary"]._get_rows(user, fields.Date.today())
        [row] = [row for row in rows if row.name == feedback.number]
        self.assertEqual(row.user_id, user.id)

    def test_the_tiles_count_what_needs_somebody(self):
        before = {
            tile["filter"]: tile["count"]
            for tile in self.env["engagement.feedback"].get_counters([])
        }
        late = fields.Datetime.now() - timedelta(days=60)
        self._new_feedback(received_at=late)
        self._new_feedback(kind="enquiry")
        after = {
            tile["filter"]: tile["count"]
            for tile in self.env["engagement.feedback"].get_counters([])
        }
        self.assertEqual(
            {name: after[name] - before[name] for name in after},
            {"overdue": 1, "to_answer": 2, "to_decide": 1},
        )

    def test_the_contact_and_the_party_lead_to_what_their_company_said(self):
        company = self.env["res.partner"].create({"name": "Ltd.", "is_company": True})
        one, other = self.env["res.partner"].create(
            [{"name": name, "parent_id": company.id} for name in ("One", "Other")]
        )
        feedback = self._new_feedback(partner_id=one.id)
        party = self._new_party(partner_id=company.id)
        self.assertEqual(other.engagement_feedback_count, 1)
        self.assertEqual(party.feedback_count, 1)
        for action in (
            other.action_view_engagement_feedback(),
            party.action_view_feedback(),
        ):
            self.assertEqual(feedback.search(action["domain"]), feedback)
        hidden = other.with_user(self.users["user"])
        feedback.user_id = False
        self.env.invalidate_all()
        self.assertEqual(hidden.engagement_feedback_count, 0)

    def test_many_are_written_down_with_few_queries(self):
        # learns sequence, calendar and days
        self._new_feedback()
        values = {"partner_name": "Vera", "text": "Nice", "kind": "suggestion"}
        feedbacks = self.env["engagement.feedback"]
        with self.assertQueryCount(60):
            feedbacks.create([dict(values) for _number in range(5)])
            self.env.flush_all()


@tagged("post_install", "-at_install", "engagement")
class TestFeedbackBecomesComplaint(FeedbackCase):
    """What turns out to be a complaint."""

    def test_it_goes_on_as_a_complaint_with_all_that_is_known(self):
        received = fields.Datetime.now() - timedelta(days=3)
        feedback = self._new_feedback(
            kind="concern",
            received_at=received,
            subject_name="Desk A",
            channel_id=self.channel.id,
        )
        file = self.env["ir.attachment"].create(
            {
                "name": "desk.txt",
                "raw": b"broken",
                "res_model": feedback._name,
                "res_id": feedback.id,
            }
        )
        feedback.message_post(body="It fell apart", message_type="comment")
        mine = feedback.with_user(self.users["user"])
        action = mine.action_make_complaint()
        complaint = self.env["engagement.complaint"].browse(action["res_id"])
        self.assertEqual(complaint, feedback.complaint_id)
        self.assertEqual(complaint.description, feedback.text)
        self.assertEqual(complaint.received_at, feedback.received_at)
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.subject_name, "Desk A")
        self.assertEqual(complaint.subject_key, feedback.subject_key)
        self.assertEqual(complaint.user_id, self.users["user"])
        self.assertEqual(complaint.origin_ref, feedback.display_name)
        answer = complaint.commitment_ids.filtered(lambda p: p.kind == "answer")
        self.assertEqual(answer.started_at, feedback.received_at)
        self.assertEqual(feedback.state, "closed")
        self.assertEqual(feedback.commitment_id.state, "cancelled")
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((files.name, files.raw), (file.name, b"broken"))
        self.assertIn("It fell apart", "".join(complaint.message_ids.mapped("body")))
        with self.assertRaisesRegex(UserError, "already"):
            mine.action_make_complaint()

    def test_a_protected_one_stays_protected_and_a_nameless_one_nameless(self):
        feedback = self._new_feedback(
            confidentiality="secret", partner_id=False, anonymous=True
        )
        feedback.with_user(self.users["user"]).action_make_complaint()
        complaint = feedback.complaint_id
        self.assertEqual(complaint.confidentiality, "secret")
        self.assertTrue(complaint.anonymous)
        self.assertFalse(complaint.partner_name)
        self.assertEqual(complaint.origin_ref, feedback.number)

    def test_who_only_recorded_it_does_not_decide_what_it_is(self):
        internal = self.users["internal"]
        mine = (
            self.env["engagement.feedback"]
            .with_user(internal)
            .create({"partner_name": "Vera", "text": "Bad shop", "kind": "concern"})
        )
        with self.assertRaises(AccessError):
            mine.action_make_complaint()
        self.assertEqual(mine.state, "new")
