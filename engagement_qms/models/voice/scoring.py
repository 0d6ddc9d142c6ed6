# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How partners are scored: plain arithmetic, no Odoo.

A score goes from 0 to 100. What nobody looked at has no score: None, which is neither
0 nor 100, and counts in no mean. How much of the whole was looked at is the coverage.
"""

from typing import NamedTuple

LOWEST, HIGHEST = 0, 100
#: Weights are typed with two decimals; three thirds may miss the whole by so much
TOLERANCE = 0.05

#: Each scale: {what is clicked: score}
SCALES = {
    "thumbs": {"up": 100, "down": 0},
    "stars": {"1": 0, "2": 25, "3": 50, "4": 75, "5": 100},
}


class Band(NamedTuple):
    """Scores from `low` on that are below `high`; the highest band ends with 100."""

    low: float
    high: float


class Fault(NamedTuple):
    """What is wrong with bands: a gap or an overlap, and where."""

    kind: str
    low: float
    high: float


def to_score(scale, value):
    """Return the score of a click.

    :param str scale: a key of `SCALES`
    :param str value: what was clicked
    :raises KeyError: for what the scale does not have
    """
    return SCALES[scale][value]


def to_stars(score):
    """Return the number of stars, 1 to 5, that comes closest to a score."""
    return 1 + int(score / 25 + 0.5)


def is_whole(weights):
    """Tell whether the weights sum to 100."""
    return abs(sum(weights) - HIGHEST) <= TOLERANCE


def find_fault(bands):
    """Return the first place where bands do not cover 0 to 100 once, or None.

    :param bands: pairs of a low and a high end, in any order
    """
    reached = LOWEST
    for low, high in sorted(bands):
        if low > reached:
            return Fault("gap", reached, low)
        if low < reached:
            return Fault("overlap", low, min(reached, high))
        reached = high
    return Fault("gap", reached, HIGHEST) if reached < HIGHEST else None


def find_band(bands, score):
    """Return the number of the band in which a score lies, or None.

    :param bands: pairs of a low and a high end
    """
    for index, (low, high) in enumerate(bands):
        if low <= score < high or score == high == HIGHEST:
            return index
    return None


def mean(scores):
    """Return the plain mean, or None without any."""
    scores = list(scores)
    return sum(scores) / len(scores) if scores else None


def weigh(parts):
    """Return the weighted score of what has one, and the coverage in percent.

    :param parts: pairs of a weight and a score, None where there are no data
    :return: (score or None, coverage)
    """
    parts = list(parts)
    scored = [(weight, score) for weight, score in parts if score is not None]
    known = sum(weight for weight, _score in scored)
    whole = sum(weight for weight, _score in parts)
    if not known:
        return None, 0.0
    score = sum(weight * score for weight, score in scored) / known
    # rounding may not carry a mean beyond what it is the mean of
    return min(max(score, LOWEST), HIGHEST), min(100 * known / whole, 100.0)
