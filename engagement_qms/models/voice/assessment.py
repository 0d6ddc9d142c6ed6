# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the answers to the first questions about a complaint propose (no Odoo needed).

Five questions are graded from 1 to 4, three are answered with yes or no (ISO 10002,
initial assessment). The proposal is a rule that people can follow by hand: the worst
grade and the sum decide, danger overrules.
"""

import dataclasses

GRADED = ("severity", "complexity", "reach", "urgency", "pattern")
#: What a yes adds to the sum
YES = 3
#: From these sums on a complaint takes the longer way
FULL_FROM = 14
STANDARD_FROM = 7


@dataclasses.dataclass(frozen=True)
class Answers:
    """What was answered; a grade of 0 is not answered yet."""

    grades: dict
    danger: bool = False
    legal_duty: bool = False
    vulnerable: bool = False


def score(answers):
    """Return how grave a complaint is, from 0 (not assessed) to 29.

    :param Answers answers: what was answered
    """
    yes = answers.danger + answers.legal_duty + answers.vulnerable
    return sum(answers.grades.values()) + YES * yes


def route(answers):
    """Return the route that the answers propose, or False as long as none is given.

    :param Answers answers: what was answered
    :return: "fast", "standard", "full", "emergency" or False
    """
    if answers.danger:
        return "emergency"
    total = score(answers)
    worst = max(answers.grades.values(), default=0)
    if worst == 4 or total >= FULL_FROM or answers.legal_duty:
        return "full"
    if worst == 3 or total >= STANDARD_FROM or answers.vulnerable:
        return "standard"
    return "fast" if total else False


def authority(answers):
    """Return who has to agree to the answer, or False as long as none is given.

    :param Answers answers: what was answered
    :return: "handler", "manager", "leader" or False
    """
    way = route(answers)
    if way == "emergency" or answers.grades.get("severity") == 4:
        return "leader"
    if way == "full" or answers.grades.get("severity") == 3:
        return "manager"
    return "handler" if way else False
