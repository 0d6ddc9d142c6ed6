# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches

from .learner import CURRENT


class EngagementLearnerMajority(models.Model):
    """What happens when a learner comes of age.

    That guardians see nothing any more is said by the date, in the record rules: no
    job has to run for it. The job tells the tutor ahead, and closes the rows on the
    day, so that the screens say the same.
    """

    _inherit = "engagement.learner"

    majority_notice_for = fields.Date(
        readonly=True,
        copy=False,
        groups="base.group_user",
        help="The day of coming of age that the tutor was told of.",
    )
    majority_told = fields.Boolean(
        compute="_compute_majority_told", store=True, groups="base.group_user"
    )

    _majority_idx = models.Index("(majority_date) WHERE majority_told IS NOT TRUE")

    @api.depends("majority_date", "majority_notice_for")
    def _compute_majority_told(self):
        for learner in self:
            day = learner.majority_date
            learner.majority_told = day and day == learner.majority_notice_for

    @api.model
    def _cron_majority(self):
        """Tell tutors ahead, and close what guardians had on the day."""
        today = fields.Date.context_today(self)
        rows = self.env["engagement.guardianship"].search(
            self._get_outgrown_domain(today)
        )
        learners = self.search(self._get_majority_notice_domain(today), order="id")
        return run_in_batches(
            rows.learner_id, lambda part: part._end_guardianships(today)
        ) and run_in_batches(learners, lambda part: part._tell_of_majority(today))

    @api.model
    def _get_majority_notice_domain(self, today):
        """Return the domain of the learners of whose majority to tell ahead."""
        soon = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain(
                "majority_date",
                "<=",
                today + timedelta(days=company.engagement_majority_notice_days),
            )
            for company in self.env["res.company"].search([])
        )
        return (
            soon
            & Domain("majority_date", ">", today)
            & Domain("majority_told", "=", False)
            & Domain("status", "in", CURRENT)
            & Domain(
                "guardianship_ids",
                "any",
                Domain("no_contact", "=", False)
                & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)),
            )
        )

    @api.model
    def _get_outgrown_domain(self, today):
        """Return the domain of rows of learners of age that no date has ended."""
        return (
            Domain("learner_id.majority_date", "<=", today)
            & Domain("no_contact", "=", False)
            & Domain("past_majority", "=", True)
        )

    def _tell_of_majority(self, today):
        """Give the tutor something to do, with nothing in it but the number."""
        learners = self.with_context(mail_activity_quick_update=True)
        for learner in learners.filtered(lambda learner: not learner.majority_told):
            learner.activity_schedule(
                "engagement_qms_education.mail_activity_type_majority",
                date_deadline=max(learner.majority_date, today),
                user_id=learner._get_reminded_user().id,
            )
            learner._step().majority_notice_for = learner.majority_date

    def _end_guardianships(self, today):
        """Let what guardians had end on the day before the learner came of age."""
        for learner in self:
            rows = learner.guardianship_ids.filtered_domain(
                self._get_outgrown_domain(today)
            )
            if rows:
                rows.valid_to = learner.majority_date - timedelta(days=1)
                learner._message_log(
                    body=self.env._(
                        "The learner is of age. What guardians could see and decide "
                        "has ended: %(number)s rows.",
                        number=len(rows),
                    )
                )

    def _get_reminded_user(self):
        """Return who is told: the tutor, or else the responsible."""
        self.ensure_one()
        return self.tutor_id.user_id or self.user_id or self.create_uid
