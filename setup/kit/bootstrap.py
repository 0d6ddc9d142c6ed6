# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Bring the machine to where Odoo can run; a second call finds nothing to do."""

import shutil

from . import home, odoo_source, packages, postgres, python_env, shell
from .fail import Stop
from .steps import step

NEEDED = 4 * 1024**3  # bytes: Odoo unpacked, environment, databases, and some air

# Program -> Debian package. Chromium runs the tests; wkhtmltopdf prints.
FOR_RUN = {"wkhtmltopdf": "wkhtmltopdf"}
FOR_TEST = {**FOR_RUN, "chromium": "chromium"}
SAME = {"chromium": ("google-chrome", "chromium-browser", "google-chrome-stable")}


def _has(program):
    return any(shutil.which(name) for name in (program, *SAME.get(program, ())))


def check_disk():
    """Refuse a disk that is too small, before an hour is lost on it."""
    place = home.HOME
    while not place.exists():
        place = place.parent
    if shutil.disk_usage(place).free < NEEDED:
        raise shell.disk_full()


def ensure(*, tests=False, peers=False):
    """Fetch what is missing: Odoo, its Python packages, PostgreSQL, a browser.

    :param tests: whether the tools of the tests are needed, too.
    :param peers: whether the addons are needed that we are compared with.
    :return: the `OdooSource` in use.
    """
    groups = ["run", "addons"]
    groups += ["test"] if tests else []
    groups += ["peers"] if peers else []
    try:
        with home.lock("setup"):
            return _ensure(groups, FOR_TEST if tests else FOR_RUN)
    except OSError as error:
        if error.errno in shell.DISK_ERRORS:
            raise shell.disk_full() from error
        raise Stop(
            f"{home.HOME} cannot be used: {error}", "Set ENGAGEMENT_HOME."
        ) from error


def _ensure(groups, programs):
    postgres.check_folder()
    source = odoo_source.locate()
    if source:
        odoo_source.check(source)
    ready = source and python_env.is_ready(groups) and postgres.exists()
    if not ready:
        check_disk()
    missing = [package for name, package in programs.items() if not _has(name)]
    if postgres.programs() is None:
        missing.append("postgresql")
    if missing:
        with step("Programs from Debian") as shown:
            packages.install(missing, shown)
        # Its own user exists only now, and it is the one who has to get in.
        postgres.check_folder()
    if source is None:
        with step("Odoo 19") as shown:
            warnings = odoo_source.fetch(shown)
        for warning in warnings:
            print(f"  ! {warning}")
        source = odoo_source.locate()
        odoo_source.check(source)
    if not python_env.is_ready(groups):
        with step("Python packages") as shown:
            python_env.create(groups, shown)
    python_env.point_at(source)
    if not postgres.exists() or not postgres.is_running():
        with step("PostgreSQL"):
            postgres.ensure()
    return source
