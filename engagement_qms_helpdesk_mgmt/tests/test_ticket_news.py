# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import tagged

from .common import TicketCase


@tagged("post_install", "-at_install", "engagement")
class TestTicketNews(TicketCase):
    """Closing the one tells the other, and closes nothing there."""

    def _raise(self, **values):
        ticket = self._new_ticket()
        ticket.action_raise_complaint()
        complaint = self._get_complaint(ticket)
        complaint.write({"user_id": self.users["user"].id, **values})
        return ticket, complaint

    def test_a_closed_complaint_tells_the_ticket(self):
        ticket, complaint = self._raise()
        self._close(complaint)
        note = self._get_notes(ticket, f"Complaint {complaint.number} was closed.")
        self.assertEqual(len(note), 1)
        self.assertTrue(note.is_internal)
        self.assertEqual(ticket.stage_id, self.new_stage)
        self.assertFalse(ticket.closed)

    def test_one_that_is_taken_up_again_tells_it_too(self):
        ticket, complaint = self._raise()
        self._close(complaint)
        complaint.with_user(self.users["user"]).action_reopen("It came broken again.")
        text = f"Complaint {complaint.number} was taken up again."
        self.assertEqual(len(self._get_notes(ticket, text)), 1)

    def test_of_a_protected_complaint_the_ticket_hears_the_number_only(self):
        ticket, complaint = self._raise(
            name="A very private matter", confidentiality="secret"
        )
        self._close(complaint)
        self.assertEqual(
            len(self._get_notes(ticket, f"Complaint {complaint.number} was closed.")), 1
        )
        self.assertFalse(self._get_notes(ticket, "private"))

    def test_a_closed_ticket_tells_the_complaint(self):
        ticket, complaint = self._raise()
        ticket.with_user(self.agent).stage_id = self.done_stage
        text = f"Ticket {ticket.number} was closed (Done)."
        self.assertEqual(len(self._get_notes(complaint, text)), 1)
        self.assertEqual(complaint.state, "new")
        # what is closed is not closed once more
        ticket.stage_id = self.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_cancelled")
        self.assertEqual(len(self._get_notes(complaint, "was closed")), 1)

    def test_a_closed_complaint_hears_nothing_more_of_its_ticket(self):
        ticket, complaint = self._raise()
        self._close(complaint)
        ticket.stage_id = self.done_stage
        self.assertFalse(self._get_notes(complaint, ticket.number))

    def test_a_complaint_outlives_its_ticket(self):
        ticket, complaint = self._raise()
        name = complaint.origin_ref
        ticket.unlink()
        self._close(complaint)
        self.assertEqual(complaint.state, "closed")
        self.assertEqual(complaint.origin_ref, name)

    def test_a_complaint_from_elsewhere_closes_as_ever(self):
        complaint = self._new_complaint()
        self._close(complaint)
        self.assertEqual(complaint.state, "closed")

    def test_closing_many_tickets_tells_the_complaint_of_each(self):
        tickets = self.env["helpdesk.ticket"]
        for _number in range(4):
            tickets += self._raise()[0]
        tickets.stage_id = self.done_stage
        for ticket in tickets:
            text = f"Ticket {ticket.number} was closed"
            self.assertEqual(len(self._get_notes(self._get_complaint(ticket), text)), 1)
