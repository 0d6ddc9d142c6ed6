# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The versions that were tested, read from `setup/lock.toml`."""

import hashlib
import json

import tomllib

from . import home

PATH = home.REPO / "setup" / "lock.toml"


def read():
    """Return the whole lock file as a dict."""
    return tomllib.loads(PATH.read_text())


def fingerprint(value):
    """Return a short text that changes when `value` (plain data) changes."""
    text = json.dumps(value, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def checkout():
    """Return a short text that tells the checkouts apart that share a home."""
    return fingerprint(str(home.REPO))[:8]
