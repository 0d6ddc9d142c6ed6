# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import periods


class EngagementIndicatorRecords(models.Model):
    """The very records behind a value, and behind a sum of several periods."""

    _inherit = "engagement.indicator"

    def _get_counted_action(self, measure, whole=False):
        """Return the action that opens the records that a value was counted from.

        :param measure: the value
        :param bool whole: what a share is of, instead of what counts
        """
        self.ensure_one()
        source = self._get_denominator_source() if whole else self._get_source()
        if not source or not source.model:
            raise UserError(
                self.env._(
                    "“%(name)s” is worked out from several kinds of records at once, "
                    "so there is no single list of them. Its formula says how.",
                    name=self.display_name,
                )
            )
        domain = self._get_records_domain(source, measure, whole)
        model = self.env[source.model]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(name)s, %(period)s", name=self.name, period=measure.period_name
            ),
            "res_model": model._name,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"active_test": False, "create": False},
        }

    def _get_counted_domain(self, start, stop):
        """Return which records of the company an indicator counts in a span of days.

        :param datetime.date stop: the first day after it
        """
        self.ensure_one()
        source = self._get_source()
        _key, task = next(self._get_tasks())
        base = self.env["engagement.indicator.source"]._get_base_domain(source)
        span = self._get_span_domain(source, task.date, self.env.company, start, stop)
        return base & task.domain & span

    def _get_records_domain(self, source, measure, whole):
        """Return which records a value was counted from."""
        register = self.env["engagement.indicator.source"]
        tasks = {task.key[1]: task for _key, task in self._get_tasks()}
        task = tasks["denominator" if whole and "denominator" in tasks else "numerator"]
        domain = register._get_base_domain(source) & task.domain
        stop = periods.shift(measure.period_start, self.period)
        domain &= self._get_span_domain(
            source, task.date, measure.company_id, measure.period_start, stop
        )
        name, _colon, number = measure.scope_key.partition(":")
        if number:
            domain &= Domain(name, "=", int(number))
        return domain

    def _get_span_domain(self, source, date, company, start, stop):
        """Return which records of a source belong to a company and a span of days.

        :param str date: the field that says so; empty for what is true now
        :param datetime.date stop: the first day after it
        """
        domain = Domain(source.company, "=", company.id)
        if not date:
            return domain
        if self.env[source.model]._fields[date].type == "datetime":
            tz = self._get_zones()[company.id]
            start, stop = (periods.get_moment(day, tz) for day in (start, stop))
        return domain & Domain(date, ">=", start) & Domain(date, "<", stop)
