# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..models.voice.feedback import KINDS


class EngagementFeedbackRecord(models.TransientModel):
    """Writes down feedback in a minute: who, what kind, what was said."""

    _name = "engagement.feedback.record"
    _description = "Record Feedback"
    _inherit = ["engagement.intake.mixin"]

    kind = fields.Selection(selection=KINDS, required=True, default="suggestion")

    def action_record(self):
        """Keep it, and show it to whoever may see it."""
        self.ensure_one()
        return self._bring(
            "engagement.feedback",
            self._prepare_voice() | {"kind": self.kind, "text": self.text},
        )
