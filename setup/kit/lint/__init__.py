# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Style, and the rules that every addon of this repository keeps.

A check is a function without arguments that returns its findings, one text
each. A check without findings is one passed test; each finding is a failed one.
"""

from .. import translations
from ..fail import Stop
from ..results import Tally
from ..steps import step
from . import (
    access,
    licences,
    manifests,
    odoo_pylint,
    pylint_odoo,
    reasons,
    style,
    test_lint,
)

# In the order of their time: who waits sees the quick ones first.
CHECKS = {
    "ruff": style.check,
    "format": style.check_format,
    "manifest": manifests.check_files,
    "tests-imported": manifests.check_tests,
    "licences": licences.check,
    "groups": access.check_groups,
    "acl": access.check_lines,
    "sudo": reasons.check,
    "pylint-odoo": pylint_odoo.check,
    "odoo-pylint": odoo_pylint.check,
    "i18n": translations.outdated,
    "test-lint": test_lint.check,
    "groups-installed": access.check_installed_groups,
    "acl-installed": access.check_installed_lines,
}


def run(select=""):
    """Run all checks, or the one named `select`, and return a `Tally`."""
    if select and select not in CHECKS:
        raise Stop(f"There is no check {select}", f"Checks: {', '.join(CHECKS)}.")
    tally = Tally()
    for name, check in CHECKS.items():
        if select in ("", name):
            with step(f"lint {name}") as shown:
                findings = check()
                if findings:
                    shown.bad, shown.note = True, f"findings: {len(findings)}"
            for finding in findings:
                tally.fail(f"lint {name}", finding)
            tally.passed += not findings
    return tally
