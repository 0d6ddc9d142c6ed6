# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command `setup/run`: from nothing to a server one can log in to."""

import argparse
import contextlib
import json
import os
import re
import signal
import time
from pathlib import Path

from . import (
    addons,
    bootstrap,
    command,
    databases,
    home,
    logins,
    net,
    odoo_process,
    postgres,
    server,
    shell,
    templates,
    web,
)
from .fail import Stop
from .steps import step

STATE = home.HOME / "run"
PORT = 8069
HELP = f"""environment:
  ENGAGEMENT_HOME  the folder where everything lies (now {home.HOME});
                   deleting it undoes everything but the Debian packages
  ODOO_SOURCE      a checkout of Odoo 19.0 to use instead of Debian's package"""


def _port(text):
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")
    return int(text)


def _workers(text):
    if not text.isdigit() or int(text) > 64:
        raise argparse.ArgumentTypeError(f"{text} is not a number of workers (0 to 64)")
    return int(text)


def _database(text):
    if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", text):
        raise argparse.ArgumentTypeError(
            f"{text} is no name for a database: small letters, digits and _ only"
        )
    if re.match(r"(base|ready|raw|run)_|(postgres|template\d)$", text):
        raise argparse.ArgumentTypeError(f"{text} is kept for setup's own databases")
    return text


def _options(words):
    parser = argparse.ArgumentParser(
        prog="setup/run",
        description="Start Engagement QMS in Odoo 19; fetch what is missing first.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--no-demo", action="store_true", help="an empty company, no demo data")
    add("--fresh", action="store_true", help="throw the database away and make it anew")
    add("--port", type=_port, help=f"port on 127.0.0.1 ({PORT})")
    add("--workers", type=_workers, default=0, help="worker processes (0: threads)")
    add("--db", type=_database, default="engagement", help="database (engagement)")
    add(
        "--stop",
        action="store_true",
        help="stop all servers and PostgreSQL; with --port only that server",
    )
    return parser.parse_args(words)


def _state(port):
    return STATE / f"server-{port}.json"


def _running():
    """Return {port: process number} of the `setup/run` that are at work."""
    found = {}
    for path in STATE.glob("server-*.json"):
        try:
            state = json.loads(path.read_text())
            words = Path(f"/proc/{state['pid']}/cmdline").read_text()
        except (OSError, ValueError):
            continue
        # The number may have passed on to another program since.
        if "run" in words:
            found[state["port"]] = state["pid"]
    return found


def _stop_server(port, pid):
    with step(f"Stop the server on port {port}"):
        os.kill(pid, signal.SIGTERM)
        end = time.monotonic() + 40
        while port in _running():
            if time.monotonic() > end:
                raise Stop(f"The process {pid} does not end", f"Try: kill -9 {pid}.")
            time.sleep(0.1)


def _stop_postgres():
    if not postgres.exists() or not postgres.is_running():
        return
    # A server that has just ended may still be closing its connections.
    end = time.monotonic() + 5
    while (busy := databases.sessions()) and time.monotonic() < end:
        time.sleep(0.2)
    if busy:
        print(f"  PostgreSQL goes on: in use by {', '.join(busy)}.")
        return
    with step("Stop PostgreSQL"):
        postgres.stop()


def stop(port=None):
    """Stop the server on `port`, or all of them and PostgreSQL."""
    found = _running()
    if port and port not in found:
        raise Stop(
            f"No server of this folder runs on port {port}",
            f"Ports in use: {', '.join(map(str, found)) or 'none'}.",
        )
    for number, pid in found.items():
        if port in (None, number):
            _stop_server(number, pid)
    if not port:
        _stop_postgres()
    print("Stopped.")


def _check_port(port):
    if net.is_free(port):
        return
    if port in _running():
        raise Stop(
            f"Engagement QMS is running already at {web.Client(port).address}",
            f"Stop it with: setup/run --stop --port {port}; or choose another --port.",
        )
    raise Stop(
        f"Port {port} is taken by another program",
        f"Choose another one: setup/run --port {port + 1}.",
    )


def _prepare(options):
    """Make the database, or bring it to the sources as they are now."""
    ready, waiting = addons.installable()
    for name, missing in waiting.items():
        print(f"  ! {name} is left out: it needs {', '.join(missing)}.")
    if not ready:
        raise Stop("No addon of this repository can be installed", "See above.")
    demo = not options.no_demo
    state = STATE / f"{options.db}.json"
    now = {name: templates.digest([name]) for name in ready}
    if options.fresh:
        databases.drop(options.db)
    if not databases.exists(options.db):
        template = templates.ready(ready, demo=demo, apps=True, assets=True)
        with step(f"Database {options.db}"):
            databases.clone(template, options.db)
    else:
        before = json.loads(state.read_text()) if state.exists() else {}
        if before.get("demo", demo) != demo:
            has = "has" if before["demo"] else "has no"
            raise Stop(
                f"The database {options.db} {has} demo data",
                "Add --fresh to replace it, or --db for a second one.",
            )
        _update(options.db, before.get("addons", {}), now, demo)
    STATE.mkdir(exist_ok=True)
    state.write_text(json.dumps({"demo": demo, "addons": now}) + "\n")


def _update(database, before, now, demo):
    """Install and update what changed since the last run."""
    new = [name for name in now if name not in before]
    # What looks new may be installed already, when nobody noted the last run: Odoo
    # passes over an addon that is not there yet, or not new.
    changed = [name for name in now if before.get(name) != now[name]]
    if changed:
        with step(f"Update {', '.join(changed)}") as shown:
            server.install(
                database, new, "update", update=changed, demo=demo, shown=shown
            )


def _welcome(client, rows):
    """Print where it is and who can log in."""
    rows = [("Role", "Login", "Password"), *rows]
    widths = [max(len(row[i]) for row in rows) + 3 for i in range(3)]
    print(f"\nEngagement QMS is running: {client.address}\n")
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        print("  " + "".join(cells).rstrip())
    print("\nCtrl-C stops it.", flush=True)


def _serve(options, port):
    with contextlib.ExitStack() as stack:
        client = web.Client(port)
        # Forgotten last, when the port is free again: `--stop` waits for that.
        stack.callback(_state(port).unlink, missing_ok=True)
        with step("Odoo server"):
            serving = odoo_process.serving(
                options.db, port, f"server-{port}", workers=options.workers
            )
            process = stack.enter_context(serving)
            rows = logins.working(options.db, port)
            # The first visitor should not be the one who waits for the assets.
            if rows and client.log_in(options.db, *rows[0][1:]):
                client.get("/odoo", timeout=180)
        _state(port).write_text(json.dumps({"pid": os.getpid(), "port": port}))
        # Told that it is ready, somebody may end it before the wait begins.
        try:
            _welcome(client, rows)
            code = process.wait()
        except KeyboardInterrupt:
            print("\nStopping …", flush=True)
            return 0
    raise Stop(
        f"The server ended by itself ({code})",
        f"Its log: {shell.log_path(f'server-{port}')}",
    )


def _main(words):
    options = _options(words)
    if options.stop:
        stop(options.port)
        return 0
    port = options.port or PORT
    _check_port(port)
    was_running = postgres.exists() and postgres.is_running()
    try:
        bootstrap.ensure()
        _prepare(options)
        return _serve(options, port)
    finally:
        # Who started it stops it, unless others have come to use it.
        started = not was_running and postgres.exists() and postgres.is_running()
        if started and not databases.sessions():
            postgres.stop()


def main():
    return command.main(_main)
