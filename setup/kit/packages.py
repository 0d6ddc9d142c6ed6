# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Debian packages: those the machine must have, and those only unpacked for us."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from . import home, shell
from .fail import Stop

ELSEWHERE = "Set ODOO_SOURCE to the folder of an Odoo 19.0 checkout and try again."


def install(names, shown=None):
    """Install Debian packages on the machine, as root or through sudo.

    :param names: package names.
    :param shown: the step that shows the progress.
    """
    if not shutil.which("apt-get"):
        raise Stop(
            "This machine has no apt-get to install packages with",
            f"Install what matches these Debian packages yourself: {' '.join(names)}.",
        )
    prefix = []
    if not shell.is_root():
        if not shutil.which("sudo"):
            raise Stop(
                f"Packages are missing ({' '.join(names)}) and you are not root",
                f"As root, run: apt-get install {' '.join(names)}.",
            )
        prefix = ["sudo"]
        # Ask for the password before the progress bar hides the question.
        if subprocess.run(["sudo", "-v"]).returncode:
            raise Stop(
                "sudo refused to install packages",
                f"As root, run: apt-get install {' '.join(names)}.",
            )
    env = ["env", "DEBIAN_FRONTEND=noninteractive"]
    apt = [*prefix, *env, "apt-get", "-o", "DPkg::Lock::Timeout=120"]
    if shown:
        shown.note = " ".join(names)
    shell.run([*apt, "update"], "apt-install", check=False)
    code = shell.run(
        [*apt, "install", "-y", "--no-install-recommends", *names],
        "apt-install",
        watch=_count_unpacked(shown),
        check=False,
        append=True,
    )
    if code:
        raise _why(shell.log_path("apt-install"), " ".join(names))


def _count_unpacked(shown):
    """Return a watcher that moves the bar with each package apt sets up."""
    state = {"done": 0, "all": 1}

    def watch(line):
        if found := re.match(r"\d+ upgraded, (\d+) newly", line):
            state["all"] = max(int(found[1]), 1) * 2
        if line.startswith(("Unpacking", "Setting up")):
            state["done"] += 1
            if shown:
                shown.share(state["done"] / state["all"])

    return watch


def _why(path, names):
    """Say why apt failed, in the user's terms."""
    text = path.read_text(errors="replace")
    if shell.FULL in text or "don't have enough free space" in text:
        return shell.disk_full()
    if "Could not resolve" in text or "Could not connect" in text:
        return no_network("the Debian mirror")
    return Stop(
        f"apt-get could not fetch or install {names}: {shell.tail(path)[:160]}",
        f"The whole log: {path}",
    )


def no_network(what):
    return Stop(
        f"There is no network to fetch from {what}",
        "Connect this machine (or set its proxy) and try again; what is "
        "already here is kept.",
    )


class PrivateApt:
    """A second apt beside the machine's: its own lists and sources, same mirror.

    It lets us read Debian's unstable without touching the machine's apt. The
    mirror's address is the one that the machine itself uses.

    :param suite: the suite to read ("sid"), or None for the machine's own.
    """

    def __init__(self, suite=None):
        if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
            raise Stop("This machine has no apt to fetch Odoo with", ELSEWHERE)
        mirror, release, component = self._machine_mirror()
        self.suite = suite or release
        self.folder = home.APT / self.suite
        for name in ("lists/partial", "cache/archives/partial", "empty"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        source = self.folder / "private.sources"
        keys = next(Path("/usr/share/keyrings").glob("debian-archive-keyring.*"), None)
        source.write_text(
            f"Types: deb\nURIs: {mirror}\nSuites: {self.suite}\n"
            f"Components: {component}\n" + (f"Signed-By: {keys}\n" if keys else "")
        )
        self.options = [
            word
            for setting in (
                "Dir::Etc::SourceList=/dev/null",
                f"Dir::Etc::SourceParts={self.folder / 'empty'}",
                f"Dir::Etc::sourcelist={source}",
                f"Dir::State::lists={self.folder / 'lists'}",
                f"Dir::Cache={self.folder / 'cache'}",
                "Dir::State::status=/dev/null",
                # Our folder may lie where apt's own user cannot go.
                "APT::Sandbox::User=",
            )
            for word in ("-o", setting)
        ]

    @staticmethod
    def _machine_mirror():
        """Return (mirror, suite, component) of the machine's first Debian source."""
        rows = subprocess.run(
            [
                "apt-get",
                "indextargets",
                "--format",
                "$(REPO_URI) $(RELEASE) $(COMPONENT)",
                "Created-By: Packages",
            ],
            capture_output=True,
            text=True,
        ).stdout.splitlines()
        for row in rows:
            mirror, release, component = row.split()
            if component == "main" and re.fullmatch(r"[a-z]+", release):
                return mirror, release, component
        raise Stop("apt on this machine knows no Debian mirror", ELSEWHERE)

    def update(self):
        """Fetch the list of packages."""
        code = shell.run(
            ["apt-get", *self.options, "-o", "Acquire::Retries=2", "update"],
            f"apt-{self.suite}",
            check=False,
        )
        path = shell.log_path(f"apt-{self.suite}")
        text = path.read_text(errors="replace")
        if "does not have a Release file" in text:
            raise Stop(
                f"The mirror of this machine has no Debian {self.suite}", ELSEWHERE
            )
        if code or "Some index files failed to download" in text:
            raise _why(path, "the package list")

    def offered(self, name):
        """Return {field: text} of the newest version offered, empty when none."""
        text = subprocess.run(
            ["apt-cache", *self.options, "show", "--no-all-versions", name],
            capture_output=True,
            text=True,
        ).stdout
        return dict(re.findall(r"^(\w+): (.*)$", text, re.MULTILINE))

    def download(self, names, folder, shown=None):
        """Fetch packages as files into `folder`, which is made anew.

        :return: the paths of the files.
        """
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        read, write = os.pipe()
        command = ["apt-get", *self.options, "-q", "-o", f"APT::Status-Fd={write}"]
        path = shell.log_path(f"apt-{self.suite}")
        with open(path, "a") as log:
            process = subprocess.Popen(
                [*command, "download", *names],
                cwd=folder,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                pass_fds=[write],
            )
            os.close(write)
            try:
                with open(read) as status:
                    for line in status:
                        found = re.match(r"dlstatus:\d+:([\d.]+):", line)
                        if found and shown:
                            shown.share(float(found[1]) / 100)
            except BaseException:
                process.terminate()
                process.wait()
                raise
            if process.wait():
                raise _why(path, " ".join(names))
        return sorted(folder.glob("*.deb"))


def unpack(files, root, log="unpack"):
    """Unpack package files into `root` without installing anything."""
    for path in files:
        shell.run(["dpkg-deb", "-x", path, root], log)
