# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What every command does at its edge: clear failures, clean end on Ctrl-C."""

import signal
import sys

from . import shell
from .fail import Stop


def _interrupt(_signal, _frame):
    raise KeyboardInterrupt


def main(body):
    """Call `body` with the words of the command line and return the exit code."""
    # Being told to end, or the terminal being closed, is the same as Ctrl-C:
    # what was started gets ended, too.
    for sign in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, _interrupt)
    try:
        return body(sys.argv[1:]) or 0
    except Stop as stop:
        print(f"{stop}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in shell.DISK_ERRORS:
            raise
        print(f"{shell.disk_full()}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
