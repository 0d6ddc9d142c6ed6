# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When a promise is due (plain dates, no Odoo needed).

The day on which the matter was received is day 0, where the organisation works. Hours
are elapsed hours. Days and working days run to the end of the local day, so that
"within two days" does not depend on the hour of the call.

The rule engine states the same rules in SQL; a property test holds the two together.
"""

import math
from bisect import bisect_right
from datetime import datetime, time, timedelta

import pytz

UNITS = [("hour", "Hours"), ("day", "Days"), ("working_day", "Working days")]
#: The last moment of a local day that the ledger can tell apart
END_OF_DAY = time(23, 59, 59)
#: A reminder comes when this share of the time is gone
RISK_SHARE = 0.75
#: No promise runs longer than so many units; what is longer is a slip of the pen
MAX_LIMIT = 10_000


class TooFewDays(ValueError):
    """The working dates end before the promise is due."""


def due_at(started_at, value, unit, tz, working_dates=()):
    """Return the moment until which a promise can be kept.

    :param datetime started_at: when the matter was received, naive UTC
    :param float value: the limit, above 0; parts of a day count as a whole one
    :param str unit: "hour", "day" or "working_day"
    :param str tz: the time zone of the calendar
    :param working_dates: sorted working dates that reach far enough; only read for
        working days
    :return: naive UTC
    :raise ValueError: for a limit of 0 or below or above ``MAX_LIMIT``, or an unknown
        unit
    :raise TooFewDays: for working dates that end too early
    """
    if not 0 < value <= MAX_LIMIT:
        raise ValueError(f"the limit must be above 0 and at most {MAX_LIMIT}")
    if unit == "hour":
        return started_at + timedelta(seconds=max(1, round(value * 3600)))
    start = local_date(started_at, tz)
    days = math.ceil(value)
    if unit == "day":
        return end_of_day(start + timedelta(days=days), tz)
    if unit == "working_day":
        position = bisect_right(working_dates, start) + days - 1
        if position >= len(working_dates):
            raise TooFewDays("the working dates end before the promise is due")
        return end_of_day(working_dates[position], tz)
    raise ValueError(f"unknown unit {unit!r}")


def risk_at(started_at, due):
    """Return the moment from which an open promise is at risk.

    :param datetime started_at: when the clock started
    :param datetime due: until when the promise can be kept
    """
    return started_at + (due - started_at) * RISK_SHARE


def is_kept(done_at, first_due_at):
    """Say whether a promise was kept: an extension does not count.

    :param datetime done_at: when it was done
    :param datetime first_due_at: the due moment before any extension
    """
    return done_at <= first_due_at


def local_date(moment, tz):
    """Return the date of a naive UTC moment where the calendar is."""
    return pytz.utc.localize(moment).astimezone(pytz.timezone(tz)).date()


def end_of_day(day, tz):
    """Return the end of a local day as naive UTC."""
    # where clocks are set back at midnight, the last hour of the day comes twice
    local = pytz.timezone(tz).localize(datetime.combine(day, END_OF_DAY), is_dst=False)
    return local.astimezone(pytz.utc).replace(tzinfo=None)
