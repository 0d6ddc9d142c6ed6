# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

#: What the steps of a complaint settle; a remedy and a term are done by hand
FOLLOWED_KINDS = ("acknowledge", "answer", "update", "second_look")


class EngagementCommitmentFollowed(models.Model):
    """A promise of a complaint is kept by its steps, not by a tick in the ledger."""

    _inherit = "engagement.commitment"

    def action_cancel(self, reason=None):
        self._check_not_of_complaint()
        return super().action_cancel(reason)

    def action_reopen(self):
        self._check_not_of_complaint()
        return super().action_reopen()

    def _check_by_hand(self):
        result = super()._check_by_hand()
        self._check_not_of_complaint()
        return result

    def _extend(self, due_at, reason):
        """Extend a promise; of a complaint by as much as its limits allow, once.

        The complainant is told, with the reason and the way outside.
        """
        answers = self.filtered(
            lambda c: c.complaint_id and c.kind in ("answer", "second_look")
        )
        answers._check_extension(due_at)
        result = super()._extend(due_at, reason)
        for commitment in answers:
            commitment.complaint_id._tell("extension", reason)
        return result

    def _check_extension(self, due_at):
        for commitment in self:
            profile = commitment.complaint_id.profile_id
            if commitment.extended:
                raise UserError(
                    self.env._(
                        "%(number)s was extended already. Answer it, or tell the "
                        "complainant why it takes longer.",
                        number=commitment.complaint_id.number,
                    )
                )
            latest = profile and commitment._get_latest_extension(profile)
            if latest and due_at > latest:
                raise UserError(
                    self.env._(
                        "By “%(profile)s”, %(number)s may be extended until %(latest)s "
                        "at most.",
                        profile=profile.name,
                        number=commitment.complaint_id.number,
                        latest=format_datetime(self.env, latest),
                    )
                )

    def _get_latest_extension(self, profile):
        """Return until when a profile lets a promise be extended; nothing: any time."""
        self.ensure_one()
        if not profile.extension_value:
            return None
        calendar = self.calendar_id or self.company_id.resource_calendar_id
        [latest] = self._get_moments(
            [
                (
                    self.first_due_at,
                    profile.extension_value,
                    profile.extension_unit,
                    calendar,
                )
            ]
        )
        return latest

    def _check_not_of_complaint(self):
        """Refuse by hand what the steps of a complaint do, with all rights."""
        if self.env.su:
            return
        for commitment in self:
            if commitment.complaint_id and commitment.kind in FOLLOWED_KINDS:
                raise UserError(
                    self.env._(
                        "“%(name)s” follows %(number)s: open that, and go on there.",
                        name=commitment.display_name,
                        number=commitment.origin_ref,
                    )
                )
