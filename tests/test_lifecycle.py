# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The addon comes, is updated, goes and comes back; and it lives from its wheel alone.

What a database holds is compared as a whole: every table with its columns, indexes and
number of rows. So a trace that nobody thought of is found as well.
"""

import csv
import io
import subprocess
import zipfile

import pytest

from kit import addons, databases, home, logs, python_env, server, shell, templates

ADDON = "engagement_qms"
HELPDESK = "engagement_qms_helpdesk_mgmt"
PURCHASE = "engagement_qms_purchase"
#: Tables that change while Odoo works, whatever is installed
RESTLESS = {
    "bus_bus",
    "engagement_measure_change",  # emptied by whoever looks at figures
    "ir_attachment",  # bundles of scripts; looked at by itself
    "ir_cron_progress",
    "ir_cron_trigger",
    "ir_logging",
    "ir_profile",
    "mail_mail",
    "res_device_log",
    "res_users_log",
    "res_users_settings",
}
#: What people leave behind when they have worked with the app
WORK = """
partner = env.ref("base.main_partner")
category = env["engagement.party.category"].create({"name": "Ours"})
values = {"partner_id": partner.id, "category_id": category.id}
party = env["engagement.party"].create(values)
event = env["engagement.event"].create({"party_id": party.id})
event.write({"summary": "<p>All is well.</p>"})
event.action_hold()
env["engagement.need"].create({"party_id": party.id, "name": "A need"})
party.activity_schedule(summary="Call them")
party.message_post(body="Hello")
files = {"name": "notes.txt", "raw": b"notes", "res_model": party._name}
env["ir.attachment"].create({**files, "res_id": party.id})
env["ir.filters"].create({"name": "Mine", "model_id": party._name})
env.cr.commit()
"""
#: A ticket that has a complaint
TICKET = """
values = {"name": "Late", "description": "<p>Too late.</p>", "partner_name": "Ann"}
env["helpdesk.ticket"].create(values).action_raise_complaint()
env.cr.commit()
"""

#: A supplier that is evaluated by its orders, and a round that looks at the largest
SUPPLIER = """
partner = env["res.partner"].create({"name": "Mill", "is_company": True})
values = {"partner_id": partner.id}
evaluation = env["engagement.evaluation"].create(values)
assert evaluation.set_id == env.ref("engagement_qms_purchase.criteria_set_orders")
evaluation._fill_facts()
programme = env["engagement.evaluation.programme"]
programme.create({"name": "Largest", "top_number": 5})
env.cr.commit()
"""


def odoo(database, *words, log="lifecycle", env=None, config=None, cwd=None):
    """Run Odoo once and insist that its log is clean; return the log's text."""
    config = config or server.config()
    command = server.command("-c", config, "-d", database, "--max-cron-threads=0")
    command += ["--no-http", "--stop-after-init", *words]
    code = shell.run(command, log, check=False, env=env, cwd=cwd)
    text = shell.log_path(log).read_text(errors="replace")
    assert code == 0, f"Odoo ended with {code}: {text[-2000:]}"
    assert complaints(text) == []
    return text


def complaints(text):
    """Return the errors and warnings of a log, but those about the machine."""
    return [
        f"{level} {logger}: {message}"
        for level, logger, message in logs.records(text)
        if level in ("WARNING", "ERROR", "CRITICAL") and logger != "py.warnings"
    ]


def contents(database):
    """Return what a database holds: its columns, its indexes, its rows per table."""
    columns = databases.query(
        "SELECT table_name, column_name FROM information_schema.columns"
        " WHERE table_schema = 'public'",
        database,
    )
    indexes = databases.query(
        "SELECT tablename, indexname FROM pg_indexes WHERE schemaname = 'public'",
        database,
    )
    tables = sorted({table for table, _column in columns if is_steady(table)})
    counted = " UNION ALL ".join(
        f"SELECT '{table}', count(*) FROM \"{table}\"" for table in tables
    )
    rows = databases.query(counted, database)
    return {
        *(f"column {table}.{column}" for table, column in columns),
        *(f"index {index} of {table}" for table, index in indexes),
        *(f"{number} rows in {table}" for table, number in rows),
    }


