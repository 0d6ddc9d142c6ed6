# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from ..code import clock
from .complaint import STATES

#: Answered, and the complainant has the word
ANSWERED_STATES = ("communicated", "awaiting")
#: From here on there is nothing to answer any more
INVESTIGATED_ROUTES = ("full", "emergency")


class EngagementComplaintState(models.Model):
    """The way of a complaint, step by step (ISO 10002, operation).

    Each step asks for the state before it and for what its gates want; what is missing
    is named. A refused step changes nothing, and no step is done twice.
    """

    _inherit = "engagement.complaint"

    def action_acknowledge(self):
        """Tell the complainant that it arrived, and who takes care of it."""
        self._check_state(("new",))
        for complaint in self.filtered(lambda complaint: not complaint.user_id):
            complaint.user_id = self.env.user
        self._check_gates("acknowledge")
        self._settle("acknowledge")
        now = fields.Datetime.now()
        self._step().write({"state": "acknowledged", "acknowledged_at": now})
        from_now = self.filtered(
            lambda complaint: (
                not complaint.commitment_ids.filtered(
                    lambda promise: promise.kind == "answer"
                )
            )
        )
        from_now._promise(("answer",))
        self._promise(("update",), now)
        self._tell("acknowledge")
        return True

    def action_assess(self):
        """Say how grave it is and which way it takes."""
        self._check_state(("acknowledged",))
        for complaint in self.filtered(lambda complaint: not complaint.point_ids):
            complaint.point_ids = [fields.Command.create({"name": complaint.name})]
        self._check_gates("assess")
        self._step().write({"state": "assessed", "assessed_at": fields.Datetime.now()})
        self.filtered(lambda c: c.route == "emergency")._alarm_leaders()
        return True

    def action_investigate(self):
        """Look into it before answering."""
        self._check_state(("assessed",))
        self._check_gates("investigate")
        self._step().write({"state": "investigating"})
        return True

    def action_propose(self):
        """Put the answer forward; what a handler may decide is agreed at once."""
        self._check_state(("assessed", "investigating", "second_look"))
        self._check_gates("propose")
        for complaint in self:
            values = {"state": "proposed"}
            values["remedy_value_company"] = complaint._get_value_in_company_currency()
            complaint._step().write(values)
        self.filtered(lambda c: c.required_authority == "handler")._approve()
        return True

    def action_revise(self):
        """Take an answer back that was not sent yet, to change it."""
        self._check_state(("proposed",))
        for complaint in self:
            if complaint.round > 1:
                before = "second_look"
            elif complaint.route in INVESTIGATED_ROUTES:
                before = "investigating"
            else:
                before = "assessed"
            complaint._step().write(
                {"state": before, "approved_by_id": False, "approved_at": False}
            )
        return True

    def action_communicate(self):
        """Send the answer, with every point and the next step; the clock stops."""
        self._check_state(("proposed",))
        self._check_gates("communicate")
        now = fields.Datetime.now()
        self._settle("answer", "second_look", "update")
        for complaint in self:
            complaint._step().write(
                {
                    "state": "communicated",
                    "communicated_at": now,
                    "first_answered_at": complaint.first_answered_at or now,
                    "reply": False,
                    "reply_at": False,
                    "reminded_at": False,
                }
            )
        self.point_ids._step().write({"reply": False})
        self._promise_remedy()
        self._tell("decision")
        return True

    def action_remind(self):
        """Ask for a reply to the answer once more."""
        self._check_state(ANSWERED_STATES)
        self._check_no_reply()
        self._step().write({"state": "awaiting", "reminded_at": fields.Datetime.now()})
        self._tell("reminder")
        return True

    def action_accept(self):
        """Note that the complainant accepts the answer."""
        self._take_reply("accepted")
        return True

    def action_reject(self, reason=None):
        """Note that the complainant does not accept the answer.

        :param str reason: what they say to it
        """
        self._take_reply("rejected", reason)
        return True

    def action_second_look(self):
        """Let somebody else look at it anew, who had no part in the first answer."""
        self._check_state(ANSWERED_STATES)
        self._check_gates("second_look")
        self._step().write(
            {
                "state": "second_look",
                "round": 2,
                "approved_by_id": False,
                "approved_at": False,
            }
        )
        self._promise(("second_look",), fields.Datetime.now())
        self._tell("second_look")
        return True

    def action_reopen(self, reason=None):
        """Take a closed complaint up again; it keeps its number, its clock starts anew.

        :param str reason: a new fact, a remedy that did not come; asked for when empty
        """
        self._check_state(("closed",))
        if not (reason or "").strip():
            return self._ask_step("reopen")
        self._check_not_emptied()
        for complaint in self:
            complaint._step().write(
                {
                    "state": "assessed" if complaint.assessed_at else "acknowledged",
                    "reopened_count": complaint.reopened_count + 1,
                    "reopen_reason": reason,
                    "round": 1,
                    **dict.fromkeys(
                        (
                            "reply",
                            "reply_at",
                            "reminded_at",
                            "closing_reason",
                            "closed_at",
                            "closed_by_id",
                            "approved_by_id",
                            "approved_at",
                        ),
                        False,
                    ),
                }
            )
        self._promise(("answer", "update"), fields.Datetime.now())
        self._tell("reopened", reason)
        return True

    def _take_reply(self, reply, reason=None):
        """Note what the complainant says to the answer.

        :param str reply: "accepted" or "rejected"
        :param str reason: in their words
        """
        self._check_state(ANSWERED_STATES)
        self._check_no_reply()
        values = {
            "state": "awaiting",
            "reply": reply,
            "reply_at": fields.Datetime.now(),
        }
        if reason:
            values["reply_note"] = reason
        self._step().write(values)
        unsaid = self.point_ids.filtered(lambda point: not point.reply)
        if reply == "accepted":
            unsaid._step().write({"reply": "accepted"})

    def _promise_remedy(self):
        """Put what we do to put it right into the ledger, with its day."""
        # sudo: the promise is the organisation's, whoever answers
        for complaint in self.sudo():
            if not complaint.remedy_due_date or complaint.remedy_commitment_id:
                continue
            now = fields.Datetime.now()
            zone = complaint.company_id.resource_calendar_id.tz or "UTC"
            due = clock.end_of_day(complaint.remedy_due_date, zone)
            complaint._step().remedy_commitment_id = complaint.commitment_ids.create(
                {
                    "name": self.env._("Remedy of %(number)s", number=complaint.number),
                    "kind": "remedy",
                    "origin_model": self._name,
                    "origin_res_id": complaint.id,
                    "confidentiality": complaint.confidentiality,
                    "company_id": complaint.company_id.id,
                    "partner_id": complaint.partner_id.id,
                    "user_id": complaint.user_id.id,
                    "cycle": complaint._get_next_cycle("remedy"),
                    "started_at": now,
                    "first_due_at": max(due, now + timedelta(minutes=1)),
                }
            )

    def _ask_step(self, step, **defaults):
        """Open the dialog that asks for what a step needs to know."""
        self.ensure_one()
        titles = {
            "inform": self.env._("Keep informed"),
            "withdraw": self.env._("Withdrawn by the complainant"),
            "unfounded": self.env._("Unfounded, or not ours"),
            "reject": self.env._("Not accepted"),
            "reopen": self.env._("Take up again"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[step],
            "res_model": "engagement.complaint.step",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_complaint_id": self.id,
                "default_step": step,
                **defaults,
            },
        }

    def _check_open(self):
        """Refuse what makes sense only while somebody works on it."""
        closed = ("new", "closed")
        states = [state for state, _label in STATES if state not in closed]
        self._check_state(states)

    def _check_no_reply(self):
        for complaint in self:
            if complaint.reply:
                raise UserError(
                    self.env._(
                        "The complainant has replied to %(number)s already.",
                        number=complaint.number,
                    )
                )

    def _check_not_emptied(self):
        for complaint in self:
            if complaint.emptied_on:
                raise UserError(
                    self.env._(
                        "%(number)s was emptied: nobody can tell any more what it "
                        "said.",
                        number=complaint.number,
                    )
                )
