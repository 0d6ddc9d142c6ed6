# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from lxml import etree

from odoo.http import Request
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import TicketCase

CLOSE = "/ticket/close"


@tagged("post_install", "-at_install", "engagement")
class TestTicketClose(TicketCase, HttpCase):
    """Closing a ticket from the website: one's own, by a posted form.

    helpdesk_mgmt 19.0.1.3.2 by itself lets anybody who is logged in close any ticket.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.anna = new_test_user(cls.env, "test_anna", groups="base.group_portal")
        cls.bert = new_test_user(cls.env, "test_bert", groups="base.group_portal")
        cls.ticket = cls._new_ticket(partner_id=cls.anna.partner_id.id)
        cls.ticket.action_raise_complaint()
        cls.complaint = cls.env["engagement.complaint"].search(
            [
                ("origin_model", "=", "helpdesk.ticket"),
                ("origin_res_id", "=", cls.ticket.id),
            ]
        )
        cls.env.flush_all()

    def _post(self, ticket_id, stage_id, **more):
        return self.url_open(
            CLOSE,
            data={
                "csrf_token": Request.csrf_token(self),
                "ticket_id": ticket_id,
                "stage_id": stage_id,
                **more,
            },
            allow_redirects=False,
        )

    def assertUntouched(self):
        self.env.invalidate_all()
        self.assertEqual(self.ticket.stage_id, self.new_stage)
        self.assertFalse(self.ticket.closed_date)
        self.assertComplaintUntouched()

    def assertComplaintUntouched(self):
        self.env.invalidate_all()
        self.assertEqual(self.complaint.state, "new")
        self.assertFalse(self.complaint.closed_at)
        self.assertFalse(self.complaint.closing_reason)
        promises = self.complaint.commitment_ids
        self.assertEqual(set(promises.mapped("state")), {"open"})

    def test_the_owner_closes_the_ticket_and_only_the_ticket(self):
        self.authenticate("test_anna", "test_anna")
        answer = self._post(self.ticket.id, self.done_stage.id)
        self.assertEqual(answer.status_code, 302)
        self.assertTrue(
            answer.headers["Location"].endswith(f"/my/ticket/{self.ticket.id}")
        )
        self.env.invalidate_all()
        self.assertEqual(self.ticket.stage_id, self.done_stage)
        self.assertComplaintUntouched()
        text = f"Ticket {self.ticket.number} was closed (Done)."
        self.assertEqual(len(self._get_notes(self.complaint, text)), 1)

    def test_the_page_closes_by_a_posted_form(self):
        # helpdesk_mgmt 19.0.1.3.2 itself leaves the sidebar with the form out
        view = self.env.ref("helpdesk_mgmt.portal_helpdesk_ticket_page")
        page = etree.fromstring(view.get_combined_arch())
        [form] = page.xpath(f"//form[@t-attf-action='{CLOSE}']")
        self.assertEqual(form.get("method"), "POST")
        [token] = form.xpath("input[@name='csrf_token']")
        self.assertEqual(token.get("t-att-value"), "request.csrf_token()")
        self.authenticate("test_anna", "test_anna")
        answer = self.url_open(f"/my/ticket/{self.ticket.id}")
        self.assertIn(self.ticket.name, answer.text)

    def test_a_link_closes_nothing(self):
        self.authenticate("test_anna", "test_anna")
        for login in ("test_anna", "test_bert"):
            self.authenticate(login, login)
            answer = self.url_open(
                f"{CLOSE}?ticket_id={self.ticket.id}&stage_id={self.done_stage.id}"
            )
            self.assertEqual(answer.status_code, 405)
        self.assertUntouched()

    @mute_logger("odoo.http")
    def test_a_form_without_its_token_closes_nothing(self):
        self.authenticate("test_anna", "test_anna")
        answer = self._post(self.ticket.id, self.done_stage.id, csrf_token="wrong")
        self.assertEqual(answer.status_code, 400)
        self.assertUntouched()

    def test_somebody_else_is_told_the_same_as_of_no_ticket(self):
        self.authenticate("test_bert", "test_bert")
        theirs = self._post(self.ticket.id, self.done_stage.id)
        nobodys = self._post(2**31 - 1, self.done_stage.id)
        self.assertEqual((theirs.status_code, nobodys.status_code), (404, 404))
        self.assertUntouched()

    def test_nobody_closes_without_a_login(self):
        self.authenticate(None, None)
        answer = self._post(self.ticket.id, self.done_stage.id)
        self.assertIn("/web/login", answer.headers.get("Location", ""))
        self.assertUntouched()

    def test_what_is_no_number_closes_nothing(self):
        self.authenticate("test_anna", "test_anna")
        for wrong in ("", "x", "-1", "1.5", "9" * 40, "²", "1 OR 1=1"):
            with self.subTest(wrong=wrong):
                self.assertEqual(self._post(wrong, self.done_stage.id).status_code, 404)
                answer = self._post(self.ticket.id, wrong)
                self.assertEqual(answer.status_code, 303)
        self.assertUntouched()

    def test_only_the_stages_that_the_page_offers_close(self):
        self.authenticate("test_anna", "test_anna")
        team = self.env["helpdesk.ticket.team"].create({"name": "Others"})
        elsewhere = self.env["helpdesk.ticket.stage"].create(
            {
                "name": "Done elsewhere",
                "closed": True,
                "close_from_portal": True,
                "team_ids": [(6, 0, team.ids)],
            }
        )
        rejected = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_rejected")
        for stage in (elsewhere, rejected, self.new_stage):
            self._post(self.ticket.id, stage.id)
        self.assertUntouched()

    def test_public_writing_on_stages_reaches_no_complaint(self):
        """The public may write stages in helpdesk_mgmt, not what hangs on them."""
        stage = self.new_stage.with_user(self.users["public"])
        stage.write({"closed": True, "close_from_portal": True, "name": "Gone"})
        self.env.flush_all()
        self.assertTrue(self.ticket.closed)
        self.assertUntouched()
        self.assertFalse(self._get_notes(self.complaint, "was closed"))
