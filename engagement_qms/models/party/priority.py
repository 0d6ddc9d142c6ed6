# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""How the scores of a party become a priority and a strategy (no Odoo needed).

The rules are few enough to be explained in one sentence each, because an auditor
will ask: priority is influence times the larger of the two impacts; strategy is the
quadrant of influence against interest.
"""

SCORE_MIN = 1
SCORE_MAX = 5
#: A score above this line counts as high: it is the line drawn on the map.
HIGH_SCORE = 3.5

#: The levels from the lowest to the highest, with the smallest product that earns each.
PRIORITY_THRESHOLDS = (("low", 1), ("medium", 6), ("high", 12), ("critical", 20))
PRIORITY_SEQUENCE = {
    level: number for number, (level, _start) in enumerate(PRIORITY_THRESHOLDS, 1)
}


def priority_of(influence, impact_on_us, impact_on_them, key_client=False):
    """Return the priority that the scores alone give.

    :param int influence: 1 to 5, how far the party can change what we do
    :param int impact_on_us: 1 to 5, how hard its decisions hit us
    :param int impact_on_them: 1 to 5, how hard our decisions hit it
    :param bool key_client: a key client is never below "high"
    :return: "low", "medium", "high" or "critical"
    """
    product = influence * max(impact_on_us, impact_on_them)
    level = "low"
    for name, start in PRIORITY_THRESHOLDS:
        if product >= start:
            level = name
    if key_client and PRIORITY_SEQUENCE[level] < PRIORITY_SEQUENCE["high"]:
        return "high"
    return level


def strategy_of(influence, interest):
    """Return how to treat a party, by the quadrant it stands in.

    :param int influence: 1 to 5
    :param int interest: 1 to 5, how much it wants to know and take part
    :return: "manage_closely", "keep_satisfied", "keep_informed" or "monitor"
    """
    if influence > HIGH_SCORE:
        return "manage_closely" if interest > HIGH_SCORE else "keep_satisfied"
    return "keep_informed" if interest > HIGH_SCORE else "monitor"
