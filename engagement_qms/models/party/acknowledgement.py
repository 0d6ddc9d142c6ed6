# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError


class EngagementAcknowledgement(models.Model):
    """That a communication went to one person, and when that person confirmed it.

    The lines are evidence: they are written when the communication is sent and when
    its reader confirms it, and by nothing else.
    """

    _name = "engagement.acknowledgement"
    _description = "Acknowledgement"
    _order = "acknowledged_on desc, id"
    _rec_name = "employee_id"

    communication_id = fields.Many2one(
        comodel_name="engagement.communication",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="communication_id.company_id", store=True, precompute=True, index=True
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    user_id = fields.Many2one(
        related="employee_id.user_id",
        string="Login",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        help="The department at the time of sending.",
    )
    sent_on = fields.Datetime(
        string="Sent on", required=True, default=fields.Datetime.now, readonly=True
    )
    acknowledged_on = fields.Datetime(string="Confirmed on", readonly=True)
    acknowledged = fields.Boolean(
        string="Confirmed", compute="_compute_acknowledged", store=True
    )
    recorded_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Recorded by",
        ondelete="restrict",
        index="btree_not_null",
        readonly=True,
        help="Who noted the signature of a person without a login.",
    )

    _unique_reader = models.Constraint(
        "unique(communication_id, employee_id)",
        "This communication went to that person already.",
    )

    @api.depends("acknowledged_on")
    def _compute_acknowledged(self):
        for line in self:
            line.acknowledged = bool(line.acknowledged_on)

    @api.model_create_multi
    def create(self, vals_list):
        confirmed = [vals for vals in vals_list if vals.get("acknowledged_on")]
        if confirmed and not self.env.su:
            raise UserError(
                self.env._(
                    "A confirmation cannot be typed in: the reader gives it with the "
                    "button on the communication."
                )
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if confirmed := self.filtered("acknowledged_on"):
            raise UserError(
                self.env._(
                    "%(employee)s has confirmed this communication: the confirmation "
                    "is evidence and stays. Archive the communication instead.",
                    employee=confirmed[0].employee_id.name,
                )
            )

    def action_record_signature(self):
        """Note that people without a login confirmed on paper.

        :raise AccessError: for somebody who may not change the communication
        :raise UserError: for a reader with a login, who confirms in person
        """
        self.communication_id.check_access("write")
        if self.filtered("acknowledged_on"):
            raise UserError(self.env._("It is confirmed already."))
        if readers := self.filtered("user_id"):
            raise UserError(
                self.env._(
                    "%(employees)s can log in and confirm in person: choose “Remind” "
                    "on the communication.",
                    employees=", ".join(readers.employee_id.mapped("name")),
                )
            )
        # sudo: nobody may write these lines but this method and the reader's button
        return self.sudo()._confirm(recorded_by=self.env.user)

    def _confirm(self, recorded_by=None):
        """Write the confirmation; the first one stands.

        :param recorded_by: the user who noted a signature on paper, if any
        """
        return self.filtered(lambda line: not line.acknowledged_on).write(
            {
                "acknowledged_on": fields.Datetime.now(),
                "recorded_by_id": recorded_by.id if recorded_by else False,
            }
        )

    def _get_delivery_notice(self):
        """Return the notice that tells a sender who was reached, and who was not."""
        # sudo: addresses of employees are private to HR; only names are shown
        readers = self.sudo().employee_id
        unreachable = readers.filtered(
            lambda reader: not reader.user_id and not reader.work_email
        )
        message = self.env._(
            "%(count)s people get it with the next mail run.",
            count=len(readers) - len(unreachable),
        )
        if unreachable:
            message += " " + self.env._(
                "Without login and e-mail address: %(names)s. Tell them in person and "
                "record their signature.",
                names=", ".join(unreachable.mapped("name")),
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if unreachable else "success",
                "message": message,
                "sticky": bool(unreachable),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
