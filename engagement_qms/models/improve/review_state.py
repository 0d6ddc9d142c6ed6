# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mixins.review_mixin import OPEN_STATES

#: What a review is about never changes: whoever may write it must not learn the name
#: of a party that is hidden from them by choosing it
LOCKED = {
    "kind",
    "party_id",
    "code_id",
    "objective_id",
    "company_id",
    "held_by_id",
    "filled_at",
    "first_planned_date",
    "moved_count",
}
#: When and why it came cannot change once it was held
LOCKED_WHEN_HELD = LOCKED | {
    "planned_date",
    "trigger",
    "trigger_note",
    "trigger_period",
    "audit_kind",
    "planned_hours",
}
#: What it found cannot change once it was closed or cancelled
LOCKED_WHEN_SETTLED = LOCKED_WHEN_HELD | {
    "held_date",
    "participant_ids",
    "summary",
    "decision_text",
    "suitable",
    "outcome",
    "name",
    "chair_id",
    "spent_hours",
    "audit_body",
    "audit_scope",
}
#: Marks the writes of a step. An object, because a client can send any context in
#: JSON, but never this one
STEP = object()


class EngagementReviewState(models.Model):
    """The way of a review: planned, held, closed; or cancelled, for a reason.

    A review is evidence. Its state changes by its buttons only, and what was found
    stays as it was.
    """

    _inherit = "engagement.review"

    held_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Held by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        if any(review.state != "planned" for review in reviews):
            raise UserError(
                self.env._(
                    "A review starts as planned. Its buttons say when it was held and "
                    "what came of it."
                )
            )
        return reviews

    def write(self, vals):
        if self.env.context.get("engagement_review_step") is not STEP:
            self._check_unlocked(vals)
        return super().write(vals)

    def action_hold(self):
        """Note that the review was held; what was known of its subject is kept."""
        self = self._step()
        super().action_hold()
        self.held_by_id = self.env.user
        self._keep_evidence()
        return True

    def action_close(self):
        """Close the review with its outcome; what it means for a code follows."""
        for review in self:
            if review.kind == "code" and review.state == "held" and not review.suitable:
                raise UserError(
                    self.env._(
                        "Say whether “%(name)s” is still suitable, needs change or is "
                        "no longer needed. Only then the review can be closed.",
                        name=review.subject_name,
                    )
                )
        self = self._step()
        super().action_close()
        still_suitable = self.filtered(lambda r: r.suitable == "yes").code_id
        # sudo: an officer made them responsible, and the review is what ends the look
        # at the code; the wording stays as it is
        still_suitable.sudo().filtered(
            lambda code: code.state == "under_review"
        ).action_confirm()
        return True

    def action_cancel(self):
        """Cancel the review, for the reason that stands in its outcome."""
        for review in self:
            if review.state in OPEN_STATES and not (review.outcome or "").strip():
                raise UserError(
                    self.env._(
                        "Say in “Outcome” why “%(name)s” is not held, and cancel it "
                        "then.",
                        name=review.display_name,
                    )
                )
        self = self._step()
        return super().action_cancel()

    def action_new_version(self):
        """Open a draft of the code, because the review found that it needs change."""
        self.ensure_one()
        return self.code_id.action_new_version()

    def action_retire_code(self):
        """End the code, because the review found that it is no longer needed."""
        self.ensure_one()
        self.code_id.action_retire()
        return True

    def _step(self):
        """Return these reviews with leave to change their state."""
        return self.with_context(engagement_review_step=STEP)

    def _check_unlocked(self, vals):
        """Refuse to type a state, or to change what was found.

        :param dict vals: what is about to be written
        """
        if "state" in vals and any(review.state != vals["state"] for review in self):
            raise UserError(
                self.env._(
                    "The state of a review is not typed: use its buttons, which ask "
                    "for what belongs to the step."
                )
            )
        for review in self:
            locked = {
                "planned": LOCKED,
                "held": LOCKED_WHEN_HELD,
            }.get(review.state, LOCKED_WHEN_SETTLED)
            if vals.keys() & locked:
                raise UserError(
                    self.env._(
                        "What “%(name)s” is about stays as it is, and once it was "
                        "held, so does what it found. Plan another review for anything "
                        "else.",
                        name=review.display_name,
                    )
                )
