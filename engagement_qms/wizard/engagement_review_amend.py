# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..models.improve.review_amendment import AMENDABLE


class EngagementReviewAmend(models.TransientModel):
    """Say something otherwise in a closed review, and why."""

    _name = "engagement.review.amend"
    _description = "Amend a Review"

    review_id = fields.Many2one(
        comodel_name="engagement.review", required=True, ondelete="cascade"
    )
    what = fields.Selection(selection=AMENDABLE, required=True, default="outcome")
    old_text = fields.Text(string="It says", compute="_compute_old_text")
    new_text = fields.Text(string="It is to say", required=True)
    reason = fields.Char(string="Why", required=True)

    @api.depends("review_id", "what")
    def _compute_old_text(self):
        for amend in self:
            written = amend.what and amend.what != "addition"
            amend.old_text = written and amend.review_id[amend.what]

    def action_amend(self):
        """Write the amendment into the review."""
        self.ensure_one()
        self.review_id._amend(self.what, self.new_text, self.reason)
        return {"type": "ir.actions.act_window_close"}
