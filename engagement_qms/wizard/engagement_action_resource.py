# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementActionResource(models.TransientModel):
    """Ask whether an action gets the money and the hours that it needs."""

    _name = "engagement.action.resource"
    _description = "Grant or Refuse Resources"

    action_id = fields.Many2one(
        comodel_name="engagement.action", required=True, ondelete="cascade"
    )
    decision = fields.Selection(
        selection=[("granted", "Grant it"), ("refused", "Refuse it")],
        required=True,
        default="granted",
    )
    reason = fields.Char(help="It stays on the record.")

    def action_decide(self):
        """Note the decision on the action."""
        self.ensure_one()
        self.action_id._decide_resources(self.decision, self.reason)
        return {"type": "ir.actions.act_window_close"}
