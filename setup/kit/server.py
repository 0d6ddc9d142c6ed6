# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo's own program: its configuration, commands and servers."""

import os
import re
import shutil
import tempfile

from . import addons, home, lock, postgres, python_env
from . import shell as programs
from .fail import Stop


def options():
    """Return the settings shared by every Odoo process of this folder."""
    return {
        "addons_path": ",".join(str(path) for path in addons.paths()),
        "data_dir": home.DATA,
        "db_host": home.SOCKET,
        "db_user": postgres.ROLE,
        "http_interface": "127.0.0.1",
        "list_db": "False",
        "admin_passwd": "admin",
        "max_cron_threads": "1",
        "bin_path": _bin_path(),
        "limit_time_real": "600",
        "limit_time_cpu": "600",
        "limit_memory_hard": "0",
        "limit_memory_soft": "0",
    }


def _bin_path():
    found = shutil.which("wkhtmltopdf")
    return os.path.dirname(found) if found else "/usr/bin"


def write_config(path, **more):
    """Write a configuration file for Odoo and return its path."""
    rows = {**options(), **more}
    text = "[options]\n" + "".join(f"{key} = {value}\n" for key, value in rows.items())
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)
    return path


def config():
    """Return the configuration file of this checkout, up to date.

    Several checkouts may share one home, each with its own addons.
    """
    return write_config(home.HOME / "conf" / f"{lock.checkout()}.conf")


def command(*words):
    """Return the command line of Odoo with the shared configuration."""
    return [str(python_env.PYTHON), "-m", "odoo", *[str(word) for word in words]]


def install(database, names, log, *, demo, shown=None, update=()):
    """Install addons into a database, which is made when it does not exist.

    :param names: names of addons to install.
    :param log: name of the log.
    :param demo: whether demo data is loaded.
    :param shown: the step that shows the progress.
    :param update: names of installed addons to update.
    :raises Stop: Odoo reported an error.
    """
    words = ["-c", config(), "-d", database, "--no-http", "--stop-after-init"]
    words += ["--max-cron-threads=0", "--with-demo" if demo else "--without-demo"]
    words += ["-i", ",".join(names)] if names else []
    words += ["-u", ",".join(update)] if update else []
    _checked(words, log, f"install {', '.join([*names, *update])}", shown)


def shell(database, code, log):
    """Run Python code in Odoo's shell, where `env` is the environment.

    :raises Stop: the code raised, or Odoo reported an error.
    """
    words = ["shell", "-c", config(), "-d", database, "--no-http"]
    with tempfile.TemporaryFile() as script:
        script.write(code.encode())
        script.seek(0)
        _checked([*words, "--max-cron-threads=0"], log, "run a script", stdin=script)


def _checked(words, log, what, shown=None, stdin=None):
    """Run Odoo and insist that its log holds no error."""
    code = programs.run(
        command(*words), log, watch=_watch_modules(shown), check=False, stdin=stdin
    )
    path = programs.log_path(log)
    if programs.FULL in path.read_text(errors="replace"):
        raise programs.disk_full()
    if code or problems(path):
        raise Stop(
            f"Odoo could not {what}: {first_problem(path)[:300]}",
            f"The whole log: {path}",
        )


def _watch_modules(shown):
    def watch(line):
        found = re.search(r"Loading module (\w+) \((\d+)/(\d+)\)", line)
        if found and shown:
            shown.share(int(found[2]) / int(found[3]), found[1])

    return watch


def problems(path):
    """Return the lines of a log that report an error.

    For Odoo it is a warning only when the demo data of an addon cannot be loaded.
    """
    text = path.read_text(errors="replace")
    wrong = re.compile(r" (ERROR|CRITICAL) |demo data failed to install")
    return [row for row in text.splitlines() if wrong.search(row)]


def first_problem(path):
    """Return what a log says went wrong, in one line."""
    text = path.read_text(errors="replace")
    if "Traceback (most recent" in text:
        # What follows the frames, which are indented, is the error itself.
        last = text.rpartition("Traceback (most recent call last):")[2]
        rows = [row for row in last.splitlines()[1:] if row[:1].strip()]
        return " ".join(rows[:3])
    rows = problems(path)
    return rows[0] if rows else programs.tail(path)
