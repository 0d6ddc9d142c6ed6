# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

#: What the learner's side signs cannot change afterwards
SIGNED = {
    "summary",
    "own_words",
    "goals_status",
    "satisfaction",
    "held_date",
    "mode",
    "next_review_date",
}
#: When it was due cannot change once it was held
LOCKED_WHEN_HELD = {"planned_date"}
#: What it found cannot change once it was closed, or said not to be held
LOCKED_WHEN_SETTLED = (
    SIGNED
    | LOCKED_WHEN_HELD
    | {
        "confidential_note",
        "concern",
        "consent_result",
        "contact_result",
        "destination",
        "exit_reason",
        "may_stay_in_touch",
        "not_held_reason",
        "outcome",
        "outcome_code",
        "participant_ids",
        "trigger_note",
        "user_id",
    }
)


class EngagementLearnerReviewState(models.Model):
    """The way of a learner's review: planned, held, signed, closed; or not held.

    It is evidence: buttons change the state, and what was signed stays as it was.
    """

    _inherit = "engagement.learner.review"

    _step_fields = frozenset(
        {
            "state",
            "held_by_id",
            "period_date",
            "first_planned_date",
            "reminded",
            "escalated_days",
            "signed",
            "signed_ids",
        }
    )
    _step_fields_once = frozenset(
        {"learner_id", "kind", "guardianship_id", "schedule_id", "trigger"}
    )

    def write(self, vals):
        if not self._in_step():
            self._check_unlocked(vals)
        return super().write(vals)

    def action_hold(self):
        """Note that the review was held, and who was there."""
        self = self._step()
        super().action_hold()
        self.held_by_id = self.env.user
        self._note_participants()
        return True

    def action_close(self):
        """Close the review with its result; the next one is planned by itself."""
        for review in self.filtered(lambda review: review.state == "held"):
            review._check_result()
        labels = dict(self._fields["outcome_code"]._description_selection(self.env))
        self = self._step()
        for review in self:
            review.outcome = review.outcome or labels.get(review.outcome_code)
        super().action_close()
        self._look_for_risk()
        return True

    def action_cancel(self):
        """Say that the review is not held, and why; the rhythm goes on."""
        labels = dict(self._fields["not_held_reason"]._description_selection(self.env))
        for review in self:
            if not review.not_held_reason:
                raise UserError(
                    self.env._(
                        "Say in “Not held because” why “%(name)s” is not held.",
                        name=review.display_name,
                    )
                )
        self = self._step()
        for review in self:
            review.outcome = review.outcome or labels[review.not_held_reason]
        self.outcome_code = "not_held"
        super().action_cancel()
        self._look_for_risk()
        return True

    def _check_result(self):
        """Refuse to close a review that does not say what came of it."""
        self.ensure_one()
        code = self.outcome_code
        if not code or code == "not_held":
            raise UserError(
                self.env._(
                    "Choose the result of “%(name)s”. If it was not held, use the "
                    "button “Not held”.",
                    name=self.display_name,
                )
            )
        if code in ("major", "escalated") and not (self.outcome or "").strip():
            raise UserError(
                self.env._(
                    "“%(name)s” has much to follow. Say in “What follows” what is done "
                    "now, or to whom it was passed on.",
                    name=self.display_name,
                )
            )
        if self.kind == "guardian_contact" and not self.contact_result:
            raise UserError(
                self.env._(
                    "Choose in “Did you speak?” whether you spoke, had no answer or "
                    "were refused."
                )
            )

    def _note_participants(self):
        """Write down who was there, where nobody did: who held it, and the learner."""
        vals_list = []
        for review in self.filtered(
            lambda review: not any(review.participant_ids.mapped("present"))
        ):
            # sudo: the contacts of people whom the review is about
            learner = review.sudo().learner_id
            people = {
                self.env.user.partner_id.id: "tutor"
                if learner.tutor_id.user_id == self.env.user
                else "other"
            }
            if review.kind == "guardian_contact":
                # sudo: as above
                guardian = review.sudo().guardianship_id.partner_id
                if guardian:
                    people[guardian.id] = "guardian"
            else:
                people[learner.partner_id.id] = "learner"
            # who wrote something beforehand is on the list already
            known = review.participant_ids
            known.filtered(
                lambda row, ids=tuple(people): row.partner_id.id in ids
            ).present = True
            vals_list += [
                {"review_id": review.id, "partner_id": partner_id, "role": role}
                for partner_id, role in people.items()
                if partner_id not in known.partner_id.ids
            ]
        self.env["engagement.learner.review.participant"].create(vals_list)

    def _check_unlocked(self, vals):
        """Refuse to change what was signed or settled."""
        for review in self:
            if review.state in ("closed", "cancelled"):
                locked = LOCKED_WHEN_SETTLED
            elif review.state == "held":
                locked = LOCKED_WHEN_HELD
            else:
                locked = set()
            if review.signed:
                locked = locked | SIGNED
            if vals.keys() & locked:
                raise UserError(
                    self.env._(
                        "“%(name)s” was held, signed or closed: that part of it stays "
                        "as it was. Plan another review for what is new.",
                        name=review.display_name,
                    )
                )
