# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo.tests import new_test_user

from odoo.addons.engagement_qms.tests.complaint_common import ComplaintCase


class TicketCase(ComplaintCase):
    """A customer of the helpdesk, an agent, and tickets that read as a story."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.agent = new_test_user(
            cls.env, "test_agent", groups="helpdesk_mgmt.group_helpdesk_user"
        )
        cls.new_stage = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_new")
        cls.done_stage = cls.env.ref("helpdesk_mgmt.helpdesk_ticket_stage_done")
        cls.category_late = cls.env["helpdesk.ticket.category"].create(
            {"name": "Late delivery"}
        )
        cls.complaint_team = cls.env["engagement.complaint.team"].create(
            {"name": "Deliveries"}
        )

    @classmethod
    def _new_ticket(cls, **values):
        """Create a ticket of the customer."""
        return cls.env["helpdesk.ticket"].create(
            {
                "name": "The desk came late",
                "description": "<p>It came on <b>Friday</b>.</p><p>Too late.</p>",
                "partner_id": cls.customer.id,
                **values,
            }
        )

    def _get_complaint(self, ticket):
        """Return the complaints that came from a ticket."""
        return self.env["engagement.complaint"].search(
            [("origin_model", "=", ticket._name), ("origin_res_id", "=", ticket.id)]
        )

    def _get_notes(self, record, text):
        """Return the messages on a record that hold a text."""
        return record.message_ids.filtered(lambda message: text in message.body)

    def _close(self, complaint):
        """Close a complaint as its handler does."""
        complaint = complaint.with_user(self.users["user"])
        complaint._close("withdrawn", "They changed their mind.")
