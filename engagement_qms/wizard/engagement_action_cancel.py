# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementActionCancel(models.TransientModel):
    """Ask why an action is given up."""

    _name = "engagement.action.cancel"
    _description = "Cancel an Action"

    action_id = fields.Many2one(
        comodel_name="engagement.action", required=True, ondelete="cascade"
    )
    reason = fields.Char(required=True, help="It stays on the record.")

    def action_cancel(self):
        """Cancel the action."""
        self.ensure_one()
        self.action_id.action_cancel(self.reason)
        return {"type": "ir.actions.act_window_close"}
