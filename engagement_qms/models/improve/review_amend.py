# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError


class EngagementReviewAmend(models.Model):
    """A closed review changes by an amendment only."""

    _inherit = "engagement.review"

    amendment_ids = fields.One2many(
        comodel_name="engagement.review.amendment", inverse_name="review_id"
    )

    def action_ask_amendment(self):
        """Ask what is to be said otherwise, and why."""
        self.ensure_one()
        self._check_can_amend()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Amend a review"),
            "res_model": "engagement.review.amend",
            "view_mode": "form",
            "target": "new",
            "context": {"default_review_id": self.id},
        }

    def _check_can_amend(self):
        """Refuse to amend what is still open, or somebody else's."""
        self.check_access("write")
        if self.state != "closed":
            raise UserError(
                self.env._(
                    "“%(name)s” is not closed. Only a closed review is amended; an "
                    "open one is simply written on.",
                    name=self.display_name,
                )
            )

    def _amend(self, what, text, reason):
        """Say something otherwise in a closed review; the old text is kept.

        :param str what: one of AMENDABLE
        :param str text: what holds from now on
        :param str reason: why
        :raise UserError: without a reason, or where nothing changes
        """
        self.ensure_one()
        self._check_can_amend()
        text, reason = (text or "").strip(), (reason or "").strip()
        old = (self[what] or "") if what != "addition" else ""
        if not reason or not text or text == old:
            raise UserError(
                self.env._(
                    "Say what “%(name)s” is to say from now on, and why. Both stay "
                    "with it, and so does what it said before.",
                    name=self.display_name,
                )
            )
        # sudo: nobody writes amendments by hand; who may change the review was checked
        self.env["engagement.review.amendment"].sudo().create(
            {
                "review_id": self.id,
                "what": what,
                "old_text": old,
                "new_text": text,
                "reason": reason,
                "user_id": self.env.uid,
            }
        )
        if what != "addition":
            self._step()[what] = text
