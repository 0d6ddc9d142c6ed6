# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Odoo 19 itself: the user's own checkout, or Debian's package unpacked for us."""

import hashlib
import json
import os
import re
import shutil
from pathlib import Path

from . import home, lock, packages
from .fail import Stop

STAMP = home.ROOT / "engagement-odoo.json"
SELFIE = Path("mail/static/lib/selfie_segmentation/selfie_segmentation.js")


class OdooSource:
    """An Odoo source tree.

    :param path: the folder that has to be on Python's path.
    :param addons: folders of Odoo's own addons.
    """

    def __init__(self, path, addons):
        self.path = path
        self.addons = addons

    @property
    def package(self):
        """The folder of the Python package `odoo`."""
        return self.path / "odoo"

    def version(self):
        """Return the text of the version, such as "19.0.0"."""
        try:
            text = (self.package / "release.py").read_text()
        except OSError:
            return ""
        found = re.search(r"^version_info = \(([^)]*)\)", text, re.MULTILINE)
        parts = [part.strip(" '\"") for part in found[1].split(",")] if found else []
        return ".".join(parts[:3])

    def build(self):
        """Return what tells this build from another one of the same version."""
        own = STAMP.read_text() if home.ROOT in self.path.parents else ""
        return f"{self.path} {self.version()} {own}"

    def addons_path(self):
        return [path for path in self.addons if path.is_dir()]


def locate():
    """Return the `OdooSource` in use, or None when it has yet to be fetched."""
    own = os.environ.get("ODOO_SOURCE")
    if own:
        root = Path(own).expanduser().absolute()
        # A checkout keeps most addons beside the package `odoo`; Debian inside.
        return OdooSource(root, [root / "addons", root / "odoo" / "addons"])
    found = sorted(home.ROOT.glob("usr/lib/python3*/dist-packages/odoo/release.py"))
    if not found or not STAMP.exists():
        return None
    root = found[0].parents[1]
    return OdooSource(root, [root / "odoo" / "addons"])


def check(source):
    """Refuse what is not Odoo 19.0.

    :raises Stop: another version, or no Odoo at all.
    """
    version = source.version()
    series = lock.read()["odoo"]["series"]
    if not version:
        raise Stop(
            f"There is no Odoo in {source.path}",
            "Set ODOO_SOURCE to the folder that holds odoo-bin, or unset it.",
        )
    if not f"{version}.".startswith(f"{series}."):
        raise Stop(
            f"The Odoo in {source.path} is {version}, but {series} is needed",
            f"Set ODOO_SOURCE to an Odoo {series} checkout, or unset it.",
        )


def fetch(shown):
    """Fetch Debian's Odoo and what its web client links to, and unpack it.

    :param shown: the step that shows the progress.
    :return: lines of warning, for the user.
    """
    wanted = lock.read()
    shutil.rmtree(home.ROOT, ignore_errors=True)
    unstable = packages.PrivateApt(wanted["odoo"]["suite"])
    own = packages.PrivateApt()
    for apt in (unstable, own):
        apt.update()
    name = wanted["odoo"]["package"]
    offer = unstable.offered(name)
    if not offer:
        raise Stop(f"The Debian mirror offers no {name}", packages.ELSEWHERE)
    warnings = _compare(wanted, offer)
    shown.note = offer["Version"]
    files = unstable.download([name], home.APT / "odoo", shown)
    _check_hash(files[0], offer["SHA256"])
    files += unstable.download(wanted["static"]["unstable"], home.APT / "unstable")
    files += own.download(wanted["static"]["own"], home.APT / "own")
    shown.share(1, "unpacking")
    packages.unpack(files, home.ROOT)
    _complete(home.ROOT)
    # The lists and package files are of no more use: about 200 MB.
    shutil.rmtree(home.APT)
    STAMP.write_text(json.dumps({"version": offer["Version"]}) + "\n")
    return warnings


def _compare(wanted, offer):
    """Return a warning when the Odoo offered is not the one that was tested."""
    tested = wanted["odoo"]
    if offer["Version"] == tested["version"]:
        if offer["SHA256"] != tested["sha256"]:
            raise Stop(
                f"The package {tested['package']} {tested['version']} has another "
                "content than the one tested",
                "Do not use this mirror; tell the maintainers.",
            )
        return []
    return [f"Odoo {offer['Version']} is used; tested was {tested['version']}."]


def _check_hash(path, sha256):
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise Stop(f"The download {path.name} is damaged", "Run the command again.")


def _complete(root):
    """Supply what Debian left out, and prove that every link resolves."""
    for addons in root.glob("usr/lib/python3*/dist-packages/odoo/addons"):
        stub = addons / SELFIE
        if not stub.exists():
            # Debian drops this library but mail's manifest still lists it:
            # without a file every asset bundle reports an error.
            stub.parent.mkdir(parents=True, exist_ok=True)
            stub.write_text("/* left out by Debian */\n")
    broken = [
        path
        for folder, dirs, files in os.walk(root)
        for path in (os.path.join(folder, name) for name in dirs + files)
        if os.path.islink(path) and not os.path.exists(path)
    ]
    if broken:
        raise Stop(
            f"{len(broken)} links of Odoo's static files lead nowhere, such as "
            f"{os.path.relpath(broken[0], root)}",
            f"A Debian package has changed. {packages.ELSEWHERE}",
        )
