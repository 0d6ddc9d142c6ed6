# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementReviewRequest(models.TransientModel):
    """Ask for a look at a code before its time, and say what happened."""

    _name = "engagement.review.request"
    _description = "Ask for a Review"

    code_id = fields.Many2one(
        comodel_name="engagement.code", required=True, ondelete="cascade"
    )
    trigger = fields.Selection(
        selection=[
            ("law", "A law or rule changed"),
            ("product", "A product or service changed"),
            ("party", "A party or its needs changed"),
            ("other", "Something else"),
        ],
        string="Because of",
        required=True,
        default="law",
    )
    reason = fields.Text(string="What happened", required=True)

    def action_ask(self):
        """Ask for the review, and show it."""
        self.ensure_one()
        review = self.code_id._ask_for_review(self.trigger, self.reason)
        return {
            "type": "ir.actions.act_window",
            "res_model": review._name,
            "res_id": review.id,
            "view_mode": "form",
        }
