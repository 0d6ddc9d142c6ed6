# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import models


class HelpdeskTicketNews(models.Model):
    """A ticket that is closed tells its complaint, and changes nothing there."""

    _inherit = "helpdesk.ticket"

    def write(self, vals):
        may_close = "stage_id" in vals
        were_open = (
            self.filtered(lambda t: not t.closed) if may_close else self.browse()
        )
        result = super().write(vals)
        were_open.filtered("closed")._tell_complaints()
        return result

    def _tell_complaints(self):
        """Note on the open complaints of these tickets that the tickets are closed."""
        if not self:
            return
        found = self._get_complaints()
        for ticket in self.filtered(lambda ticket: ticket.id in found):
            running = found[ticket.id].filtered(lambda c: c.state != "closed")
            body = self.env._(
                "Ticket %(number)s was closed (%(stage)s).",
                number=ticket.number,
                stage=ticket.stage_id.name,
            )
            running._message_log_batch(dict.fromkeys(running.ids, body))
