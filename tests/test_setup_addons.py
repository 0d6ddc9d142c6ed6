# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which addons are installed, and when a template database is out of date."""

import pytest

from kit import addons, home, logins, running, templates
from kit import server as odoo_server


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """Return a function: `shelf(where, name, *depends)` puts an addon somewhere."""
    monkeypatch.setattr(home, "REPO", tmp_path / "repo")
    monkeypatch.setattr(addons, "paths", lambda: [tmp_path / "odoo", home.REPO])

    def add(where, name, *depends, **more):
        folder = tmp_path / where / name
        folder.mkdir(parents=True)
        manifest = {"name": name, "depends": list(depends), **more}
        (folder / "__manifest__.py").write_text(repr(manifest))
        return folder

    return add


def test_an_addon_is_installed_when_all_it_needs_is_here(shelf):
    shelf("odoo", "mail")
    shelf("repo", "core", "mail")
    shelf("repo", "bridge", "core", "absent")
    shelf("repo", "on_bridge", "bridge")
    ready, waiting = addons.installable()
    assert ready == ["core"]
    assert waiting == {"bridge": ["absent"], "on_bridge": ["absent"]}


def test_checkouts_that_share_a_home_do_not_share_their_addons(monkeypatch, tmp_path):
    monkeypatch.setattr(home, "HOME", tmp_path)
    files = set()
    for name in ("one", "two", "one"):
        checkout = tmp_path / name
        monkeypatch.setattr(home, "REPO", checkout)
        monkeypatch.setattr(addons, "paths", lambda checkout=checkout: [checkout])
        files.add(odoo_server.config())
        assert f"addons_path = {checkout}\n" in odoo_server.config().read_text()
    assert len(files) == 2


def test_an_addon_marked_as_not_installable_is_left_out(shelf):
    shelf("repo", "core", installable=False)
    assert addons.installable() == ([], {})


def test_what_comes_from_others_is_told_from_what_is_ours(shelf):
    for name in ("mail", "purchase", "web"):
        shelf("odoo", name)
    shelf("repo", "core", "mail")
    shelf("repo", "bridge", "core", "purchase")
    assert addons.foreign(["bridge"]) == ["mail", "purchase"]
    assert addons.foreign(["core"]) == ["mail"]


def test_addons_that_depend_on_each_other_do_not_hang(shelf):
    shelf("repo", "one", "two")
    shelf("repo", "two", "one")
    assert addons.installable() == (["one", "two"], {})
    assert sorted(addons.in_order(["one"])) == ["one", "two"]


def test_what_an_addon_needs_of_ours_comes_before_it(shelf):
    shelf("odoo", "mail")
    shelf("repo", "zebra", "mail")
    shelf("repo", "bridge", "zebra", "mail")
    shelf("repo", "aside", "mail")
    assert addons.in_order(["bridge"]) == ["zebra", "bridge"]
    assert addons.in_order(["zebra"]) == ["zebra"]
    assert addons.in_order(["bridge", "aside"]) == ["aside", "zebra", "bridge"]


@pytest.fixture
def built(monkeypatch):
    """Return what templates are built of: {name: (cloned from, installed)}."""
    made = {}

    def build(name, _kind, _title, fill):
        steps = []
        monkeypatch.setattr(
            templates.databases, "clone", lambda under, _raw: steps.append(under)
        )
        monkeypatch.setattr(
            templates.server,
            "install",
            lambda _raw, names, _log, **_more: steps.append(sorted(names)),
        )
        fill(f"raw_{name}", None)
        made[name] = steps

    monkeypatch.setattr(templates, "_build", build)
    monkeypatch.setattr(templates, "APPS", ("shop",))
    return made


def test_the_template_of_a_bridge_stands_on_that_of_what_it_needs(shelf, built):
    for name in ("mail", "shop"):
        shelf("odoo", name)
    folder = shelf("repo", "core", "mail")
    shelf("repo", "bridge", "core", "shop")
    last = templates.ready(["bridge"])
    base, core, bridge = built
    assert built[base] == [["mail"]]
    assert built[core] == [base, ["core"]]
    assert built[bridge] == [core, ["bridge"]]
    assert last == bridge
    # what changes below makes it out of date, too
    (folder / "models").mkdir()
    (folder / "models" / "a.py").write_text("new")
    assert templates.ready(["bridge"]) != bridge


def test_with_the_apps_all_of_ours_come_at_once(shelf, built):
    for name in ("mail", "shop"):
        shelf("odoo", name)
    shelf("repo", "core", "mail")
    shelf("repo", "bridge", "core", "shop", auto_install=True)
    templates.ready(["bridge", "core"], apps=True)
    base, both = built
    assert built[base] == [["mail", "shop"]]
    assert built[both] == [base, ["bridge", "core"]]


@pytest.mark.parametrize(
    "path", ["models/a.py", "views/a.xml", "data/a.csv", "static/description/icon.png"]
)
def test_a_changed_source_makes_a_template_out_of_date(shelf, path):
    folder = shelf("repo", "core")
    before = templates.digest(["core"])
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text("new")
    assert templates.digest(["core"]) != before


@pytest.mark.parametrize(
    "path", ["tests/test_a.py", "readme/A.md", "i18n/core.pot", "static/src/a.js"]
)
def test_a_changed_test_or_script_does_not(shelf, path):
    folder = shelf("repo", "core")
    before = templates.digest(["core"])
    (folder / path).parent.mkdir(parents=True)
    (folder / path).write_text("new")
    assert templates.digest(["core"]) == before


def test_a_changed_script_makes_only_the_browsers_bundles_out_of_date(shelf):
    folder = shelf("repo", "core")
    before = templates.digest(["core"], addons.assets)
    (folder / "static/src").mkdir(parents=True)
    (folder / "static/src/a.js").write_text("new")
    assert templates.digest(["core"], addons.assets) != before


def test_an_older_database_is_brought_to_the_sources_as_they_are(monkeypatch):
    asked = []
    monkeypatch.setattr(
        running.server,
        "install",
        lambda database, names, _log, *, update, **_more: asked.append((names, update)),
    )
    before = {"core": "1", "bridge": "1"}
    running._update("db", before, {"core": "2", "bridge": "1", "new": "1"}, True)
    assert asked == [(["new"], ["core", "new"])]
    running._update("db", before, before, True)
    assert len(asked) == 1, "nothing has changed, nothing is done"


def test_the_offered_logins_can_really_log_in(server):
    offered = logins.offered(server.database)
    assert offered[0] == ("Administrator", "admin", "admin")
    assert logins.working(server.database, server.port) == offered
