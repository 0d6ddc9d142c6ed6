# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from .common import EngagementCase
from .test_complaint_files import PNG


@tagged("post_install", "-at_install", "engagement")
class TestEventExchange(EngagementCase, HttpCase):
    """What was exchanged, and what of it the partner finds in the portal."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.firm = cls.env["res.partner"].create({"name": "Lumber", "is_company": True})
        cls.party = cls._new_party(partner_id=cls.firm.id)
        cls.partner_user = cls.users["portal"]
        cls.partner_user.partner_id.parent_id = cls.firm
        cls.stranger = new_test_user(
            cls.env, "test_other_partner", groups="base.group_portal"
        )
        cls.exchange = cls._new_exchange(name="Drawings for volumes")
        cls.file = cls._upload(cls.exchange, "valve.png")
        cls.exchange.shared_file_ids = cls.file

    @classmethod
    def _new_exchange(cls, **values):
        return cls._new_event(
            cls.party,
            **{
                "kind": "exchange",
                "date": "2026-01-15",
                "state": "held",
                "given": "Drawings of the valve",
                "received": "Volumes of the year",
                "agreement": True,
                "summary": "Inside only",
                "outcome": "Inside only",
                **values,
            },
        )

    @classmethod
    def _upload(cls, record, name):
        return cls.env["ir.attachment"].create(
            {"name": name, "raw": PNG, "res_model": record._name, "res_id": record.id}
        )

    def _get_hidden(self):
        """Return exchanges that the partner must not find, each for its reason."""
        other = self._new_party(partner_id=self.stranger.partner_id.id)
        hidden = (
            self._new_exchange(agreement=False)
            + self._new_exchange(kind="meeting")
            + self._new_exchange(state="planned")
            + self._new_exchange(state="cancelled")
            + self._new_exchange(party_id=other.id)
        )
        for event in hidden:
            event.shared_file_ids = self._upload(event, "hidden.png")
        return hidden

    def _seen_by(self, user):
        return self.env["engagement.event"].with_user(user)

    # What the model hands out

    def test_a_partner_finds_what_both_agreed_to_share_and_nothing_else(self):
        self._get_hidden()
        seen = self._seen_by(self.partner_user)
        self.assertEqual(seen._search_for_partner(), self.exchange)
        self.assertEqual(seen._count_for_partner(), 1)
        [row] = seen._search_for_partner()._get_exchange_rows()
        self.assertEqual(row["from_us"], "Drawings of the valve")
        self.assertEqual(row["from_them"], "Volumes of the year")
        self.assertEqual(row["files"], [{"id": self.file.id, "name": "valve.png"}])
        self.assertNotIn("Inside only", str(row))

    def test_an_agreement_taken_back_ends_the_sharing(self):
        self.exchange.agreement = False
        seen = self._seen_by(self.partner_user)
        self.assertFalse(seen._search_for_partner())
        self.assertFalse(seen._get_exchange_file(self.exchange.id, self.file.id))

    def test_nobody_else_finds_it(self):
        for user in (self.stranger, self.users["public"], self.users["manager"]):
            self.assertEqual(self._seen_by(user)._count_for_partner(), 0)
            file = self._seen_by(user)._get_exchange_file(
                self.exchange.id, self.file.id
            )
            self.assertFalse(file)

    def test_only_a_shared_file_of_this_very_exchange_is_given(self):
        unshared = self._upload(self.exchange, "inside.png")
        other = self._new_exchange(name="Other")
        seen = self._seen_by(self.partner_user)
        for event_id, file_id in (
            (self.exchange.id, unshared.id),
            (other.id, self.file.id),
            (0, self.file.id),
            (self.exchange.id, 2**31),
            (2**70, self.file.id),
        ):
            self.assertFalse(seen._get_exchange_file(event_id, file_id))

    def test_a_file_of_another_record_cannot_be_slipped_in(self):
        foreign = self._upload(self.firm, "foreign.png")
        with self.assertRaisesRegex(ValidationError, "belongs to another record"):
            self.exchange.shared_file_ids += foreign
        fresh = self.env["ir.attachment"].create({"name": "fresh.png", "raw": PNG})
        event = self._new_exchange(shared_file_ids=[Command.link(fresh.id)])
        self.assertEqual((fresh.res_model, fresh.res_id), (event._name, event.id))

    # The doors

    def test_the_partner_reads_the_page_and_fetches_the_file(self):
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        page = self.url_open("/my/exchanges")
        self.assertIn("Drawings of the valve", page.text)
        self.assertNotIn("Inside only", page.text)
        address = f"/my/exchanges/{self.exchange.id}/file/{self.file.id}"
        self.assertIn(address, page.text)
        fetched = self.url_open(address)
        self.assertEqual(fetched.content, PNG)
        self.assertIn("attachment", fetched.headers["Content-Disposition"])

    def test_what_is_not_shared_does_not_exist(self):
        hidden = self._get_hidden()
        self.env.flush_all()
        self.authenticate("test_portal", "test_portal")
        for event in hidden:
            with self.subTest(event.state):
                address = f"/my/exchanges/{event.id}/file/{event.shared_file_ids.id}"
                self.assertEqual(self.url_open(address).status_code, 404)
        self.authenticate("test_other_partner", "test_other_partner")
        address = f"/my/exchanges/{self.exchange.id}/file/{self.file.id}"
        self.assertEqual(self.url_open(address).status_code, 404)
        self.assertNotIn("Drawings for volumes", self.url_open("/my/exchanges").text)
        self.authenticate(None, None)
        for path in ("/my/exchanges", address):
            answer = self.url_open(path, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"])
