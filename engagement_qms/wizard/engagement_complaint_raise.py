# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from ..models.voice.complaint import KINDS


class EngagementComplaintRaise(models.TransientModel):
    """Raises a complaint: for a customer, for oneself, or to speak up."""

    _name = "engagement.complaint.raise"
    _description = "Raise a Complaint"
    _inherit = ["engagement.intake.mixin"]

    kind = fields.Selection(selection=KINDS, required=True, default="complaint")
    help_language = fields.Char(string="Needs an interpreter for")
    help_access = fields.Char(string="Needs help because of a disability")
    help_minor = fields.Boolean(string="Is a minor")

    def action_raise(self):
        """Raise it, and show it to whoever may see it."""
        self.ensure_one()
        return self._bring(
            "engagement.complaint",
            self._prepare_voice()
            | {
                "kind": self.kind,
                "description": self.text,
                "help_language": self.help_language,
                "help_access": self.help_access,
                "help_minor": self.help_minor,
            },
        )
