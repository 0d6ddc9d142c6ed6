# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import plaintext2html

from ..mixins.batches import run_in_batches

#: A batch is committed as a whole, and each communication may go to many people
NEWCOMER_BATCH = 10


class EngagementCommunicationSend(models.Model):
    """How a communication reaches its readers, and how many have confirmed it.

    Mail goes through the queue. Who was reached is the acknowledgement lines, frozen
    at the time of sending; newcomers get a line of their own.
    """

    _inherit = "engagement.communication"

    acknowledgement_ids = fields.One2many(
        comodel_name="engagement.acknowledgement",
        inverse_name="communication_id",
        string="Readers",
        readonly=True,
    )
    recipient_count = fields.Integer(
        string="Sent to", compute="_compute_acknowledgement_rate"
    )
    acknowledged_count = fields.Integer(
        string="Confirmed by", compute="_compute_acknowledgement_rate"
    )
    acknowledgement_rate = fields.Float(
        compute="_compute_acknowledgement_rate",
        help="Readers who confirmed, of all it was sent to.",
    )
    acknowledgement_summary = fields.Char(
        string="Confirmed",
        compute="_compute_acknowledgement_rate",
        help="Readers who confirmed, of all it was sent to. Empty where it was sent "
        "to nobody.",
    )
    may_manage = fields.Boolean(compute="_compute_may_manage")
    my_state = fields.Selection(
        selection=[("to_read", "To confirm"), ("read", "Confirmed")],
        string="For me",
        compute="_compute_my_state",
        search="_search_my_state",
    )
    my_acknowledged_on = fields.Datetime(
        string="I confirmed on", compute="_compute_my_state"
    )

    @api.depends("acknowledgement_ids.acknowledged_on")
    def _compute_acknowledgement_rate(self):
        # sudo: how many have confirmed does not depend on who asks
        lines = self.env["engagement.acknowledgement"].sudo()
        counts = {
            communication.id: numbers
            for communication, *numbers in lines._read_group(
                [("communication_id", "in", self.ids)],
                ["communication_id"],
                ["__count", "acknowledged_on:count"],
            )
        }
        for communication in self:
            sent, confirmed = counts.get(communication.id, (0, 0))
            communication.recipient_count = sent
            communication.acknowledged_count = confirmed
            communication.acknowledgement_rate = confirmed / sent if sent else 0
            communication.acknowledgement_summary = False
            if sent:
                communication.acknowledgement_summary = self.env._(
                    "%(confirmed)s of %(sent)s (%(percent)s %%)",
                    confirmed=confirmed,
                    sent=sent,
                    percent=round(100 * confirmed / sent),
                )

    @api.depends("user_id")
    @api.depends_context("uid")
    def _compute_may_manage(self):
        managed = self._filtered_access("write")
        for communication in self:
            communication.may_manage = communication in managed or not communication.id

    @api.depends("acknowledgement_ids.acknowledged_on")
    @api.depends_context("uid")
    def _compute_my_state(self):
        lines = self.env["engagement.acknowledgement"].search_fetch(
            [("communication_id", "in", self.ids), ("user_id", "=", self.env.uid)],
            ["communication_id", "acknowledged_on"],
        )
        mine = lines.grouped("communication_id")
        for communication in self:
            line = mine.get(communication, lines.browse())[:1]
            communication.my_acknowledged_on = line.acknowledged_on
            if not line:
                communication.my_state = False
            else:
                communication.my_state = "read" if line.acknowledged_on else "to_read"

    def _search_my_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        mine = Domain("user_id", "=", self.env.uid)
        domains = {
            "to_read": mine & Domain("acknowledged_on", "=", False),
            "read": mine & Domain("acknowledged_on", "!=", False),
        }
        return Domain.OR(
            Domain("acknowledgement_ids", "any", domains[state])
            if state
            else Domain("acknowledgement_ids", "not any", mine)
            for state in value
        )

    def action_send(self):
        """Send the drafts to their audience, through the mail queue.

        :raise UserError: when one is sent already, or has no audience
        """
        self.check_access("write")
        for communication in self:
            if communication.state != "draft":
                raise UserError(
                    self.env._("“%(name)s” is sent already.", name=communication.name)
                )
            if not communication._get_audience():
                raise UserError(
                    self.env._(
                        "Choose who has to know “%(name)s”: everybody, departments "
                        "or employees. Nobody works in the chosen ones so far.",
                        name=communication.name,
                    )
                )
        self.write({"state": "sent", "date": fields.Date.context_today(self)})
        return self._deliver()._get_delivery_notice()

    def action_send_to_newcomers(self):
        """Send to those who joined the audience since."""
        self.check_access("write")
        return self._filter_sent()._deliver()._get_delivery_notice()

    def action_remind(self):
        """Remind those who have not confirmed yet, through the mail queue."""
        self.check_access("write")
        waiting = self._filter_sent().acknowledgement_ids.filtered(
            lambda line: not line.acknowledged_on
        )
        if not waiting:
            raise UserError(self.env._("Everybody has confirmed it."))
        for communication, lines in waiting.grouped("communication_id").items():
            communication._notify_readers(
                lines.employee_id,
                self.env._("Reminder: %(name)s", name=communication.name),
            )
        return True

    def action_acknowledge(self):
        """Confirm, as a reader, that I have read and understood.

        :raise UserError: when one of them was not sent to the user
        """
        # sudo: a reader writes nothing here but the own confirmation
        lines = (
            self.env["engagement.acknowledgement"]
            .sudo()
            .search(
                [("communication_id", "in", self.ids), ("user_id", "=", self.env.uid)]
            )
        )
        if lines.communication_id != self.sudo():
            raise UserError(
                self.env._("It was not sent to you, so there is nothing to confirm.")
            )
        lines._confirm()
        return True

    def action_view_acknowledgements(self):
        """Open who got it and who has confirmed."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_acknowledgement_action"
        )
        return action | {"domain": [("communication_id", "=", self.id)]}

    def _cron_send_to_newcomers(self):
        """Bring what is in force to people who joined the audience since."""
        in_force = self.search(
            [
                ("state", "=", "sent"),
                ("newcomers", "=", True),
                ("superseded", "=", False),
            ]
        )
        run_in_batches(in_force, lambda part: part._deliver(), NEWCOMER_BATCH)

    def _filter_sent(self):
        if drafts := self.filtered(lambda communication: communication.state != "sent"):
            raise UserError(
                self.env._("Send “%(name)s” first.", name=drafts[0].name),
            )
        return self

    def _get_audience(self):
        """Return the employees who have to know, as they are today."""
        self.ensure_one()
        if self.to_everybody:
            audience = Domain.TRUE
        else:
            audience = Domain("department_id", "child_of", self.department_ids.ids)
            audience |= Domain("id", "in", self.employee_ids.ids)
        # sudo: whoever sends need not see personnel files to address a department
        employees = self.env["hr.employee"].sudo()
        return employees.search(
            Domain("company_id", "=", self.company_id.id) & audience
        )

    def _deliver(self):
        """Write a line for everybody in the audience who has none, and queue the mail.

        :return: the new acknowledgement lines
        """
        # sudo: only this engine and the reader's button write the evidence
        lines = self.env["engagement.acknowledgement"].sudo()
        created = lines
        for communication in self:
            known = communication.sudo().acknowledgement_ids.employee_id
            readers = communication._get_audience() - known
            created |= lines.create(
                [
                    {
                        "communication_id": communication.id,
                        "employee_id": reader.id,
                        "department_id": reader.department_id.id,
                    }
                    for reader in readers
                ]
            )
            communication._notify_readers(readers, communication.name)
        return created

    def _notify_readers(self, employees, subject):
        """Queue one message to the employees, by their inbox or their address.

        :param employees: ``hr.employee`` records
        :param str subject: the subject line
        """
        self.ensure_one()
        # sudo: addresses of employees are private to HR, the mail only uses them
        employees = employees.sudo()
        partners = employees.user_id.partner_id
        partners |= employees.filtered(
            lambda reader: not reader.user_id and reader.work_email
        ).work_contact_id
        if not partners:
            return
        self.message_post(
            author_id=self.user_id.partner_id.id,
            subject=subject,
            body=Markup("%s<hr/>%s<p><i>%s</i></p>")
            % (
                plaintext2html(self.why),
                self.body or "",
                self.env._("Please open it and choose “I have read this”."),
            ),
            partner_ids=partners.ids,
            subtype_xmlid="mail.mt_comment",
            # through the queue: a slow mail server must not hold up the sender
            force_send=False,
        )
