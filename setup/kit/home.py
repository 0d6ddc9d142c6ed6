# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Where everything lies: the repository and the one folder that may be deleted."""

import contextlib
import fcntl
import os
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
HOME = Path(os.environ.get("ENGAGEMENT_HOME") or REPO / ".odoo").expanduser().absolute()

APT = HOME / "apt"
LOGS = HOME / "log"
ROOT = HOME / "root"  # the unpacked Debian packages
VENV = HOME / "venv"
CLUSTER = HOME / "pg" / "data"
SOCKET = HOME / "pg"
DATA = HOME / "data"  # Odoo's filestore and sessions


@contextlib.contextmanager
def lock(name):
    """Let one process at a time do `name`; others wait for it.

    :param name: a short word, the name of the lock's file.
    """
    HOME.mkdir(parents=True, exist_ok=True)
    with open(HOME / f"{name}.lock", "w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("  … waiting for another setup command to finish", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
