# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What a bench is written with. Runs inside Odoo's environment.

A bench is a file `setup/benches/<name>.py` with a function `main(bench)`, and,
where it needs more than our addons in an empty company, the constant

    DATABASE = {"demo": True, "apps": True}

It runs over a clone of its own, so it may create, change and commit at will:

    def main(bench):
        parties = bench.env["engagement.party"]
        small = bench.measure(lambda: parties.web_search_read([], SPEC, limit=80))
        bench.env["engagement.party"].create(many)
        big = bench.measure(lambda: parties.web_search_read([], SPEC, limit=80))
        bench.ratio("list, 100 000 against 1 000 parties", big, small, limit=1.5)
        bench.same_queries("list, 100 000 against 1 000 parties", big, small)
        bench.count("queries per party created", made.queries / 10_000, limit=0.05)

`bench.options` holds the words `name=value` of the command line. The exit code
is 1 when a limit was passed. Times compare with each other on one machine, in
one run; the absolute ones are only there to give an idea.
"""

import dataclasses
import importlib.util
import statistics
import sys
import time

import odoo
from odoo import api, sql_db
from odoo.modules.registry import Registry
from odoo.tools import config


@dataclasses.dataclass
class Measured:
    """What one thing costs: median seconds, queries, and what it returned."""

    seconds: float
    queries: int
    value: object


class Bench:
    """Measures, and collects the rows of the table.

    :param env: the environment of the superuser in the clone.
    :param options: {name: text} of the command line.
    """

    def __init__(self, env, options):
        self.env = env
        self.options = options
        self.rows = []
        self.passed_limits = 0

    def as_user(self, login):
        """Return the environment of a user, with that user's access rights."""
        user = self.env["res.users"].search([("login", "=", login)])
        return self.env(user=user)

    def measure(self, work, times=5, *, undo=False, warm=True):
        """Do `work` several times and take the median.

        :param work: a function without arguments.
        :param times: how often.
        :param undo: roll back after each time, for work that writes.
        :param warm: do it once before, not counted.
        :return: a `Measured`; the queries are those of the last time.
        """
        if warm:
            self._once(work, undo)
        runs = [self._once(work, undo) for _ in range(times)]
        return dataclasses.replace(
            runs[-1], seconds=statistics.median(run.seconds for run in runs)
        )

    def _once(self, work, undo):
        # As at the start of a request: nothing is read yet, nothing is waiting.
        self.env.flush_all()
        self.env.invalidate_all()
        if undo:
            self.env.cr.execute("SAVEPOINT bench")
        queries, start = sql_db.sql_counter, time.perf_counter()
        value = work()
        self.env.flush_all()
        seconds = time.perf_counter() - start
        queries = sql_db.sql_counter - queries
        if undo:
            self.env.cr.execute("ROLLBACK TO SAVEPOINT bench")
            self.env.invalidate_all()
        return Measured(seconds, queries, value)

    def analyze(self):
        """Commit, and give PostgreSQL the statistics of the new data."""
        self.env.flush_all()
        self.env.cr.commit()
        self.env.cr.execute("ANALYZE")
        self.env.cr.commit()

    def ratio(self, name, measured, base, limit=None):
        """Add a row: time of one over time of another, at most `limit`."""
        value = measured.seconds / base.seconds
        beside = f"{measured.seconds * 1000:.1f} ms / {base.seconds * 1000:.1f} ms"
        self._add(name, f"{value:.2f}", limit, value, beside)

    def faster(self, name, measured, base, least=None):
        """Add a row: how many times faster than the base, at least `least`."""
        value = base.seconds / measured.seconds
        beside = f"{measured.seconds * 1000:.1f} ms / {base.seconds * 1000:.1f} ms"
        limit = "" if least is None else f"≥ {least:g}"
        self.rows.append([name, f"{value:.1f} times", limit, beside])
        if least is not None and value < least:
            self._over()

    def count(self, name, value, limit=None, beside=""):
        """Add a row: a number, such as queries per record, at most `limit`."""
        self._add(name, f"{value:g}", limit, value, beside)

    def same_queries(self, name, *measured):
        """Add a row: all of them cost the same number of queries."""
        counts = [one.queries for one in measured]
        text = " = ".join(map(str, counts))
        self._add(f"{name}: queries", text, None, None, "")
        if len(set(counts)) > 1:
            self._over()

    def _add(self, name, text, limit, value, beside):
        self.rows.append([name, text, "" if limit is None else f"≤ {limit:g}", beside])
        if limit is not None and value > limit:
            self._over()

    def _over(self):
        self.rows[-1][2] += "  OVER"
        self.passed_limits += 1

    def show(self):
        """Print the table."""
        rows = [["what", "measured", "limit", "absolute"], *self.rows]
        widths = [max(len(row[i]) for row in rows) for i in range(4)]
        for row in rows:
            cells = (text.ljust(width) for text, width in zip(row, widths, strict=True))
            print("  ".join(cells).rstrip())


def main(config_file, database, path, *words):
    config.parse_config(["-c", config_file, "-d", database, "--log-level=warn"])
    spec = importlib.util.spec_from_file_location("bench_script", path)
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    with Registry(database).cursor() as cr:
        env = api.Environment(cr, odoo.SUPERUSER_ID, {})
        bench = Bench(env, dict(word.split("=", 1) for word in words))
        script.main(bench)
    bench.show()
    return 1 if bench.passed_limits or not bench.rows else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
