# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The command `setup/screenshots`: a demo server, a real browser, pictures."""

import argparse

from . import (
    bootstrap,
    command,
    home,
    net,
    odoo_process,
    python_env,
    shell,
    templates,
)
from .steps import step


def _main(words):
    parser = argparse.ArgumentParser(
        prog="setup/screenshots",
        description="Make the pictures listed in setup/pictures.py.",
    )
    parser.add_argument("name", nargs="*", help="all when none is given")
    names = parser.parse_args(words).name
    bootstrap.ensure(tests=True)
    templates.sweep_runs()
    with templates.demo_company("pictures", assets=True) as database:
        (port,) = net.free_ports(1)
        with odoo_process.serving(database, port, "pictures-server", crons=0):
            script = home.REPO / "setup" / "inside" / "photographer.py"
            with step("Pictures") as shown:
                made = []

                def watch(line):
                    made.append(line.strip())
                    shown.share(0.5, line.strip())

                words = [python_env.PYTHON, script, port, *names]
                env = {"PYTHONPATH": str(home.REPO / "setup")}
                shell.run(words, "pictures", watch=watch, env=env)
                shown.note = f"{len(made)} made"
    print("\n".join(made))


def main():
    return command.main(_main)
