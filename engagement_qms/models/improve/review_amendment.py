# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: What a closed review may say otherwise, for a reason
AMENDABLE = [
    ("summary", "Talked about"),
    ("decision_text", "Decided"),
    ("outcome", "Outcome"),
    ("addition", "Something to add"),
]


class EngagementReviewAmendment(models.Model):
    """One change of a closed review: who, when, why, and what stood there before."""

    _name = "engagement.review.amendment"
    _description = "Amendment of a Review"
    _inherit = ["engagement.review.line.mixin"]
    _order = "date desc, id desc"
    _rec_name = "reason"

    what = fields.Selection(selection=AMENDABLE, required=True, readonly=True)
    old_text = fields.Text(string="Before", readonly=True)
    new_text = fields.Text(string="Now", required=True, readonly=True)
    reason = fields.Char(string="Why", required=True, readonly=True)
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        readonly=True,
        ondelete="restrict",
        index=True,
    )
    date = fields.Datetime(
        string="When", required=True, readonly=True, default=fields.Datetime.now
    )
