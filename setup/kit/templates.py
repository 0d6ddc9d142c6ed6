# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Databases that are built once and cloned for each use.

There are two layers. A *base* holds only the addons of others, which change
rarely; a *ready* one is a clone of it with ours installed, and is built anew
when a file of ours changes that ends up in a database. The one of an addon that
needs another of ours is a clone of that other's. Their names carry a fingerprint
of what went into them, so an outdated one is never used.
"""

import contextlib
import hashlib
import os

from . import addons, databases, home, lock, odoo_source, server
from .steps import step

KEEP = 8  # templates of one kind: checkouts that share a home use one each

# What the demo company works with beside our own dependencies.
APPS = ("helpdesk_mgmt", "privacy_lookup", "project", "purchase_stock")


def digest(names, files=addons.sources):
    """Return a short text that changes with the files of our addons.

    :param files: function that names the files of an addon.
    """
    total = hashlib.sha256()
    for name in sorted(names):
        for path in files(name):
            total.update(str(path.relative_to(home.REPO)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:10]


def _base_key(foreign, demo):
    facts = [foreign, demo, odoo_source.locate().build()]
    facts.append(lock.read()["python"]["addons"])
    return lock.fingerprint(facts)[:10]


def _sweep(kind):
    """Drop the templates of one kind that nobody will use again."""
    rows = databases.query(
        "SELECT datname FROM pg_database "
        f"WHERE datname LIKE '{kind}\\_%' ORDER BY oid DESC"
    )
    for (name,) in rows[KEEP:]:
        databases.drop(name)


def _build(name, kind, title, fill):
    """Build the database `name` unless it is there; half-built ones never count.

    One process at a time builds templates of a kind, whatever its checkout; those
    who want another kind need not wait.
    """
    if databases.exists(name):
        return
    with home.lock(f"templates-{kind}"):
        if databases.exists(name):
            return
        raw = f"raw_{name}"
        with step(title) as shown:
            databases.drop(raw)
            try:
                fill(raw, shown)
            except BaseException:
                databases.drop(raw)
                raise
            databases.rename(raw, name)
        _sweep(kind)


def _flavour(demo, apps):
    return ("demo" if demo else "bare") + ("_apps" if apps else "")


def base(names, *, demo=False, apps=False):
    """Return a template with all that our addons `names` need from others.

    :param names: names of our addons.
    :param demo: whether demo data is loaded.
    :param apps: whether the apps of `APPS` are there, too.
    """
    foreign = sorted({*addons.foreign(names), *(APPS if apps else ())})
    kind = f"base_{_flavour(demo, apps)}_{lock.fingerprint(foreign)[:6]}"
    name = f"{kind}_{_base_key(foreign, demo)}"

    def fill(raw, shown):
        server.install(raw, foreign, f"template-{kind}", demo=demo, shown=shown)

    _build(name, kind, f"Template with {len(foreign)} apps of Odoo and OCA", fill)
    return name


def ready(names, *, demo=False, apps=False, assets=False):
    """Return a template with our addons `names`, and what they need, installed.

    :param assets: whether the browser's script and style bundles are made, too,
        which the first visitor of a database waits for otherwise.
    """
    names = addons.in_order(names)
    if assets:
        return _with_assets(ready(names, demo=demo, apps=apps), names)
    if names[1:] and not apps:
        under, new = ready(names[:-1], demo=demo), names[-1:]
    else:
        # With the apps, Odoo would add those of ours that install themselves.
        under, new = base(names, demo=demo, apps=apps), names
    kind = f"ready_{_flavour(demo, apps)}_{lock.fingerprint(names)[:6]}"
    name = f"{kind}_{lock.fingerprint([under, digest(names)])[:10]}"

    def fill(raw, shown):
        databases.clone(under, raw)
        server.install(raw, new, f"template-{kind}", demo=demo, shown=shown)

    _build(name, kind, f"Template with {', '.join(names)}", fill)
    return name


def _with_assets(under, names):
    kind = under.replace("ready_", "web_", 1).rpartition("_")[0]
    name = f"{kind}_{lock.fingerprint([under, digest(names, addons.assets)])[:10]}"

    def fill(raw, _shown):
        databases.clone(under, raw)
        server.shell(
            raw,
            'env["ir.qweb"]._pregenerate_assets_bundles()\nenv.cr.commit()\n',
            f"template-{kind}",
        )

    _build(name, kind, "Scripts and styles of the web client", fill)
    return name


def clone_for(template, purpose, **wanted):
    """Clone a template, building it first where needed, under a name of its own.

    :param template: `base` or `ready`.
    :param purpose: a short word that ends up in the name of the clone.
    :return: the name of the clone.
    """
    target = f"run_{purpose}_{os.getpid()}"
    databases.clone(template(**wanted), target)
    return target


def sweep_runs():
    """Drop the clones that killed runs left behind."""
    for (name,) in databases.query(
        "SELECT datname FROM pg_database WHERE datname LIKE 'run\\_%'"
    ):
        pid = name.rpartition("_")[2]
        if pid.isdigit() and not os.path.exists(f"/proc/{pid}"):
            databases.drop(name)


def demo_company(purpose, *, assets=False):
    """Give a clone with all our addons, the demo data and the apps of `APPS`."""
    ready_addons, _waiting = addons.installable()
    return borrowed(
        ready, purpose, names=ready_addons, demo=True, apps=True, assets=assets
    )


@contextlib.contextmanager
def borrowed(template, purpose, **wanted):
    """Give a clone for the length of the block."""
    name = clone_for(template, purpose, **wanted)
    try:
        yield name
    finally:
        databases.drop(name)
