# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .dispute_state import OPEN_STATES

#: The step that comes next, per state, whose gates the form shows
NEXT_STEPS = {
    "notice": "eligible",
    "eligible": "respond",
    "response": "hand_over",
    "with_provider": "decide",
    "decided": "reply",
    "implementing": "verify",
    "verified": "close",
}
#: What both sides agree to; it stays once one of them has replied
AGREED = {"outcome", "outcome_text", "settlement_value", "currency_id", "bound"}
#: What the complainant agreed to before it went outside
CONSENTED = {"provider_id", "method", "bound", "consent_date", "consent_free"}


class EngagementDisputeGate(models.Model):
    """What each step of a dispute asks for, said before it is tried."""

    _inherit = "engagement.dispute"

    missing_text = fields.Text(
        string="Still missing", compute="_compute_missing_text", exportable=False
    )
    overdue = fields.Boolean(
        compute="_compute_overdue",
        search="_search_overdue",
        help="The date that the body set is over.",
    )

    @api.depends_context("uid", "lang")
    def _compute_missing_text(self):
        for dispute in self:
            step = NEXT_STEPS.get(dispute.state)
            missing = dispute._get_missing(step) if step and dispute.id else ()
            dispute.missing_text = "\n".join(missing) or False

    @api.depends("deadline", "state")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for dispute in self:
            due = dispute.state in OPEN_STATES and dispute.deadline
            dispute.overdue = bool(due) and due < today

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "in", OPEN_STATES), ("deadline", "<", today)]

    @api.model
    def _get_counters(self):
        return [
            ("terms_overdue", "danger", self._search_terms_overdue("in", [True])),
            ("overdue", "danger", self._search_overdue("in", [True])),
            ("with_provider", "info", [("state", "=", "with_provider")]),
        ]

    def write(self, vals):
        if not self._is_step():
            self._check_kept(vals.keys())
        return super().write(vals)

    def _check_kept(self, names):
        """Refuse to change what somebody agreed to."""
        for dispute in self:
            replied = dispute.our_reply or dispute.complainant_reply
            consented = dispute.handed_on
            if (replied and names & AGREED) or (consented and names & CONSENTED):
                raise UserError(
                    self.env._(
                        "Somebody has agreed to %(number)s as it is, so that does not "
                        "change any more.",
                        number=dispute.number,
                    )
                )

    def _get_missing_to_eligible(self):
        offered = self.provider_id._get_methods() if self.provider_id else []
        return [
            (self.env._("Choose the body outside."), not self.provider_id),
            (
                self.env._("Choose how it is to be settled."),
                not self.method,
            ),
            (
                self.env._("This body does not offer that way. Choose another one."),
                self.provider_id and self.method and self.method not in offered,
            ),
            (self.env._("Choose who handles it."), not self.user_id),
        ]

    def _get_missing_to_respond(self):
        return [
            (self.env._("Write down what we say."), not self.position_us),
            (
                self.env._("Write down what they say."),
                not self.position_them and not self.small_organisation,
            ),
        ]

    def _get_missing_to_hand_over(self):
        today = fields.Date.context_today(self)
        return [
            *self._get_missing_to_eligible(),
            (
                self.env._(
                    "Nothing goes outside before the complainant has agreed: write "
                    "down on which day."
                ),
                not self.consent_date,
            ),
            (
                self.env._("The complainant cannot have agreed in the future."),
                bool(self.consent_date) and self.consent_date > today,
            ),
            (
                self.env._(
                    "Tick that the complainant agreed freely: it is no condition of "
                    "buying."
                ),
                not self.consent_free,
            ),
            (self.env._("Say who is bound by it."), not self.bound),
        ]

    def _get_missing_to_decide(self):
        early = self.state == "response" and self.outcome != "settlement"
        binds = (self.outcome or "").startswith("decision")
        return [
            (self.env._("Say what came of it."), not self.outcome),
            (self.env._("Write down what came of it."), not self.outcome_text),
            (
                self.env._(
                    "Without the body there is only a settlement: give it to the body "
                    "first."
                ),
                bool(self.outcome) and early,
            ),
            (
                self.env._("A body that only mediates does not decide or recommend."),
                self.method == "facilitative"
                and (binds or self.outcome == "recommendation"),
            ),
        ]

    def _get_missing_to_reply(self):
        """Return what an outcome still waits for, so that it can be carried out."""
        if self.outcome == "none":
            return self._get_missing_to_close()
        bound = self.bound if self.binding else "nobody"
        who = dict(self._fields["required_authority"]._description_selection(self.env))
        replies = [
            (
                self.env._("Note what the complainant says to it."),
                not self.complainant_reply and bound != "both",
            ),
            (
                self.env._(
                    "Note what we say to it. An amount like this is agreed to by: "
                    "%(who)s.",
                    who=who[self.required_authority],
                ),
                not self.our_reply and bound == "nobody",
            ),
        ]
        if any(is_missing for _text, is_missing in replies) or not self._is_agreed():
            return replies
        return self._get_missing_to_implement()

    def _get_missing_to_implement(self):
        terms = self.term_ids.filtered(lambda term: term.state != "cancelled")
        return [
            (
                self.env._("Both sides have to agree to it first."),
                not self._is_agreed(),
            ),
            (
                self.env._(
                    "Write down each term with its day, or tick that nothing is left "
                    "to do."
                ),
                not terms and not self.no_terms,
            ),
            (
                self.env._("There are terms, so something is left to do: untick it."),
                bool(terms) and self.no_terms,
            ),
        ]

    def _get_missing_to_verify(self):
        running = self.term_ids.filtered(lambda term: term.state == "open")
        return [
            (
                self.env._(
                    "Not done yet: %(terms)s.", terms=", ".join(running.mapped("name"))
                ),
                bool(running),
            ),
        ]

    def _get_missing_to_close(self):
        undone = self.state == "decided" and self._is_agreed()
        unsaid = not (self.complainant_reply or self.our_reply)
        return [
            (self.env._("It was agreed to, so it is carried out first."), undone),
            (
                self.env._("Note what both sides say to it."),
                self.state == "decided"
                and self.outcome != "none"
                and not undone
                and unsaid,
            ),
            (
                self.env._("Write down what we learn from it."),
                not self.lesson and not self.small_organisation,
            ),
        ]

    def _get_missing_to_end(self):
        return [
            (
                self.env._("Write down under “What we learn” why it ended."),
                not self.ending_note,
            )
        ]
