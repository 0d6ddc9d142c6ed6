# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement", "engagement_bridge")
class TestComplaintLetter(ComplaintCase):
    """What the complainant is told at each moment, and what nobody else learns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.handler = cls.users["user"]
        cls.complaint = cls._new_complaint().with_user(cls.handler)

    def _mails(self, complaint):
        return self.env["mail.mail"].search(
            [("subject", "like", complaint.number)], order="id"
        )

    def test_the_acknowledgement_says_number_handler_points_and_day(self):
        self.complaint.point_ids = [(0, 0, {"name": "It was late"})]
        self.complaint.action_acknowledge()
        [mail] = self._mails(self.complaint)
        self.assertEqual(mail.state, "outgoing")
        self.assertEqual(mail.email_to, "carla@example.com")
        for words in (
            self.complaint.number,
            self.handler.name,
            "It was late",
            self.complaint._format_due("answer_due_at"),
        ):
            self.assertIn(words, mail.body_html)

    def test_the_answer_says_each_point_the_remedy_and_the_next_step(self):
        self._lead(self.complaint, "assessed")
        self.complaint.point_ids.write(
            {"outcome": "partly", "answer": "One day of the three was ours."}
        )
        self.complaint.write(
            {"decision_text": "We are sorry.", "remedy_kind": "apology"}
        )
        self.complaint.action_propose()
        self.complaint.action_communicate()
        body = self._last_letter(self.complaint).body
        for words in (
            "We are sorry.",
            "Partly upheld",
            "One day of the three was ours.",
            "Apology",
            "second look",
        ):
            self.assertIn(words, body)

    def test_letters_hang_on_no_record_and_their_subject_holds_the_number_only(self):
        self._lead(self.complaint, "communicated")
        mails = self._mails(self.complaint)
        self.assertEqual(len(mails), 2)
        for mail in mails:
            self.assertFalse(mail.model)
            self.assertFalse(mail.recipient_ids)
            self.assertNotIn("desk", mail.subject)
            self.assertNotIn("Carla", mail.subject)
        history = " ".join(self.complaint.message_ids.mapped("body"))
        self.assertNotIn("carla@example.com", history)

    def test_of_a_secret_one_the_mail_says_only_that_there_is_news(self):
        self.complaint.sudo().confidentiality = "secret"
        self._lead(self.complaint, "communicated")
        for mail in self._mails(self.complaint):
            self.assertIn("there is news", mail.body_html)
            self.assertNotIn("You are right", mail.body_html)
        self.assertIn("You are right", self._last_letter(self.complaint).body)

    def test_whoever_is_anonymous_reads_it_on_the_website_only(self):
        complaint = self._new_complaint(partner_id=False, anonymous=True)
        complaint.action_acknowledge()
        self.assertEqual(self._last_letter(complaint).way, "portal")
        self.assertFalse(self._mails(complaint))
        self.assertNotIn("access_token", self._last_letter(complaint).body)

    def test_letters_go_out_in_the_language_of_the_complainant(self):
        self.env["res.lang"]._activate_lang("de_DE")
        template = self.env.ref("engagement_qms.complaint_template_acknowledge")
        template.with_context(lang="de_DE").body_html = "<p>Wir haben es erhalten.</p>"
        complaint = self._new_complaint(lang="de_DE")
        complaint.action_acknowledge()
        self.assertIn("Wir haben es erhalten.", self._last_letter(complaint).body)
        self.complaint.action_acknowledge()
        self.assertIn("We have received", self._last_letter(self.complaint).body)

    def test_every_moment_has_a_letter(self):
        moments = self.env["engagement.complaint.notice"]._fields["moment"].selection
        for moment, _label in moments:
            with self.subTest(moment=moment):
                letter = self.complaint.sudo()._tell(moment, "A few words of ours.")
                self.assertIn(self.complaint.number, letter.body)
                self.assertNotIn("t-out", letter.body)

    def test_letters_cannot_be_written_or_changed_by_hand(self):
        self.complaint.action_acknowledge()
        letter = self._last_letter(self.complaint)
        for operation in ("create", "write", "unlink"):
            self.assertFalse(letter.has_access(operation))
