# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .review_meeting import MEETINGS


class EngagementReviewMeetingState(models.Model):
    """What a review asks for on its way, and what its decisions become.

    It is planned before it is held. It is closed once everybody's seat is ticked, no
    section is left out without a reason, and each decision has an owner and rests on
    evidence, or says that it is a judgement.
    """

    _inherit = "engagement.review"

    missing_text = fields.Text(
        string="Before it is closed", compute="_compute_missing_text"
    )

    @api.depends(
        "state",
        "attendance_ids.presence",
        "input_ids.blank",
        "input_ids.no_data_reason",
        "decision_ids.owner_id",
        "decision_ids.evidence_count",
        "decision_ids.judgement",
        "decision_ids.due_date",
    )
    def _compute_missing_text(self):
        for review in self:
            missing = review._get_missing() if review.state == "held" else []
            review.missing_text = "\n".join(f"• {line}" for line in missing)

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        reviews._check_not_planned_back()
        return reviews

    def write(self, vals):
        result = super().write(vals)
        if vals.get("planned_date"):
            self._check_not_planned_back()
        if vals.get("held_date"):
            self._check_held_after_planning()
        return result

    def action_close(self):
        for review in self.filtered(lambda review: review.state == "held"):
            review._check_can_close()
        self.filtered(lambda review: review.state == "held")._carry_out_decisions()
        return super().action_close()

    # In time

    def _check_not_planned_back(self):
        """Refuse to plan a review for a day that is over.

        What is loaded with all rights, as a demo or an old register, passes.
        """
        today = fields.Date.context_today(self)
        for review in self if not self.env.su else ():
            if (
                review.kind in MEETINGS
                and review.state == "planned"
                and review.planned_date < today
            ):
                raise UserError(
                    self.env._(
                        "“%(name)s” cannot be planned for %(day)s: that day is over. "
                        "Choose today or a later day.",
                        name=review.display_name,
                        day=format_date(self.env, review.planned_date),
                    )
                )

    def _check_held_after_planning(self):
        """Refuse a review that was held before anybody had planned it."""
        for review in self if not self.env.su else ():
            created = fields.Datetime.context_timestamp(review, review.create_date)
            if review.held_date and review.held_date < created.date():
                raise UserError(
                    self.env._(
                        "“%(name)s” was planned here on %(created)s, so it cannot have "
                        "been held on %(day)s. Give the day on which it was held after "
                        "that.",
                        name=review.display_name,
                        created=format_date(self.env, created.date()),
                        day=format_date(self.env, review.held_date),
                    )
                )

    # What belongs to it

    def _check_can_close(self):
        """Refuse to close a review that misses something, naming all of it."""
        self.ensure_one()
        missing = self._get_missing()
        if missing:
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be closed yet:\n%(missing)s",
                    name=self.display_name,
                    missing="\n".join(f"- {line}" for line in missing),
                )
            )

    def _get_missing(self):
        """Return what a review still lacks, in words."""
        missing = []
        unticked = self.attendance_ids.filtered(lambda seat: not seat.presence)
        if unticked:
            missing.append(
                self.env._(
                    "Say who was present: %(names)s.",
                    names=", ".join(unticked.employee_id.mapped("display_name")),
                )
            )
        if self.kind == "management" and not self.attendance_ids:
            missing.append(self.env._("Say in “Attendance” who was there."))
        for section in self.input_ids:
            reason = (section.no_data_reason or "").strip()
            if section.mandatory and section.blank and not reason:
                missing.append(
                    self.env._(
                        "“%(section)s” is empty: write what was talked about, or say "
                        "in “No data because” why there is nothing.",
                        section=section.name,
                    )
                )
        for decision in self.decision_ids:
            missing += decision._get_missing()
        return missing

    # What follows from it

    def _carry_out_decisions(self):
        """Make an action of each decision, and a promise of each that has a day."""
        decisions = self.decision_ids.filtered(lambda d: not d.action_id)
        # sudo: who closes the review hands out what it decided
        decisions.sudo().with_context(mail_auto_subscribe_no_notify=True)._carry_out()
