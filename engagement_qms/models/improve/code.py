# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Domain

from ..code.code_lifecycle import HOLDING_STATES


class EngagementCode(models.Model):
    """A code is looked at again, by its rhythm and whenever something happened.

    The reviews belong to the code as a whole: a new version takes over the one that is
    planned, and shows those of the versions before.
    """

    _name = "engagement.code"
    _inherit = ["engagement.code", "engagement.reviewed.mixin"]

    _reviewed_kind = "code"
    _reviewed_field = "root_id"

    review_ids = fields.One2many(
        comodel_name="engagement.review", inverse_name="code_id", string="Reviews"
    )

    def write(self, vals):
        result = super().write(vals)
        if "next_review_date" in vals:
            self.env["engagement.review"]._follow_subjects("code", self)
        return result

    def action_start_review(self):
        """Look at the version again, with the review that is planned or a new one."""
        super().action_start_review()
        return self.action_review() if len(self) == 1 else True

    def action_put_in_force(self):
        """Put the version in force; the planned review goes over to it."""
        today = fields.Date.context_today(self)
        rhythms = self.env["engagement.review.schedule"]._get_rhythms("code", self)
        for code in self:
            if not code.next_review_date and code in rhythms:
                code.next_review_date = rhythms[code]._add_to(today)
        result = super().action_put_in_force()
        for code in self:
            # sudo: the review goes with the code, whoever is responsible for it
            reviews = self.env["engagement.review"].sudo()
            reviews = reviews.search(
                [("root_id", "=", code.root_id.id), ("state", "=", "planned")]
            )
            reviews._step().code_id = code
            reviews._move_day_of_subject()
        return result

    def action_ask_for_review(self):
        """Ask for a look at the code before its time, and say why."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ask for a review"),
            "res_model": "engagement.review.request",
            "view_mode": "form",
            "target": "new",
            "context": {"default_code_id": self.id},
        }

    def _get_reviewed(self):
        return self.root_id

    def _ask_for_review(self, trigger, reason):
        """Plan a review beside the rhythm; an open one takes up the reason.

        :param str trigger: what happened: law, product, party or other
        :param str reason: what happened, in words
        :return: the review
        """
        self.ensure_one()
        self.check_access("read")
        holding = self.root_id.version_ids.filtered(
            lambda version: version.state in HOLDING_STATES
        )
        # sudo: whoever may read a code may ask for a look at it; officers plan it
        reviews = self.env["engagement.review"].sudo()
        planned = reviews.search(
            Domain("root_id", "=", self.root_id.id) & Domain("state", "=", "planned"),
            order="planned_date, id",
            limit=1,
        )
        if planned:
            notes = [note for note in (planned.trigger_note, reason) if note]
            planned.trigger_note = "\n".join(notes)
            return planned
        days = self.company_id.engagement_lead_days
        return reviews.create(
            {
                "kind": "code",
                "code_id": (holding or self).id,
                "trigger": trigger,
                "trigger_note": reason,
                "user_id": self.user_id.id,
                "planned_date": fields.Date.context_today(self) + timedelta(days=days),
            }
        )
