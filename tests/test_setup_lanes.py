# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Two things at once: the tests from outside beside the others, and the templates."""

import concurrent.futures
import contextlib
import sys
import threading
import time

import pytest

from kit import bounded, databases, home, outside_tests, templates, testing
from kit.results import Tally


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    """The databases of a cluster that is only thought of, and a home for its locks."""
    monkeypatch.setattr(home, "HOME", tmp_path)
    found = set()

    def rename(source, target):
        found.remove(source)
        found.add(target)

    monkeypatch.setattr(databases, "exists", found.__contains__)
    monkeypatch.setattr(databases, "drop", found.discard)
    monkeypatch.setattr(databases, "rename", rename)
    monkeypatch.setattr(databases, "query", lambda _sql: [])
    return found


def test_a_template_that_two_ask_for_is_built_once(cluster):
    both = threading.Barrier(2)
    built = []

    def fill(raw, _shown):
        time.sleep(0.1)  # the other one asks while this one builds
        built.append(raw)
        cluster.add(raw)

    def ask():
        both.wait()
        templates._build("ready_1", "ready", "Template", fill)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        for asked in [pool.submit(ask), pool.submit(ask)]:
            asked.result()
    assert built == ["raw_ready_1"]
    assert cluster == {"ready_1"}


def test_who_wants_another_kind_of_template_need_not_wait(cluster):
    both = threading.Barrier(2, timeout=10)

    def fill(raw, _shown):
        both.wait()  # broken after ten seconds, unless both build at a time
        cluster.add(raw)

    with concurrent.futures.ThreadPoolExecutor() as pool:
        for asked in [
            pool.submit(templates._build, f"{kind}_1", kind, "Template", fill)
            for kind in ("bare", "demo")
        ]:
            asked.result()
    assert cluster == {"bare_1", "demo_1"}


def test_a_template_that_fails_leaves_nothing_and_can_be_tried_again(cluster):
    def fail(raw, _shown):
        cluster.add(raw)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        templates._build("ready_1", "ready", "Template", fail)
    assert cluster == set()
    templates._build("ready_1", "ready", "Template", lambda raw, _: cluster.add(raw))
    assert cluster == {"ready_1"}


@pytest.fixture
def told(monkeypatch):
    """What `setup/test` does, in order, when every part passes one test."""
    found = []

    def passed(word):
        found.append(word)
        return Tally(passed=1)

    @contextlib.contextmanager
    def begun():
        found.append("e2e begins")
        yield lambda: passed("e2e is awaited")
        found.append("e2e is ended")

    monkeypatch.setattr(testing.bootstrap, "ensure", lambda **_more: None)
    monkeypatch.setattr(templates, "sweep_runs", lambda: None)
    monkeypatch.setattr(testing.addons, "installable", lambda: (["core"], {}))
    monkeypatch.setattr(testing, "_run", lambda _kind, name, _select: passed(name))
    monkeypatch.setattr(outside_tests, "begun", begun)
    return found


def test_without_a_word_the_tests_from_outside_run_beside_the_others(told, capsys):
    assert testing._main([]) == 0
    assert told == ["e2e begins", "lint", "core", "e2e is awaited", "e2e is ended"]
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines[:-1]] == [
        "  ✓ lint",
        "  ✓ core",
        "  ✓ e2e",
    ]
    assert lines[-1] == "3 passed, 0 failed"


def test_parts_that_are_named_run_one_after_another(told, capsys):
    assert testing._main(["e2e", "core", "lint"]) == 0
    assert told == ["e2e", "core", "lint"]
    assert capsys.readouterr().out.endswith("\n3 passed, 0 failed\n")


def test_ctrl_c_in_one_lane_ends_the_other(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "LOGS", tmp_path)
    log = tmp_path / "lane.log"
    # it listens also where whoever started the tests in the background ignores Ctrl-C
    code = (
        "import signal, time;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "print('begun', flush=True); time.sleep(60)"
    )

    def lane():
        with bounded.begun([sys.executable, "-c", code], "lane", 60):
            while "begun" not in log.read_text():
                time.sleep(0.05)
            raise KeyboardInterrupt

    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        lane()
    assert "KeyboardInterrupt" in log.read_text(), "it was told, and not killed"
    assert time.monotonic() - started < 30


def test_a_command_that_takes_too_long_is_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(home, "LOGS", tmp_path)
    words = [sys.executable, "-c", "import time; time.sleep(60)"]
    assert bounded.run(words, "lane", 0.2) is None
