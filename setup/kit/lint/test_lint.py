# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's module `test_lint`, with all our addons installed.

It looks at every addon it can find; what it says about others is not ours.
"""

import ast
import re

from .. import addon_tests, addons, home, templates
from ..fail import Stop

# TestPyLint takes minutes and is done by `odoo_pylint`; TestDocstring fails on
# Odoo's own code and says nothing of addons; eslint needs a program from npm.
LEFT_OUT = ("TestPyLint", "TestDocstring", "TestESLint")


def check():
    tags = ",".join(["/test_lint", *(f"-/test_lint:{name}" for name in LEFT_OUT)])
    with templates.demo_company("lint") as database:
        tally = addon_tests.odoo("test_lint", database, tags, install=True)
    if not tally.passed:
        raise Stop("Odoo's test_lint ran no test", tally.failures[0][1])
    ours = _about_us()
    found = []
    for name, text in tally.failures:
        for failure in [] if name.startswith("log of") else text.split(addon_tests.END):
            lines = [row.strip() for row in failure.splitlines() if ours.search(row)]
            if lines:
                found.append(f"{name}: {' '.join(lines)}")
    return found


def _about_us():
    """Return a pattern for our addons and the models they make."""
    words = set(addons.ours())
    for name in addons.ours():
        for path in (home.REPO / name).rglob("*.py"):
            if "tests" not in path.parts:
                words |= _made_models(ast.parse(path.read_text()))
    return re.compile(r"(?<![\w.])(" + "|".join(map(re.escape, words)) + r")\b")


def _made_models(tree):
    """Return the models that a file makes; what it only extends is somebody else's."""
    made = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        given = {
            target.id: row.value
            for row in node.body
            if isinstance(row, ast.Assign)
            for target in row.targets
            if isinstance(target, ast.Name)
        }
        name = ast.literal_eval(given["_name"]) if "_name" in given else None
        inherit = given.get("_inherit")
        if name and name not in (ast.literal_eval(inherit) if inherit else ()):
            made.add(name)
    return made
