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
    templates,
    web,
)
from .fail import Stop
from .steps import step

STATE = home.HOME / "run"
SERVER = STATE / "server.json"
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
    add("--port", type=_port, default=8069, help="port on 127.0.0.1 (8069)")
    add("--workers", type=_workers, default=0, help="worker processes (0: threads)")
    add("--db", type=_database, default="engagement", help="database (engagement)")
    add("--stop", action="store_true", help="stop the server and PostgreSQL")
    return parser.parse_args(words)


def _running():
    """Return {pid, port, server} of the `setup/run` that is at work, or None."""
    try:
        state = json.loads(SERVER.read_text())
        words = Path(f"/proc/{state['pid']}/cmdline").read_text()
    except (OSError, ValueError):
        return None
    # The number may have passed on to another program since.
    return state if "run" in words else None


def stop():
    """Stop the server of another terminal, then PostgreSQL."""
    if found := _running():
        with step(f"Stop the server on port {found['port']}"):
            os.kill(found["pid"], signal.SIGTERM)
            end = time.monotonic() + 40
            while _running() and time.monotonic() < end:
                time.sleep(0.1)
    if postgres.exists() and postgres.is_running():
        busy = databases.sessions()
        if busy:
            print(f"  PostgreSQL goes on: in use by {', '.join(busy)}.")
        else:
            with step("Stop PostgreSQL"):
                postgres.stop()
    print("Stopped.")


def _check_port(port):
    if net.is_free(port):
        return
    if (found := _running()) and found["port"] == port:
        raise Stop(
            f"Engagement QMS is running already at {web.Client(port).address}",
            "Stop it with setup/run --stop, or choose another --port and --db.",
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
        with home.lock("templates"):
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
    changed = [name for name in now if name in before and before[name] != now[name]]
    if new or changed:
        with step(f"Update {', '.join(new + changed)}") as shown:
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


def _serve(options):
    with contextlib.ExitStack() as stack:
        client = web.Client(options.port)
        with step("Odoo server"):
            process = stack.enter_context(
                odoo_process.serving(
                    options.db, options.port, "server", workers=options.workers
                )
            )
            rows = logins.working(options.db, options.port)
            # The first visitor should not be the one who waits for the assets.
            if rows and client.log_in(options.db, *rows[0][1:]):
                client.get("/odoo", timeout=180)
        SERVER.write_text(json.dumps({"pid": os.getpid(), "port": options.port}))
        stack.callback(SERVER.unlink, missing_ok=True)
        _welcome(client, rows)
        try:
            code = process.wait()
        except KeyboardInterrupt:
            print("\nStopping …", flush=True)
            return 0
    raise Stop(
        f"The server ended by itself ({code})", f"Its log: {home.LOGS}/server.log"
    )


def _main(words):
    options = _options(words)
    if options.stop:
        stop()
        return 0
    _check_port(options.port)
    was_running = postgres.exists() and postgres.is_running()
    try:
        bootstrap.ensure()
        _prepare(options)
        return _serve(options)
    finally:
        if not was_running and postgres.exists() and not databases.sessions():
            postgres.stop()


def main():
    return command.main(_main)
