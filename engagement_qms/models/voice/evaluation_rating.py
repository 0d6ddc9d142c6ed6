# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementEvaluationRating(models.Model):
    """What one person said of a partner, or a partner of us, on one criterion."""

    _name = "engagement.evaluation.rating"
    _description = "Feedback on a Partner"
    _inherit = ["engagement.origin.mixin"]
    _order = "given_at desc, id desc"
    _rec_name = "text"

    evaluation_id = fields.Many2one(
        comodel_name="engagement.evaluation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        comodel_name="engagement.evaluation.line",
        required=True,
        index=True,
        ondelete="cascade",
    )
    criterion_id = fields.Many2one(
        related="line_id.criterion_id", string="About", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="evaluation_id.partner_id", string="Partner", store=True, index=True
    )
    direction = fields.Selection(related="evaluation_id.direction", store=True)
    company_id = fields.Many2one(
        related="evaluation_id.company_id", store=True, index=True
    )
    score = fields.Float(required=True, digits=(5, 2), aggregator="avg")
    scale = fields.Selection(
        selection=[("thumbs", "Thumbs"), ("stars", "Stars")],
        required=True,
        default="stars",
    )
    text = fields.Char(string="In a sentence")
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Given by",
        default=lambda self: self.env.user,
        index="btree_not_null",
        ondelete="restrict",
    )
    rater_id = fields.Many2one(
        comodel_name="res.partner",
        string="Told us",
        index="btree_not_null",
        ondelete="set null",
        help="Who of the partner's people rated us; empty where nobody is to know.",
    )
    given_at = fields.Datetime(
        string="Given", required=True, default=fields.Datetime.now
    )

    _score_range = models.Constraint(
        "CHECK (score >= 0 AND score <= 100)", "A score goes from 0 to 100."
    )
    _order_idx = models.Index("(given_at DESC, id DESC)")
