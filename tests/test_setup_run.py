# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""`setup/run` as a user meets it: it starts, can be used, and ends cleanly."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from kit import databases, home, net, postgres, web

RUN = [sys.executable, "-u", str(home.REPO / "setup" / "run")]
DATABASE = "setup_check"
PATIENCE = 420  # seconds: the first start may build the template


class Terminal:
    """A terminal in which `setup/run` is at work."""

    def __init__(self, port, *words):
        self.port = port
        self.process = subprocess.Popen(
            [*RUN, "--port", str(port), "--db", DATABASE, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # As in a terminal, and not as in a shell's background.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )
        self.output = ""

    def wait_until_ready(self):
        end = time.monotonic() + PATIENCE
        while "Ctrl-C stops it." not in self.output:
            line = self.process.stdout.readline()
            assert line, f"it ended: {self.output}"
            assert time.monotonic() < end, self.output
            self.output += line
        return self.output

    def end(self, sign=signal.SIGINT):
        if self.process.poll() is None:
            self.process.send_signal(sign)
        self.output += self.process.communicate(timeout=60)[0]
        return self.process.returncode


@pytest.fixture
def terminal():
    """Return a function that opens a `Terminal`; all are closed at the end."""
    opened = []

    def open_terminal(*words, port=None):
        opened.append(Terminal(port or net.free_ports(1)[0], *words))
        return opened[-1]

    yield open_terminal
    for one in opened:
        one.end(signal.SIGTERM)
    databases.drop(DATABASE)
    (home.HOME / "run" / f"{DATABASE}.json").unlink(missing_ok=True)


def test_from_start_to_ctrl_c_and_again(terminal, server):
    """One story, because each start takes seconds."""
    first = terminal()
    output = first.wait_until_ready()
    address = f"http://127.0.0.1:{first.port}"
    assert f"Engagement QMS is running: {address}" in output
    assert re.search(r"✓ Odoo server .*\d s", output), "each step shows its time"
    rows = re.findall(r"^  \S.*?   +(\S+)   +(\S+)$", output, re.MULTILINE)
    assert rows[0] == ("Login", "Password")
    for login, password in rows[1:]:
        assert web.Client(first.port).log_in(DATABASE, login, password), login

    # A second one on the same port is told where the first one is.
    second = subprocess.run(
        [*RUN, "--port", str(first.port)], capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"is running already at {address}" in second.stderr

    assert first.end() == 0
    assert net.is_free(first.port)
    assert databases.exists(DATABASE), "the work of the user is kept"

    again = terminal(port=first.port)
    started = time.monotonic()
    again.wait_until_ready()
    assert time.monotonic() - started < 60, "nothing is fetched or built again"

    # Another terminal stops it.
    stop = subprocess.run(
        [*RUN, "--stop", "--port", str(again.port)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert stop.returncode == 0, stop.stderr
    assert stop.stdout.endswith("Stopped.\n")
    assert net.is_free(again.port), "stopped means that the port is free"
    assert again.process.wait(30) == 0

    # Closing the terminal ends all of it, too.
    closed = terminal()
    closed.wait_until_ready()
    closed.process.send_signal(signal.SIGHUP)
    assert closed.process.wait(30) == 0
    assert net.is_free(closed.port)

    # The database has demo data: without is another one.
    third = terminal("--no-demo")
    assert third.process.wait(60) == 1
    assert "has demo data. Add --fresh" in third.process.stdout.read()


def test_ctrl_c_while_it_is_still_working_leaves_nothing_behind(terminal, server):
    one = terminal()
    time.sleep(1.5)
    assert one.end() in (0, 130)
    assert "Traceback" not in one.output
    assert net.is_free(one.port)


@pytest.fixture
def second_home(monkeypatch, tmp_path_factory):
    """A home of its own that borrows the unpacked Odoo and the environment."""
    import shutil
    import tempfile
    from pathlib import Path

    path = Path(tempfile.mkdtemp(prefix="eq-"))
    path.chmod(0o755)
    for name in ("root", "venv"):
        if (home.HOME / name).exists():
            (path / name).symlink_to(home.HOME / name)
    yield path
    subprocess.run(
        [*RUN, "--stop"],
        env={**os.environ, "ENGAGEMENT_HOME": str(path)},
        capture_output=True,
        check=False,
    )
    shutil.rmtree(path)


def test_stop_ends_a_cluster_that_nobody_uses(second_home):
    env = {**os.environ, "ENGAGEMENT_HOME": str(second_home)}
    script = "from kit import postgres; postgres.ensure(); print(postgres.is_running())"
    start = subprocess.run(
        [sys.executable, "-c", script],
        cwd=home.REPO / "setup",
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert start.stdout == "True\n", start.stderr
    stop = subprocess.run(
        [*RUN, "--stop"], env=env, capture_output=True, text=True, check=False
    )
    assert stop.returncode == 0, stop.stderr
    assert "Stop PostgreSQL" in stop.stdout
    assert not (second_home / "pg" / "data" / "postmaster.pid").exists()
    assert postgres.is_running(), "the cluster of the other home goes on"
