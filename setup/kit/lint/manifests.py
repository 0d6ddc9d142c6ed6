# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Files that an addon has but never loads: the quietest of mistakes."""

import re

from .. import addons, home

LOADED = ("data", "views", "security", "demo", "wizard", "report")


def check_files():
    """Find XML and CSV files that are in no manifest.

    A file that the addon's Python code names is read at run time or by a test.
    """
    found = []
    for name, folder in addons.ours().items():
        manifest = addons.manifest(folder)
        listed = {*manifest.get("data", ()), *manifest.get("demo", ())}
        code = "".join(
            path.read_text()
            for path in folder.rglob("*.py")
            if path.name != "__manifest__.py"
        )
        for path in sorted(folder.rglob("*")):
            inside = path.relative_to(folder)
            if path.suffix not in {".xml", ".csv"} or inside.parts[0] not in LOADED:
                continue
            named = re.search(rf"[\"'/]{re.escape(path.name)}[\"']", code)
            if not named and inside.as_posix() not in listed:
                found.append(f"{name}/{inside} is in no manifest")
        found += [
            f"{name}/__manifest__.py lists {row}, which is not there"
            for row in sorted(listed)
            if not (folder / row).is_file()
        ]
    return found


def check_tests():
    """Find test files that the tests' package does not import."""
    found = []
    for folder in addons.ours().values():
        for path in sorted((folder / "tests").rglob("test_*.py")):
            package = path.parent / "__init__.py"
            text = package.read_text() if package.exists() else ""
            if not re.search(rf"\b{path.stem}\b", text):
                found.append(f"{path.relative_to(home.REPO)} is never imported")
    return found
