# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from ..mixins.review_mixin import OPEN_STATES


class EngagementReviewLineMixin(models.AbstractModel):
    """A line of one review, which stays as it is once the review is closed."""

    _name = "engagement.review.line.mixin"
    _description = "Line of a Review"
    _inherit = ["engagement.step.mixin"]
    _check_company_auto = True
    _step_fields_once = frozenset({"review_id"})

    # What may still be filled in after the review was closed
    _open_after_closing = frozenset()

    review_id = fields.Many2one(
        comodel_name="engagement.review",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="review_id.company_id", store=True, precompute=True, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if not self._in_step():
            lines._check_review_open()
        return lines

    def write(self, vals):
        if vals.keys() - self._open_after_closing and not self._in_step():
            self._check_review_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        if not self._in_step():
            self._check_review_open()

    def _check_review_open(self):
        """Refuse to change a line of a review that is closed or cancelled."""
        for review in self.review_id:
            if review.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(name)s” is settled, so its lines stay as they are. Amend "
                        "it and say why, or plan another review.",
                        name=review.display_name,
                    )
                )
