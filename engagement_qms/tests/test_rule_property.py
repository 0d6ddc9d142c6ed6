# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta
from itertools import count

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from odoo.tests import tagged

from odoo.addons.engagement_qms.models.code import clock

from .rule_common import RuleCase

CASES, LONG_CASES = 60, 2000
NOW = datetime(2026, 6, 1, 12)
ZONES = (
    "UTC",
    "Europe/Brussels",
    "America/Santiago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
)
FIELDS = ("state", "started_at", "first_due_at", "due_at", "at_risk_at", "done_at")


class Ledger:
    """What should stand in the ledger, worked out in plain Python."""

    def __init__(self, promise, holidays):
        self.promise = promise
        self.tz = promise.calendar_id.tz
        self.holidays = holidays
        self.rows = {}
        self.by_hand = set()

    def due_at(self, started_at):
        first = date(2025, 12, 1)
        dates = [
            day
            for day in (first + timedelta(days=number) for number in range(500))
            if day.weekday() < 5 and day not in self.holidays
        ]
        promise = self.promise
        return clock.due_at(
            started_at, promise.limit_value, promise.limit_unit, self.tz, dates
        )

    def look_at(self, job_id, job):
        """Bring the row of a document up to it; `job` is None when it is gone."""
        row = self.rows.get(job_id)
        if job_id in self.by_hand:
            return
        if not job or not self.counts(job):
            if row:
                row |= {"state": "cancelled", "done_at": False}
            return
        start = job.asked_at
        if not row or row["started_at"] != start:
            due = self.due_at(start)
            row = self.rows[job_id] = {"first_due_at": due, "due_at": due}
        done = job.done_at and max(job.done_at, start)
        kept = done and clock.is_kept(done, row["first_due_at"])
        row |= {
            "started_at": start,
            "done_at": done,
            "state": ("kept" if kept else "missed") if done else "open",
        }

    def counts(self, job):
        code = self.promise.code_id
        if job.kind != self.promise.promise or not job.asked_at:
            return False
        day = clock.local_date(job.asked_at, self.tz)
        return code.in_force_from <= day <= (code.in_force_to or date.max)

    def get_rows(self):
        return {
            job_id: row
            | {"at_risk_at": clock.risk_at(row["started_at"], row["due_at"])}
            for job_id, row in self.rows.items()
        }


