# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What the register of parties costs when it is large.

Discovery over up to 100 000 contacts, creating 10 000 parties at once, and list,
kanban, map and form over up to 100 000 parties. `contacts=`, `parties=` and
`created=` make it smaller, for a quick look.
"""

import sys
from pathlib import Path

from lxml import etree

from odoo import fields, models

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))

from large_sample import make_contacts, make_documents, make_parties

DATABASE = {"demo": True, "apps": True}
OFFICER = "engagement.officer"
#: What the web client asks for: a page, and no more than this when it counts
PAGE, COUNT_LIMIT = 80, 10_001


def main(bench):
    size = int(bench.options.get("contacts", 100_000))
    bench_discovery(bench, size)
    bench_creation(bench, int(bench.options.get("created", 10_000)))
    bench_screens(bench, int(bench.options.get("parties", 100_000)))


def bench_discovery(bench, size):
    """The same number of queries, whatever the number of contacts."""
    env = bench.as_user(OFFICER)
    looks, made = {}, 0
    for number in (size // 100, size // 10, size):
        partners = make_contacts(bench.env, number - made, start=made)
        make_documents(bench.env, partners)
        made = number
        bench.analyze()
        looks[number] = bench.measure(
            lambda: env["engagement.discovery"].action_discover(), times=3, undo=True
        )
    few, some, many = looks.values()
    bench.same_queries(f"discovery over {' / '.join(map(str, looks))}", few, some, many)
    bench.ratio(f"discovery, {size} against {size // 10} contacts", many, some)


def bench_creation(bench, number):
    """Parties against a bare model with the same fields, both with their messages."""
    env = bench.as_user(OFFICER)
    category = env.ref("engagement_qms.category_supplier")
    partners = make_contacts(bench.env, number, start=10_000_000)
    bare = add_bare_model(bench.env)
    parties = env["engagement.party"]
    values = [
        {
            "partner_id": partner,
            "category_id": category.id,
            "influence": 1 + partner % 5,
            "impact_on_us": 1 + partner % 4,
        }
        for partner in partners
    ]
    # the bare model gets every value that a party has in the end, ready to be stored
    sample = bench.env["engagement.party"].create(values[0])
    ready = {
        name: sample._fields[name].convert_to_write(sample[name], sample)
        for name in get_stored_fields(sample)
        if name != "user_id"  # by default in both: giving it would notify somebody
    }
    rows = [ready | vals for vals in values]
    sample.unlink()

    def create(records, vals_list):
        records.create(vals_list)
        # what the end of a request does: Odoo's tracking waits for it
        records.env.flush_all()
        records.env.cr.precommit.run()

    ours, theirs = measure_by_turns(
        bench, lambda: create(parties, values), lambda: create(bare, rows)
    )
    bench.ratio(
        f"creating {number} parties against a bare model", ours, theirs, limit=1.5
    )
    bench.count(
        "queries per party created",
        ours.queries / number,
        limit=0.05,
        beside=f"{number / ours.seconds:.0f} a second",
    )


def measure_by_turns(bench, work, base, times=5):
    """Measure two works by turns, so that a busy machine is busy for both.

    :return: the two of the turn whose ratio is the median
    """
    for once in (work, base):
        bench.measure(once, times=1, undo=True)  # what is done once only
    turns = [
        [bench.measure(one, times=1, undo=True, warm=False) for one in (work, base)]
        for _turn in range(times)
    ]
    turns.sort(key=lambda turn: turn[0].seconds / turn[1].seconds)
    return turns[times // 2]


def get_stored_fields(records):
    """Return the names of the fields that have a column, Odoo's own left out."""
    return [
        name
        for name, field in records._fields.items()
        if field.store and field.column_type and name not in models.MAGIC_COLUMNS
    ]


def add_bare_model(env):
    """Add a model with the fields of a party and nothing but Odoo's `mail.thread`."""
    from odoo.orm.model_classes import add_to_registry

    parties = env["engagement.party"]
    attributes = {
        "_module": None,
        "_name": "engagement.bare",
        "_description": "Bare",
        "_inherit": ["mail.thread"],
    }
    for name in get_stored_fields(parties):
        attributes[name] = make_plain(parties._fields[name])
    definition = type("Bare", (models.Model,), attributes)
    add_to_registry(env.registry, definition)
    env.registry._setup_models__(env.cr, ["engagement.bare"])
    env.registry.init_models(env.cr, ["engagement.bare"], {"module": "engagement_qms"})
    env["ir.model.access"].create(
        {
            "name": "bare",
            "model_id": env["ir.model"]._get_id("engagement.bare"),
            "group_id": env.ref("base.group_user").id,
            "perm_read": True,
            "perm_write": True,
            "perm_create": True,
        }
    )
    return env(user=env["res.users"].search([("login", "=", OFFICER)]))[
        "engagement.bare"
    ]


