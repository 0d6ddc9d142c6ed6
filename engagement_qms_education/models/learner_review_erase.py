# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementLearnerReview(models.Model):
    """What was talked about goes; that and when it was held stays for the figures."""

    _name = "engagement.learner.review"
    _inherit = ["engagement.learner.review", "engagement.learner.data.mixin"]


class EngagementLearnerReviewParticipant(models.Model):
    """Who took part goes with the learner: no figure is counted from it."""

    _name = "engagement.learner.review.participant"
    _inherit = [
        "engagement.learner.review.participant",
        "engagement.learner.data.mixin",
    ]

    _learner_field = "review_id.learner_id"

    @api.model
    def _erase_for_learners(self, learners):
        self._get_of_learners(learners).unlink()
        return []


class EngagementLearnerReviewSignature(models.Model):
    """Who signed goes with the learner; that somebody did stays on the review."""

    _name = "engagement.learner.review.signature"
    _inherit = [
        "engagement.learner.review.signature",
        "engagement.learner.data.mixin",
    ]

    _learner_field = "review_id.learner_id"

    @api.model
    def _erase_for_learners(self, learners):
        self._get_of_learners(learners).unlink()
        return []
