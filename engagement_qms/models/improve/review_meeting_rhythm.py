# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from ..mixins.review_mixin import OPEN_STATES
from .review_meeting import MEETINGS


class EngagementReviewMeetingRhythm(models.Model):
    """How management reviews and audits come back: once for each company."""

    _inherit = "engagement.review"

    @api.model
    def _get_subject_field(self, schedule):
        if schedule.kind in MEETINGS:
            return "company_id"
        return super()._get_subject_field(schedule)

    @api.model
    def _get_anchor_field(self, schedule):
        if schedule.kind in MEETINGS:
            return "create_date"
        return super()._get_anchor_field(schedule)

    @api.model
    def _review_subject_domain(self, schedule):
        """A company with a rhythm of its own uses none of the shared ones."""
        if schedule.kind not in MEETINGS:
            return super()._review_subject_domain(schedule)
        if schedule.company_id:
            return Domain("id", "=", schedule.company_id.id)
        others = schedule.search([("kind", "=", schedule.kind)])
        return Domain("id", "not in", others.company_id.ids)

    @api.model
    def _prepare_review(self, schedule, subject, day):
        vals = super()._prepare_review(schedule, subject, day)
        if schedule.kind not in MEETINGS:
            return vals
        last = self.search(
            [("kind", "=", schedule.kind), ("company_id", "=", subject.id)],
            order="planned_date desc",
            limit=1,
        )
        if schedule.kind == "audit":
            vals["name"] = schedule.name
        return {**vals, "user_id": last.user_id.id}

    @api.model
    def _get_rhythm_id(self, vals):
        """A management review planned by hand is the next one of its rhythm."""
        if vals.get("kind") not in MEETINGS:
            return super()._get_rhythm_id(vals)
        if vals["kind"] == "audit":
            return False
        company_id = vals.get("company_id") or self.env.company.id
        rhythms = self.env["engagement.review.schedule"].search(
            [("kind", "=", "management"), ("company_id", "in", [False, company_id])]
        )
        rhythm = (rhythms.filtered("company_id") or rhythms)[:1]
        # sudo: an open review keeps off another one, whoever may see it
        is_open = self.sudo().search_count(
            [
                ("company_id", "=", company_id),
                ("schedule_id", "=", rhythm.id),
                ("state", "in", OPEN_STATES),
            ],
            limit=1,
        )
        return rhythm.id if rhythm and not is_open else False
