# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a value means against its target: plain arithmetic, no Odoo."""

STATUSES = [
    ("good", "On target"),
    ("warning", "Close"),
    ("bad", "Off target"),
    ("none", "No verdict"),
]


def judge(value, direction, target=None, warning=None, low=None, high=None):
    """Return whether a value is good, close, bad, or cannot be judged.

    :param value: None without data, which is never judged
    :param str direction: "higher" or "lower" is better, or "band": between two
    :param target: reached when the value is as good as this; None without a target
    :param warning: not quite as good, and still no alarm; for a band how far outside
        it may lie; None where everything off target is bad
    :param low: the lower end of a band
    :param high: the upper end of a band
    """
    if value is None:
        return "none"
    if direction == "band":
        if low is None or high is None:
            return "none"
        outside = max(low - value, value - high, 0)
        if not outside:
            return "good"
        return "warning" if warning and outside <= warning else "bad"
    if target is None:
        return "none"
    sign = 1 if direction == "higher" else -1
    if sign * (value - target) >= 0:
        return "good"
    if warning is not None and sign * (value - warning) >= 0:
        return "warning"
    return "bad"


def get_trend(values, direction):
    """Return whether the last value is better than the one before.

    :param values: the oldest first; None where there was no data
    :return: "better", "worse", "same", or False where there is nothing to compare;
        for a band, where more is not better, "up" or "down"
    """
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return False
    before, last = known[-2:]
    if last == before:
        return "same"
    if direction == "band":
        return "up" if last > before else "down"
    return "better" if (last > before) == (direction == "higher") else "worse"