def is_steady(table):
    return table not in RESTLESS and not table.startswith("orm_signaling_")


def differences(before, after):
    """Return what came or went between two `contents`."""
    gone = [f"gone: {fact}" for fact in before - after]
    return sorted([*gone, *(f"new: {fact}" for fact in after - before)])


def count(database, table, where):
    [[number]] = databases.query(
        f"SELECT count(*) FROM {table} WHERE {where}", database
    )
    return int(number)


@pytest.mark.parametrize("demo", [False, True], ids=["without demo", "with demo"])
def test_it_comes_is_updated_goes_and_comes_back(demo):
    wanted = {"names": [ADDON], "demo": demo}
    with templates.borrowed(templates.base, "lifecycle", **wanted) as database:
        with_demo = "--with-demo" if demo else "--without-demo"
        before = contents(database)

        odoo(database, "-i", ADDON, with_demo)
        installed = contents(database)
        assert count(database, "engagement_party", "true") > 0 or not demo

        odoo(database, "-u", ADDON, with_demo)
        assert differences(installed, contents(database)) == []

        server.shell(database, WORK, "lifecycle")
        uninstall(database)
        assert count(database, "ir_attachment", "res_model LIKE 'engagement%'") == 0
        assert differences(before, contents(database)) == []

        odoo(database, "-i", ADDON, with_demo)
        assert differences(installed, contents(database)) == []


def test_the_bridge_comes_by_itself_and_goes_alone():
    """Where both that it joins are, Odoo adds it; without it both work on."""
    with templates.borrowed(templates.ready, "bridge", names=[ADDON]) as database:
        bridged = f"name = '{HELPDESK}' AND state = 'installed'"
        assert count(database, "ir_module_module", bridged) == 0
        odoo(database, "-i", "helpdesk_mgmt", "--without-demo")
        assert count(database, "ir_module_module", bridged) == 1
        installed = contents(database)

        odoo(database, "-u", HELPDESK, "--without-demo")
        assert differences(installed, contents(database)) == []

        server.shell(database, TICKET, "lifecycle")
        uninstall(database, HELPDESK)
        without = contents(database)
        assert {
            "1 rows in engagement_complaint",
            "1 rows in helpdesk_ticket",
        } <= without
        columns = [fact for fact in without if fact.startswith("column helpdesk")]
        assert [fact for fact in columns if ".engagement" in fact] == []

        odoo(database, "-i", HELPDESK, "--without-demo")
        uninstall(database, HELPDESK)
        assert differences(without, contents(database)) == []


def test_the_bridge_to_purchasing_comes_by_itself_and_goes_alone():
    """What was evaluated stays, and the app starts with its own criteria again."""
    usual = "is_default AND direction = 'given' AND id IN"
    usual += " (SELECT res_id FROM ir_model_data WHERE name = 'criteria_set_given')"
    with templates.borrowed(templates.ready, "bridge", names=[ADDON]) as database:
        assert count(database, "engagement_criteria_set", usual) == 1
        odoo(database, "-i", "purchase", "--without-demo")
        bridged = f"name = '{PURCHASE}' AND state = 'installed'"
        assert count(database, "ir_module_module", bridged) == 1
        assert count(database, "engagement_criteria_set", usual) == 0
        installed = contents(database)

        odoo(database, "-u", PURCHASE, "--without-demo")
        assert differences(installed, contents(database)) == []

        server.shell(database, SUPPLIER, "lifecycle")
        uninstall(database, PURCHASE)
        assert count(database, "engagement_criteria_set", usual) == 1
        assert count(database, "engagement_evaluation", "true") == 1
        columns = {fact for fact in contents(database) if fact.startswith("column ")}
        assert not columns & {
            "column res_company.engagement_blocked_order",
            "column engagement_evaluation_programme.top_number",
        }
        odoo(database, "-i", PURCHASE, "--without-demo")


