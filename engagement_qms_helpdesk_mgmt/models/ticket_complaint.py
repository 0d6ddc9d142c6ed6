# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

#: Ways by which tickets come, and what complaints call them
CHANNELS = {
    "helpdesk_mgmt.helpdesk_ticket_channel_web": "engagement_qms.channel_portal",
    "helpdesk_mgmt.helpdesk_ticket_channel_email": "engagement_qms.channel_email",
    "helpdesk_mgmt.helpdesk_ticket_channel_phone": "engagement_qms.channel_phone",
}


class HelpdeskTicket(models.Model):
    """A ticket from which a complaint is raised: once, with all that was said.

    The ticket stays a ticket and the complaint a complaint; the complaint knows the
    ticket as its origin, and the ticket finds it there.
    """

    _inherit = "helpdesk.ticket"

    engagement_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_engagement_complaint_count",
        search="_search_engagement_complaint_count",
        groups="base.group_user",
    )

    def _compute_engagement_complaint_count(self):
        found = self._get_complaints()
        for ticket in self:
            complaints = found.get(ticket._origin.id, ())
            ticket.engagement_complaint_count = len(complaints)

    @api.model
    def _search_engagement_complaint_count(self, operator, value):
        """Find tickets that have a complaint, or have none."""
        with_any = operator == ">" and value == 0
        if not with_any and not (operator == "in" and set(value) == {0}):
            return NotImplemented
        # sudo: that a ticket has a complaint is known to whoever sees the ticket
        raised = (
            self.env["engagement.complaint"]
            .sudo()
            ._search([("origin_model", "=", self._name), ("origin_res_id", "!=", 0)])
        )
        found = Domain("id", "in", raised.subselect("origin_res_id"))
        return found if with_any else ~found

    def action_raise_complaint(self):
        """Raise a complaint from the ticket, or open the one that it has."""
        self.ensure_one()
        self.check_access("read")
        if self._claim_complaint():
            return self.action_open_complaints()
        if not self._has_requester():
            raise UserError(
                self.env._(
                    "%(ticket)s does not say who asks. Enter a contact, a name or an "
                    "e-mail address, then raise the complaint.",
                    ticket=self.number,
                )
            )
        # with the rights of the user: everybody here may bring a complaint
        return self._raise_complaint().get_formview_action()

    def action_open_complaints(self):
        """Open the complaint of the ticket; a list where there are several."""
        self.ensure_one()
        self.check_access("read")
        complaints = self._get_complaints().get(self.id)
        if not complaints:
            raise UserError(
                self.env._("%(ticket)s has no complaint.", ticket=self.number)
            )
        # sudo is off again: the user opens them
        readable = complaints.sudo(False)._filtered_access("read")
        if not readable:
            raise UserError(
                self.env._(
                    "You may not open %(numbers)s. Ask the people who handle "
                    "complaints.",
                    numbers=", ".join(complaints.mapped("number")),
                )
            )
        if len(readable) == 1:
            return readable.get_formview_action()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Complaints"),
            "res_model": readable._name,
            "view_mode": "list,form",
            "domain": [("id", "in", readable.ids)],
        }

    def _get_complaints(self):
        """Return {ticket id: complaints}, with all rights, for tickets that have any.

        One query, however many tickets.
        """
        # sudo: a ticket has a complaint once, also when its user may not see that one
        complaints = self.env["engagement.complaint"].sudo()
        rows = complaints._read_group(
            Domain("origin_model", "=", self._name)
            & Domain("origin_res_id", "in", self._origin.ids),
            ["origin_res_id"],
            ["id:recordset"],
        )
        return dict(rows)

    def _claim_complaint(self):
        """Return the complaints of the ticket; nobody else raises one meanwhile.

        Two who press the button in the same moment write the same row here: the
        second one is sent back by the database, looks again, and finds the first's.
        """
        self.env.cr.execute(
            SQL("UPDATE helpdesk_ticket SET id = id WHERE id IN %s", tuple(self.ids)),
            log_exceptions=False,  # being sent back is the way, and no error
        )
        return self._get_complaints()

    def _has_requester(self):
        return bool(self.partner_id or self.partner_name or self.partner_email)

    def _raise_complaint(self):
        """Create the complaint of each ticket, with its files, and say so on it.

        :return: the complaints, in the order of the tickets
        """
        complaints = self.env["engagement.complaint"].create(
            [ticket._prepare_complaint() for ticket in self]
        )
        for ticket, complaint in zip(self, complaints, strict=True):
            ticket._copy_files(complaint)
        self._message_log_batch(
            {
                ticket.id: self.env._(
                    "Complaint %(number)s was raised from this ticket.",
                    number=complaint.number,
                )
                for ticket, complaint in zip(self, complaints, strict=True)
            }
        )
        return complaints

    def _prepare_complaint(self):
        """Return the values of the complaint: what the ticket knows of the matter."""
        self.ensure_one()
        # sudo: the ticket shows its contact, also one that its user may not open
        known = partner = self.sudo().partner_id
        if partner.company_id and partner.company_id != self.company_id:
            # a contact of another company: what is written on the ticket is enough
            partner = partner.browse()
        values = {
            "name": self.name,
            "description": html2plaintext(
                self.description or "", include_references=False
            ).strip()
            or self.name,
            "partner_id": partner.id,
            "company_id": self.company_id.id,
            "received_at": self.create_date,
            "origin_model": self._name,
            "origin_res_id": self.id,
        }
        if name := self.partner_name or known.name:
            values["partner_name"] = name
        if email := self.partner_email or known.email:
            values["partner_email"] = email
        if channel := self._get_complaint_channel():
            values["channel_id"] = channel.id
        if team := self._get_complaint_team():
            values["team_id"] = team.id
        return values

    def _get_complaint_channel(self):
        """Return by what way of ours the ticket came, as far as that is known."""
        # sudo: everybody may bring a complaint, also who knows no channels
        ticket = self.sudo()
        xmlid = ticket.channel_id.get_external_id().get(ticket.channel_id.id)
        channel = self.env.ref(CHANNELS.get(xmlid, ""), raise_if_not_found=False)
        return channel and channel.sudo().active and channel  # sudo: see above

    def _copy_files(self, complaint, but=()):
        """Give the complaint a copy of each file of the ticket.

        :param but: ids of files to leave out
        :return: the files that were copied
        """
        files = self.env["ir.attachment"].search(
            Domain("res_model", "=", self._name)
            & Domain("res_id", "=", self.id)
            & Domain("id", "not in", list(but))
        )
        # sudo: whoever brings a complaint adds files to it, and does not change it
        files.sudo().copy(
            {
                "res_model": complaint._name,
                "res_id": complaint.id,
                # whoever has the address of the one has not that of the other
                "access_token": False,
            }
        )
        return files
