# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError

from .complaint import STATES

#: States from which a complaint may be withdrawn, or found to be none of ours
OPEN_STATES = tuple(state for state, _label in STATES if state != "closed")
UNDECIDED_STATES = ("acknowledged", "assessed", "investigating", "second_look")
#: From where each reason closes
CLOSING_STATES = {
    "accepted": ("awaiting", "disputed"),
    "final_not_accepted": ("awaiting", "disputed"),
    "no_reply": ("awaiting",),
    "withdrawn": OPEN_STATES,
    "unfounded": UNDECIDED_STATES,
    "reclassified": OPEN_STATES,
}


class EngagementComplaintClose(models.Model):
    """How a complaint ends; whatever the reason, its gates come first."""

    _inherit = "engagement.complaint"

    second_look_declined = fields.Boolean(
        string="Wants no second look",
        copy=False,
        help="It was offered, and the complainant does not want it.",
    )

    def action_close(self):
        """Close what was accepted, finally not accepted, or left without a reply."""
        reasons = {
            "accepted": "accepted",
            "rejected": "final_not_accepted",
            False: "no_reply",
        }
        self._check_state(("communicated", "awaiting", "disputed"))
        for complaint in self:
            reason = reasons[complaint.reply]
            if reason == "no_reply" and complaint.state == "communicated":
                raise UserError(
                    self.env._(
                        "Nobody has replied to %(number)s yet. Note the reply, or "
                        "remind the complainant.",
                        number=complaint.number,
                    )
                )
            complaint._close(reason)
        return True

    def action_withdraw(self):
        """Ask who withdrew it and why, and close it."""
        return self._ask_step("withdraw")

    def action_unfounded(self):
        """Ask why it is unfounded or not ours; the complainant is told."""
        return self._ask_step("unfounded")

    def action_remedy_done(self):
        """Note that what we promised to put it right was done, and say so."""
        for complaint in self:
            # sudo: the remedy settles its promise, whoever has it by now
            promise = complaint.sudo().remedy_commitment_id
            if promise.state != "open":
                raise UserError(
                    self.env._(
                        "%(number)s has no remedy that is still due.",
                        number=complaint.number,
                    )
                )
            promise._set_done(fields.Datetime.now())
        self._tell("remedy")
        return True

    def _close(self, reason, note=None):
        """Close complaints for a reason.

        :param str reason: as of ``closing_reason``
        :param str note: why, as the complainant may read it
        :raise UserError: naming what is missing
        """
        self._check_state(CLOSING_STATES[reason])
        if note:
            self.closing_note = note
        for complaint in self:
            missing = complaint._get_missing("close", reason=reason)
            if missing:
                raise UserError(
                    self.env._(
                        "%(number)s cannot be closed yet:\n%(missing)s",
                        number=complaint.number,
                        missing="\n".join(f"• {text}" for text in missing),
                    )
                )
        labels = dict(self._fields["closing_reason"]._description_selection(self.env))
        self._drop_promises(labels[reason])
        self._step().write(
            {
                "state": "closed",
                "closing_reason": reason,
                "closed_at": fields.Datetime.now(),
                "closed_by_id": self.env.uid,
            }
        )
        # sudo: nobody is reminded of what is closed, whoever was to be
        self.sudo().activity_unlink(["mail.mail_activity_data_todo"])
        self._tell("reclassified" if reason == "reclassified" else "closed")
