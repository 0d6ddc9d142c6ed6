# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What `setup/run` says when it cannot go on: one line, what to do, not zero.

Most run the real command with an empty home folder and a PATH of our own, on
which the programs of a machine in trouble stand in for the real ones.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from kit import bootstrap, fail, home, net, odoo_source, postgres, shell

RUN = home.REPO / "setup" / "run"
MIRROR = "echo 'http://mirror.invalid/debian bookworm main'"


@pytest.fixture
def folder():
    """A short folder that every user may enter, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="eq-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def machine(folder):
    """Return a function that sets up `setup/run` on a machine with these programs.

    `machine(**programs)` puts each program, given as shell script, on the PATH
    and returns a function that runs the command there.
    """
    programs = folder / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(sys.executable)

    def make(**scripts):
        for name, script in scripts.items():
            path = programs / name.replace("_", "-")
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o755)

        def run(*words, **variables):
            if "--port" not in words:
                words += ("--port", str(net.free_ports(1)[0]))
            own = {"PATH": programs, "ENGAGEMENT_HOME": folder / "home"}
            return call(*words, **own | variables)

        return run

    return make


def call(*words, **variables):
    """Run the command and return (code, its one line of complaint)."""
    env = {name: text for name, text in os.environ.items() if name != "ODOO_SOURCE"}
    env |= {name: str(value) for name, value in variables.items()}
    done = subprocess.run(
        [sys.executable, str(RUN), *words],
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1, f"one clear line, not: {done.stderr}"
    return done.returncode, lines[0]


# What any Debian machine has; installing and fetching succeed by default.
def debian(**instead):
    return {
        "apt_get": f'case "$*" in *indextargets*) {MIRROR};; esac',
        "apt_cache": "true",
        "dpkg_deb": "true",
        "setpriv": "true",
        "sudo": "true",
        "wkhtmltopdf": "true",
        **instead,
    }


def test_a_taken_port_is_named_with_another_to_try(machine, folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, line = machine(**debian())("--port", str(port))
    assert code == 1
    assert f"Port {port} is taken" in line
    assert f"setup/run --port {port + 1}" in line
    assert not (folder / "home").exists(), "nothing is fetched for a port in use"


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_cannot_be_is_refused(machine, port):
    done = subprocess.run(
        [sys.executable, str(RUN), "--port", port],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert f"{port} is not a port" in done.stderr


def test_without_apt_it_names_the_packages_to_install(machine):
    code, line = machine()()
    assert code == 1
    assert "no apt-get" in line
    assert "wkhtmltopdf" in line


def test_without_apt_but_with_the_programs_it_asks_for_an_odoo_checkout(machine):
    code, line = machine(wkhtmltopdf="true", setpriv="true")()
    assert code == 1
    assert "no apt" in line
    assert "ODOO_SOURCE" in line


def test_without_network_it_says_so_and_keeps_what_is_there(machine):
    script = f"""case "$*" in *indextargets*) {MIRROR};;
    *) echo "Could not resolve 'mirror.invalid'"; exit 100;; esac"""
    code, line = machine(**debian(apt_get=script))()
    assert code == 1
    assert "There is no network" in line
    assert "try again" in line


def test_a_mirror_without_unstable_leads_to_odoo_source(machine):
    script = f"""case "$*" in *indextargets*) {MIRROR};;
    *) echo "E: The repository 'x sid' does not have a Release file."; exit 100;;
    esac"""
    code, line = machine(**debian(apt_get=script))()
    assert code == 1
    assert "has no Debian sid" in line
    assert "ODOO_SOURCE" in line


def test_a_disk_that_fills_up_while_unpacking_is_named(machine, folder):
    wanted = odoo_source.lock.read()["odoo"]
    offer = f"printf 'Version: {wanted['version']}\\nSHA256: {wanted['sha256']}\\n'"
    fetch = f"""case "$*" in *indextargets*) {MIRROR};;
    *download*) echo "write error: No space left on device"; exit 100;; esac"""
    code, line = machine(**debian(apt_cache=offer, apt_get=fetch))()
    assert code == 1
    assert f"The disk that holds {folder / 'home'} is full" in line
    assert "ENGAGEMENT_HOME" in line


def test_a_disk_too_small_is_refused_before_anything_is_fetched(monkeypatch):
    usage = shutil.disk_usage("/")._replace(free=bootstrap.NEEDED - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage)
    with pytest.raises(fail.Stop, match="is full"):
        bootstrap.check_disk()


def test_a_damaged_download_is_refused(tmp_path):
    package = tmp_path / "odoo.deb"
    package.write_text("half of it")
    with pytest.raises(fail.Stop, match=r"odoo\.deb is damaged"):
        odoo_source._check_hash(package, "0" * 64)


def test_the_same_version_with_other_content_is_refused_another_one_warned_of():
    tested = {"odoo": {"package": "odoo-19", "version": "19.0.0-1", "sha256": "a"}}
    same = {"Version": "19.0.0-1", "SHA256": "a"}
    assert odoo_source._compare(tested, same) == []
    with pytest.raises(fail.Stop, match="another content"):
        odoo_source._compare(tested, {**same, "SHA256": "b"})
    newer = odoo_source._compare(tested, {"Version": "19.0.1-1", "SHA256": "b"})
    assert newer == ["Odoo 19.0.1-1 is used; tested was 19.0.0-1."]


def checkout(folder, version):
    """Make a folder that looks like an Odoo checkout of that version."""
    package = folder / "checkout" / "odoo"
    package.mkdir(parents=True)
    (package / "release.py").write_text(f"version_info = ({version}, FINAL, 0, '')\n")
    return package.parent


@pytest.mark.parametrize("version", ["18, 0, 0", "'saas~19', 1, 0", "19, 1, 0"])
def test_another_odoo_than_19_0_is_refused(machine, folder, version):
    source = checkout(folder, version)
    code, line = machine(**debian())(ODOO_SOURCE=source)
    assert code == 1
    assert str(source) in line
    assert "19.0 is needed" in line


def test_a_folder_without_odoo_is_refused(machine, folder):
    code, line = machine(**debian())(ODOO_SOURCE=folder)
    assert code == 1
    assert f"There is no Odoo in {folder}" in line


def test_a_checkout_of_19_0_is_accepted(folder, monkeypatch):
    monkeypatch.setenv("ODOO_SOURCE", str(checkout(folder, "19, 0, 0")))
    source = odoo_source.locate()
    odoo_source.check(source)
    assert source.version() == "19.0.0"


def test_a_path_too_long_for_a_socket_is_named(machine, folder):
    long = folder / ("x" * 100)
    code, line = machine(**debian())(ENGAGEMENT_HOME=long)
    assert code == 1
    assert "socket is too long" in line
    assert "ENGAGEMENT_HOME" in line


@pytest.fixture
def closed(folder, monkeypatch):
    """A home inside a folder that only its owner may enter, used by root."""
    path = folder / "closed"
    path.mkdir(mode=0o700)
    monkeypatch.setattr(home, "HOME", path / "home")
    monkeypatch.setattr(shell, "is_root", lambda: True)
    monkeypatch.setattr(postgres, "owner", lambda: "nobody")
    return path


def test_a_folder_closed_to_postgresqls_user_is_named(closed, monkeypatch):
    monkeypatch.setattr(postgres, "_gets_through", lambda _folder: False)
    with pytest.raises(fail.Stop) as stop:
        postgres.check_folder()
    assert f"nobody, who cannot enter {closed}" in str(stop.value)
    closed.chmod(0o755)
    postgres.check_folder()


def test_postgresql_gets_the_right_to_pass_only_where_it_is_needed(closed):
    assert "--ambient-caps=+dac_read_search" in postgres._as_owner(["initdb"])
    closed.chmod(0o755)
    assert not [word for word in postgres._as_owner(["initdb"]) if "caps" in word]


def test_a_package_that_needs_root_names_the_command(monkeypatch):
    monkeypatch.setattr(shell, "is_root", lambda: False)
    found = {"apt-get": "/usr/bin/apt-get"}
    monkeypatch.setattr(shutil, "which", found.get)
    with pytest.raises(fail.Stop, match="As root, run: apt-get install chromium"):
        bootstrap.packages.install(["chromium"])
