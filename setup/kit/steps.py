# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the user sees while something is done: a line per step, its time, a bar."""

import contextlib
import sys
import time

WIDTH = 28


class Step:
    """One line of output: the name, a bar where the work reports its share, the time.

    A terminal sees the line grow; a log file gets only the finished line.
    """

    def __init__(self, name):
        self.name = name
        self.note = ""
        self.bad = False  # over, but not well
        self.started = time.monotonic()
        self.live = sys.stdout.isatty()
        self._last = 0.0
        self._draw("…")

    @property
    def seconds(self):
        return time.monotonic() - self.started

    def _draw(self, text, end=""):
        if self.live:
            sys.stdout.write(f"\r\x1b[2K  {text} {self.name}{end}")
            sys.stdout.flush()

    def share(self, part, note=""):
        """Show how far the step is.

        :param part: a number from 0 to 1.
        :param note: a few words beside the bar.
        """
        now = time.monotonic()
        if not self.live or now - self._last < 0.1:
            return
        self._last = now
        full = int(WIDTH * min(max(part, 0), 1))
        bar = "█" * full + "░" * (WIDTH - full)
        self._draw("…", f"  {bar} {part:4.0%} {note[:30]}")

    def done(self):
        mark = "✗" if self.bad else "✓"
        note = f"  ({self.note})" if self.note else ""
        if self.live:
            self._draw(mark, f"{note}  {self.seconds:.1f} s\n")
        else:
            print(f"  {mark} {self.name}{note}  {self.seconds:.1f} s", flush=True)

    def failed(self):
        if self.live:
            self._draw("✗", "\n")
        else:
            print(f"  ✗ {self.name}", flush=True)


@contextlib.contextmanager
def step(name):
    """Show `name` while the block runs, and how long it took when it is over."""
    shown = Step(name)
    try:
        yield shown
    except BaseException:
        shown.failed()
        raise
    shown.done()
