# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import Counter
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..code.code_lifecycle import HOLDING_STATES
from ..code.provision_rate import format_percent, rate
from ..mixins.batches import run_in_batches
from ..mixins.review_mixin import OPEN_STATES

#: So many settled cases a month must have, or its rate says nothing
MINIMUM_SAMPLE = 5
#: So many full months in a row have to be bad
MONTHS = 2


class EngagementReviewTrigger(models.Model):
    """Many misses of one promise, month after month, ask for a look at its code."""

    _inherit = "engagement.review"

    @api.model
    def _open_reviews_for_misses(self, today):
        """Plan a review of each code that was kept badly in the last full months.

        :param datetime.date today: the day of this run
        """
        companies = self.env["res.company"].search(
            [("engagement_review_threshold", ">", 0)], order="id"
        )
        return run_in_batches(
            companies, lambda part: self._open_for_companies(part, today)
        )

    @api.model
    def _open_for_companies(self, companies, today):
        for company in companies:
            months = self._get_last_months(today)
            bad = self._get_badly_kept(company, months)
            for code, promises in bad.grouped("code_id").items():
                if not self._is_answered(code, months[-1]):
                    self._create_for_misses(code, promises, months, today)

    @api.model
    def _get_last_months(self, today):
        """Return the first days of the last full months, the oldest first."""
        this_month = today.replace(day=1)
        return [
            this_month - relativedelta(months=number) for number in range(MONTHS, 0, -1)
        ]

    @api.model
    def _get_badly_kept(self, company, months):
        """Return the promises in force that were kept too seldom in every month."""
        provisions = self.env["engagement.provision"].search(
            [
                ("company_id", "=", company.id),
                ("code_id.active", "=", True),
                ("code_id.state", "in", HOLDING_STATES),
            ]
        )
        for month in months:
            counts = provisions._get_counts(self._get_month_domain(company, month))
            provisions = provisions.filtered(
                lambda p, counts=counts: self._is_bad(counts.get(p.id), company)
            )
        return provisions

    @api.model
    def _get_month_domain(self, company, month):
        """Return the rows of the ledger that were first due in a month.

        :param datetime.date month: its first day, as the company counts days
        """
        zone = ZoneInfo(company.resource_calendar_id.tz or "UTC")
        start, stop = (
            datetime.combine(day, time.min, zone).astimezone(UTC).replace(tzinfo=None)
            for day in (month, month + relativedelta(months=1))
        )
        return Domain("first_due_at", ">=", start) & Domain("first_due_at", "<", stop)

    @api.model
    def _is_bad(self, counts, company):
        percent, sample = rate(counts or Counter())
        return (
            sample >= MINIMUM_SAMPLE and percent < company.engagement_review_threshold
        )

    @api.model
    def _is_answered(self, code, month):
        """Say whether a review is open, or was opened for the same months."""
        return bool(
            self.search_count(
                Domain("root_id", "=", code.root_id.id)
                & (
                    Domain("state", "in", OPEN_STATES)
                    | Domain("trigger_period", "=", month)
                ),
                limit=1,
            )
        )

    @api.model
    def _create_for_misses(self, code, promises, months, today):
        env = self.with_context(lang=code.user_id.lang or self.env.lang).env
        notes = []
        for month in months:
            domain = self._get_month_domain(code.company_id, month)
            counts = promises._get_counts(domain)
            for promise in promises:
                percent, sample = rate(counts[promise.id])
                notes.append(
                    env._(
                        "Promise %(number)s: %(percent)s %% of %(sample)s kept in "
                        "%(month)s",
                        number=promise.number,
                        percent=format_percent(percent),
                        sample=sample,
                        month=format_date(env, month, date_format="MMMM y"),
                    )
                )
        days = timedelta(days=code.company_id.engagement_lead_days)
        self.with_context(mail_auto_subscribe_no_notify=True).create(
            {
                "kind": "code",
                "code_id": code.id,
                "trigger": "many_misses",
                "trigger_period": fields.Date.to_date(months[-1]),
                "trigger_note": "\n".join(notes),
                "user_id": code.user_id.id,
                "planned_date": today + days,
            }
        )
