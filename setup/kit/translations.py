# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command `setup/i18n`: the translation template of each addon."""

import argparse
import re

from . import addons, bootstrap, command, home, server, shell, templates
from .fail import Stop
from .steps import step

# Two exports differ in these lines even when nothing changed.
DATES = re.compile(r'^"(POT-Creation-Date|PO-Revision-Date): .*$', re.M)


def template(name):
    """Return the path of the translation template of an addon."""
    return home.REPO / name / "i18n" / f"{name}.pot"


def without_dates(text):
    return DATES.sub("", text)


def export(name):
    """Write the template of one addon anew.

    :return: the text it had before, empty when there was none.
    """
    path = template(name)
    old = path.read_text() if path.exists() else ""
    with templates.borrowed(templates.ready, "i18n", names=[name]) as database:
        words = ["i18n", "export", "-c", server.config(), "-d", database, name]
        shell.run(server.command(*words), "i18n")
    if without_dates(path.read_text()) == without_dates(old):
        path.write_text(old)
    return old


def outdated():
    """Return our addons whose template lacks a text or has one too many."""
    found = []
    for name in addons.installable()[0]:
        path = template(name)
        before = path.read_text() if path.exists() else ""
        try:
            export(name)
            if path.read_text() != before:
                found.append(f"{path.relative_to(home.REPO)}: run setup/i18n {name}")
        finally:
            # Looking must not change anything.
            path.write_text(before) if before else path.unlink(missing_ok=True)
    return found


def _main(words):
    parser = argparse.ArgumentParser(
        prog="setup/i18n", description="Write <addon>/i18n/<addon>.pot."
    )
    parser.add_argument("addon", nargs="*", help="all when none is given")
    names = parser.parse_args(words).addon
    ready, _waiting = addons.installable()
    for name in names:
        if name not in ready:
            raise Stop(f"There is no addon {name}", f"Addons: {', '.join(ready)}.")
    bootstrap.ensure()
    for name in names or ready:
        with step(f"{name}.pot") as shown:
            old = export(name)
            shown.note = "as before" if template(name).read_text() == old else "new"


def main():
    return command.main(_main)
