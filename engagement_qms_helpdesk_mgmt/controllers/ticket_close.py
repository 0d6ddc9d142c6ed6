# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import http
from odoo.http import request

from odoo.addons.helpdesk_mgmt.controllers.main import HelpdeskTicketController


class TicketClose(HelpdeskTicketController):
    """Closing a ticket from the website: for those who may see it, and by a button.

    helpdesk_mgmt 19.0.1.3.2 closes the ticket of any number for anybody who is logged
    in, by a link. This can go as soon as it asks itself.
    """

    @http.route(methods=["POST"])
    def support_ticket_close(self, **kw):
        ticket = self._get_own_ticket(kw.get("ticket_id"))
        if not ticket:
            # the same answer for a ticket of others and for one that is not there
            raise request.not_found()
        stage_id = self._get_id(kw.get("stage_id"))
        if stage_id not in self._get_offered_stages(ticket).ids:
            return request.redirect(f"/my/ticket/{ticket.id}")
        return super().support_ticket_close(ticket_id=ticket.id, stage_id=stage_id)

    @staticmethod
    def _get_id(text):
        # ids are of 4 bytes in the database
        return int(text) if str(text).isdecimal() and len(str(text)) < 10 else 0

    def _get_own_ticket(self, text):
        """Return the ticket if it is there and the user may see it, else nothing."""
        tickets = request.env["helpdesk.ticket"]
        ticket = tickets.browse(self._get_id(text)).exists()
        return ticket._filtered_access("read")

    def _get_offered_stages(self, ticket):
        """Return the stages that the page of the ticket offers for closing it."""
        # sudo: stages of the ticket's own company, whatever company the user has
        ticket = ticket.sudo().with_company(ticket.company_id)
        stages = ticket.team_id._get_applicable_stages()
        return stages.filtered("close_from_portal")
