# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import math
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.tools import SQL

#: How far around today the table reaches before anybody asks for more
YEARS_BACK = 2
YEARS_AHEAD = 2
INSERT_SIZE = 5000
#: So many days at the end may be missing before the rows are made anew
SPARE_DAYS = 90


class EngagementWorkingDay(models.Model):
    """Which days are working days, per calendar, counted so that SQL can add them.

    The rule engine adds working days to a million dates in one statement. It cannot
    ask a calendar a million times, so the answer lies here: each date carries how many
    working days there were up to it. The rows of a calendar are made when they are
    first needed and made anew after its hours or holidays change.
    """

    _name = "engagement.working.day"
    _description = "Working Day"
    _order = "calendar_id, date"
    _rec_name = "date"
    _log_access = False

    calendar_id = fields.Many2one(
        comodel_name="resource.calendar", required=True, ondelete="cascade"
    )
    date = fields.Date(required=True)
    working = fields.Boolean()
    number = fields.Integer(
        help="Working days from the first row of the calendar up to and with this one."
    )

    _once = models.UniqueIndex("(calendar_id, date)")
    _by_number = models.Index("(calendar_id, number) WHERE working IS TRUE")

    @api.model
    def _ensure(self, calendars, date_from=None, date_to=None):
        """Make sure that the table covers a span for each calendar.

        :param calendars: recordset of ``resource.calendar``
        :param datetime.date date_from: first day needed; two years back at least
        :param datetime.date date_to: last day needed; two years ahead at least
        """
        # sudo: nobody owns these rows, whoever needs them makes them
        self = self.sudo()
        today = fields.Date.today()
        date_from = min(
            date_from or today, today.replace(day=1) - timedelta(days=366 * YEARS_BACK)
        )
        date_to = max(date_to or today, today + timedelta(days=366 * YEARS_AHEAD))
        spans = {
            calendar: (first, last)
            for calendar, first, last in self._read_group(
                [("calendar_id", "in", calendars.ids)],
                ["calendar_id"],
                ["date:min", "date:max"],
            )
        }
        for calendar in calendars:
            first, last = spans.get(calendar, (date_from, None))
            enough = date_to - timedelta(days=SPARE_DAYS)
            if last and first <= date_from and last >= enough:
                continue
            self._rebuild(
                calendar, min(first, date_from), max(last or date_to, date_to)
            )

    @api.model
    def _rebuild(self, calendar, date_from, date_to):
        """Write the rows of one calendar anew, for a span of days."""
        self._forget(calendar)
        working = set(self._get_working_dates(calendar, date_from, date_to))
        number = 0
        rows = []
        for offset in range((date_to - date_from).days + 1):
            day = date_from + timedelta(days=offset)
            number += day in working
            rows.append((calendar.id, day, day in working, number))
        for start in range(0, len(rows), INSERT_SIZE):
            part = rows[start : start + INSERT_SIZE]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %s (calendar_id, date, working, number) VALUES %s"
                    # two that make them at once: one of them starts over
                    " ON CONFLICT DO NOTHING",
                    SQL.identifier(self._table),
                    SQL(", ").join(part),
                )
            )
        self.invalidate_model()

    @api.model
    def _forget(self, calendars):
        """Drop the rows of calendars whose hours or holidays changed."""
        if calendars:
            # by hand: `unlink` forgets the values of records that are not written yet,
            # and a promise that is being made may be the one that asks for its days
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE calendar_id IN %s",
                    SQL.identifier(self._table),
                    tuple(calendars.ids),
                )
            )
            self.invalidate_model()

    @api.model
    def _get_working_dates(self, calendar, date_from, date_to):
        """Return the sorted dates on which somebody works by a calendar.

        A day on which some hours are off still is a working day; a day on which all
        are is none.

        :param calendar: one ``resource.calendar``
        :param datetime.date date_from: first day
        :param datetime.date date_to: last day
        """
        zone = pytz.timezone(calendar.tz or "UTC")
        start = zone.localize(datetime.combine(date_from, time.min))
        stop = zone.localize(datetime.combine(date_to, time.max))
        # sudo: holidays count for everybody, whoever may read them
        intervals = calendar.sudo()._work_intervals_batch(
            start, stop, domain=self._get_holiday_domain(calendar)
        )[False]
        return sorted(
            {
                moment.astimezone(zone).date()
                for interval in intervals
                for moment in interval[:1]
            }
        )

    @api.model
    def _get_holiday_domain(self, calendar):
        """Return which holidays hold: those of the calendar, or of its company."""
        return [
            ("time_type", "=", "leave"),
            "|",
            ("calendar_id", "=", calendar.id),
            ("company_id", "in", calendar.company_id.ids),
        ]

    @api.model
    def _get_dates(self, calendar, limits):
        """Return sorted working dates that reach far enough for some limits.

        :param calendar: one ``resource.calendar``
        :param limits: pairs of the day before the first one, and how many working
            days follow; parts count as a whole one
        """
        first = min(day for day, _count in limits)
        # twice the calendar days and a season of holidays reach in every calendar
        last = max(
            day + timedelta(days=math.ceil(count) * 3 + 120) for day, count in limits
        )
        rows = self._read_span(calendar, first, last)
        # the rows of a calendar have no gaps, so its ends tell whether all are there
        enough = last - timedelta(days=SPARE_DAYS)
        if not rows or rows[0][0] > first or rows[-1][0] < enough:
            self._ensure(calendar, first, last)
            rows = self._read_span(calendar, first, last)
        return [day for day, working in rows if working]

    @api.model
    def _read_span(self, calendar, first, last):
        """Return (date, working) of the days of a calendar that are known."""
        self.flush_model()
        return self.env.execute_query(
            SQL(
                "SELECT date, working FROM %s WHERE calendar_id = %s"
                " AND date BETWEEN %s AND %s ORDER BY date",
                SQL.identifier(self._table),
                calendar.id,
                first,
                last,
            )
        )
