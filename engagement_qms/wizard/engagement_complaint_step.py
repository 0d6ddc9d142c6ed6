# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from ..models.voice.complaint_notice import WAYS


class EngagementComplaintStep(models.TransientModel):
    """Asks for the words that a step of a complaint needs: why, or what they said."""

    _name = "engagement.complaint.step"
    _description = "Step of a Complaint"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint", required=True, ondelete="cascade"
    )
    step = fields.Selection(
        selection=[
            ("inform", "Keep informed"),
            ("withdraw", "Withdrawn"),
            ("unfounded", "Unfounded, or not ours"),
            ("reject", "Not accepted"),
            ("reopen", "Take up again"),
        ],
        required=True,
    )
    note = fields.Text(required=True)
    way = fields.Selection(
        selection=WAYS,
        string="Told by",
        help="Empty: by e-mail where there is an address, else on the website.",
    )

    def action_apply(self):
        """Do the step."""
        self.ensure_one()
        complaint, note = self.complaint_id, (self.note or "").strip()
        if not note:
            raise UserError(self.env._("Write a few words."))
        if self.step == "inform":
            complaint._inform(note, way=self.way)
        elif self.step == "reject":
            complaint.action_reject(note)
        elif self.step == "reopen":
            complaint.action_reopen(note)
        elif self.step == "withdraw":
            complaint._close("withdrawn", note)
        else:
            complaint._close("unfounded", note)
        return {"type": "ir.actions.act_window_close"}
