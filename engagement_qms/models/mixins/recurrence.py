# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Dates that come again: plain arithmetic, no Odoo.

Every date is counted from the first one, the anchor, never from the one before:
a rhythm of a month that starts on 31 January gives 28 February and then
31 March, so it cannot drift, and a date that was missed changes nothing.
"""

from calendar import monthrange
from datetime import MAXYEAR, date, timedelta

# Also the choices of the selection fields that hold a unit.
UNITS = [
    ("day", "Days"),
    ("week", "Weeks"),
    ("month", "Months"),
    ("quarter", "Quarters"),
    ("year", "Years"),
]
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


def add(day, number, unit):
    """Return the date `number` units after `day`, or before it when negative.

    A day that the month does not have becomes the last day of that month.

    :param datetime.date day: where to start
    :param int number: how many units
    :param str unit: one of the keys of `UNITS`
    :raises KeyError: for an unknown unit
    :raises OverflowError: outside the years 1 to 9999
    """
    if unit in _DAYS:
        return day + timedelta(days=_DAYS[unit] * number)
    month = day.year * 12 + day.month - 1 + _MONTHS[unit] * number
    year, month = divmod(month, 12)
    if not 1 <= year <= MAXYEAR:
        raise OverflowError(f"The year {year} is out of range")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def occurrence(anchor, number, unit, index):
    """Return the date number `index` of a rhythm; number 0 is the anchor.

    :param datetime.date anchor: the first date of the rhythm
    :param int number: units from one date to the next, at least 1
    :param str unit: one of the keys of `UNITS`
    :param int index: which date, from 0
    :raises ValueError: when `number` is below 1
    """
    _check_number(number)
    return add(anchor, number * index, unit)


def next_after(anchor, number, unit, after):
    """Return the first date of the rhythm that lies strictly after `after`.

    Before the rhythm starts, that is the anchor itself.

    :param datetime.date after: the day that is past
    """
    return occurrence(anchor, number, unit, _index_after(anchor, number, unit, after))


def occurrences_between(anchor, number, unit, start, stop):
    """Yield the dates of the rhythm from `start` to `stop`, both included."""
    if start > stop:
        return
    index = 0
    if start > anchor:
        index = _index_after(anchor, number, unit, start - timedelta(days=1))
    day = occurrence(anchor, number, unit, index)
    while day <= stop:
        yield day
        index += 1
        day = occurrence(anchor, number, unit, index)


def _index_after(anchor, number, unit, after):
    """Return the number of the first date after `after`, without counting up."""
    _check_number(number)
    if after < anchor:
        return 0
    if unit in _DAYS:
        return (after - anchor).days // (_DAYS[unit] * number) + 1
    months = (after.year - anchor.year) * 12 + after.month - anchor.month
    index = months // (_MONTHS[unit] * number)
    # The date in the month of `after` may still be to come.
    return index if occurrence(anchor, number, unit, index) > after else index + 1


def _check_number(number):
    if number < 1:
        raise ValueError("A rhythm needs at least 1 unit from one date to the next")
