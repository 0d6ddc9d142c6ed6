# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .complaint_letter import WAIT_DAYS
from .complaint_state import INVESTIGATED_ROUTES

#: What the complainant is told; it does not change between agreeing and sending
ANSWER = {
    "decision_text",
    "remedy_kind",
    "remedy_text",
    "remedy_value",
    "remedy_due_date",
    "currency_id",
    "point_ids",
}
LOCKED_STATES = ("proposed", "communicated", "awaiting", "disputed", "closed")
#: The step that comes next, per state, whose gates the form shows
NEXT_STEPS = {
    "new": "acknowledge",
    "acknowledged": "assess",
    "assessed": "propose",
    "investigating": "propose",
    "second_look": "propose",
    "proposed": "communicate",
}
#: From this grade on, whoever looked into it does not close it
SECOND_PERSON_FROM = 3


class EngagementComplaintGate(models.Model):
    """What each step asks for, said before it is tried and again when it is refused."""

    _inherit = "engagement.complaint"

    missing_text = fields.Text(
        string="Still missing", compute="_compute_missing_text", exportable=False
    )

    @api.depends_context("uid", "lang")
    def _compute_missing_text(self):
        for complaint in self:
            step = NEXT_STEPS.get(complaint.state)
            missing = complaint._get_missing(step) if step and complaint.id else ()
            complaint.missing_text = "\n".join(missing) or False

    def write(self, vals):
        if not self._is_step() and vals.keys() & ANSWER:
            self._check_answer_open(vals.keys())
        return super().write(vals)

    def _get_missing_to_acknowledge(self):
        return [
            (self.env._("Say by which way it came."), not self.channel_id),
        ]

    def _get_missing_to_assess(self):
        small = self.company_id.engagement_small_organisation
        grades = [self.severity]
        if not small:
            grades += [self.complexity, self.reach, self.urgency, self.pattern]
        return [
            (self.env._("Say how bad it is."), not self.severity),
            (
                self.env._("Answer the other questions of the assessment."),
                self.severity and not all(grades),
            ),
            (
                self.env._("Say why it is not ours to handle."),
                self.admissible != "yes" and not self.admissible_note,
            ),
            (
                self.env._("Tick that you have no part in it."),
                not small and not self.conflict_checked,
            ),
            (self.env._("Choose who handles it."), not self.user_id),
        ]

    def _get_missing_to_investigate(self):
        return []

    def _get_missing_to_propose(self):
        open_points = self.point_ids.filtered(lambda point: not point.outcome)
        unexplained = self.point_ids.filtered(
            lambda point: point.outcome in ("partly", "not_upheld") and not point.answer
        )
        return [
            (
                self.env._("It is to be investigated first."),
                self.route in INVESTIGATED_ROUTES and self.state == "assessed",
            ),
            (
                self.env._(
                    "Decide on each point: %(points)s.",
                    points=", ".join(open_points.mapped("name")),
                ),
                bool(open_points),
            ),
            (
                self.env._(
                    "Say why these are not upheld in full: %(points)s.",
                    points=", ".join(unexplained.mapped("name")),
                ),
                bool(unexplained),
            ),
            (
                self.env._("Hear those concerned, or say why they were not heard."),
                bool(self._get_unheard()) and not self.hearing_note,
            ),
            (self.env._("Write the answer."), not self.decision_text),
            (
                self.env._("Say what the remedy is, or that there is none."),
                not self.remedy_kind,
            ),
            (
                self.env._("Say until when the remedy is done."),
                self.remedy_kind not in (False, "none", "apology", "explanation")
                and not self.remedy_due_date,
            ),
        ]

    def _get_missing_to_communicate(self):
        who = dict(self._fields["authority"]._description_selection(self.env))
        return [
            (
                self.env._(
                    "The answer has to be agreed to first: %(who)s.",
                    who=who.get(self.required_authority),
                ),
                not self.approved_by_id,
            ),
        ]

    def _get_missing_to_second_look(self):
        small = self.company_id.engagement_small_organisation
        first = self.user_id | self.investigator_id | self.approved_by_id
        same = self.reviewer_id and self.reviewer_id in first
        return [
            (
                self.env._("The complainant has not said no to the answer."),
                self.reply != "rejected",
            ),
            (
                self.env._("There was a second look already. The next way is outside."),
                self.round > 1,
            ),
            (self.env._("Choose who takes the second look."), not self.reviewer_id),
            (
                self.env._(
                    "Whoever takes the second look had no part in the first answer. In "
                    "a small organisation, say why nobody else checked."
                )
                if small
                else self.env._(
                    "Whoever takes the second look had no part in the first answer."
                ),
                same and not (small and self.self_check_reason),
            ),
        ]

    def _get_missing_to_close(self, reason):
        """Return what closing for a reason still asks for (ISO 10002, closing)."""
        decided = reason in ("accepted", "final_not_accepted", "no_reply")
        unsettled = reason in ("withdrawn", "unfounded", "reclassified")
        small = self.company_id.engagement_small_organisation
        looked = self.investigator_id or self.user_id
        grave = int(self.severity or 0) >= SECOND_PERSON_FROM
        undone = self.point_ids.filtered(lambda point: not point.outcome)
        return [
            (
                self.env._("Each point is answered first."),
                decided and (bool(undone) or not self.communicated_at),
            ),
            (
                self.env._("Say what the cause was."),
                decided and not self.cause_id,
            ),
            (
                self.env._("Say when the remedy is done, or that it was."),
                decided and self.remedy_due_date and not self.remedy_commitment_id,
            ),
            (
                self.env._("The complainant has not accepted the answer."),
                reason == "accepted" and self.reply != "accepted",
            ),
            *self._get_missing_steps_outside(reason),
            *self._get_missing_silence(reason),
            (
                self.env._(
                    "It was serious: somebody who did not look into it closes it. In a "
                    "small organisation, say why nobody else checked."
                )
                if small
                else self.env._(
                    "It was serious: somebody who did not look into it closes it."
                ),
                decided
                and grave
                and self.env.user == looked
                and not (small and self.self_check_reason),
            ),
            (
                self.env._("Say why, as the complainant may read it."),
                unsettled and not self.closing_note,
            ),
        ]

    def _get_missing_steps_outside(self, reason):
        """Return what was not offered yet to somebody who says no."""
        if reason != "final_not_accepted":
            return []
        return [
            (
                self.env._("The complainant has not said no to the answer."),
                self.reply != "rejected",
            ),
            (
                self.env._(
                    "Take a second look, or tick that the complainant wants none."
                ),
                self.round < 2 and not self.second_look_declined,
            ),
            (
                self.env._("Tell the complainant whom to turn to outside, and when."),
                not self.external_told_on,
            ),
        ]

    def _get_missing_silence(self, reason):
        """Return what was not done yet to get a reply."""
        if reason != "no_reply":
            return []
        days = self.profile_id.reply_days or WAIT_DAYS
        until = (
            self.reminded_at and self.reminded_at + timedelta(days=days)
        ) or fields.Datetime.now()
        told = self.notice_ids.filtered(
            lambda notice: notice.moment in ("decision", "reminder")
        )
        return [
            (self.env._("The complainant has replied."), bool(self.reply)),
            (
                self.env._("Remind the complainant once, better by another way."),
                not self.reminded_at or len(told) < 2,
            ),
            (
                self.env._(
                    "Reach the complainant by two ways: write down the call or letter."
                ),
                self.reminded_at
                and len(self._get_ways()) > 1
                and len(set(told.mapped("way"))) < 2,
            ),
            (
                self.env._(
                    "Wait for a reply until %(day)s.",
                    day=fields.Date.to_string(until.date()),
                ),
                bool(self.reminded_at) and fields.Datetime.now() < until,
            ),
        ]

    def _check_answer_open(self, names):
        """Refuse to change an answer that was agreed to or sent."""
        for complaint in self:
            if complaint.state in LOCKED_STATES and set(names) & ANSWER:
                raise UserError(
                    self.env._(
                        "The answer to %(number)s was put forward, so it stays as it "
                        "is. Take it back first, as long as it was not sent.",
                        number=complaint.number,
                    )
                )
