# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementReviewDecision(models.Model):
    """Figures as evidence of a decision."""

    _inherit = "engagement.review.decision"

    measure_ids = fields.Many2many(
        comodel_name="engagement.measure",
        relation="engagement_review_decision_measure_rel",
        column1="decision_id",
        column2="measure_id",
        string="Figures",
        copy=False,
        check_company=True,
    )

    @api.model
    def _get_evidence_fields(self):
        return [*super()._get_evidence_fields(), "measure_ids"]
