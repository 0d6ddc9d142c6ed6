# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementMeasureRestatement(models.TransientModel):
    """Ask why a frozen value is measured anew."""

    _name = "engagement.measure.restatement"
    _description = "Measure a Frozen Value Anew"

    measure_id = fields.Many2one(
        comodel_name="engagement.measure", required=True, ondelete="cascade"
    )
    value_text = fields.Char(related="measure_id.value_text", string="It says now")
    outdated = fields.Boolean(related="measure_id.outdated")
    reason = fields.Char(required=True, help="It stays beside it, with the old value.")

    def action_restate(self):
        """Measure it anew; what it was stays on record."""
        self.ensure_one()
        self.measure_id.check_access("read")
        # sudo: nobody may write values; who may ask for this may have them measured
        self.measure_id.sudo()._restate(self.reason)
        return {"type": "ir.actions.act_window_close"}
