# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The sum at the end is true: every test that ran, nothing that did not."""

import contextlib
import json
import subprocess
import sys

import pytest

from kit import addon_tests, addons, home, logs, outside_tests, templates
from kit.results import Tally


@pytest.fixture(autouse=True)
def one_addon(monkeypatch):
    """These tests speak of an addon `ours`, whatever this repository holds."""
    monkeypatch.setattr(addons, "ours", lambda: {"ours": home.REPO / "ours"})


def rows(tmp_path, *events):
    path = tmp_path / "results.json"
    path.write_text(
        "".join(
            json.dumps({"event": event, "test": test, "why": "because"}) + "\n"
            for event, test in events
        )
    )
    return addon_tests._read_results(path)


def test_a_test_that_started_and_did_not_fail_has_passed(tmp_path):
    tally = rows(tmp_path, ("started", "a"))
    assert tally.line() == "1 passed, 0 failed"


def test_a_test_with_two_failed_subtests_has_failed_once(tmp_path):
    tally = rows(tmp_path, ("started", "a"), ("failed", "a"), ("failed", "a"))
    assert tally.line() == "0 passed, 1 failed"


def test_a_skipped_test_has_failed(tmp_path):
    tally = rows(tmp_path, ("started", "a"), ("skipped", "a"))
    assert tally.line() == "0 passed, 1 failed"
    assert "because" in tally.failures[0][1]


def test_a_class_that_could_not_be_set_up_has_failed(tmp_path):
    tally = rows(tmp_path, ("failed", "setUpClass (a.B)"))
    assert tally.line() == "0 passed, 1 failed"


def test_no_report_is_no_passed_test(tmp_path):
    assert addon_tests._read_results(tmp_path / "none").count == 0
    assert outside_tests.read(tmp_path / "none").count == 0


def test_the_report_of_pytest_is_counted_case_by_case(tmp_path):
    report = tmp_path / "pytest.xml"
    report.write_text("""<testsuites><testsuite>
        <testcase classname="t" name="good"/>
        <testcase classname="t" name="bad"><failure message="no"/></testcase>
        <testcase classname="t" name="left"><skipped message="no browser"/></testcase>
        <testcase classname="t" name="both"><failure/></testcase>
        <testcase classname="t" name="both"><error message="teardown"/></testcase>
    </testsuite></testsuites>""")
    tally = outside_tests.read(report)
    assert tally.line() == "1 passed, 3 failed"
    assert "no browser" in dict(tally.failures)["t::left"]


STAMP = "2026-01-01 00:00:00,000 7"


@pytest.mark.parametrize(
    "record",
    [
        "ERROR db odoo.http: Exception during request handling.",
        "CRITICAL db odoo.modules.module: Couldn't load module ours",
        "WARNING db odoo.addons.ours.models.thing: careful",
        "WARNING db odoo.registry: ours.thing has no access rule",
    ],
)
def test_an_error_or_a_warning_of_ours_in_the_log_is_found(record):
    assert logs.judge(f"{STAMP} INFO db odoo: fine\n{STAMP} {record}\n  more\n")


@pytest.mark.parametrize(
    "record",
    [
        "INFO db odoo.addons.ours: fine",
        "WARNING db odoo.addons.other: careful",
        "WARNING run_ours_7 odoo.addons.other: the name of a database says nothing",
    ],
)
def test_what_others_warn_of_is_left_alone(record):
    assert logs.judge(f"{STAMP} {record}\n") == []


def test_a_failed_test_is_not_reported_twice():
    text = f"{STAMP} ERROR db odoo.addons.ours.tests.test_a: FAIL: TestA.test_b\nwhy"
    assert logs.judge(text, known_failures=1) == []
    assert len(logs.judge(text, known_failures=0)) == 1


def test_only_the_error_that_a_test_announced_may_be_in_the_log(tmp_path, monkeypatch):
    monkeypatch.setattr(outside_tests, "EXPECTED", tmp_path / "expected.txt")
    log = tmp_path / "server.log"
    log.write_text(f"{STAMP} ERROR db a: x\nTypeError\n{STAMP} ERROR db a: y\n")
    assert len(outside_tests._unexpected(log)) == 2
    outside_tests.expect_in_log("x.*TypeError")
    assert outside_tests._unexpected(log) == ["ERROR a: y"]


def test_sums_add_up():
    total = Tally(passed=2)
    part = Tally(passed=1)
    part.fail("x", "y")
    total.add(part)
    assert total.line() == "3 passed, 1 failed"


@pytest.fixture
def runs(monkeypatch, tmp_path):
    """A core and a bridge with a test class each; what is run on them, and where."""
    for name, tag in (("core", '"engagement_bridge"'), ("bridge", "")):
        (tmp_path / name / "tests").mkdir(parents=True)
        title = name.title()
        text = f'@tagged("post_install", {tag})\nclass Test{title}(Case):\n'
        (tmp_path / name / "tests" / f"test_{name}.py").write_text(text)
        depends = ["core"] if name == "bridge" else []
        manifest = repr({"name": name, "depends": depends})
        (tmp_path / name / "__manifest__.py").write_text(manifest)
    monkeypatch.setattr(
        addons, "ours", lambda: {n: tmp_path / n for n in ("bridge", "core")}
    )
    done = []

    @contextlib.contextmanager
    def borrowed(template, _purpose, names, **_more):
        yield f"{template.__name__} {' '.join(names)}"

    def odoo(name, db, tags, *, install=False, **_more):
        done.append((db, tags, install))
        tally = Tally(passed=1)
        tally.fail(f"a test of {name}", "because")
        return tally

    monkeypatch.setattr(templates, "borrowed", borrowed)
    monkeypatch.setattr(addon_tests, "odoo", odoo)
    return done


def test_a_bridge_is_tested_with_the_tests_of_what_it_builds_on(runs):
    tally = addon_tests.run("bridge")
    assert runs == [
        ("ready core", "/bridge", True),
        ("ready core", "engagement_bridge/core", False),
    ]
    assert tally.line() == "2 passed, 2 failed"
    assert tally.failures[1][0] == "a test of core, beside bridge"


def test_an_addon_that_needs_none_of_ours_is_no_bridge(runs):
    addon_tests.run("core")
    assert runs == [("base core", "/core", True)]


def test_one_class_runs_beside_a_bridge_when_the_bridge_is_named(runs):
    addon_tests.run("bridge", "TestCore")
    addon_tests.run("bridge", "TestBridge.test_x")
    addon_tests.run("core", "TestCore")
    assert runs == [
        ("ready bridge", "engagement_bridge/core:TestCore", False),
        ("ready bridge", "/bridge:TestBridge.test_x", False),
        ("ready core", "/core:TestCore", False),
    ]


def test_a_class_that_does_not_exist_fails_the_run():
    """From outside: no test ran is a failure, and the last line says so."""
    name = sorted(path.parent.name for path in home.REPO.glob("*/__manifest__.py"))[0]
    done = subprocess.run(
        [sys.executable, home.REPO / "setup" / "test", f"{name}:TestOfNothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "no test ran" in done.stdout
    assert done.stdout.splitlines()[-1] == "0 passed, 1 failed"


def test_an_unknown_part_is_refused():
    done = subprocess.run(
        [sys.executable, home.REPO / "setup" / "test", "nothing"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("There is no part nothing. Parts: lint, ")
