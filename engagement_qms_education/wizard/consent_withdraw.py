# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementConsentWithdraw(models.TransientModel):
    """Ask when, and how, somebody took a consent back."""

    _name = "engagement.consent.withdraw"
    _description = "Withdraw a Consent"

    consent_id = fields.Many2one(
        comodel_name="engagement.consent", required=True, ondelete="cascade"
    )
    withdrawn_on = fields.Date(
        string="Taken back on", required=True, default=fields.Date.context_today
    )
    way = fields.Selection(
        selection=lambda self: self.env["engagement.consent"]._fields["way"].selection,
        string="How",
        required=True,
        default="talk",
    )

    def action_withdraw(self):
        """Let it count no more from that day on."""
        self.ensure_one()
        self.consent_id.check_access("write")
        self.consent_id._withdraw(self.way, self.withdrawn_on)
        return {"type": "ir.actions.act_window_close"}
