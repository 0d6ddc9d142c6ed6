# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches

from .learner import CURRENT, INSIDE


class EngagementLearnerConsent(models.Model):
    """What was said to each purpose, and what is asked anew of who comes of age."""

    _inherit = "engagement.learner"

    consent_ids = fields.One2many(
        comodel_name="engagement.consent",
        inverse_name="learner_id",
        string="Consents",
        groups=INSIDE,
    )
    consent_asked_for = fields.Date(
        readonly=True,
        copy=False,
        groups=INSIDE,
        help="The day of coming of age for which the consents are asked for anew.",
    )

    def _is_minor_on(self, day):
        """Return whether the learner is a minor, or may be one, on a day."""
        self.ensure_one()
        return not self.majority_date or bool(day and day < self.majority_date)

    @api.model
    def _cron_majority(self):
        done = super()._cron_majority()
        today = fields.Date.context_today(self)
        learners = self.search(self._get_asked_anew_domain(today), order="id")
        return done and run_in_batches(
            learners, lambda part: part._ask_consent_anew(today)
        )

    @api.model
    def _get_asked_anew_domain(self, today):
        """Return the domain of who came of age and has consents of guardians only."""
        return (
            Domain("majority_date", "<=", today)
            & Domain.custom(
                to_sql=lambda model, alias, query: SQL(
                    "%s IS DISTINCT FROM %s",
                    model._field_to_sql(alias, "consent_asked_for", query),
                    model._field_to_sql(alias, "majority_date", query),
                )
            )
            & Domain("status", "in", CURRENT)
            & Domain("consent_ids.lapses_at_majority", "=", True)
        )

    def _ask_consent_anew(self, today):
        """Let the tutor ask the learner what guardians have consented to until now."""
        learners = self.with_context(mail_activity_quick_update=True)
        for learner in learners.filtered(
            lambda learner: learner.consent_asked_for != learner.majority_date
        ):
            own = learner.consent_ids.filtered(lambda row: not row.by_guardian)
            ended = learner.consent_ids.filtered("lapses_at_majority")
            if ended.purpose_id - own.purpose_id:
                learner.activity_schedule(
                    "engagement_qms_education.mail_activity_type_consent",
                    date_deadline=today,
                    user_id=learner._get_reminded_user().id,
                )
            learner._step().consent_asked_for = learner.majority_date
