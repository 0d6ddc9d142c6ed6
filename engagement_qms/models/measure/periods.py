# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Months, quarters, half-years and years: plain arithmetic, no Odoo.

A period is named by its kind and its first day. A day belongs to the period in which
it falls where the company is; a moment is kept in UTC, so the borders of a period are
moved to the company's time zone before they are compared.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

#: Also the choices of the field that holds a kind
PERIODS = [
    ("month", "Month"),
    ("quarter", "Quarter"),
    ("half_year", "Half-year"),
    ("year", "Year"),
]
MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def get_start(day, kind):
    """Return the first day of the period of a kind in which a day falls."""
    size = MONTHS[kind]
    return date(day.year, (day.month - 1) // size * size + 1, 1)


def shift(start, kind, number=1):
    """Return the first day of the period that begins so many periods later.

    :param datetime.date start: the first day of a period
    :param int number: negative for earlier ones
    """
    month = start.year * 12 + start.month - 1 + MONTHS[kind] * number
    return date(month // 12, month % 12 + 1, 1)


def get_end(start, kind):
    """Return the last day of the period that begins on a day."""
    return shift(start, kind) - timedelta(days=1)


def get_starts(kind, first, last):
    """Return the first days of all periods from one day to another.

    :param datetime.date first: a day in the first of them
    :param datetime.date last: a day in the last of them
    """
    start, starts = get_start(first, kind), []
    while start <= last:
        starts.append(start)
        start = shift(start, kind)
    return starts


def get_months(start, kind):
    """Return the first days of the months of a period."""
    return [shift(start, "month", index) for index in range(MONTHS[kind])]


def get_moment(day, tz):
    """Return the moment at which a day begins somewhere, in UTC and without zone.

    :param str tz: the name of a time zone
    """
    midnight = datetime.combine(day, time.min, tzinfo=ZoneInfo(tz))
    return midnight.astimezone(UTC).replace(tzinfo=None)
