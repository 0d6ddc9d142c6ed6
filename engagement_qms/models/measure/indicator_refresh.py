# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import logging
from datetime import timedelta

import psycopg2
from psycopg2.errorcodes import DEADLOCK_DETECTED, SERIALIZATION_FAILURE

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from . import periods
from .res_company import FREEZE_DAYS

_logger = logging.getLogger(__name__)

#: A new indicator is measured so far back
HISTORY_MONTHS = 36
#: What changes by time passing alone is measured again after so long
MAX_AGE = timedelta(minutes=1)
RETRIED = (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)


class EngagementIndicatorRefresh(models.Model):
    """When an indicator is measured again, and which periods.

    Only what can have changed is measured: the months that the database noted, what is
    new, and what changes by time passing. Frozen values stay.
    """

    _inherit = "engagement.indicator"

    def action_measure(self):
        """Bring the values up to what the records say now."""
        self.check_access("read")
        self.measure_now()
        return True

    @api.model
    def measure_now(self):
        """Bring the values up to what the records say now, for whoever looks at them.

        :return: whether any value is another one
        """
        self.browse().check_access("read")
        # sudo: measuring counts every record, whoever looks; nothing else is done
        return self.sudo()._refresh()

    @api.model
    def _cron_measure(self):
        """Measure what changed, one source after the other, each for good."""
        return self._refresh(commit=True)

    @api.model
    def _refresh(self, commit=False):
        """Measure what may have changed since it was measured last.

        While somebody else measures, nothing is done: what they do is enough.

        :param bool commit: whether each source is committed, as a scheduled job does
        :return: whether any value is another one
        """
        # sudo: measuring is the same whoever looks
        indicators = self.sudo().search([("active", "=", True)])
        if not self._lock_measuring():
            return False
        changes = self.env["engagement.measure.change"]
        pending = changes._hand_out(indicators._get_felt())
        first_open = self._get_first_open()
        by_source, changed = indicators.grouped("source"), 0
        for number, (key, own) in enumerate(by_source.items(), start=1):
            months = changes._take(key) if key in pending else set()
            changed += own._measure_changes(key, months, first_open)
            if commit:
                left = len(by_source) - number
                seconds = self.env["ir.cron"]._commit_progress(1, remaining=left)
                if not seconds or not self._lock_measuring():
                    return bool(changed)
        # sudo: nobody may write values
        measures = self.env["engagement.measure"].sudo()
        measures._alert(first_open)
        measures._freeze()
        return bool(changed)

    @api.model
    def _lock_measuring(self):
        """Let one transaction at a time measure."""
        [[locked]] = self.env.execute_query(
            SQL(
                "SELECT pg_try_advisory_xact_lock(hashtext('engagement.measure'),"
                " hashtext(current_database()))"
            )
        )
        return locked

    def _get_felt(self):
        """Return {(source, model, whether it concerns today only)} that are looked at.

        A share of something else feels the changes of that, too.
        """
        register = self.env["engagement.indicator.source"]
        pairs = {(one.source, one.denominator_source or one.source) for one in self}
        felt = set()
        for key, whole in pairs:
            for source in filter(None, map(register._get_source, {key, whole})):
                felt.update(
                    (key, name, not dates) for name, dates in source.felt.items()
                )
        return felt

    def _measure_changes(self, key, months, first_open):
        """Measure what may have changed in the indicators of one source.

        :param set months: first days of the months in which records changed
        :param datetime.date first_open: what ended before is frozen
        :return: how many values are others than before
        """
        number = 0
        source = self.env["engagement.indicator.source"]._get_source(key)
        if not source:
            return number
        changed = {
            periods.shift(month, "month", later)
            for month in months
            for later in range(source.reach + 1)
        }
        self._mark_outdated(changed)
        fresh = self.filtered(lambda indicator: not indicator.measured_at)
        for indicators in (fresh, self - fresh):
            windows = {}
            for indicator in indicators:
                starts = indicator._get_due_starts(source, changed, first_open)
                if starts:
                    windows.setdefault(indicator.period, set()).update(starts)
            due = indicators.filtered(lambda i, windows=windows: i.period in windows)
            if due:
                number += due._measure_safely(windows)
        self._note_measured()
        return number

    def _get_due_starts(self, source, changed, first_open):
        """Return the first days of the periods of one indicator that are due.

        :param set changed: first days of the months in which records changed
        :param datetime.date first_open: what ended before is frozen
        """
        today = fields.Date.context_today(self)
        current = periods.get_start(today, self.period)
        if source.now_only:
            stale = self.measured_at and not changed and not self._is_old(source)
            return [] if stale else [current]
        if not self.measured_at:
            first = periods.shift(today.replace(day=1), "month", -HISTORY_MONTHS)
            return periods.get_starts(self.period, first, today)
        starts = {periods.get_start(month, self.period) for month in changed}
        if self._is_old(source):
            starts.update(periods.get_starts(self.period, first_open, today))
        due = {
            start
            for start in starts
            if start <= current and periods.get_end(start, self.period) >= first_open
        }
        measured = fields.Datetime.context_timestamp(self, self.measured_at).date()
        if periods.get_start(measured, self.period) != current:
            # also what nobody looked at before it was to be frozen
            due.update(periods.get_starts(self.period, measured, today))
        return sorted(due)

    def _is_old(self, source):
        """Say whether time alone may have changed the value since it was measured."""
        return (
            source.ages
            and self.measured_at
            and fields.Datetime.now() - self.measured_at >= MAX_AGE
        )

    @api.model
    def _get_first_open(self):
        """Return the earliest last day of a period that no company has frozen yet."""
        companies = self._get_companies()
        days = max(companies.mapped("engagement_freeze_days"), default=FREEZE_DAYS)
        return fields.Date.context_today(self) - timedelta(days=days)

    def _mark_outdated(self, months):
        """Mark the frozen values whose records changed since."""
        if not months or not self:
            return
        self.env.cr.execute(
            SQL(
                """
                UPDATE engagement_measure AS measure
                   SET outdated = TRUE
                  FROM unnest(%(months)s::date[]) AS changed (month)
                 WHERE measure.indicator_id IN %(ids)s
                   AND measure.frozen IS TRUE AND measure.outdated IS NOT TRUE
                   AND changed.month BETWEEN measure.period_start AND measure.period_end
                """,
                months=sorted(months),
                ids=tuple(self.ids),
            )
        )
        if self.env.cr.rowcount:
            self.env["engagement.measure"].invalidate_model(["outdated"])

    def _note_measured(self):
        """Note that the values are right as of now; not oftener than it matters."""
        now = fields.Datetime.now()
        old = self.filtered(
            lambda i: not i.measured_at or now - i.measured_at >= MAX_AGE
        )
        if old:
            self.env.cr.execute(
                SQL(
                    "UPDATE engagement_indicator SET measured_at = %s WHERE id IN %s",
                    now,
                    tuple(old.ids),
                )
            )
            self.invalidate_model(["measured_at"])

    def _measure_safely(self, windows):
        """Measure together; if that fails one by one, so that one cannot stop others.

        :param dict windows: {kind of period: first days of the periods}
        :return: how many values are others than before
        """
        try:
            with self.env.cr.savepoint():
                number = self._measure_windows(windows)
            failed = self.filtered("error")
        except Exception as error:
            if isinstance(error, psycopg2.Error) and error.pgcode in RETRIED:
                raise
            self.invalidate_recordset()
            if len(self) > 1:
                return sum(
                    indicator._measure_safely(
                        {indicator.period: windows[indicator.period]}
                    )
                    for indicator in self
                )
            _logger.warning("%s could not be measured: %s", self.code, error)
            reason = str(error) if isinstance(error, UserError) else ""
            self._set_error(
                reason
                or self.env._(
                    "Its formula cannot be worked out. Look at its filters again."
                )
            )
            return 0
        failed._set_error(False)
        return number

    def _set_error(self, text):
        """Note what kept indicators from being measured; not a change of formula."""
        for indicator in self.filtered(lambda i: (i.error or False) != text):
            indicator.error = text
