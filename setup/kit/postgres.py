# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A private PostgreSQL cluster: a socket in our folder, no port, no shared state."""

import glob
import os
import pwd
import re
import shutil
import subprocess
from pathlib import Path

from . import home, lock, packages, shell
from .fail import Stop

ROLE = "odoo"
SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # the kernel's limit for the path of a Unix socket
LAYOUTS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql*/bin")


def _versions():
    """Yield (major, folder) of every PostgreSQL server on this machine."""
    folders = [folder for layout in LAYOUTS for folder in glob.glob(layout)]
    if config := shutil.which("pg_config"):
        found = subprocess.run([config, "--bindir"], capture_output=True, text=True)
        folders.append(found.stdout.strip())
    if program := shutil.which("initdb"):
        folders.append(os.path.dirname(os.path.realpath(program)))
    for folder in {os.path.realpath(folder) for folder in folders if folder}:
        server = Path(folder) / "postgres"
        if os.access(server, os.X_OK) and os.access(server.parent / "initdb", os.X_OK):
            text = subprocess.run([server, "--version"], capture_output=True, text=True)
            if found := re.search(r"(\d+)", text.stdout):
                yield int(found[1]), Path(folder)


def programs():
    """Return the folder of PostgreSQL's programs, or None when there is none.

    An existing cluster decides the version; otherwise the newest is taken.
    """
    found = dict(_versions())
    with_cluster = home.CLUSTER / "PG_VERSION"
    if with_cluster.exists():
        major = int(with_cluster.read_text())
        if major not in found:
            raise Stop(
                f"The databases were made with PostgreSQL {major}, which is gone",
                f"Install it again, or delete {home.SOCKET} to start afresh.",
            )
        return found[major]
    if not found:
        return None
    minimum = lock.read()["postgresql"]["minimum"]
    newest = max(found)
    if newest < minimum:
        raise Stop(
            f"PostgreSQL {newest} is too old for Odoo",
            f"Install PostgreSQL {minimum} or later.",
        )
    return found[newest]


def owner():
    """Return the user who runs the cluster: not root, PostgreSQL refuses that."""
    if not shell.is_root():
        return pwd.getpwuid(os.geteuid()).pw_name
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise Stop(
        "PostgreSQL must not run as root and no ordinary user was found",
        "Run this command as an ordinary user.",
    )


def _as_owner(command):
    """Return a command line that does `command` as the owner of the cluster."""
    if not shell.is_root():
        return command
    who = pwd.getpwnam(owner())
    words = [shell.find("setpriv", package="util-linux")]
    words += [f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--init-groups"]
    if _closed_folder():
        # Root's own folder is closed to others. The server gets the one right
        # to pass through; everything may then stay where the user has put it.
        words += [f"--{kind}-caps=+dac_read_search" for kind in ("inh", "ambient")]
    return [*words, "--", *command]


def check_folder():
    """Refuse a home folder that PostgreSQL cannot use, before anything is fetched.

    :raises Stop: the socket's path is too long, or its owner cannot get there.
    """
    path = str(home.SOCKET / SOCKET_NAME)
    if len(os.fsencode(path)) > LONGEST_SOCKET:
        raise Stop(
            f"The path of the PostgreSQL socket is too long ({len(path)} characters, "
            f"{LONGEST_SOCKET} are possible): {path}",
            "Set ENGAGEMENT_HOME to a shorter folder, such as /var/tmp/engagement.",
        )
    closed = _closed_folder() if shell.is_root() else None
    if closed and not _gets_through(closed):
        raise Stop(
            f"PostgreSQL runs as the user {owner()}, who cannot enter {closed}",
            "Set ENGAGEMENT_HOME to a folder open to all, such as "
            "/var/tmp/engagement, or move this folder there.",
        )


def _closed_folder():
    """Return the first folder on the way that the owner may not enter, or None."""
    who = pwd.getpwnam(owner())
    groups = os.getgrouplist(who.pw_name, who.pw_gid)
    way = reversed([home.HOME, *home.HOME.parents])
    return next(
        (
            folder
            for folder in way
            if folder.exists() and not _may_enter(folder.stat(), who.pw_uid, groups)
        ),
        None,
    )


def _gets_through(folder):
    """Tell whether the right to pass through can be given here."""
    command = _as_owner(["stat", f"{folder}/."])
    return not subprocess.run(
        command, capture_output=True, cwd="/", check=False
    ).returncode


def _may_enter(stat, uid, groups):
    if stat.st_uid == uid:
        return stat.st_mode & 0o100
    if stat.st_gid in groups:
        return stat.st_mode & 0o010
    return stat.st_mode & 0o001


def exists():
    return (home.CLUSTER / "PG_VERSION").exists()


def create():
    """Make the cluster."""
    who = pwd.getpwnam(owner())
    shutil.rmtree(home.SOCKET, ignore_errors=True)
    home.SOCKET.mkdir(parents=True)
    os.chown(home.SOCKET, who.pw_uid, who.pw_gid)
    # Nobody but the owner and root reaches the socket, so it needs no password.
    home.SOCKET.chmod(0o700)
    shell.run(
        _as_owner(
            [
                programs() / "initdb",
                f"--pgdata={home.CLUSTER}",
                f"--username={ROLE}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
            ]
        ),
        "initdb",
        cwd="/",
    )
    with open(home.CLUSTER / "postgresql.conf", "a") as conf:
        conf.write(
            "\n# Engagement QMS\n"
            "listen_addresses = ''\n"
            f"unix_socket_directories = '{home.SOCKET}'\n"
            "unix_socket_permissions = 0700\n"
            "max_connections = 200\n"
            "shared_buffers = 256MB\n"
            # A crash may lose the last second, never the consistency.
            "synchronous_commit = off\n"
        )


def is_running():
    command = _as_owner([programs() / "pg_ctl", "-D", home.CLUSTER, "status"])
    return not subprocess.run(command, capture_output=True, cwd="/").returncode


def start():
    """Start the cluster unless it runs."""
    if is_running():
        return
    log = home.SOCKET / "server.log"
    code = shell.run(
        _as_owner(
            [programs() / "pg_ctl", "-D", home.CLUSTER, "-l", log, "-w", "-t", "60"]
            + ["start"]
        ),
        "pg_ctl",
        cwd="/",
        check=False,
    )
    if code:
        raise shell.failure(
            ["postgres"], log if log.exists() else shell.log_path("pg_ctl")
        )


def stop():
    """Stop the cluster if it runs."""
    if not exists() or not is_running():
        return
    command = [programs() / "pg_ctl", "-D", home.CLUSTER, "-m", "fast", "-w", "stop"]
    shell.run(_as_owner(command), "pg_ctl", cwd="/", check=False)
    # Another process of ours may have stopped it first, which is as good.
    if is_running():
        raise shell.failure(["pg_ctl"], shell.log_path("pg_ctl"))


def ensure():
    """Make and start the cluster, whatever of it is missing.

    PostgreSQL itself is installed first when the machine has none.
    """
    if programs() is None:
        packages.install(["postgresql"])
    check_folder()
    if not exists():
        create()
    start()
