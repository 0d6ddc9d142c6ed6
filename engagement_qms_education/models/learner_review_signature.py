# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .learner_review import SHARED_STATES


class EngagementLearnerReviewSignature(models.Model):
    """That the learner or a guardian read what was talked about: who, as what, when."""

    _name = "engagement.learner.review.signature"
    _description = "Signature under a Review of a Learner"
    _order = "review_id, id"
    _rec_name = "partner_id"

    review_id = fields.Many2one(
        comodel_name="engagement.learner.review",
        required=True,
        ondelete="cascade",
        index=True,
        readonly=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Who",
        required=True,
        ondelete="restrict",
        index=True,
        readonly=True,
    )
    role = fields.Selection(
        selection=[("learner", "Learner"), ("guardian", "Guardian")],
        string="As",
        required=True,
        readonly=True,
    )
    signed_at = fields.Datetime(
        string="When", required=True, default=fields.Datetime.now, readonly=True
    )
    comment = fields.Text(readonly=True)

    _once = models.UniqueIndex(
        "(review_id, partner_id)", "This person has signed the review already."
    )


class EngagementLearnerReview(models.Model):
    """Signing a review, in the portal, by whom the record rules let read it."""

    _inherit = "engagement.learner.review"

    my_signed_at = fields.Datetime(
        string="Signed on",
        compute="_compute_my_signed_at",
        compute_sudo=True,
        exportable=False,
        help="When the one who asks signed it.",
    )

    @api.depends("signed_ids")
    @api.depends_context("uid")
    def _compute_my_signed_at(self):
        days = {
            review.id: day
            for review, day in self.env[
                "engagement.learner.review.signature"
            ]._read_group(
                [
                    ("review_id", "in", self.ids),
                    ("partner_id", "=", self.env.user.partner_id.id),
                ],
                ["review_id"],
                ["signed_at:min"],
            )
        }
        for review in self:
            review.my_signed_at = days.get(review.id)

    def _may_be_signed_by(self, partner):
        """Return as what a contact may sign, learner or guardian, or nothing.

        The record rules decide: of the learner's side only who may read the review
        may sign it, and a guardian only who signs for the learner.
        """
        self.ensure_one()
        # sudo: who has a login is asked for, nothing else
        user = partner.sudo().user_ids.filtered("active")[:1]
        if not user.share:
            return False
        seen = self.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        if not seen.has_access("read"):
            return False
        # sudo: whether the row lets its person sign
        learner = self.sudo().learner_id
        if learner.partner_id == partner:
            return "learner"
        signing = Domain("partner_id", "=", partner.id) & Domain(
            "may_consent", "=", True
        )
        return bool(learner.guardianship_ids.filtered_domain(signing)) and "guardian"

    def _sign_by(self, partner, comment=False):
        """Note that the learner or a guardian has read and signed the review.

        :param partner: the contact of the learner, or of a guardian who may sign
        :param str comment: what the person adds
        :raise AccessError: for anybody else
        :raise UserError: before it was held, without a summary, or a second time
        """
        self.ensure_one()
        role = self._may_be_signed_by(partner)
        if not role:
            raise AccessError(
                self.env._(
                    "Only the learner, or a guardian who may read this review and sign "
                    "for the learner, can sign it."
                )
            )
        # sudo: the right to sign was looked at above; nobody writes signatures by hand
        review = self.sudo()
        if review.state not in SHARED_STATES or not (review.summary or "").strip():
            raise UserError(
                self.env._(
                    "There is nothing to sign yet: the review was not held, or its "
                    "summary is not written."
                )
            )
        if partner in review.signed_ids.partner_id:
            raise UserError(self.env._("You have signed this review already."))
        review.signed = True
        return review.signed_ids.create(
            {
                "review_id": review.id,
                "partner_id": partner.id,
                "role": role,
                "comment": (comment or "").strip() or False,
            }
        )
