# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own program, with each test's outcome written down as it happens.

Runs inside Odoo's environment: `python odoo_results.py <Odoo's options>`. The
log counts tests, but neither names the failed ones in a form to rely on nor
counts the skipped ones; so the result object itself reports, one JSON object
per line, into the file that the variable ENGAGEMENT_RESULTS names.
"""

import json
import os
import traceback


def _watch(result_class, path):
    """Make `result_class` report into the file `path`."""

    def note(event, test, **more):
        if getattr(test, "test_case", None) is not None:
            # A failed subtest is a failure of its test.
            more["why"] = f"{test._subDescription()}\n{more['why']}"
            test = test.test_case
        row = {"event": event, "test": test.id(), **more}
        with open(path, "a") as out:
            out.write(json.dumps(row) + "\n")

    def wrap(name, event, tell):
        original = getattr(result_class, name)

        def method(self, test, *args):
            if not self._soft_fail:
                note(event, test, **tell(*args))
            return original(self, test, *args)

        setattr(result_class, name, method)

    def text(error):
        return {"why": "".join(traceback.format_exception(*error))}

    wrap("startTest", "started", dict)
    wrap("addSkip", "skipped", lambda reason: {"why": str(reason)})
    wrap("addFailure", "failed", text)
    wrap("addError", "failed", text)


if __name__ == "__main__":
    from odoo.cli.command import main
    from odoo.tests.result import OdooTestResult

    _watch(OdooTestResult, os.environ["ENGAGEMENT_RESULTS"])
    main()
