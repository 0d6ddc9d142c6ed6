# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from ..mixins.review_mixin import OPEN_STATES


class EngagementParty(models.Model):
    """The relation with a party is reviewed the more often the more it matters."""

    _name = "engagement.party"
    _inherit = ["engagement.party", "engagement.reviewed.mixin"]

    _reviewed_kind = "relationship"
    _reviewed_field = "party_id"

    review_ids = fields.One2many(
        comodel_name="engagement.review", inverse_name="party_id", string="Reviews"
    )

    @api.depends("last_review_date", "priority", "company_id")
    def _compute_next_review_date(self):
        """Count from the last review; a review that is planned keeps its day."""
        today = fields.Date.context_today(self)
        planned = {
            party: day
            for party, day in self.env["engagement.review"]._read_group(
                [
                    ("party_id", "in", self.ids),
                    ("state", "=", "planned"),
                    ("schedule_id", "!=", False),
                ],
                ["party_id"],
                ["planned_date:min"],
            )
        }
        rhythms = self.env["engagement.review.schedule"]._get_rhythms(
            "relationship", self
        )
        for party in self:
            since = party.last_review_date or fields.Date.to_date(party.create_date)
            if party._origin in planned:
                party.next_review_date = planned[party._origin]
            elif party in rhythms:
                party.next_review_date = rhythms[party]._add_to(since or today)
            else:
                party.next_review_date = party.next_review_date

    def write(self, vals):
        result = super().write(vals)
        if "next_review_date" in vals:
            self.env["engagement.review"]._follow_subjects("relationship", self)
        return result

    def _move_references(self, kept):
        """Leave one open review to parties that become one."""
        # sudo: a merge moves everything, also what the user may not see
        reviews = self.env["engagement.review"].sudo()
        open_reviews = reviews.search(
            [
                ("party_id", "in", (self + kept).ids),
                ("state", "in", OPEN_STATES),
                ("schedule_id", "!=", False),
            ],
            order="planned_date, id",
        ).sorted(lambda review: review.state != "held")
        doubles = open_reviews[1:]
        doubles.schedule_id = False
        for review in doubles.filtered(lambda review: review.state == "planned"):
            review.outcome = self.env._("Not held: the two parties became one.")
            review.action_cancel()
        return super()._move_references(kept)
