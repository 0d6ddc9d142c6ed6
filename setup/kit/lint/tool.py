# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run a linter of the environment and take its findings."""

import os
import subprocess

from .. import home, python_env, shell
from ..fail import Stop


def findings(words, *, clean, dirty, env=None, cwd=home.REPO):
    """Return the lines a linter prints.

    :param words: the module of the linter and its arguments.
    :param clean: exit codes that mean: nothing found.
    :param dirty: tells from an exit code that something was found.
    :raises Stop: any other exit code: the linter itself did not work.
    """
    done = subprocess.run(
        [str(python_env.PYTHON), "-m", *map(str, words)],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**shell.environment(), **(env or {})},
        check=False,
    )
    rows = [
        os.path.relpath(row, home.REPO) if os.path.isabs(row) else row
        for row in done.stdout.splitlines()
        if row.strip() and not row.startswith("*****")
    ]
    if done.returncode in clean:
        return []
    if dirty(done.returncode) and rows:
        return rows
    raise Stop(
        f"{words[0]} did not run: {done.stderr.strip()[-400:] or done.stdout[-400:]}",
        "Run setup/test again; if it stays, delete the environment.",
    )
