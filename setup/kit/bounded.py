# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Commands that may hang: they get a time, and no word of it is lost."""

import contextlib
import signal
import subprocess
import time

from . import home, shell

PATIENCE = 60  # seconds to end what was begun


@contextlib.contextmanager
def begun(words, log, limit, env=None):
    """Begin a command, its output in the log `log`; it ends with the block.

    :param limit: seconds it may take.
    :param env: variables to add to the environment.
    :return: a function that waits for the exit code, which is None when the time
        is over.
    """
    end = time.monotonic() + limit
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

        def wait():
            try:
                return process.wait(max(end - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                return None

        try:
            yield wait
        except KeyboardInterrupt:
            process.send_signal(signal.SIGINT)
            # Without a terminal it may not listen to that.
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(PATIENCE)
            raise
        finally:
            shell.end_group(process, signal.SIGKILL)


def run(words, log, limit, env=None):
    """Run a command to its end, which is after `limit` seconds at the latest.

    :return: the exit code, None when it took too long and was killed.
    """
    with begun(words, log, limit, env) as wait:
        return wait()