def uninstall(database, addon=ADDON):
    """Uninstall an addon as an administrator does, and insist on a clean log."""
    words = ["module", "uninstall", "-c", server.config(), "-d", database, addon]
    code = shell.run(server.command(*words), "lifecycle", check=False)
    text = shell.log_path("lifecycle").read_text(errors="replace")
    assert code == 0, f"Odoo ended with {code}: {text[-2000:]}"
    assert complaints(text) == []


@pytest.fixture(scope="module")
def wheels(tmp_path_factory):
    """The wheel of each of our addons, built from the files that git knows."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    found = {}
    for name in addons.in_order(addons.ours()):
        into = folder / name
        subprocess.run(
            [python_env.PYTHON, *words, "--wheel-dir", into, home.REPO / name],
            check=True,
        )
        [found[name]] = into.glob("*.whl")
    return found


@pytest.mark.parametrize("addon", addons.in_order(addons.ours()))
def test_the_wheel_holds_the_whole_addon_and_nothing_else(wheels, addon):
    with zipfile.ZipFile(wheels[addon]) as packed:
        [record] = [name for name in packed.namelist() if name.endswith("/RECORD")]
        rows = csv.reader(io.StringIO(packed.read(record).decode()))
        [metadata] = [name for name in packed.namelist() if name.endswith("/METADATA")]
        about = packed.read(metadata).decode()
    held = {row[0] for row in rows}
    prefix = f"odoo/addons/{addon}/"
    mine = {name.removeprefix(prefix) for name in held if name.startswith(prefix)}
    listed = subprocess.run(
        ["git", "ls-files", "-z", f"{addon}/"],
        cwd=home.REPO,
        capture_output=True,
        text=True,
    )
    tracked = {name.removeprefix(f"{addon}/") for name in listed.stdout.split("\0")}
    assert mine == tracked - {"", "pyproject.toml"}
    for name in (
        "README.md",
        "LICENSE",
        f"i18n/{addon}.pot",
        "static/description/icon.png",
        "static/description/index.html",
    ):
        assert name in mine, f"{name} is not in the wheel"
    assert not [name for name in held if "__pycache__" in name or name.endswith(".pyc")]
    others = {name for name in held if not name.startswith(prefix)}
    assert all(".dist-info/" in name for name in others)
    assert "Requires-Dist: odoo==19.0.*" in about
    assert "Engagement QMS" in about.partition("\n\n")[2]
    for name in addons.manifest(home.REPO / addon)["depends"]:
        of_oca = addons.find(name).is_relative_to(python_env.site_packages())
        needed = f"Requires-Dist: odoo-addon-{name}==19.0.*" in about
        assert needed == (of_oca or name in addons.ours()), name


def test_it_installs_from_the_wheels_alone(wheels, tmp_path):
    """Beside Odoo, with nothing of this repository on the path."""
    packages = tmp_path / "packages"
    words = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", packages]
    subprocess.run([python_env.PYTHON, *words, *wheels.values()], check=True)
    others = ",".join(str(path) for path in addons.paths() if path != home.REPO)
    config = server.write_config(tmp_path / "odoo.conf", addons_path=others)
    alone = {"config": config, "cwd": tmp_path, "env": {"PYTHONPATH": str(packages)}}
    with templates.borrowed(templates.base, "wheel", names=[ADDON]) as database:
        for addon in wheels:
            odoo(database, "-i", addon, "--without-demo", log="wheel", **alone)
            where = f"name = '{addon}' AND state = 'installed'"
            assert count(database, "ir_module_module", where) == 1
    # and nothing was read from anywhere else
    for addon in wheels:
        code = f"import odoo.addons.{addon} as addon; print(addon.__file__)"
        done = subprocess.run(
            [python_env.PYTHON, "-c", f"import odoo; {code}"],
            cwd=tmp_path,
            env={"PYTHONPATH": str(packages), "PATH": "/usr/bin"},
            capture_output=True,
            text=True,
        )
        assert done.stdout.startswith(str(packages)), done.stderr
