# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""When something planned for a day meets in the calendar, and on which day it met."""

from datetime import datetime, time

import pytz

from odoo import fields

#: When a meeting starts, until somebody says otherwise
MEETING_HOUR = 10


def get_meeting_start(day, tz):
    """Return the moment at which a meeting begins on a day, in UTC and without zone.

    :param datetime.date day: the day of the meeting
    :param str tz: the name of a time zone; UTC without one
    """
    start = pytz.timezone(tz or "UTC").localize(
        datetime.combine(day, time(MEETING_HOUR))
    )
    return start.astimezone(pytz.utc).replace(tzinfo=None)


def get_meeting_date(meeting, tz):
    """Return the day of a meeting.

    :param meeting: a record of `calendar.event`
    :param str tz: the name of a time zone; that of the user without one
    """
    if meeting.allday:
        return meeting.start_date
    return fields.Datetime.context_timestamp(
        meeting.with_context(tz=tz), meeting.start
    ).date()
