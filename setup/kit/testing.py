# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command `setup/test`: which parts run, and the one line at the end."""

import argparse
import contextlib
import functools
import time

from . import addon_tests, addons, bootstrap, command, lint, outside_tests, templates
from .fail import Stop
from .results import Tally

HELP = """parts:
  lint                       style, and rules every addon keeps
  <addon>                    all tests of an addon
  <addon>:<Class>[.<test>]   one class or one test
  e2e[:<expression>]         from outside: browser, RPC, setup itself
  long                       what takes longer; never part of a normal run
Without a part: lint and every addon, and e2e beside them. Parts that are named
run one after another."""


def _parts(words):
    """Return (kind, name, selection) for each word of the command line.

    Without a word: what runs beside the tests from outside.
    """
    ready, waiting = addons.installable()
    if not words:
        words = ["lint", *ready]
    parts = []
    for word in words:
        name, _colon, select = word.partition(":")
        if name in waiting:
            raise Stop(
                f"{name} needs addons that are not here: {', '.join(waiting[name])}",
                "Put them on the addons path.",
            )
        if name not in {"lint", "e2e", "long", *ready}:
            raise Stop(
                f"There is no part {name}",
                f"Parts: lint, {', '.join(ready)}, e2e, long.",
            )
        parts.append(
            (name if name in {"lint", "e2e", "long"} else "addon", name, select)
        )
    return parts


def _run(kind, name, select):
    """Run one part and return its `Tally`."""
    if kind == "addon":
        return addon_tests.run(name, select)
    if kind == "e2e":
        return outside_tests.run(select)
    if kind == "long":
        return _long()
    return lint.run(select)


def _long():
    """Run what takes longer: in every addon, and from outside."""
    tally = Tally()
    for name in addons.installable()[0]:
        tally.add(addon_tests.run(name, long=True))
    tally.add(outside_tests.run(long=True))
    return tally


def _report(name, select, work, started):
    """Do the work of a part, say how it went, and return its `Tally`."""
    part = Tally()
    try:
        part.add(work())
    except Stop as stop:
        part.fail(name, str(stop))
    part.show_failures()
    seconds = time.monotonic() - started
    mark = "✗" if part.failures else "✓"
    chosen = f"{name}:{select}" if select else name
    print(f"  {mark} {chosen}: {part.line()}  {seconds:.1f} s", flush=True)
    return part


def _main(words):
    parser = argparse.ArgumentParser(
        prog="setup/test",
        description="Run the tests and end with the line 'N passed, M failed'.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("part", nargs="*", help="what to run, see below")
    options = parser.parse_args(words)
    bootstrap.ensure(tests=True)
    templates.sweep_runs()
    parts = _parts(options.part)
    total = Tally()
    with contextlib.ExitStack() as stack:
        if not options.part:
            begin = time.monotonic()
            finish = stack.enter_context(outside_tests.begun())
        for kind, name, select in parts:
            work = functools.partial(_run, kind, name, select)
            total.add(_report(name, select, work, time.monotonic()))
        if not options.part:
            total.add(_report("e2e", "", finish, begin))
    if total.failures:
        names = dict.fromkeys(name for name, _why in total.failures)
        print("\nFailed:", *names, sep="\n  ")
    print(total.line(), flush=True)
    return 1 if total.failures or not total.passed else 0


def main():
    return command.main(_main)
