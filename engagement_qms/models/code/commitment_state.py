# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from . import clock


class EngagementCommitmentState(models.Model):
    """What becomes of a promise: done, extended, cancelled, made good, begun again."""

    _inherit = "engagement.commitment"

    watched = fields.Boolean(
        compute="_compute_watched",
        help="Odoo reads from a document when it is done.",
    )

    @api.depends("kind", "cycle", "origin_model", "provision_id.rule_active")
    def _compute_watched(self):
        for commitment in self:
            commitment.watched = (
                commitment.kind == "rule"
                and not commitment.cycle
                and commitment.provision_id.rule_active
                and commitment.origin_model in self.env
            )

    def action_done(self):
        """Note that the promise was done now; the first due moment decides."""
        self._check_by_hand()
        self._set_done(fields.Datetime.now())
        return True

    def action_ask_extension(self):
        """Ask until when, and why, the promise takes longer."""
        self.ensure_one()
        self._check_open()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Extend a promise"),
            "res_model": "engagement.commitment.extension",
            "view_mode": "form",
            "target": "new",
            "context": {"default_commitment_id": self.id},
        }

    def _extend(self, due_at, reason):
        """Move the due moment of open promises later, for a reason people can read.

        :param datetime due_at: the new due moment, naive UTC
        :param str reason: why, as the person it was promised to may read it
        :raise UserError: without a reason, for a moment that is not later, or for a
            promise that is not open
        """
        self._check_open()
        for commitment in self:
            if not (reason or "").strip():
                raise UserError(
                    self.env._(
                        "Say why “%(name)s” takes longer: the reason is told to the "
                        "person who waits.",
                        name=commitment.display_name,
                    )
                )
            if due_at <= commitment.due_at:
                raise UserError(
                    self.env._(
                        "An extension moves “%(name)s” later than %(due)s.",
                        name=commitment.display_name,
                        due=format_datetime(self.env, commitment.due_at),
                    )
                )
        self._step().write({"due_at": due_at, "extension_reason": reason})

    def action_cancel(self, reason=None):
        """Take promises out of the count, because their matter fell away.

        Rows without a reason are those that the rule engine cancelled, and may bring
        back.

        :param str reason: why
        """
        self._check_open()
        reason = reason or self.env._("By %(user)s", user=self.env.user.name)
        self._step().write({"state": "cancelled", "cancel_reason": reason})
        return True

    def action_reopen(self):
        """Start the clock of settled promises again, as another cycle.

        :return: the new promises, open from now on
        """
        now = fields.Datetime.now()
        again = self.browse()
        for commitment in self:
            if commitment.state == "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is still open.", name=commitment.display_name
                    )
                )
            values = {
                "cycle": commitment.cycle + 1,
                "started_at": now,
                "origin_model": commitment.origin_model,
                "origin_res_id": commitment.origin_res_id,
            }
            if not commitment.limit_value:
                length = commitment.first_due_at - commitment.started_at
                values |= {"first_due_at": now + length, "due_at": now + length}
            again += commitment._step().copy(values).with_env(self.env)
        return again

    def action_give_remedy(self):
        """Note that the person got what was promised for a miss."""
        self._step().write({"remedy_given_at": fields.Datetime.now()})
        return True

    def _set_done(self, moment):
        """Settle open promises at a moment.

        :param datetime moment: when it was done, naive UTC
        """
        self._check_open()
        for commitment in self:
            kept = clock.is_kept(moment, commitment.first_due_at)
            commitment._step().write(
                {"done_at": moment, "state": "kept" if kept else "missed"}
            )

    def _check_by_hand(self):
        """Refuse to settle by hand what Odoo reads from a document."""
        for commitment in self:
            if commitment.watched:
                raise UserError(
                    self.env._(
                        "Odoo watches “%(name)s”: it is done as soon as “%(origin)s” "
                        "is.",
                        name=commitment.display_name,
                        origin=commitment.origin_ref,
                    )
                )

    def _check_open(self):
        for commitment in self:
            if commitment.state != "open":
                labels = dict(self._fields["state"]._description_selection(self.env))
                raise UserError(
                    self.env._(
                        "“%(name)s” is settled already (%(state)s).",
                        name=commitment.display_name,
                        state=labels[commitment.state],
                    )
                )
