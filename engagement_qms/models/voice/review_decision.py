# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementReviewDecision(models.Model):
    """Complaints and surveys as evidence of a decision.

    Whoever may not open a complaint does not see it among the evidence.
    """

    _inherit = "engagement.review.decision"

    complaint_ids = fields.Many2many(
        comodel_name="engagement.complaint",
        relation="engagement_review_decision_complaint_rel",
        column1="decision_id",
        column2="complaint_id",
        string="Complaints",
        copy=False,
        check_company=True,
    )
    round_ids = fields.Many2many(
        comodel_name="engagement.survey.round",
        relation="engagement_review_decision_round_rel",
        column1="decision_id",
        column2="round_id",
        string="Surveys",
        copy=False,
        check_company=True,
    )

    @api.model
    def _get_evidence_fields(self):
        return [*super()._get_evidence_fields(), "complaint_ids", "round_ids"]