def make_plain(field):
    """Return a field of the same kind, tracked and indexed alike, never computed."""
    kind = type(field)
    options = {
        "tracking": getattr(field, "tracking", None),
        "index": field.index,
        "default": field.default,
    }
    if isinstance(field, fields.Many2one):
        return kind(field.comodel_name, ondelete="set null", **options)
    if isinstance(field, fields.Selection):
        return kind([(value, value) for value in field.get_values(None)], **options)
    return kind(**options)


def bench_screens(bench, size):
    """List, kanban, map and form: the same queries at any size of the register."""
    env = bench.as_user(OFFICER)
    parties = env["engagement.party"]
    partners = make_contacts(bench.env, size, start=20_000_000)
    seen, made = {}, 0
    for number in (size // 1000, size // 100, size):
        make_parties(bench.env, partners[made:number], start=made)
        made = number
        bench.analyze()
        seen[number] = measure_screens(bench, parties)
    few, some, many = seen.values()
    sizes = f"at {size // 1000} and {size} parties"
    for screen in ("list", "kanban", "map of one page", "form"):
        bench.same_queries(f"{screen} {sizes}", few[screen], many[screen])
    # a full map draws places, no names: it asks less, never more
    bench.count(
        f"map: queries more {sizes}",
        max(0, many["map"].queries - few["map"].queries),
        limit=0,
        beside=f"{few['map'].queries} and {many['map'].queries}",
    )
    bench.ratio(
        f"list, {size} against {size // 100} parties",
        many["list"],
        some["list"],
        limit=1.5,
    )
    for screen in ("kanban", "map", "form"):
        bench.ratio(
            f"{screen}, {size} against {size // 100} parties",
            many[screen],
            some[screen],
        )
    bench.count(
        "list: steps of the plan that read or sort the whole register",
        count_slow_steps(parties),
        limit=0,
    )


def measure_screens(bench, parties):
    """Measure what the web client asks for when a screen is opened."""
    # always the same ones, so that only the size of the register differs
    page = parties.search([], limit=PAGE, order="id")
    party = page[-1]
    specs = {kind: get_spec(parties, kind) for kind in ("list", "kanban", "form")}
    options = {"limit": PAGE, "count_limit": COUNT_LIMIT}
    works = {
        "list": lambda: parties.web_search_read([], specs["list"], **options),
        "kanban": lambda: parties.web_search_read([], specs["kanban"], **options),
        "map": lambda: parties.retrieve_party_map([]),
        "map of one page": lambda: parties.retrieve_party_map([("id", "in", page.ids)]),
        "form": lambda: party.web_read(specs["form"]),
    }
    return {name: measure_fastest(bench, work) for name, work in works.items()}


def measure_fastest(bench, work, times=25):
    """Measure the fastest of many times.

    The sizes cannot be measured by turns, because the register only grows. What else
    the machine does meanwhile can only add to a time, so the least is the truest.
    """
    bench.measure(work, times=1)
    runs = [bench.measure(work, times=1, warm=False) for _time in range(times)]
    return min(runs, key=lambda run: run.seconds)


def get_spec(records, kind):
    """Return the fields that a view of that kind asks for, as the client names them."""
    arch = etree.fromstring(records.get_view(view_type=kind)["arch"])
    return get_node_spec(records, arch)


def get_node_spec(records, arch):
    spec = {}
    for node in arch.iter("field"):
        if next(node.iterancestors("field"), arch) not in (arch, None) and any(
            parent is not arch for parent in node.iterancestors("field")
        ):
            continue  # of a list inside the form: its own field asks for it
        field = records._fields[node.get("name")]
        asked = spec.setdefault(field.name, {})
        if field.type == "many2one":
            asked["fields"] = {"display_name": {}}
        elif field.type in ("one2many", "many2many") and len(node):
            asked["fields"] = get_node_spec(records.env[field.comodel_name], node[0])
            asked["limit"] = 40
    return spec


def count_slow_steps(parties):
    """Count the steps of the list's plan that grow with the register."""
    query = parties._search([], limit=PAGE, order=parties._order)
    parties.env.cr.execute("EXPLAIN " + query.select().code, query.select().params)
    plan = [row[0] for row in parties.env.cr.fetchall()]
    return sum("Seq Scan on engagement_party" in row or "Sort" in row for row in plan)
