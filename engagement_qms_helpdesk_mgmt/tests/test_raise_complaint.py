# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TicketCase


@tagged("post_install", "-at_install", "engagement")
class TestRaiseComplaint(TicketCase):
    """A complaint is raised from a ticket, once, with all that was said."""

    def test_the_complaint_holds_what_the_ticket_knows(self):
        ticket = self._new_ticket(
            channel_id=self.env.ref("helpdesk_mgmt.helpdesk_ticket_channel_phone").id
        )
        action = ticket.with_user(self.agent).action_raise_complaint()
        complaint = self._get_complaint(ticket)
        self.assertEqual(
            (action["res_model"], action["res_id"]), (complaint._name, complaint.id)
        )
        self.assertEqual(complaint.name, "The desk came late")
        self.assertEqual(complaint.description, "It came on *Friday*.\nToo late.")
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.partner_name, "Carla Customer")
        self.assertEqual(complaint.partner_email, "carla@example.com")
        self.assertEqual(complaint.received_at, ticket.create_date)
        self.assertEqual(
            complaint.channel_id, self.env.ref("engagement_qms.channel_phone")
        )
        self.assertEqual(complaint.origin_ref, ticket.display_name)
        self.assertEqual(complaint.company_id, ticket.company_id)
        self.assertEqual(complaint.create_uid, self.agent)
        self.assertEqual(complaint.state, "new")
        self.assertEqual(ticket.stage_id, self.new_stage)
        self.assertEqual(
            len(
                self._get_notes(
                    ticket, f"Complaint {complaint.number} was raised from this ticket."
                )
            ),
            1,
        )

    def test_the_clock_runs_from_when_the_ticket_came(self):
        ticket = self._new_ticket()
        self.env.cr.execute(
            "UPDATE helpdesk_ticket SET create_date = %s WHERE id = %s",
            ("2026-01-12 09:00:00", ticket.id),
        )
        ticket.invalidate_recordset(["create_date"])
        ticket.action_raise_complaint()
        promise = self.env["engagement.commitment"].search(
            [
                ("complaint_id", "=", self._get_complaint(ticket).id),
                ("kind", "=", "acknowledge"),
            ]
        )
        self.assertEqual(str(promise.started_at), "2026-01-12 09:00:00")

    def test_a_ticket_raises_one_and_then_opens_it(self):
        ticket = self._new_ticket().with_user(self.agent)
        first = ticket.action_raise_complaint()
        second = ticket.action_raise_complaint()
        self.assertEqual(second["res_id"], first["res_id"])
        self.assertEqual(ticket.action_open_complaints()["res_id"], first["res_id"])
        self.assertEqual(ticket.engagement_complaint_count, 1)
        self.assertEqual(len(self._get_complaint(ticket)), 1)

    def test_the_files_go_along_and_stay_with_the_ticket(self):
        ticket = self._new_ticket()
        file = self.env["ir.attachment"].create(
            {
                "name": "desk.txt",
                "raw": b"scratched",
                "res_model": ticket._name,
                "res_id": ticket.id,
            }
        )
        file.generate_access_token()
        ticket.with_user(self.agent).action_raise_complaint()
        complaint = self._get_complaint(ticket)
        copy = self.env["ir.attachment"].search(
            [("res_model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertEqual((copy.name, copy.raw), ("desk.txt", b"scratched"))
        self.assertFalse(copy.access_token)
        self.assertEqual(file.res_id, ticket.id)

    def test_a_ticket_of_a_stranger_needs_a_name_or_an_address(self):
        ticket = self._new_ticket(partner_id=False)
        with self.assertRaisesRegex(UserError, "does not say who asks"):
            ticket.action_raise_complaint()
        self.assertFalse(self._get_complaint(ticket))
        ticket.partner_email = "stranger@example.com"
        ticket.action_raise_complaint()
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.partner_email, "stranger@example.com")
        self.assertFalse(complaint.partner_id)

    def test_what_is_written_on_the_ticket_counts_before_the_contact(self):
        ticket = self._new_ticket(
            partner_name="Carl Customer", partner_email="carl@example.com"
        )
        ticket.action_raise_complaint()
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.partner_id, self.customer)
        self.assertEqual(complaint.partner_name, "Carl Customer")
        self.assertEqual(complaint.partner_email, "carl@example.com")

    def test_a_contact_of_another_company_is_kept_as_text(self):
        partner = self.env["res.partner"].create(
            {
                "name": "Olga Other",
                "email": "olga@example.com",
                "company_id": self.other_company.id,
            }
        )
        ticket = self._new_ticket(partner_id=partner.id)
        ticket.with_user(self.agent).action_raise_complaint()
        complaint = self._get_complaint(ticket)
        self.assertFalse(complaint.partner_id)
        self.assertEqual(complaint.partner_name, "Olga Other")
        self.assertEqual(complaint.partner_email, "olga@example.com")

    def test_a_ticket_of_pictures_only_is_told_by_its_title(self):
        ticket = self._new_ticket(description='<p><img src="/web/image/1"/></p>')
        ticket.action_raise_complaint()
        self.assertEqual(self._get_complaint(ticket).description, "The desk came late")

    def test_a_ticket_of_another_company_raises_it_there(self):
        ticket = self._new_ticket(company_id=self.other_company.id)
        ticket.action_raise_complaint()
        self.assertEqual(self._get_complaint(ticket).company_id, self.other_company)

    def test_only_who_may_read_the_ticket_raises_and_opens(self):
        ticket = self._new_ticket()
        for role in ("internal", "manager", "portal", "public"):
            with self.subTest(role=role):
                other = ticket.with_user(self.users[role])
                with self.assertRaises(AccessError):
                    other.action_raise_complaint()
                with self.assertRaises(AccessError):
                    other.action_open_complaints()
        self.assertFalse(self._get_complaint(ticket))
        ticket.message_subscribe(self.users["internal"].partner_id.ids)
        ticket.with_user(self.users["internal"]).action_raise_complaint()
        complaint = self._get_complaint(ticket)
        self.assertEqual(complaint.create_uid, self.users["internal"])

    def test_a_customer_who_sees_the_ticket_raises_nothing_by_its_button(self):
        ticket = self._new_ticket(partner_id=self.users["portal"].partner_id.id)
        ticket = ticket.with_user(self.users["portal"])
        self.assertTrue(ticket.has_access("read"))
        with self.assertRaises(AccessError):
            ticket.action_raise_complaint()
        with self.assertRaises(AccessError):
            ticket.read(["engagement_complaint_count"])

    def test_a_complaint_that_one_may_not_see_is_named_by_its_number_only(self):
        ticket = self._new_ticket()
        complaint = self._new_complaint(
            name="A very private matter",
            confidentiality="secret",
            origin_model=ticket._name,
            origin_res_id=ticket.id,
        )
        ticket = ticket.with_user(self.agent)
        self.assertEqual(ticket.engagement_complaint_count, 1)
        with self.assertRaisesRegex(UserError, complaint.number) as caught:
            ticket.action_raise_complaint()
        self.assertNotIn("private", str(caught.exception))
        self.assertEqual(len(self._get_complaint(ticket)), 1)

    def test_several_complaints_open_as_a_list(self):
        ticket = self._new_ticket()
        complaints = self.env["engagement.complaint"]
        for _number in range(2):
            complaints += self._new_complaint(
                origin_model=ticket._name, origin_res_id=ticket.id
            )
        action = ticket.action_open_complaints()
        self.assertEqual(action["view_mode"], "list,form")
        self.assertCountEqual(action["domain"][0][2], complaints.ids)

    def test_a_ticket_without_one_has_none_to_open(self):
        with self.assertRaisesRegex(UserError, "has no complaint"):
            self._new_ticket().action_open_complaints()

    def test_a_copy_of_a_ticket_has_no_complaint(self):
        ticket = self._new_ticket()
        ticket.action_raise_complaint()
        self.assertEqual(ticket.copy().engagement_complaint_count, 0)

    def test_tickets_are_found_by_having_one(self):
        with_one, without = self._new_ticket(), self._new_ticket()
        with_one.action_raise_complaint()
        mine = [("id", "in", (with_one + without).ids)]
        search = self.env["helpdesk.ticket"].with_user(self.agent).search
        found = search([*mine, ("engagement_complaint_count", ">", 0)])
        self.assertEqual(found, with_one)
        found = search([*mine, ("engagement_complaint_count", "=", 0)])
        self.assertEqual(found, without)

    def test_a_list_of_tickets_counts_in_one_query(self):
        tickets = self.env["helpdesk.ticket"]
        for _number in range(5):
            tickets += self._new_ticket()
        tickets[0].action_raise_complaint()
        self.env.flush_all()
        for some in (tickets[:1], tickets):
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                some.mapped("engagement_complaint_count")

    def test_the_complaint_opens_its_ticket(self):
        ticket = self._new_ticket()
        ticket.with_user(self.agent).action_raise_complaint()
        complaint = self._get_complaint(ticket).with_user(self.agent)
        action = complaint.action_open_origin()
        self.assertEqual(
            (action["res_model"], action["res_id"]), (ticket._name, ticket.id)
        )

    def test_the_form_offers_it_and_then_counts(self):
        ticket = self._new_ticket()
        form = Form(ticket.with_user(self.agent))
        self.assertEqual(form.engagement_complaint_count, 0)
        ticket.with_user(self.agent).action_raise_complaint()
        form = Form(ticket.with_user(self.agent))
        self.assertEqual(form.engagement_complaint_count, 1)
