# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which addons this repository has, and which of them can be installed here."""

import ast

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


def in_order(names):
    """Return `names` and those of our addons that they need, what is needed first."""
    mine, found = ours(), []

    def add(name, above=()):
        if name in found or name in above or name not in mine:
            return
        for needed in manifest(mine[name]).get("depends", []):
            add(needed, (*above, name))
        found.append(name)

    for name in sorted(names):
        add(name)
    return found


def foreign(names):
    """Return the addons of others that `names` depend on directly or through ours."""
    found, _missing = requirements(names)
    mine = set(ours())
    needed = set()
    for name in found & mine:
        needed |= set(manifest(find(name)).get("depends", []))
    return sorted(needed - mine)


# What a database never holds: for tests, for readers, for translators, and what
# the browser fetches straight from the files.
NOT_LOADED = ("tests/", "readme/", "static/src/", "static/tests/", "static/lib/")
BROWSER = ("static/src/", "static/lib/", "static/tests/")


def _files(name):
    """Yield (path inside the addon, path) of the files of one of our addons."""
    folder = home.REPO / name
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path.relative_to(folder).as_posix(), path


def sources(name):
    """Return the files of an addon that end up in a database.

    Changing another file needs no new template database.
    """
    return [
        path
        for inside, path in _files(name)
        if not inside.startswith((*NOT_LOADED, "static/description/screenshots/"))
        and path.suffix != ".pot"
    ]


def assets(name):
    """Return the files of an addon that the browser's bundles are made of."""
    return [path for inside, path in _files(name) if inside.startswith(BROWSER)]
