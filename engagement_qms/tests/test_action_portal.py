# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import EngagementCase
from .test_complaint_files import PNG


class PartnerActionCase(EngagementCase):
    """An action that a partner with a login does with us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Lumber", "is_company": True})
        cls.partner_user = cls.users["portal"]
        cls.partner_user.partner_id.parent_id = cls.firm
        cls.stranger = new_test_user(
            cls.env, "test_other_partner", groups="base.group_portal"
        )
        cls.mine = cls._new_action(partner_ids=cls.firm.ids)

    @classmethod
    def _new_action(cls, **values):
        return cls.env["engagement.action"].create(
            {
                "name": "Send the volumes ahead",
                "user_id": cls.users["user"].id,
                "lesson": "Inside only",
                **values,
            }
        )

    def _seen_by(self, user):
        return self.env["engagement.action"].with_user(user)

    def _get_hidden(self):
        """Return actions that the partner must not find, each for its reason."""
        return (
            self._new_action()
            + self._new_action(partner_ids=self.stranger.partner_id.ids)
            + self._new_action(partner_ids=self.firm.ids, confidentiality="restricted")
            + self._new_action(partner_ids=self.firm.ids, confidentiality="secret")
            + self._new_action(partner_ids=self.firm.ids, active=False)
        )


@tagged("post_install", "-at_install", "engagement")
class TestPartnerAction(PartnerActionCase):
    """What a partner sees of an action, without the browser."""

    def test_who_is_named_finds_it_also_by_the_company(self):
        direct = self._new_action(partner_ids=self.partner_user.partner_id.ids)
        seen = self._seen_by(self.partner_user)
        self.assertEqual(seen._search_for_partner(), self.mine + direct)
        self.assertEqual(seen._count_for_partner(), 2)
        self.assertEqual(seen._get_for_partner(self.mine.id), self.mine)

    def test_nobody_else_finds_it(self):
        for user in (self.stranger, self.users["public"], self.users["manager"]):
            self.assertFalse(self._seen_by(user)._get_for_partner(self.mine.id))
            self.assertEqual(self._seen_by(user)._count_for_partner(), 0)
        seen = self._seen_by(self.partner_user)
        for action in self._get_hidden():
            self.assertFalse(seen._get_for_partner(action.id), action.confidentiality)
        for wrong in (0, -1, 2**31, 2**70):
            self.assertFalse(seen._get_for_partner(wrong))

    def test_no_partner_reaches_the_model(self):
        for operation in ("read", "write", "create", "unlink"):
            self.assertFalse(
                self.mine.with_user(self.partner_user).has_access(operation)
            )

    def test_the_page_says_nothing_of_what_is_inside(self):
        self.mine.write({"check_note": "Inside only", "origin_reason": "Inside only"})
        self.mine.message_post(body="Inside only", message_type="comment")
        action = self._seen_by(self.partner_user)._get_for_partner(self.mine.id)
        page = action._get_partner_values()
        self.assertEqual(page["name"], "Send the volumes ahead")
        self.assertNotIn("Inside only", str(page))

    def test_a_note_reaches_whoever_does_it(self):
        self.users["user"].notification_type = "inbox"
        action = self._seen_by(self.partner_user)._get_for_partner(self.mine.id)
        files = action._check_uploads([])
        action._note_from_partner("Sent\n<b>today</b>", files)
        [note] = self.mine.message_ids.filtered(
            lambda message: message.message_type == "comment"
        )
        self.assertEqual(note.author_id, self.partner_user.partner_id)
        self.assertEqual(note.notified_partner_ids, self.users["user"].partner_id)
        self.assertIn("&lt;b&gt;today&lt;/b&gt;", note.body)
        [shown] = action._get_partner_values()["notes"]
        self.assertIn("Sent", shown["text"])

    def test_an_empty_a_long_or_a_late_note_is_refused(self):
        action = self._seen_by(self.partner_user)._get_for_partner(self.mine.id)
        for text, words in (
            (" ", "Write how"),
            (None, "Write how"),
            ("x" * 4001, "too"),
        ):
            with self.assertRaisesRegex(UserError, words):
                action._note_from_partner(text, [])
        self.mine.action_cancel("Fell away")
        with self.assertRaisesRegex(UserError, "is over"):
            action._note_from_partner("Done", [])


@tagged("post_install", "-at_install", "engagement")
class TestPartnerDoors(PartnerActionCase, HttpCase):
    """Every route with every id."""

    def _send(self, action, files=None, token=True, **values):
        if token:
            values["csrf_token"] = http.Request.csrf_token(self)
        self.env.flush_all()
        return self.url_open(f"/my/actions/{action.id}/note", values, files=files)

    def test_a_partner_sees_and_updates_the_own_action(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        listed = self.url_open("/my/actions").text
        self.assertIn("Send the volumes ahead", listed)
        page = self.url_open(f"/my/actions/{self.mine.id}").text
        self.assertNotIn("Inside only", page)
        sent = self._send(
            self.mine,
            files=[("files", ("proof.png", PNG, "image/png"))],
            text="Sent today",
        )
        self.assertEqual(sent.status_code, 200)
        self.assertIn("We have your note", sent.text)
        self.assertIn("proof.png", sent.text)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "engagement.action"), ("res_id", "=", self.mine.id)]
        )
        self.assertEqual(attachment.name, "proof.png")
        self.assertFalse(attachment.public)

    def test_what_is_not_theirs_does_not_exist(self):
        hidden = self._get_hidden()
        self.authenticate("test_portal", "test_portal")
        for action in hidden:
            with self.subTest(action.name):
                found = self.url_open(f"/my/actions/{action.id}")
                self.assertEqual(found.status_code, 404)
                sent = self._send(action, text="Mine now")
                self.assertEqual(sent.status_code, 404)
        self.assertFalse(
            hidden.message_ids.filtered(lambda m: m.message_type == "comment")
        )

    def test_a_note_needs_the_mark_of_its_own_page_and_a_login(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        sent = self._send(self.mine, token=False, text="Forged")
        self.assertEqual(sent.status_code, 400)
        read = self.url_open(f"/my/actions/{self.mine.id}/note")
        self.assertEqual(read.status_code, 405)
        self.authenticate(None, None)
        visited = self.url_open(f"/my/actions/{self.mine.id}", allow_redirects=False)
        self.assertIn("/web/login", visited.headers["Location"])
        self.assertFalse(
            self.mine.message_ids.filtered(lambda m: m.message_type == "comment")
        )

    def test_a_program_is_not_taken_for_a_photo(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        sent = self._send(
            self.mine,
            files=[("files", ("photo.png", b"MZ", "image/png"))],
            text="Look at this",
        )
        self.assertEqual(sent.status_code, 422)
        self.assertIn("Look at this", sent.text)
        self.assertFalse(
            self.mine.message_ids.filtered(lambda m: m.message_type == "comment")
        )
