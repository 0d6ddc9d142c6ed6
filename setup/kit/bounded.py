# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands that may hang: they get a time, and no word of it is lost."""

import signal
import subprocess

from . import home, shell


def run(words, log, limit, env=None):
    """Run a command for at most `limit` seconds, its output in the log `log`.

    :param env: variables to add to the environment.
    :return: the exit code, None when it took too long and was killed.
    """
    with open(shell.log_path(log), "w") as out:
        process = subprocess.Popen(
            [str(word) for word in words],
            stdout=out,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            env={**shell.environment(), **(env or {})},
            cwd=home.REPO,
            # Its own group: what it has started ends with it.
            start_new_session=True,
        )
        try:
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            process.wait(limit)
            raise
        finally:
            shell.end_group(process, signal.SIGKILL)
