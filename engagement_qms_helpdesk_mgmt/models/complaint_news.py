# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models
from odoo.fields import Domain


class EngagementComplaintNews(models.Model):
    """A complaint that is closed, or taken up again, tells the ticket it came from.

    By its number only, whatever its level: more people see the ticket.
    """

    _inherit = "engagement.complaint"

    def write(self, vals):
        if "state" not in vals:
            return super().write(vals)
        were_closed = self.filtered(lambda complaint: complaint.state == "closed")
        result = super().write(vals)
        are_closed = self.filtered(lambda complaint: complaint.state == "closed")
        (are_closed - were_closed)._tell_tickets(
            self.env._("Complaint %(number)s was closed.")
        )
        (were_closed - are_closed)._tell_tickets(
            self.env._("Complaint %(number)s was taken up again.")
        )
        return result

    def _tell_tickets(self, text):
        """Note something on the tickets that these complaints came from.

        :param str text: with `%(number)s` for the number of the complaint
        """
        told = self.filtered(lambda c: c.origin_model == "helpdesk.ticket")
        if not told:
            return
        # sudo: the note is for those who see the ticket, whoever closes the complaint
        tickets = self.env["helpdesk.ticket"].sudo().with_context(active_test=False)
        there = tickets.search(Domain("id", "in", told.mapped("origin_res_id")))
        numbers = {
            ticket.id: ", ".join(
                told.filtered(
                    lambda c, ticket=ticket: c.origin_res_id == ticket.id
                ).mapped("number")
            )
            for ticket in there
        }
        there._message_log_batch(
            {ticket: text % {"number": number} for ticket, number in numbers.items()}
        )
