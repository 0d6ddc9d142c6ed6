# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases with their files: made, cloned, dropped."""

import os
import shutil
import subprocess

from . import home, postgres, shell
from .fail import Stop


def _command(program, *words):
    return [
        str(postgres.programs() / program),
        f"--host={home.SOCKET}",
        f"--username={postgres.ROLE}",
        *words,
    ]


def query(sql, database="postgres"):
    """Run one statement and return its rows, each a list of texts."""
    done = subprocess.run(
        _command("psql", "-XAtq", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", database),
        input=sql,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        if shell.FULL in done.stderr:
            raise shell.disk_full()
        raise Stop(
            f"PostgreSQL refused a statement: {done.stderr.strip()[:200]}",
            f"Its log: {home.SOCKET / 'server.log'}",
        )
    return [row.split("\x1f") for row in done.stdout.splitlines()]


def names():
    """Return the names of all databases of the cluster."""
    return {row[0] for row in query("SELECT datname FROM pg_database")}


def exists(name):
    return name in names()


def sessions():
    """Return the names of the databases that someone is connected to."""
    rows = query(
        "SELECT DISTINCT datname FROM pg_stat_activity "
        "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY 1"
    )
    return [row[0] for row in rows]


def filestore(name):
    return home.DATA / "filestore" / name


def disconnect(name):
    """End all sessions of a database: PostgreSQL clones and drops only idle ones."""
    query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        f"WHERE datname = '{name}' AND pid <> pg_backend_pid()"
    )


def drop(name):
    """Remove a database and its files; it need not exist."""
    query(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    shutil.rmtree(filestore(name), ignore_errors=True)


def clone(source, target):
    """Copy a database and its files; an existing target is replaced."""
    drop(target)
    disconnect(source)
    query(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    if filestore(source).exists():
        # Odoo never changes a stored file in place, so a link is as good as a copy.
        shutil.copytree(filestore(source), filestore(target), copy_function=os.link)


def rename(source, target):
    """Give a finished database its real name, replacing an older one."""
    drop(target)
    disconnect(source)
    query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
    if filestore(source).exists():
        filestore(source).rename(filestore(target))
