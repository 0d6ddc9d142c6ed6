# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches

from .learner import GONE

#: Each learner takes many tables
BATCH = 20


class EngagementLearnerKeeping(models.Model):
    """What is personal goes by itself when its time is over, each kind in its time."""

    _inherit = "engagement.learner"

    _kept_until_idx = models.Index(
        "(date_end) WHERE anonymised_on IS NULL AND date_end IS NOT NULL"
    )

    @api.model
    def _cron_keep(self):
        """Empty what was kept long enough. Run again, it finds nothing more to do."""
        today = fields.Date.context_today(self)
        work = (
            (self, "learner", lambda part: part._anonymise(), BATCH),
            (self, "applicant", lambda part: part._anonymise(), BATCH),
            (
                self.env["engagement.support.measure"],
                "support",
                lambda part: part._empty(today),
                100,
            ),
            (
                self.env["engagement.guardianship"],
                "guardian",
                lambda part: part._erase_rows(),
                100,
            ),
        )
        for model, kind, empty, size in work:
            old = model.with_context(active_test=False)
            old = old.search(self._get_kept_enough_domain(kind, today), order="id")
            if not run_in_batches(old, empty, size=size):
                return

    @api.model
    def _get_kept_enough_domain(self, kind, today):
        """Return the domain of what was kept long enough.

        :param str kind: learner, applicant, support or guardian
        """
        over = Domain.FALSE
        months = f"engagement_keep_{kind}_months"
        for company in self.env["res.company"].search([(months, ">", 0)]):
            last = today - relativedelta(months=company[months])
            of_kind = getattr(self, f"_get_old_{kind}s")(last)
            over |= Domain("company_id", "=", company.id) & of_kind
        return over

    @api.model
    def _get_old_learners(self, last):
        return (
            Domain("date_end", "<", last)
            & Domain("anonymised_on", "=", False)
            & Domain("status", "in", (*GONE, "alumni"))
        )

    @api.model
    def _get_old_applicants(self, last):
        return (
            Domain("create_date", "<", last)
            & Domain("anonymised_on", "=", False)
            & Domain("status", "=", "applicant")
            & Domain("enrolment_ids", "not any", [("date_from", ">=", last)])
        )

    @api.model
    def _get_old_supports(self, last):
        return Domain("date_to", "<", last) & Domain("emptied_on", "=", False)

    @api.model
    def _get_old_guardians(self, last):
        return Domain("valid_to", "<", last) & Domain("no_contact", "=", False)


class EngagementSupportMeasureKeeping(models.Model):
    """Measures lose their texts some time after they ended."""

    _inherit = "engagement.support.measure"

    def _empty(self, today):
        self._erase_hanging()
        self._erase_texts()
        self.emptied_on = today
