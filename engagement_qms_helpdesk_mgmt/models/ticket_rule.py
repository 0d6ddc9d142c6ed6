# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
import logging

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)


class HelpdeskTicketRule(models.Model):
    """Tickets whose category or team says that they are complaints.

    “At once” raises the complaint with the ticket; “ask” shows a reminder, until the
    complaint is raised, somebody says that it is none, or the ticket is closed.
    """

    _inherit = "helpdesk.ticket"

    engagement_no_complaint = fields.Boolean(
        string="Is no complaint",
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="Somebody looked at it and said so.",
    )
    engagement_proposal = fields.Char(
        compute="_compute_engagement_proposal", groups="base.group_user"
    )

    @api.depends(
        *("category_id", "team_id", "stage_id", "engagement_no_complaint"),
        *("partner_id", "partner_name", "partner_email"),
    )
    def _compute_engagement_proposal(self):
        found = self._get_complaints()
        for ticket in self:
            open_ticket = ticket._origin and not ticket.closed
            asked = open_ticket and not ticket.engagement_no_complaint
            has_one = ticket._origin.id in found
            ticket.engagement_proposal = (
                ticket._get_proposal() if asked and not has_one else False
            )

    @api.model_create_multi
    def create(self, vals_list):
        tickets = super().create(vals_list)
        tickets._raise_at_once()
        return tickets

    def write(self, vals):
        result = super().write(vals)
        if {"category_id", "team_id"} & vals.keys():
            self._raise_at_once()
        return result

    def action_no_complaint(self):
        """Note that somebody looked at the ticket, and that it is no complaint."""
        self.ensure_one()
        self.write({"engagement_no_complaint": True})
        self._message_log(body=self.env._("This ticket is no complaint."))

    def _get_rule(self):
        """Return the category or team that says whether this is a complaint."""
        # sudo: the rule holds whoever writes the ticket, a customer for instance
        ticket = self.sudo()
        return (
            ticket.category_id._get_complaint_rule()
            or ticket.team_id._get_complaint_rule()
        )

    def _get_complaint_team(self):
        """Return the complaint team that is named for these tickets, or none."""
        # sudo: see above
        ticket = self.sudo()
        return ticket.category_id._get_complaint_team(
            ticket.company_id
        ) or ticket.team_id._get_complaint_team(ticket.company_id)

    def _get_proposal(self):
        """Return the words of the reminder, or nothing where none is asked for."""
        rule = self._get_rule()
        if not rule or rule.engagement_complaint == "no":
            return False
        if not self._has_requester():
            return self.env._(
                "Tickets of “%(rule)s” may be complaints, and this one does not say "
                "who asks. Enter a contact, a name or an e-mail address.",
                rule=rule.display_name,
            )
        return self.env._(
            "Tickets of “%(rule)s” are often complaints. Is this one?",
            rule=rule.display_name,
        )

    def _raise_at_once(self):
        """Raise the complaints that categories and teams ask for.

        A ticket is never lost because its complaint cannot be raised: then the reason
        is on the ticket, and the reminder stays.
        """
        tickets = self.filtered(
            lambda ticket: (
                (ticket.category_id or ticket.team_id)
                and ticket._get_rule().engagement_complaint == "at_once"
            )
        )
        if not tickets:
            return
        raised = tickets._claim_complaint()
        # sudo: the rule raises it; of who is not one of us it does not bear the name
        tickets = tickets.with_user(self._get_raiser()).sudo()
        for ticket in tickets:
            if ticket.closed or ticket.id in raised or not ticket._has_requester():
                continue
            try:
                with self.env.cr.savepoint():
                    complaint = ticket._raise_complaint()
            except (UserError, ValidationError) as error:
                _logger.info("No complaint from %s: %s", ticket.number, error)
                ticket._message_log(
                    body=self.env._(
                        "No complaint could be raised from this ticket: %(reason)s",
                        reason=error,
                    )
                )
            else:
                ticket._copy_late_files(complaint)

    def _get_raiser(self):
        user = self.env.user
        return user if user._is_internal() else self.env.ref("base.user_root")

    def _copy_late_files(self, complaint):
        """Copy the files as well that come after the ticket, yet with it.

        The form on the website and the mail gateway first write the ticket and then
        its files, in one transaction: what is there at its end came together.
        """
        files = self.env["ir.attachment"].search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        )
        known = files.ids

        @self.env.cr.precommit.add
        def copy_late_files():
            if self.exists() and complaint.exists():
                self._copy_files(complaint, but=known)
