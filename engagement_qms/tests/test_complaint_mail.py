# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase
from .test_complaint_files import PNG

ADDRESS = "complaints@test.example.com"


class ComplaintMailCase(ComplaintCase):
    """A team with an address, and somebody who writes to it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        domain = cls.env["mail.alias.domain"].search(
            [("name", "=", "test.example.com")]
        )
        cls.domain = domain or cls.env["mail.alias.domain"].create(
            {"name": "test.example.com"}
        )
        cls.company.alias_domain_id = cls.domain
        cls.team = cls.env["engagement.complaint.team"].create(
            {
                "name": "Shop",
                "alias_name": "complaints",
                "alias_domain_id": cls.domain.id,
            }
        )
        cls.mails = 0

    def _send(
        self, subject="Desk", body="It came late.", sender=None, files=(), **headers
    ):
        """Let a mail arrive; return the complaints there are more than before."""
        type(self).mails += 1
        mail = EmailMessage()
        mail["From"] = sender or '"Vera Visitor" <Vera@Example.com>'
        mail["To"] = ADDRESS
        mail["Subject"] = subject
        mail["Message-Id"] = f"<{self.mails}.{self.id()}@example.com>"
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        for name, content, kind in files:
            main, sub = kind.split("/")
            mail.add_attachment(content, maintype=main, subtype=sub, filename=name)
        complaints = self.env["engagement.complaint"]
        before = complaints.search([])
        self.env["mail.thread"].message_process(None, mail.as_bytes())
        return complaints.search([]) - before

    def _loop(self, count):
        for _number in range(count):
            self._send()
        complaints = self.env["engagement.complaint"]
        mine = [("partner_email", "=", "vera@example.com")]
        self.assertEqual(complaints.search_count(mine), 20)


@tagged("post_install", "-at_install", "engagement")
class TestComplaintMail(ComplaintMailCase):
    """What comes to the address of a team."""

    def test_a_mail_becomes_a_complaint_and_no_contact_is_made(self):
        partners = self.env["res.partner"].search_count([])
        complaint = self._send(body="It came late.\nAgain.")
        self.assertEqual(complaint.description, "It came late.\nAgain.")
        self.assertEqual(complaint.name, "Desk")
        self.assertEqual(complaint.partner_name, "Vera Visitor")
        self.assertEqual(complaint.partner_email, "vera@example.com")
        self.assertEqual(complaint.team_id, self.team)
        self.assertEqual(complaint.company_id, self.company)
        self.assertEqual(complaint.channel_id.kind, "email")
        self.assertFalse(complaint.partner_id)
        self.assertFalse(complaint.message_partner_ids)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_a_contact_with_that_address_is_not_linked(self):
        """Anybody can write any sender: a handler links, after a look."""
        complaint = self._send(sender="carla@example.com")
        self.assertEqual(complaint.partner_email, "carla@example.com")
        self.assertFalse(complaint.partner_id)
        self.assertFalse(complaint.message_ids.author_id & self.customer)

    def test_the_alias_brings_the_company_of_its_team(self):
        domain = self.env["mail.alias.domain"].create({"name": "other.example.com"})
        team = self.env["engagement.complaint.team"].create(
            {
                "name": "There",
                "company_id": self.other_company.id,
                "alias_name": "complaints",
                "alias_domain_id": domain.id,
            }
        )
        self.team.alias_name = "elsewhere"
        mail = EmailMessage()
        mail["From"] = "vera@example.com"
        mail["To"] = "complaints@other.example.com"
        mail["Subject"] = "There"
        mail["Message-Id"] = "<there@example.com>"
        mail.set_content("There it came late.")
        self.env["mail.thread"].message_process(None, mail.as_bytes())
        complaint = self.env["engagement.complaint"].search([("name", "=", "There")])
        self.assertEqual(complaint.company_id, self.other_company)
        self.assertEqual(complaint.team_id, team)

    def test_the_clock_starts_when_the_mail_was_sent_if_that_can_be(self):
        now = fields.Datetime.now()
        for sent, taken in (
            (now - timedelta(days=3), now - timedelta(days=3)),
            (now + timedelta(days=3), now),
            (now - timedelta(days=3000), now),
        ):
            with self.subTest(sent=sent):
                complaint = self._send(Date=format_datetime(sent))
                self.assertAlmostEqual(
                    complaint.received_at, taken, delta=timedelta(minutes=2)
                )
        complaint = self._send(Date="yesterday or so")
        self.assertAlmostEqual(complaint.received_at, now, delta=timedelta(minutes=2))

    def test_a_mail_without_text_or_with_strange_text_is_taken(self):
        complaint = self._send(subject="", body="")
        self.assertTrue(complaint.description)
        complaint = self._send(subject="=cmd|' /C calc'!A0", body="<script>x</script>")
        self.assertEqual(complaint.name, "=cmd|' /C calc'!A0")
        self.assertIn("<script>x</script>", complaint.description)
        long = self._send(subject="x" * 5000, body="y" * 1_000_000)
        self.assertEqual(len(long.description), 1_000_000)

    def test_a_reply_with_the_number_is_added_to_its_complaint(self):
        complaint = self._send()
        more = self._send(f"Re: {complaint.number}: your complaint", "One more thing.")
        self.assertFalse(more)
        facts = complaint._get_public_facts()
        self.assertEqual(len(facts), 1)
        self.assertIn("One more thing.", facts[0]["text"])
        self.assertTrue(complaint.heard_at)

    def test_the_number_of_somebody_else_opens_nothing(self):
        complaint = self._send()
        other = self._send(f"Re: {complaint.number}", "Mine", sender="eve@example.com")
        self.assertEqual(len(other), 1)
        self.assertFalse(complaint._get_public_facts())
        self.assertFalse(complaint.heard_at)

    def test_a_mail_is_mailed_on_to_nobody(self):
        complaint = self._send()
        complaint.message_subscribe(self.users["officer"].partner_id.ids)
        mails = self.env["mail.mail"].search_count([])
        self._send(f"Re: {complaint.number}", "One more thing.")
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        self.assertFalse(complaint.message_ids.notified_partner_ids)

    def test_an_answer_of_ours_by_mail_is_not_shown_outside(self):
        complaint = self._send()
        handler = self.users["user"]
        handler.email = "handler@test.example.com"
        complaint.message_post(
            body="Between us",
            message_type="email",
            author_id=handler.partner_id.id,
            email_from=handler.email,
        )
        self.assertFalse(complaint._get_public_facts())

    def test_files_are_checked_and_a_refused_one_is_named(self):
        complaint = self._send(
            files=[
                ("photo.png", PNG, "image/png"),
                ("virus.exe", b"MZ\x90", "application/octet-stream"),
                ("drawing.svg", b"<svg/>", "image/svg+xml"),
            ]
        )
        files = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual(files.mapped("name"), ["photo.png"])
        text = " ".join(complaint.message_ids.mapped("body"))
        self.assertIn("virus.exe", text)
        self.assertIn("drawing.svg", text)

    @mute_logger("odoo.addons.engagement_qms.models.voice.complaint_mail")
    def test_what_no_person_wrote_is_dropped(self):
        for headers in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated; x=1"},
            {"Precedence": "bulk"},
            {"X_Autoreply": "yes"},
        ):
            with self.subTest(headers=headers):
                self.assertFalse(self._send(**headers))
        self.assertFalse(self._send(sender="mailer-daemon@example.com"))
        self.assertTrue(self._send(Auto_Submitted="no"))

    @mute_logger(
        "odoo.addons.engagement_qms.models.voice.complaint_mail",
        "odoo.addons.mail.models.mail_thread",
    )
    def test_looped_mails_make_twenty_complaints_at_most(self):
        self._loop(60)

    @mute_logger("odoo.addons.engagement_qms.models.voice.complaint_mail")
    def test_looped_replies_stop_as_well(self):
        complaint = self._send()
        for _number in range(40):
            self.assertFalse(self._send(f"Re: {complaint.number}"))
        self.assertEqual(len(complaint._get_public_facts()), 19)

    def test_other_models_get_their_mails_as_ever(self):
        routes = [("res.partner", 1, {}, 1, None)]
        mail = EmailMessage()
        mail["Auto-Submitted"] = "auto-replied"
        complaints = self.env["engagement.complaint"]
        self.assertEqual(complaints._filter_mail_routes(routes, mail, {}), routes)


@tagged("post_install", "-at_install", "-standard", "engagement_long")
class TestComplaintMailFlood(ComplaintMailCase):
    """A machine that answers each of our mails, for hours."""

    @mute_logger(
        "odoo.addons.engagement_qms.models.voice.complaint_mail",
        "odoo.addons.mail.models.mail_thread",
    )
    def test_a_thousand_looped_mails_make_twenty_complaints_at_most(self):
        self._loop(1000)
