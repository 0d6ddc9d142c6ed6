# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which addons this repository has, and which of them can be installed here."""

import ast
from pathlib import Path

from . import home, odoo_source, python_env


def manifest(folder):
    """Return the manifest of the addon in `folder` as a dict."""
    return ast.literal_eval((folder / "__manifest__.py").read_text())


def ours():
    """Return {name: folder} of the installable addons of this repository."""
    return {
        path.parent.name: path.parent
        for path in sorted(home.REPO.glob("*/__manifest__.py"))
        if manifest(path.parent).get("installable", True)
    }


def paths():
    """Return the folders of the addons path: Odoo's, the OCA's, ours."""
    others = python_env.site_packages() / "odoo" / "addons"
    return [*odoo_source.locate().addons_path(), others, home.REPO]


def find(name):
    """Return the folder of an addon on the addons path, or None."""
    for path in paths():
        if (path / name / "__manifest__.py").exists():
            return path / name
    return None


def requirements(names):
    """Return all addons that `names` need, themselves included.

    :return: (names found, names missing), two sets.
    """
    found, missing, todo = set(), set(), list(names)
    while todo:
        name = todo.pop()
        if name in found or name in missing:
            continue
        folder = find(name)
        if folder is None:
            missing.add(name)
        else:
            found.add(name)
            todo += manifest(folder).get("depends", [])
    return found, missing


def installable():
    """Return our addons in two parts: those whose dependencies are all here, and not.

    :return: (list of names, {name: missing dependencies}).
    """
    ready, waiting = [], {}
    for name in ours():
        _found, missing = requirements([name])
        if missing:
            waiting[name] = sorted(missing)
        else:
            ready.append(name)
    return ready, waiting


def foreign(names):
    """Return the addons of others that `names` depend on directly or through ours."""
    found, _missing = requirements(names)
    mine = set(ours())
    needed = set()
    for name in found & mine:
        needed |= set(manifest(find(name)).get("depends", []))
    return sorted(needed - mine)


def sources(name):
    """Return the files of one of our addons that end up in a database.

    Left out are tests and templates for translators: changing them needs no
    new template database.
    """
    folder = home.REPO / name
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.suffix != ".pot"
        and path.relative_to(folder).parts[0] not in {"tests", "readme"}
    )


def owner_of(path):
    """Return the name of our addon that holds `path`, or None."""
    try:
        part = Path(path).resolve().relative_to(home.REPO).parts[0]
    except (ValueError, IndexError):
        return None
    return part if part in ours() else None
