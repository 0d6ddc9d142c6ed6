# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Run Odoo's tests of one of our addons on a clone, and judge the server's log."""

import json
import re

from . import addons, bounded, home, logs, net, server, shell, templates
from .results import Tally

LIMIT = 25 * 60  # seconds a part may take
LONG_LIMIT = 60 * 60
END = "\n\n"  # after each of several failures of one test
APPS_TAG = "engagement_apps"
BRIDGE_TAG = "engagement_bridge"
LONG_TAG = "engagement_long"


def run(name, select="", *, long=False):
    """Run the tests of the addon `name`.

    A whole addon is installed afresh into a clone without demo data, so that
    its at_install tests run, too; its tests tagged `engagement_apps` then run
    in a database with all our addons, the demo company and its apps. One class
    runs in a clone where it is installed already, which is quicker.

    An addon that needs another of ours is a bridge. It comes into a clone where
    that other is, and there the other's tests tagged `engagement_bridge` run
    once more: they ran without the bridge when the other was tested.

    :param name: an addon of this repository.
    :param select: "Class" or "Class.method", or empty for all.
    :param long: run the tests tagged `engagement_long` instead.
    :return: a `Tally`.
    """
    tally = Tally()
    if long:
        _long(name, tally)
    elif select:
        _one_class(name, select, tally)
    else:
        needed = addons.in_order([name])[:-1]
        template = templates.ready if needed else templates.base
        with templates.borrowed(template, name, names=needed or [name]) as db:
            tally.add(odoo(name, db, f"/{name}", install=True))
            for other in needed:
                if uses_tag(other, BRIDGE_TAG):
                    tally.add(_beside(other, db, f"{BRIDGE_TAG}/{other}", name))
        if uses_tag(name, APPS_TAG):
            with templates.demo_company(f"{name}_apps", assets=True) as db:
                tally.add(odoo(name, db, f"{APPS_TAG}/{name}"))
    return tally


def _beside(other, db, tags, name):
    """Run tests of another addon of ours where `name` is installed, too."""
    tally = odoo(other, db, tags)
    tally.failures = [(f"{test}, beside {name}", why) for test, why in tally.failures]
    return tally


def _one_class(name, select, tally):
    """Run one class where its tags say that it belongs.

    The class of a bridge may be one of the addon that it builds on.
    """
    class_name = select.partition(".")[0]
    for other in addons.in_order([name])[:-1]:
        if _class_has_tag(other, class_name, BRIDGE_TAG):
            web = _in_browser(other, class_name)
            wanted = {"names": [name], "assets": web}
            with templates.borrowed(templates.ready, name, **wanted) as db:
                tally.add(_beside(other, db, f"{BRIDGE_TAG}/{other}:{select}", name))
            return
    if _class_has_tag(name, class_name, APPS_TAG):
        with templates.demo_company(f"{name}_apps", assets=True) as db:
            tally.add(odoo(name, db, f"{APPS_TAG}/{name}:{select}"))
        return
    tag = LONG_TAG if _class_has_tag(name, class_name, LONG_TAG) else ""
    web = _in_browser(name, class_name)
    with templates.borrowed(templates.ready, name, names=[name], assets=web) as db:
        tally.add(odoo(name, db, f"{tag}/{name}:{select}"))


def _long(name, tally):
    if not uses_tag(name, LONG_TAG):
        return
    with templates.borrowed(templates.ready, f"{name}_long", names=[name]) as db:
        tally.add(odoo(name, db, f"{LONG_TAG}/{name}", limit=LONG_LIMIT))


def _test_files(name):
    return sorted((addons.ours()[name] / "tests").rglob("test_*.py"))


def uses_tag(name, tag):
    """Tell whether any test of the addon carries `tag`."""
    return any(f'"{tag}"' in path.read_text() for path in _test_files(name))


def _in_browser(name, class_name):
    """Tell whether the file of a test class needs the web client's assets."""
    texts = (path.read_text() for path in _test_files(name))
    return any(f"class {class_name}(" in text and "HttpCase" in text for text in texts)


def _class_has_tag(name, class_name, tag):
    """Tell whether the decorator above a test class names `tag`."""
    pattern = re.compile(rf"@tagged\(([^)]*)\)\s*(?:@.*\s*)*class {class_name}\b")
    found = (pattern.search(path.read_text()) for path in _test_files(name))
    return any(f'"{tag}"' in match[1] for match in found if match)


def odoo(name, db, tags, *, install=False, limit=LIMIT):
    """Run Odoo once over the database `db` and return the `Tally`."""
    log = f"test-{db}"
    results = home.LOGS / f"{log}.json"
    results.unlink(missing_ok=True)
    http, gevent = net.free_ports(2)
    script = home.REPO / "setup" / "inside" / "odoo_results.py"
    words = [server.command()[0], script, "-c", server.config(), "-d", db]
    words += ["--http-port", http, "--gevent-port", gevent, "--max-cron-threads=0"]
    words += ["--screenshots", home.HOME / "screenshots", "--test-tags", tags]
    words += ["--stop-after-init"]
    if install:
        words += ["-i", name]
    code = bounded.run(words, log, limit, {"ENGAGEMENT_RESULTS": str(results)})
    tally = _read_results(results)
    path = shell.log_path(log)
    if code is None:
        tally.fail(f"{name} {tags}", f"stopped after {limit // 60} minutes: {path}")
    elif not tally.count:
        tally.fail(f"{name} {tags}", f"no test ran (exit {code})\n{_excerpt(path)}")
    elif code and not tally.failures:
        tally.fail(f"{name} {tags}", f"Odoo ended with {code}\n{_excerpt(path)}")
    bad = logs.judge(path.read_text(errors="replace"), tally.failed)
    if bad and tally.passed:
        tally.fail(f"log of {name}", "\n".join(bad[:20]))
    if not tally.failures:
        path.unlink()
    results.unlink(missing_ok=True)
    return tally


def _read_results(path):
    """Turn the rows of `odoo_results.py` into a `Tally`."""
    rows = (
        [json.loads(row) for row in path.read_text().splitlines()]
        if path.exists()
        else []
    )
    ran, bad = set(), {}
    for row in rows:
        test = row["test"]
        if row["event"] == "started":
            ran.add(test)
        elif row["event"] == "skipped":
            bad[test] = f"skipped, and a skipped test proves nothing: {row['why']}"
        else:
            bad[test] = f"{bad.get(test, '')}{row['why']}{END}"
    return Tally(passed=len(ran - bad.keys()), failures=list(bad.items()))


def _excerpt(path):
    """Return what tells most about a run that broke off: its first traceback."""
    rows = logs.records(path.read_text(errors="replace"))
    bad = [row for row in rows if row[0] in ("ERROR", "CRITICAL")]
    for _level, logger, message in [*(r for r in bad if "Traceback" in r[2]), *bad]:
        return f"{logger}: {message}"[-3000:]
    return shell.tail(path, 3)
