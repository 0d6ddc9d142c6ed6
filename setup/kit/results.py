# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the tests of all parts add up to."""

import dataclasses


@dataclasses.dataclass
class Tally:
    """Tests that really ran.

    `passed` counts tests; `failures` holds (name, text) of each that failed.
    """

    passed: int = 0
    failures: list = dataclasses.field(default_factory=list)

    @property
    def failed(self):
        return len(self.failures)

    @property
    def count(self):
        return self.passed + self.failed

    def fail(self, name, why):
        self.failures.append((name, why))

    def add(self, other):
        self.passed += other.passed
        self.failures += other.failures

    def line(self):
        return f"{self.passed} passed, {self.failed} failed"

    def show_failures(self):
        for name, why in self.failures:
            print(f"\n--- FAILED {name}\n{why.rstrip()}", flush=True)
