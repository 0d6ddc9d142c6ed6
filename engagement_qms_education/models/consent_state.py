# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from .learner import INSIDE


class EngagementConsentState(models.Model):
    """How long what was said counts: until withdrawn, expired, or of age.

    What a guardian said ends when the learner comes of age.
    """

    _inherit = "engagement.consent"

    withdrawn_on = fields.Date(readonly=True, copy=False)
    withdrawn_way = fields.Selection(
        selection=lambda self: self._fields["way"].selection,
        string="Withdrawn how",
        readonly=True,
        copy=False,
        groups=INSIDE,
    )

    # What follows from it
    valid_until = fields.Date(
        compute="_compute_valid_until",
        store=True,
        help="The last day on which it counts; empty: no end in sight.",
    )
    lapses_at_majority = fields.Boolean(
        compute="_compute_valid_until", store=True, groups=INSIDE
    )
    state = fields.Selection(
        selection=[
            ("valid", "Valid"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
            ("of_age", "Ended: of age"),
            ("expired", "Expired"),
        ],
        compute="_compute_state",
    )

    _lapsed_idx = models.Index("(learner_id) WHERE lapses_at_majority")
    _withdrawn_after = models.Constraint(
        "CHECK (withdrawn_on IS NULL OR withdrawn_on >= given_on)",
        "Consent is withdrawn after it was given.",
    )

    @api.depends(
        "given_on",
        "expires_on",
        "withdrawn_on",
        "by_guardian",
        "learner_id.majority_date",
    )
    def _compute_valid_until(self):
        for consent in self:
            day = timedelta(days=1)
            of_age = consent.by_guardian and consent.learner_id.majority_date
            ends = [
                consent.expires_on,
                consent.withdrawn_on and consent.withdrawn_on - day,
                of_age and of_age - day,
            ]
            last = min(filter(None, ends), default=False)
            consent.valid_until = last
            consent.lapses_at_majority = bool(
                of_age and last == of_age - day and last >= consent.given_on
            )

    @api.depends("valid_until", "withdrawn_on", "answer", "lapses_at_majority")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for consent in self.sudo():  # sudo: why it ended, for who may read that it did
            if consent.answer == "no":
                consent.state = "refused"
            elif not consent.valid_until or consent.valid_until >= today:
                consent.state = "valid"
            elif consent.withdrawn_on and consent.withdrawn_on <= today:
                consent.state = "withdrawn"
            elif consent.lapses_at_majority:
                consent.state = "of_age"
            else:
                consent.state = "expired"

    def _withdraw(self, way, day=None):
        """Let it count no more; what was done before stays allowed.

        :param str way: how it was said
        :param day: from when on, today if not given
        :raise UserError: when it does not count any more, or not on such a day
        """
        today = fields.Date.context_today(self)
        day = day or today
        if day > today:
            raise UserError(
                self.env._("Choose today or a day that has passed, not one to come.")
            )
        for consent in self:
            if consent.state != "valid":
                raise UserError(
                    self.env._(
                        "%(consent)s is not valid any more: there is nothing to "
                        "withdraw.",
                        consent=consent.display_name,
                    )
                )
            if day < consent.given_on:
                raise UserError(
                    self.env._(
                        "%(consent)s was given on %(day)s: it cannot be taken back "
                        "before that day.",
                        consent=consent.display_name,
                        day=format_date(self.env, consent.given_on),
                    )
                )
            consent._step().write({"withdrawn_on": day, "withdrawn_way": way})

    def _get_last_word(self):
        """Return by what the last word of several consents is found."""
        self.ensure_one()
        return (self.withdrawn_on or self.given_on, self.write_date, self.id)

    @api.model
    def _get_valid_domain(self, day):
        """Return the domain of what is valid on a day, also one long ago."""
        return [
            ("given_on", "<=", day),
            "|",
            ("valid_until", "=", False),
            ("valid_until", ">=", day),
        ]
