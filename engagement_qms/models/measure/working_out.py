# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a value is, by what was counted for it: plain arithmetic, no Odoo."""

from typing import NamedTuple

#: A share is shown as a number of so many
FACTORS = {"percent": 100.0, "per_thousand": 1000.0}
#: Nothing found is zero there; everywhere else it is no value
COUNTING = ("count", "count_distinct", "sum")


class Worked(NamedTuple):
    """One value: None where there is nothing, or too little, to work it out of."""

    value: float
    numerator: float
    denominator: float
    sample: int


def work_out(aggregate, unit, minimum, counted):
    """Return the value of one period.

    :param str aggregate: how it is measured
    :param str unit: what a share is shown as
    :param int minimum: with fewer records there is no value, and nothing that tells it
    :param dict counted: (number, sample) by "numerator" and "denominator", or a whole
        row by "computed"
    """
    if aggregate == "computed":
        worked = _work_out_computed(unit, counted.get("computed"))
    else:
        number, sample = counted.get("numerator", (None, 0))
        if aggregate == "ratio":
            whole = counted.get("denominator", (None, 0))[0] or 0
            worked = _get_share(unit, number or 0, whole)
        elif aggregate in COUNTING:
            worked = Worked(float(number or 0), number or 0, None, sample)
        elif aggregate == "avg" and sample:
            worked = Worked(number / sample, number, sample, sample)
        else:
            worked = Worked(number if sample else None, None, None, sample)
    few = worked.sample < minimum and (minimum > 1 or aggregate not in COUNTING)
    if few and aggregate != "computed" or few and minimum > 1:
        return Worked(None, None, None, worked.sample)
    return worked


def _get_share(unit, number, whole):
    value = FACTORS.get(unit, 1.0) * number / whole if whole else None
    return Worked(value, number, whole, int(whole))


def _work_out_computed(unit, row):
    if row is None:
        return Worked(None, None, None, 0)
    numerator, denominator, value, sample = row
    if value is None and denominator is not None:
        share = _get_share(unit, float(numerator or 0), float(denominator))
        return share._replace(sample=int(sample if sample is not None else denominator))
    known = None if value is None else float(value)
    return Worked(known, numerator, denominator, int(sample or 0))
