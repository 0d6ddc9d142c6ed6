# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError

from .action import OPEN_STATES

#: So many days after an action was implemented it is checked, where nobody says more
CHECK_AFTER = 30


class EngagementActionState(models.Model):
    """The way of an action: plan, do, check, act; done, or cancelled for a reason.

    What helped is done. What helped partly or not at all goes to “Act”: somebody says
    what follows, takes it up again, or closes it.
    """

    _inherit = "engagement.action"

    def action_start(self):
        """Begin to work on the actions."""
        self._check_state("plan")
        self._step().write({"state": "do"})
        return True

    def action_implement(self):
        """Note that the actions were implemented today; their check is due later."""
        self._check_state("do")
        today = fields.Date.context_today(self)
        for action in self:
            due = action.check_due or today + timedelta(days=CHECK_AFTER)
            action._step().write(
                {
                    "state": "check",
                    "implemented_on": today,
                    "implemented_by_id": self.env.user.id,
                    "check_due": due,
                }
            )
        return True

    def action_check(self):
        """Note that I saw whether the actions helped, where I did not do them."""
        self._check_state("check")
        for action in self:
            action._check_findings()
        for action in self:
            helped = action.check_result == "effective"
            action._step().write(
                {
                    "state": "done" if helped else "act",
                    "checked_by_id": self.env.user.id,
                    "checked_on": fields.Date.context_today(self),
                }
            )
        return True

    def action_done(self):
        """Close actions that did not quite help, once it is clear what follows."""
        self._check_state("act")
        self._step().write({"state": "done"})
        return True

    def action_ask_cancel(self):
        """Ask why the action is given up."""
        self.ensure_one()
        self._check_state(*OPEN_STATES)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cancel an action"),
            "res_model": "engagement.action.cancel",
            "view_mode": "form",
            "target": "new",
            "context": {"default_action_id": self.id},
        }

    def action_cancel(self, reason=None):
        """Give actions up, for a reason that stays on the record.

        :param str reason: why
        """
        self._check_state(*OPEN_STATES)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(
                self.env._(
                    "Say why “%(name)s” is given up.", name=self[:1].display_name
                )
            )
        self._step().write({"state": "cancelled", "cancel_reason": reason})
        return True

    def action_reopen(self):
        """Take actions up again; the day that was agreed first stays."""
        self._check_state("check", "act", "done", "cancelled")
        for action in self:
            never_begun = action.state == "cancelled" and not action.implemented_on
            action._step().write(
                {
                    "state": "plan" if never_begun else "do",
                    "implemented_on": False,
                    "implemented_by_id": False,
                    "check_due": False,
                    "check_result": False,
                    "check_note": False,
                    "checked_by_id": False,
                    "checked_on": False,
                    "self_check_reason": False,
                    "cancel_reason": False,
                }
            )
        return True

    def _check_findings(self):
        """Refuse a check without a result, or by somebody who did the action."""
        self.ensure_one()
        if not self.check_result:
            raise UserError(
                self.env._(
                    "Say whether “%(name)s” helped, and press “Checked” then.",
                    name=self.display_name,
                )
            )
        if self.env.user.partner_id not in self._get_doers():
            return
        if not self.small_organisation:
            raise UserError(
                self.env._(
                    "You worked on “%(name)s”, so somebody else says whether it "
                    "helped. Name them in “To be checked by”.",
                    name=self.display_name,
                )
            )
        if not (self.self_check_reason or "").strip():
            raise UserError(
                self.env._(
                    "You check your own work on “%(name)s”: say in “Why nobody else "
                    "checked” why.",
                    name=self.display_name,
                )
            )

    def _get_doers(self):
        """Return the contacts of all who did the action or answer for it."""
        # sudo: who an employee is as a contact and as a user, to compare only
        owner = self.owner_id.sudo()
        users = self.user_id | self.implemented_by_id | owner.user_id
        return users.partner_id | owner.work_contact_id

    def _check_state(self, *expected):
        """Refuse a step from a wrong state.

        :param str expected: the states from which the step is allowed
        :raise UserError: naming the action, its state and the states that would do
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        for action in self:
            if action.state not in expected:
                raise UserError(
                    self.env._(
                        "“%(name)s” is at “%(state)s”. This step needs an action that "
                        "is at: %(expected)s.",
                        name=action.display_name,
                        state=labels[action.state],
                        expected=", ".join(labels[state] for state in expected),
                    )
                )
