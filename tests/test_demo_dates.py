# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The demo company can be loaded at any hour.

Its days are counted from the moment it is loaded. What is over must be over a minute
after midnight, too: Odoo refuses what comes from the future, and goes on without demo.
"""

import ast
import datetime

import pytest
from dateutil.relativedelta import relativedelta
from lxml import etree

from kit import home

MOMENTS = [
    datetime.datetime(2026, 3, 11, 0, 1),
    datetime.datetime(2026, 3, 11, 12, 0),
    datetime.datetime(2026, 3, 11, 23, 59),
]
KNOWN = {
    "relativedelta": relativedelta,
    "timedelta": datetime.timedelta,
    "str": str,
}
FILES = sorted(home.REPO.glob("engagement_*/demo/*.xml"))


class Dates(ast.NodeVisitor):
    """The moments that an expression of a demo file names."""

    def __init__(self, text):
        self.found = []
        self.visit(ast.parse(text.strip(), mode="eval"))

    def visit(self, node):
        names = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
        one = isinstance(node, ast.BinOp | ast.Call)
        if one and "DateTime" in names and names <= {*KNOWN, "DateTime"}:
            self.found.append(compile(ast.Expression(node), "", "eval"))
        else:
            self.generic_visit(node)


def evaluate(code, moment):
    """Work out a moment as if it were now `moment`."""

    class DateTime(datetime.datetime):
        @classmethod
        def now(cls):
            return moment

        today = now

    found = eval(code, {**KNOWN, "DateTime": DateTime})  # our own files only
    if isinstance(found, str):
        found = datetime.datetime.fromisoformat(found)
    if not isinstance(found, datetime.datetime):
        found = datetime.datetime.combine(found, datetime.time())
    return found.replace(tzinfo=None)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_is_over_is_over_at_any_hour(path):
    wrong = [
        f"{node.get('name')}, line {node.sourceline}: {node.get('eval')}"
        for node in etree.parse(path).iter("field", "value")
        for code in Dates(node.get("eval") or "None").found
        if len({evaluate(code, moment) <= moment for moment in MOMENTS}) > 1
    ]
    assert not wrong
