# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementLearnerReview(models.Model):
    """Reviews keep when they were due and held, and how they ended."""

    _name = "engagement.learner.review"
    _inherit = ["engagement.learner.review", "engagement.learner.data.mixin"]

    @api.model
    def _erase_for_learners(self, learners):
        """Cancel what is still planned: there is nobody to talk with any more."""
        reviews = self._get_of_learners(learners)
        reviews.filtered(lambda review: review.state == "planned")._cancel_idle()
        return super()._erase_for_learners(learners)


class EngagementLearnerReviewParticipant(models.Model):
    """Who took part goes with the learner."""

    _name = "engagement.learner.review.participant"
    _inherit = [
        "engagement.learner.review.participant",
        "engagement.learner.data.mixin",
    ]
    _learner_field = "review_id.learner_id"

    @api.model
    def _erase_for_learners(self, learners):
        self._get_of_learners(learners)._step().unlink()
        return []


class EngagementLearnerReviewSignature(models.Model):
    """Who signed goes with the learner; that it was signed stays on the review."""

    _name = "engagement.learner.review.signature"
    _inherit = ["engagement.learner.review.signature", "engagement.learner.data.mixin"]
    _learner_field = "review_id.learner_id"

    @api.model
    def _erase_for_learners(self, learners):
        self._get_of_learners(learners).unlink()
        return []


class EngagementGuardianship(models.Model):
    """Guardians go with the learner, or when their time is over."""

    _inherit = "engagement.guardianship"

    _erase_rank = 20

    @api.model
    def _erase_for_learners(self, learners):
        """Delete the rows: no figure of the past is counted from them anew."""
        rows = self._get_of_learners(learners)
        count = len(rows.partner_id)
        rows._erase_rows()
        if not count:
            return []
        return [
            self.env._(
                "The contacts of %(count)s guardians stay: look whether they are "
                "still needed.",
                count=count,
            )
        ]

    def _erase_rows(self):
        """Delete the rows and what hangs on them; talks that were held stay."""
        self._erase_hanging()
        self.unlink()
