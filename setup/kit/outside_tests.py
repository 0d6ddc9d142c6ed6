# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run the tests that see the product from outside: pytest over `tests/`."""

import contextlib
import re
import xml.etree.ElementTree as etree

from . import bounded, home, lock, logs, python_env, shell
from .results import Tally

# Checkouts that share a home may test at the same time.
NAME = f"outside-{lock.checkout()}"
SERVER_LOG = f"{NAME}-server"
EXPECTED = home.LOGS / f"{NAME}-expected.txt"
LIMIT = 30 * 60  # seconds
LONG_LIMIT = 60 * 60


def expect_in_log(pattern):
    """Let errors be in the servers' logs whose text matches a regular expression.

    For tests that provoke an error on purpose; called from within pytest.
    """
    with open(EXPECTED, "a") as file:
        file.write(f"{pattern}\n")


def _unexpected(path):
    """Return what a server's log holds that no test has announced."""
    patterns = EXPECTED.read_text().splitlines() if EXPECTED.exists() else []
    return [
        why
        for why in logs.judge(path.read_text(errors="replace"))
        if not any(re.search(pattern, why, re.DOTALL) for pattern in patterns)
    ]


@contextlib.contextmanager
def begun(select="", *, long=False):
    """Begin pytest, which ends with the block; give a function that waits for it.

    :param select: a path under `tests/`, or an expression as of pytest's -k.
    :param long: run the tests marked `long` instead of the others.
    :return: a function that returns a `Tally`.
    """
    report = home.LOGS / f"{NAME}.xml"
    report.unlink(missing_ok=True)
    EXPECTED.unlink(missing_ok=True)
    for old in home.LOGS.glob(f"{SERVER_LOG}*.log"):
        old.unlink()
    words = [python_env.PYTHON, "-m", "pytest", f"--junitxml={report}"]
    words += ["-m", "long" if long else "not long", "-p", "no:cacheprovider"]
    words += ["--durations=25"]
    if (home.REPO / "tests" / select.partition("::")[0]).is_file():
        words += [home.REPO / "tests" / select]
    elif select:
        words += ["-k", select]
    limit = LONG_LIMIT if long else LIMIT
    with bounded.begun(words, NAME, limit) as wait:
        yield lambda: _judge(wait(), report, limit, long)


def _judge(code, report, limit, long):
    """Return the `Tally` of a run of pytest that ended with `code`."""
    tally = read(report)
    log = shell.log_path(NAME)
    if code is None:
        tally.fail("tests", f"stopped after {limit // 60} minutes: {log}")
    elif code == 5 and long:
        return tally  # no long test exists, which is for `setup/test` to judge
    elif not tally.count:
        tally.fail("tests", f"no test ran (exit {code})\n{shell.tail(log, 5)}")
    elif code and not tally.failures:
        tally.fail("tests", f"pytest ended with {code}: {log}")
    for path in sorted(home.LOGS.glob(f"{SERVER_LOG}*.log")):
        if bad := _unexpected(path):
            tally.fail(f"log of the server {path}", "\n".join(bad[:20]))
    return tally


def run(select="", *, long=False):
    """Run pytest to its end and return a `Tally`; the words are those of `begun`."""
    with begun(select, long=long) as finish:
        return finish()


def read(report):
    """Turn a JUnit report into a `Tally`; a skipped test is a failed one."""
    tally = Tally()
    if not report.exists():
        return tally
    failed = {}
    names = set()
    for case in etree.parse(report).iter("testcase"):
        name = f"{case.get('classname')}::{case.get('name')}"
        names.add(name)
        for kind in ("failure", "error", "skipped"):
            for node in case.iter(kind):
                text = f"{kind}: {node.get('message') or ''}\n{node.text or ''}"
                failed[name] = f"{failed.get(name, '')}{text}"
    tally.passed = len(names - failed.keys())
    tally.failures = list(failed.items())
    return tally
