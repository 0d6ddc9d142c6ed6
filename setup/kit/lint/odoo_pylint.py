# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pylint checkers that Odoo runs over its own code, over ours.

Odoo's own test runs them over all of Odoo, which takes minutes.
"""

import ast
import os

from .. import addons, home, odoo_source
from . import tool
from .pylint_odoo import found_something


def _options_of_odoo(folder):
    """Return what Odoo's own test enables and loads, as two lists.

    Read from that test, so that an Odoo with more checkers brings them along.
    """
    tree = ast.parse((folder / "test_pylint.py").read_text())
    lists = [
        [item.value for item in node.elts if isinstance(item, ast.Constant)]
        for node in ast.walk(tree)
        if isinstance(node, ast.List)
    ]
    enabled = next(words for words in lists if "sql-injection" in words)
    plugins = next(words for words in lists if "_pylint_path_setup" in words)
    return enabled, plugins


def check():
    source = odoo_source.locate()
    lint = addons.find("test_lint") / "tests"
    enabled, plugins = _options_of_odoo(lint)
    words = ["pylint", f"--rcfile={os.devnull}", "--score=no", "--reports=no"]
    # Names of pylint-odoo's rules, in comments of ours, mean nothing here.
    words += ["--disable=all,unknown-option-value", f"--enable={','.join(enabled)}"]
    words += [f"--load-plugins={','.join(plugins)}", "--bad-functions=input"]
    env = {
        "PYTHONPATH": os.pathsep.join([str(lint), str(source.path)]),
        "ADDONS_PATH": os.pathsep.join(str(path) for path in addons.paths()),
    }
    words += [home.REPO / name for name in addons.ours()]
    return tool.findings(words, clean={0}, dirty=found_something, env=env)
