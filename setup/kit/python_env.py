# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The virtual environment Odoo runs in, with the versions of the lock file."""

import importlib.util
import json
import re
import shutil
import sys

from . import home, lock, packages, shell
from .fail import Stop

PYTHON = home.VENV / "bin" / "python"
STAMP = home.VENV / "engagement.json"
#: Groups of the lock file that are addons of Odoo
ADDONS = ("addons", "peers")


def site_packages():
    """Return the folder of the environment's packages."""
    return next(home.VENV.glob("lib/python3*/site-packages"))


def wanted(groups):
    """Return {package: version} of the named groups of the lock file."""
    python = lock.read()["python"]
    return {
        name: version for group in groups for name, version in python[group].items()
    }


def _stamp():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def is_ready(groups):
    """Tell whether the environment holds the locked versions of `groups`."""
    done = _stamp()
    return (
        all(done.get(group) == lock.fingerprint(wanted([group])) for group in groups)
        and PYTHON.exists()
    )


def create(groups, shown):
    """Make the environment, or bring it to the locked versions.

    :param groups: groups of the lock file: "run", "addons", "test", "peers".
    :param shown: the step that shows the progress.
    """
    if not PYTHON.exists():
        _make_venv()
    pins = wanted([group for group in groups if group not in ADDONS])
    _pip([f"{name}=={version}" for name, version in pins.items()], shown)
    # Without dependencies: Odoo itself is not on the package index.
    if addons := wanted([group for group in groups if group in ADDONS]):
        _pip(["--no-deps", *(f"{n}=={v}" for n, v in addons.items())], None)
    done = {group: lock.fingerprint(wanted([group])) for group in groups}
    STAMP.write_text(json.dumps({**_stamp(), **done}) + "\n")


def _make_venv():
    # Debian keeps this module in a package of its own.
    if not importlib.util.find_spec("ensurepip"):
        packages.install(["python3-venv"])
    shutil.rmtree(home.VENV, ignore_errors=True)
    shell.run([sys.executable, "-m", "venv", home.VENV], "venv")


def _pip(requirements, shown):
    total = len(requirements)
    seen = {"n": 0}

    def watch(line):
        if found := re.match(
            r"(?:Collecting|Requirement already satisfied:) (\S+)", line
        ):
            seen["n"] += 1
            if shown:
                shown.share(min(seen["n"] / total, 1) * 0.8, found[1])
        elif line.startswith("Installing collected") and shown:
            shown.share(0.9, "installing")

    command = [PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar=off"]
    code = shell.run([*command, *requirements], "pip", watch=watch, check=False)
    if code:
        path = shell.log_path("pip")
        text = path.read_text(errors="replace")
        if re.search(r"NewConnectionError|Name or service|No address|timed out", text):
            raise packages.no_network("the Python package index")
        if found := re.search(r"No matching distribution found for (\S+)", text):
            raise Stop(
                f"Python {sys.version.split()[0]} has no {found[1]}, which was tested",
                "Use Debian 12's own Python, or the version setup/lock.toml names.",
            )
        raise shell.failure(["pip"], path)


def point_at(source):
    """Let the environment import the Odoo of `source`."""
    path = site_packages() / "engagement-odoo.pth"
    line = f"{source.path}\n"
    if not path.exists() or path.read_text() != line:
        path.write_text(line)
