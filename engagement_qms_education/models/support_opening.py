# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .learner import SAFEGUARDING

#: So long the window that somebody opened shows the reason
SHOWN = timedelta(minutes=15)


class EngagementSupportOpening(models.Model):
    """Who opened why a measure was agreed, and when.

    It is the log and the window at once: the reason is read from here only, by whoever
    opened it, for some minutes. So nothing reads it without a row.
    """

    _name = "engagement.support.opening"
    _description = "Opening of a Reason"
    _order = "opened_at desc, id desc"
    _rec_name = "measure_id"
    _log_access = False

    measure_id = fields.Many2one(
        comodel_name="engagement.support.measure",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="measure_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Opened by",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    opened_at = fields.Datetime(required=True, readonly=True)
    reason = fields.Text(
        string="Why",
        compute="_compute_reason",
        groups=SAFEGUARDING,
        exportable=False,
    )

    @api.depends_context("uid")
    def _compute_reason(self):
        since = fields.Datetime.now() - SHOWN
        for opening in self:
            # sudo: the row says that it was opened, by whom, and when. Only as it is in
            # the database: a client can make up another one and ask what follows
            row = opening._origin.sudo()
            own = row and row.user_id == self.env.user and row.opened_at >= since
            opening.reason = row.measure_id.reason if own else False

    @api.model
    def _open(self, measure):
        """Write down that the user opens the reason of a measure."""
        return self.create(
            {
                "measure_id": measure.id,
                "user_id": self.env.uid,
                "opened_at": fields.Datetime.now(),
            }
        )

    def write(self, vals):
        self._refuse_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_ever(self):
        self._refuse_change()

    def _refuse_change(self):
        raise UserError(
            self.env._("Who opened a reason is written once and stays as it is.")
        )
