# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command `setup/bench`: a bench in a clone, its table on the screen."""

import argparse
import ast
import subprocess

from . import addons, bootstrap, command, home, server, shell, templates
from .fail import Stop

FOLDER = home.REPO / "setup" / "benches"


def _names():
    return sorted(path.stem for path in FOLDER.glob("*.py"))


def _wanted(path):
    """Return the bench's own `DATABASE`: what its clone has, see `inside/bench.py`."""
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == "DATABASE":
            return ast.literal_eval(node.value)
    return {}


def _main(words):
    parser = argparse.ArgumentParser(
        prog="setup/bench", description="Measure and print a table of ratios."
    )
    parser.add_argument("name", help=f"one of: {', '.join(_names())}")
    parser.add_argument("option", nargs="*", help="name=value, for the bench itself")
    options = parser.parse_args(words)
    path = FOLDER / f"{options.name}.py"
    if not path.exists():
        raise Stop(
            f"There is no bench {options.name}", f"Benches: {', '.join(_names())}."
        )
    bootstrap.ensure(peers=True)
    templates.sweep_runs()
    ready, _waiting = addons.installable()
    with templates.borrowed(
        templates.ready, f"bench_{options.name}", **{"names": ready, **_wanted(path)}
    ) as database:
        inside = home.REPO / "setup" / "inside" / "bench.py"
        words = [server.command()[0], inside, server.config(), database, path]
        # Its table goes straight to the screen.
        return subprocess.run(
            [*map(str, words), *options.option], env=shell.environment(), check=False
        ).returncode


def main():
    return command.main(_main)
