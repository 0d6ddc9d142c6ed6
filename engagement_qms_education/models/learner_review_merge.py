# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementLearnerReviewParticipant(models.Model):
    """How two of a review become one when their contacts do."""

    _inherit = "engagement.learner.review.participant"

    def _merge_people(self, partner):
        """Leave the row of one contact, with what was said by all; delete the others.

        :param partner: whose row stays, if there is one
        """
        kept = self.sorted(lambda row: (row.partner_id != partner, row.id))[0]
        kept.write(
            {
                "present": any(self.mapped("present")),
                "words": "\n".join(filter(None, self.mapped("words"))),
            }
        )
        (self - kept).unlink()


class EngagementLearnerReviewSignature(models.Model):
    """How two signatures under a review become one when their contacts do."""

    _inherit = "engagement.learner.review.signature"

    def _merge_people(self, _partner):
        """Leave the first signature, with what was added to all; delete the others."""
        kept = self.sorted(lambda row: (row.signed_at, row.id))[0]
        kept.comment = "\n".join(filter(None, self.mapped("comment")))
        (self - kept).unlink()
