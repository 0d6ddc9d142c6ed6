# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from ..mixins.review_mixin import OPEN_STATES


class EngagementReviewedMixin(models.AbstractModel):
    """Something that is reviewed: how often it was, and the way to its reviews."""

    _name = "engagement.reviewed.mixin"
    _description = "Reviewed From Time to Time"

    # The kind of its reviews, and the field of the review that points to it
    _reviewed_kind = None
    _reviewed_field = None

    review_count = fields.Integer(compute="_compute_review_count")

    @api.depends("review_ids")
    def _compute_review_count(self):
        counts = dict(
            self.env["engagement.review"]._read_group(
                [(self._reviewed_field, "in", self._get_reviewed().ids)],
                [self._reviewed_field],
                ["__count"],
            )
        )
        for record in self:
            record.review_count = counts.get(record._get_reviewed(), 0)

    def _get_reviewed(self):
        """Return the records that the reviews point to; a code's are of its root."""
        return self

    def action_view_reviews(self):
        """Open the reviews, those of the past and the one to come."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_review_action"
        )
        return action | {
            "domain": [(self._reviewed_field, "in", self._get_reviewed().ids)],
            "context": self._prepare_review_context(),
        }

    def action_review(self):
        """Open the review that is under way, or plan one for today.

        :raises AccessError: for whoever may not change what is reviewed
        """
        self.ensure_one()
        self.check_access("write")
        review = self._get_open_review() or self._plan_review_for_today()
        return {
            "type": "ir.actions.act_window",
            "res_model": review._name,
            "res_id": review.id,
            "view_mode": "form",
        }

    def _prepare_review_context(self):
        name = self.env["engagement.review"]._review_subjects[self._reviewed_kind]
        return {"default_kind": self._reviewed_kind, f"default_{name}": self.id}

    def _get_open_review(self):
        """Return the open review that comes first, one that was held before others."""
        # sudo: what is open is open, whoever may see it
        reviews = self.env["engagement.review"].sudo()
        found = reviews.search(
            Domain(self._reviewed_field, "in", self._get_reviewed().ids)
            & Domain("state", "in", OPEN_STATES),
            order="planned_date, id",
        ).sorted(lambda review: review.state != "held")
        return self.env["engagement.review"].browse(found[:1].id)

    def _plan_review_for_today(self):
        name = self.env["engagement.review"]._review_subjects[self._reviewed_kind]
        # sudo: whoever looks after it may ask for its review; officers plan the others
        reviews = self.env["engagement.review"].sudo()
        holder = self.env["engagement.review"]._get_holder(self) or self.env.user
        review = reviews.create(
            {"kind": self._reviewed_kind, name: self.id, "user_id": holder.id}
        )
        return self.env["engagement.review"].browse(review.id)
