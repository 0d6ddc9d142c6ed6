# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementComplaintReclass(models.TransientModel):
    """Asks as what a complaint is to be handled, and why."""

    _name = "engagement.complaint.reclass"
    _description = "Handle a Complaint as Something Else"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint", required=True, ondelete="cascade"
    )
    kind = fields.Selection(
        selection="_selection_kind", string="Handle it as", required=True
    )
    reason = fields.Text(string="Why", required=True, help="The complainant reads it.")
    small_organisation = fields.Boolean(
        related="complaint_id.company_id.engagement_small_organisation"
    )
    self_check_reason = fields.Char(
        string="Why nobody else checks",
        help="Filled in, it is done at once, and shown as checked by one person only. "
        "Empty: somebody else confirms it.",
    )

    @api.model
    def _selection_kind(self):
        return self.env["engagement.complaint"]._selection_reclass_to()

    def action_ask(self):
        """Ask a second person, or do it where the organisation is small."""
        self.ensure_one()
        action = self.complaint_id._ask_reclass(
            self.kind, self.reason, self.self_check_reason
        )
        return action or {"type": "ir.actions.act_window_close"}
