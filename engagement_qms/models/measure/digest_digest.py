# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from .scan import EVERYTHING


class DigestDigest(models.Model):
    """The key figures in the mail that Odoo sends now and then.

    Figures count every record, also those that only few may open, and are for those
    who work with the app.
    """

    _inherit = "digest.digest"

    kpi_engagement_complaints = fields.Boolean("Complaints received")
    kpi_engagement_complaints_value = fields.Integer(
        compute="_compute_kpi_engagement_complaints_value"
    )
    kpi_engagement_kept = fields.Boolean("Promises kept")
    kpi_engagement_kept_value = fields.Char(
        compute="_compute_kpi_engagement_kept_value"
    )
    kpi_engagement_overdue = fields.Boolean("Promises overdue")
    kpi_engagement_overdue_value = fields.Integer(
        compute="_compute_kpi_engagement_overdue_value"
    )
    kpi_engagement_satisfaction = fields.Boolean("Satisfaction index")
    kpi_engagement_satisfaction_value = fields.Char(
        compute="_compute_kpi_engagement_satisfaction_value"
    )

    def _compute_kpi_engagement_complaints_value(self):
        counts = self._count_engagement(
            "engagement.complaint",
            self._get_source_domain("complaint")
            & Domain("kind", "=", "complaint")
            & self._get_engagement_span("received_at"),
        )
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_engagement_complaints_value = counts.get(company, 0)

    def _compute_kpi_engagement_kept_value(self):
        due = (
            self._get_source_domain("commitment")
            & Domain("provision_id", "!=", False)
            & self._get_engagement_span("first_due_at")
        )
        whole = self._count_engagement("engagement.commitment", due)
        kept = self._count_engagement(
            "engagement.commitment", due & Domain("state", "=", "kept")
        )
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_engagement_kept_value = (
                f"{100 * kept.get(company, 0) / whole[company]:.0f} %"
                if whole.get(company)
                else self.env._("n/a")
            )

    def _compute_kpi_engagement_overdue_value(self):
        _start, end, _companies = self._get_kpi_compute_parameters()
        counts = self._count_engagement(
            "engagement.commitment",
            Domain("state", "=", "open") & Domain("due_at", "<", end),
        )
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_engagement_overdue_value = counts.get(company, 0)

    def _compute_kpi_engagement_satisfaction_value(self):
        """The newest value that was known at the end of the time looked at."""
        self._check_engagement_user()
        _start, end, companies = self._get_kpi_compute_parameters()
        indicator = self.env.ref(
            "engagement_qms.indicator_satisfaction_index", raise_if_not_found=False
        )
        newest = {}
        # sudo: a figure is for everybody who works with the app
        for measure in (
            self.env["engagement.measure"]
            .sudo()
            .search(
                Domain("indicator_id", "=", indicator.id if indicator else False)
                & Domain("company_id", "in", companies.ids)
                & Domain("scope_key", "=", EVERYTHING)
                & Domain("empty", "=", False)
                & Domain("period_start", "<", end),
                order="period_start desc",
                limit=12 * len(companies),
            )
        ):
            newest.setdefault(measure.company_id.id, measure.value_text)
        for digest in self:
            company = digest.company_id or self.env.company
            digest.kpi_engagement_satisfaction_value = newest.get(
                company.id, self.env._("n/a")
            )

    def _compute_kpis_actions(self, company, user):
        menu = self.env.ref("engagement_qms.engagement_root_menu").id
        return super()._compute_kpis_actions(company, user) | {
            f"kpi_engagement_{name}": f"engagement_qms.{action}?menu_id={menu}"
            for name, action in (
                ("complaints", "engagement_complaint_action"),
                ("kept", "engagement_commitment_action_history"),
                ("overdue", "engagement_commitment_action"),
                ("satisfaction", "engagement_indicator_action"),
            )
        }

    def _get_margin_value(self, value, previous_value=0.0):
        """A value that may be missing is text, and has no margin."""
        if isinstance(value, str):
            return 0.0
        return super()._get_margin_value(value, previous_value)

    def _check_engagement_user(self):
        """Leave the figures out of the mail of whoever does not work with the app."""
        if not self.env.user.has_group("engagement_qms.group_engagement_user"):
            raise AccessError(
                self.env._("These figures are for those who work with Engagement.")
            )

    def _get_source_domain(self, key):
        """Return which records of a source of indicators count at all."""
        register = self.env["engagement.indicator.source"]
        return register._get_base_domain(register._get_source(key))

    def _get_engagement_span(self, name):
        """Return the time that is looked at as a filter on a field."""
        start, end, _companies = self._get_kpi_compute_parameters()
        return Domain(name, ">=", start) & Domain(name, "<", end)

    def _count_engagement(self, model, domain):
        """Return {company: number of records}."""
        self._check_engagement_user()
        _start, _end, companies = self._get_kpi_compute_parameters()
        # sudo: a figure counts every record, also those that only few may open
        counts = (
            self.env[model]
            .sudo()
            ._read_group(
                domain & Domain("company_id", "in", companies.ids),
                ["company_id"],
                ["__count"],
            )
        )
        return {company.with_env(self.env): number for company, number in counts}
