# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementEvaluationFeedback(models.TransientModel):
    """Records feedback on one partner or many: a thumb or stars, and a sentence."""

    _name = "engagement.evaluation.feedback"
    _description = "Record Feedback on Partners"

    partner_ids = fields.Many2many(
        comodel_name="res.partner", string="Partners", required=True
    )
    criterion_id = fields.Many2one(
        comodel_name="engagement.criterion", string="About", required=True
    )
    stars = fields.Selection(
        selection=[(str(n), str(n)) for n in range(1, 6)], string="Stars"
    )
    text = fields.Char(string="In a sentence")
    origin_model = fields.Char()
    origin_res_id = fields.Many2oneReference(model_field="origin_model")
