# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCommitmentExtension(models.TransientModel):
    """Ask until when, and why, a promise takes longer."""

    _name = "engagement.commitment.extension"
    _description = "Extend a Promise"

    commitment_id = fields.Many2one(
        comodel_name="engagement.commitment", required=True, ondelete="cascade"
    )
    due_at = fields.Datetime(string="New due moment", required=True)
    reason = fields.Char(
        required=True, help="Told to the person who waits. The lateness stays visible."
    )

    def action_extend(self):
        """Extend the promise."""
        self.ensure_one()
        self.commitment_id._extend(self.due_at, self.reason)
        return {"type": "ir.actions.act_window_close"}
