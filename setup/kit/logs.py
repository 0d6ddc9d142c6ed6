# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a server log says about us."""

import re

from . import addons

RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ (\w+) \S+ (\S+): ?(.*)")


def records(text):
    """Split a server log into (level, logger, message), lines of a message joined."""
    found = []
    for line in text.splitlines():
        if match := RECORD.match(line):
            found.append([match[1], match[2], match[3]])
        elif found:
            found[-1][2] += f"\n{line}"
    return found


def judge(text, known_failures=0):
    """Return what a server log holds that must not be there.

    :param text: the log.
    :param known_failures: how many failed tests are reported already: their
        own ERROR records are not reported again.
    :return: texts: errors, and warnings from our addons.
    """
    mine = "|".join(map(re.escape, addons.ours()))
    ours = re.compile(rf"\b({mine})\b")
    bad = []
    for level, logger, message in records(text):
        is_test = re.match(r"(FAIL|ERROR): ", message) or logger.startswith(
            "odoo.tests"
        )
        if level in ("ERROR", "CRITICAL"):
            if not (known_failures and is_test):
                bad.append(f"{level} {logger}: {message}")
        elif level == "WARNING" and (ours.search(logger) or ours.search(message)):
            bad.append(f"{level} {logger}: {message}")
    return bad