class RulePropertyCase(RuleCase):
    """Plays histories, and compares the ledger with plain Python after each look."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.calendars = [cls._new_calendar(zone) for zone in ZONES]
        cls.holidays = {calendar: set() for calendar in cls.calendars}

    def _play_histories(self, number):
        """Play so many histories that Hypothesis makes up, and see to their variety."""
        happened = set()
        kinds = count()

        @settings(
            max_examples=number,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(st.randoms(use_true_random=False))
        def play(random):
            happened.update(self._play(random, f"case {next(kinds)}"))

        play()
        # a history in which nothing happens proves nothing
        self.assertEqual(
            happened,
            {"start", "end", "open", "leave", "return", "extend", "cancel", "delete"}
            | {"reopen", "holiday", "kept", "missed", "cancelled"},
        )

    def _play(self, random, kind):
        """Play a history, and compare after each look at the documents."""
        calendar = random.choice(self.calendars)
        code = self._new_code(kind)
        promise = self._new_promise(
            code,
            promise=kind,
            calendar_id=calendar.id,
            limit_value=random.choice([0.5, 1, 2, 3, 5, 10, 36.25]),
            limit_unit=random.choice(["hour", "day", "working_day", "working_day"]),
            rule_domain=f"[('kind', '=', '{kind}')]",
        )
        until = random.choice([False, date(2026, 4, 15)])
        self._put_in_force(code, date(2026, 1, 1), until)
        ledger = Ledger(promise, self.holidays[calendar])
        jobs = [
            self._new_job(self._some_start(random), kind=kind) for _number in range(5)
        ]
        happened = set()
        changed = set(jobs)
        for _step in range(4):
            full = random.random() < 0.3
            if full:
                changed |= set(jobs) | set(ledger.rows)
            for job in changed:
                if isinstance(job, int):
                    gone = not self.env["engagement.fake.job"].browse(job).exists()
                    if gone:
                        ledger.look_at(job, None)
                else:
                    ledger.look_at(job.id, job)
            promise._evaluate_rules(full=full)
            rows = self._get_first_cycle(promise)
            self.assertEqual(
                {
                    job_id: {name: row[name] for name in FIELDS}
                    for job_id, row in rows.items()
                },
                ledger.get_rows(),
            )
            self.assertEqual(promise._evaluate_rules(full=full), 0, "Nothing is left")
            happened |= {row.state for row in rows.values()} - {"open"}
            self._age(self.env["engagement.fake.job"].concat(*jobs))
            changed = self._live_on(random, jobs, rows, ledger, happened)
        return happened

    def _live_on(self, random, jobs, rows, ledger, happened):
        """Let something happen to some documents and rows; return the documents."""
        changed = set()
        for job in random.sample(jobs, 3):
            row = rows.get(job.id)
            what = random.choice(
                ["start", "end", "end", "end", "open", "leave", "return", "extend"]
                + ["cancel", "delete", "reopen", "holiday"]
            )
            if what == "start":
                job.asked_at = self._some_start(random)
            elif what == "end":
                job.done_at = job.asked_at + timedelta(
                    seconds=random.randint(-100_000, 1_500_000)
                )
            elif what == "open":
                job.done_at = False
            elif what in ("leave", "return"):
                kind = ledger.promise.promise if what == "return" else "other"
                job.kind = kind
            elif what == "delete" and len(jobs) > 3:
                jobs.remove(job)
                changed.discard(job)
                job.unlink()
                happened.add(what)
                continue
            elif what == "holiday" and random.random() < 0.3:
                self._add_holiday(random, ledger)
                happened.add(what)
                continue
            elif what == "extend" and row and row.state == "open":
                due = row.due_at + timedelta(hours=random.randint(1, 200))
                row._extend(due, "Because")
                ledger.rows[job.id]["due_at"] = due
                happened.add(what)
                continue
            elif what == "cancel" and row and row.state == "open":
                row.action_cancel("Because")
                ledger.rows[job.id]["state"] = "cancelled"
                ledger.by_hand.add(job.id)
                happened.add(what)
                continue
            elif what == "reopen" and row and row.state in ("kept", "missed"):
                if not self._get_later_cycle(row):
                    again = row.action_reopen()
                    self.assertEqual(again.first_due_at, ledger.due_at(NOW))
                    happened.add(what)
                continue
            else:
                continue
            happened.add(what)
            changed.add(job)
        return changed

    def _some_start(self, random):
        """Return a moment around the time in force, often near a change of clocks."""
        days = random.choice([random.randint(0, 150), 87, 88, 94, 95])
        return datetime(2025, 12, 30) + timedelta(
            days=days, seconds=random.randint(0, 86_399)
        )

    def _add_holiday(self, random, ledger):
        """Give the calendar another holiday: due moments that stand do not move."""
        day = date(2026, 1, 1) + timedelta(days=random.randint(0, 200))
        if day in ledger.holidays:
            return
        ledger.holidays.add(day)
        self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": ledger.promise.calendar_id.id,
                "date_from": clock.end_of_day(day - timedelta(days=1), ledger.tz)
                + timedelta(seconds=1),
                "date_to": clock.end_of_day(day, ledger.tz),
            }
        )

    def _get_first_cycle(self, promise):
        rows = self.env["engagement.commitment"].search(
            [("provision_id", "=", promise.id), ("cycle", "=", 0)]
        )
        return {row.origin_res_id: row for row in rows}

    def _get_later_cycle(self, row):
        return row.search(
            [
                ("provision_id", "=", row.provision_id.id),
                ("origin_res_id", "=", row.origin_res_id),
                ("cycle", ">", 0),
            ]
        )


@tagged("post_install", "-at_install", "engagement")
@freeze_time(NOW)
class TestRuleProperty(RulePropertyCase):
    """Whatever happens to the documents, plain Python makes the same ledger of it."""

    def test_random_histories(self):
        self._play_histories(CASES)


@tagged("post_install", "-at_install", "engagement_long", "-standard")
@freeze_time(NOW)
class TestRulePropertyLong(RulePropertyCase):
    """The same over thousands of histories."""

    def test_many_random_histories(self):
        self._play_histories(LONG_CASES)
