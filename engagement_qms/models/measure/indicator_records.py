# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain

from . import periods


class EngagementIndicatorRecords(models.Model):
    """The very records behind a value, and behind a sum of several periods."""

    _inherit = "engagement.indicator"

    def _get_counted_action(self, measure):
        """Return the action that opens the records that a value was counted from."""
        self.ensure_one()
        source = self._get_source()
        if not source or not source.model:
            raise UserError(
                self.env._(
                    "“%(name)s” is worked out from several kinds of records at once, "
                    "so there is no single list of them. Its formula says how.",
                    name=self.display_name,
                )
            )
        stop = periods.shift(measure.period_start, self.period)
        domain = self._get_counted_domain(
            measure.company_id, measure.period_start, stop
        )
        name, _colon, number = measure.scope_key.partition(":")
        if number:
            domain &= Domain(name, "=", int(number))
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(name)s, %(period)s", name=self.name, period=measure.period_name
            ),
            "res_model": source.model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": list(domain),
            "context": {"active_test": False, "create": False},
        }

    def _get_counted_domain(self, company, start, stop):
        """Return which records of a company an indicator counts in a span of days.

        :param datetime.date stop: the first day after it
        """
        self.ensure_one()
        source = self._get_source()
        _key, task = next(self._get_tasks())
        base = self.env["engagement.indicator.source"]._get_base_domain(source)
        span = self._get_span_domain(source, task.date, company, start, stop)
        return base & task.domain & span

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
