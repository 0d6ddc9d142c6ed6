# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""pylint-odoo, the OCA's rules for addons, as `pyproject.toml` sets them."""

from .. import addons, home
from . import tool

# A big model is split by concern into files that inherit it.
NOT_OURS = "consider-merging-classes-inherited"


def found_something(code):
    """Pylint's exit code is a set of bits: 1 and 32 mean that it broke off."""
    return not code & (1 | 32)


def check():
    words = ["pylint", f"--rcfile={home.REPO / 'pyproject.toml'}", "--score=no"]
    words += ["--disable=all", "--enable=odoolint", f"--disable={NOT_OURS}"]
    words += ["--reports=no", "--jobs=2", *addons.ours()]
    return tool.findings(words, clean={0}, dirty=found_something)
