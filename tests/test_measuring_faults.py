# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Whatever is killed while indicators are measured: nothing is lost, nothing doubled.

The server is killed, or its sessions are ended by PostgreSQL, at random moments of a
full measurement. Afterwards the values are those of one that nobody disturbed.
"""

import contextlib
import random
import signal
import threading
import time

import pytest

from kit import databases, net, odoo_process, outside_tests, templates
from tests.conftest import Rpc, Server

KILLS, LONG_KILLS = 6, 100
CRON = "ir_cron_measure_indicators"
VALUES = (
    "SELECT indicator_id, company_id, scope_key, period_start, value, numerator,"
    " denominator, sample, status FROM engagement_measure ORDER BY 1, 2, 3, 4"
)
# so that the next one measures everything anew
FORGET = (
    "DELETE FROM engagement_measure;"
    " DELETE FROM engagement_measure_change;"
    " UPDATE engagement_indicator SET measured_at = NULL;"
)


@contextlib.contextmanager
def running(database):
    """Give a server over the database; whoever kills it does no harm to others."""
    (port,) = net.free_ports(1)
    log = f"{outside_tests.SERVER_LOG}-faults"
    with odoo_process.serving(database, port, log, crons=0) as process:
        yield Server(database, port), process


def measure(server, job=False):
    """Measure as whoever opens the scoreboard, or as the scheduled job, in parts.

    What becomes of it is not asked here.
    """
    with contextlib.suppress(Exception):
        if not job:
            Rpc(server, "engagement.officer")("engagement.indicator", "measure_now")
            return
        admin = Rpc(server, "admin")
        key = [["module", "=", "engagement_qms"], ["name", "=", CRON]]
        [row] = admin("ir.model.data", "search_read", key, ["res_id"])
        admin("ir.cron", "method_direct_trigger", [row["res_id"]])


def disturb(database, kills, dice):
    """Kill so many measurements at random moments, by turns in both ways."""
    done = 0
    while done < kills:
        with running(database) as (server, process):
            # a killed server is one kill; sessions that are ended are several
            for last in (False, False, False, True):
                databases.query(FORGET, database)
                at_work = threading.Thread(target=measure, args=[server, done % 2])
                at_work.start()
                time.sleep(dice.uniform(0.1, 1.2))
                if last:
                    process.send_signal(signal.SIGKILL)
                else:
                    databases.query(
                        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                        f" WHERE datname = '{database}' AND pid != pg_backend_pid()"
                    )
                at_work.join(120)
                done += 1
                if done == kills:
                    return


def check_kills(kills, expect_in_log):
    expect_in_log(r"(?s)terminating connection|connection already closed|bad query")
    expect_in_log(r"(?s)server closed the connection|InterfaceError|OperationalError")
    with templates.demo_company("faults", assets=True) as database:
        with running(database) as (server, _process):
            databases.query(FORGET, database)
            measure(server)
            expected = databases.query(VALUES, database)
        assert len(expected) > 200
        disturb(database, kills, random.Random(3))
        with running(database) as (server, _process):
            measure(server)
        # what was begun and killed left nothing behind, or is right already
        assert databases.query(VALUES, database) == expected
        waiting = databases.query(
            "SELECT COUNT(*) FROM engagement_measure_change", database
        )
        assert waiting == [["0"]]


def test_no_value_is_lost_or_doubled_by_kills(expect_in_log):
    check_kills(KILLS, expect_in_log)


@pytest.mark.long
def test_no_value_is_lost_or_doubled_by_a_hundred_kills(expect_in_log):
    check_kills(LONG_KILLS, expect_in_log)
