# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run other programs: output into a log, failures as one clear line."""

import contextlib
import errno
import os
import shutil
import signal
import subprocess

from . import home
from .fail import Stop

FULL = "No space left on device"
DISK_ERRORS = (errno.ENOSPC, errno.EDQUOT)


def is_root():
    return os.geteuid() == 0


def tail(path, lines=1):
    """Return the last non-empty lines of a log, joined."""
    try:
        text = path.read_text(errors="replace")
    except OSError:
        return ""
    return " / ".join([row for row in text.splitlines() if row.strip()][-lines:])


def log_path(name):
    home.LOGS.mkdir(parents=True, exist_ok=True)
    return home.LOGS / f"{name}.log"


def environment():
    """Return the environment of child processes: ours, in a neutral language."""
    return {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"}


def end_group(process, sign=signal.SIGTERM):
    """End a process that leads its own group, and all it has started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, sign)
    process.wait()


def run(
    command, log, watch=None, env=None, cwd=None, check=True, append=False, stdin=None
):
    """Run `command` and write all it prints into the log `log`.

    :param command: list of words.
    :param log: name of the log under the home folder, without suffix.
    :param watch: called with every line printed, to follow the progress.
    :param env: variables to add to the environment.
    :param stdin: an open file to read from; nothing otherwise.
    :raises Stop: the command failed and `check` is set.
    :return: the exit code.
    """
    path = log_path(log)
    with open(path, "a" if append else "w") as out:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=stdin or subprocess.DEVNULL,
            env={**environment(), **(env or {})},
            cwd=cwd,
            text=True,
            errors="replace",
        )
        try:
            for line in process.stdout:
                out.write(line)
                out.flush()
                if watch:
                    watch(line)
        except BaseException:
            process.terminate()
            process.wait()
            raise
        code = process.wait()
    if code and check:
        raise failure(command, path)
    return code


def failure(command, path):
    """Turn a failed command and its log into a `Stop` that says what to do."""
    text = path.read_text(errors="replace")
    if FULL in text:
        return disk_full()
    name = os.path.basename(str(command[0]))
    return Stop(f"{name} failed: {tail(path)[:200]}", f"The whole log: {path}")


def disk_full():
    return Stop(
        f"The disk that holds {home.HOME} is full",
        "Free about 4 GB, or set ENGAGEMENT_HOME to a folder on another disk.",
    )


def find(program, *, package, folders=()):
    """Return the path of a program, found on PATH or in one of `folders`.

    :param package: Debian package that has it, named in the error.
    """
    found = shutil.which(program) or next(
        (
            str(folder / program)
            for folder in folders
            if os.access(folder / program, os.X_OK)
        ),
        None,
    )
    if not found:
        raise Stop(
            f"The program {program} is not on this machine",
            f"Install the package {package} and try again.",
        )
    return found
