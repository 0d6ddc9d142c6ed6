# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One running Odoo server: started, awaited, ended."""

import contextlib
import signal
import subprocess

from . import home, net, server, shell, web
from .fail import Stop


@contextlib.contextmanager
def serving(database, port, log, *, workers=0, crons=1):
    """Serve `database` on `port` for the length of the block.

    :param log: name of the server's log.
    :param workers: number of worker processes; 0 is one process with threads.
    :param crons: number of threads or processes for scheduled jobs.
    :raises Stop: the server ended or did not answer in two minutes.
    """
    (gevent,) = net.free_ports(1)
    words = ["-c", server.config(), "-d", database, f"--db-filter=^{database}$"]
    words += [f"--http-port={port}", f"--gevent-port={gevent}"]
    words += [f"--workers={workers}", f"--max-cron-threads={crons}"]
    path = shell.log_path(log)
    with open(path, "w") as out:
        process = subprocess.Popen(
            server.command(*words),
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env=shell.environment(),
            cwd=home.REPO,
            # A Ctrl-C in the terminal must reach us first, not the server.
            start_new_session=True,
        )
    try:
        if not web.wait_until_up(web.Client(port), process):
            raise Stop(
                f"Odoo did not start: {server.first_problem(path)[:300]}",
                f"The whole log: {path}",
            )
        yield process
    finally:
        end(process)


def end(process, patience=20):
    """End a server as Odoo wants to be ended; kill what does not listen."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    shell.end_group(process, signal.SIGKILL)
