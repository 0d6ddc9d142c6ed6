# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What complaints cost when there are many, against OCA's helpdesk_mgmt.

Both in the same database and run, by turns, medians: creating 10 000 at once and one
by one, each with its message in the history, a complaint with its promises; list,
search, board, counters of teams and the customer's list at 1 000 000 records, the last
one over HTTP, too. The peer is measured as it is shipped, and once more with our
indexes. `created=`, `turns=` and `rows=` make it smaller, for a quick look.
"""

import contextlib
import random
import re
import statistics
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "data"))
sys.path.insert(0, str(Path(__file__).parents[1]))
sys.path.insert(0, str(Path(__file__).parent))

from code import vacuum

from large_sample import make_contacts, multiply
from lxml import etree

from odoo.addons.engagement_qms.controllers.complaint_page import ORDERS

from kit import net, odoo_process, web

# without our bridge: the peer is measured as it is
DATABASE = {"names": ["engagement_qms"], "apps": True}
PAGE, COUNT_LIMIT = 80, 10_001
#: Who visits the pages of customers at a time, and how many pages each opens
VISITORS, PAGES = 2, 10
#: So many cards the web client asks for in each open column, where a board says nothing
CARDS = 40
TEAMS, PARTNERS, HANDLERS, TEXTS = 50, 30_000, 40, 20_000
#: Three years, the last day of which is today
SPAN = "interval '3 years'"
#: Equal columns: what people of both products see in a list
FIELDS = {
    "engagement.complaint": (
        *("number", "name", "partner_id", "partner_name", "user_id", "team_id"),
        *("state", "severity", "received_at", "next_due_at"),
    ),
    "helpdesk.ticket": (
        *("number", "name", "partner_id", "partner_name", "user_id", "team_id"),
        *("stage_id", "priority", "create_date", "last_stage_update"),
    ),
}
#: The indexes of ours that serve what is measured, on the peer's own columns
PEER_INDEXES = (
    "(priority DESC, sequence, number DESC, id DESC) WHERE active IS TRUE",
    "(stage_id, company_id, team_id) WHERE active IS TRUE",
    "(stage_id, priority DESC, sequence, number DESC, id DESC) WHERE active IS TRUE",
    "(team_id, user_id, unattended, priority, stage_id) WHERE active IS TRUE",
    "(partner_id) WHERE partner_id IS NOT NULL",
    "(commercial_partner_id) WHERE commercial_partner_id IS NOT NULL",
    "(create_date DESC, id DESC)",
    "(duplicate_id) WHERE duplicate_id IS NOT NULL",
)
PEER_TRIGRAMS = ("number", "name")
#: What has to be this many times faster than the peer
BARS = {
    "list, first page": 30,
    "search by number": 15,
    "search by a rare word": 15,
    "search view, number or words": 15,
    "board of the open ones, as it opens": 5,
    "board of all": 5,
    "counters of teams": 5,
    "list of a customer": 30,
}
#: The pages
ADDRESSES = {
    "nothing": "/web/health",
    "theirs": "/my/tickets",
    "ours": "/my/complaints",
}


def main(bench):
    rows = int(bench.options.get("rows", 1_000_000))
    turns = int(bench.options.get("turns", 3))
    company = make_company(bench)
    bench_creation(bench, company, int(bench.options.get("created", 10_000)), turns)
    bench_screens(bench, company, rows)


def make_company(bench):
    """Make teams, contacts, time limits and two users; return what the rest needs."""
    env = bench.env
    profile = env["engagement.clock.profile"].create(
        {
            "name": "Bench",
            "line_ids": [
                (0, 0, {"stage": "acknowledge", "limit_value": 2}),
                (0, 0, {"stage": "answer", "limit_value": 20}),
            ],
        }
    )
    env.company.engagement_profile_id = profile
    env["engagement.working.day"]._ensure(env.company.resource_calendar_id)
    partners = make_contacts(env, PARTNERS, start=50_000_000)
    groups = (
        "base.group_user",
        "engagement_qms.group_engagement_officer",
        "helpdesk_mgmt.group_helpdesk_user",
    )
    officer = make_user(env, "bench_officer", groups)
    customer = make_user(env, "bench_customer", ["base.group_portal"])
    # one of the many contacts: the customer's own list has as many as anybody's
    customer.partner_id = partners[7]
    handlers = env["res.users"]
    for number in range(HANDLERS):
        handlers += make_user(env, f"bench_handler_{number}", groups)
    ours = env["engagement.complaint.team"].create(
        [{"name": f"Team {number}"} for number in range(TEAMS)]
    )
    theirs = env["helpdesk.ticket.team"].create(
        [{"name": f"Team {number}"} for number in range(TEAMS)]
    )
    bench.analyze()
    return {
        "officer": officer,
        "customer": customer,
        "partners": partners,
        "handlers": handlers.ids,
        "our_teams": ours.ids,
        "their_teams": theirs.ids,
        "texts": make_texts(),
    }


def make_user(env, login, groups):
    return env["res.users"].create(
        {
            "name": login,
            "login": login,
            # the customer visits the site
            "password": login,
            "group_ids": [(6, 0, [env.ref(group).id for group in groups])],
        }
    )


def make_texts():
    """Return texts of 200 to 600 characters, of words as frequent as in life."""
    dice = random.Random(1)
    syllables = [
        a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "en")
    ]
    words = [
        "".join(dice.choices(syllables, k=dice.randint(1, 4))) for _w in range(3000)
    ]
    weights = [1 / (rank + 5) for rank in range(len(words))]
    texts = []
    for _text in range(TEXTS):
        size = dice.randint(200, 600)
        text = " ".join(dice.choices(words, weights, k=size // 4))
        texts.append(text[:size].strip().capitalize() + ".")
    return texts


def bench_creation(bench, company, number, turns):
    """Creating many at once, and one; with all that the end of a request does."""
    env = bench.env(user=company["officer"])
    channel = env["engagement.channel"].search([], limit=1)

    def values(count):
        for index in range(count):
            text = company["texts"][index % TEXTS]
            yield {
                "name": f"{index} {text[:60]}",
                "description": text,
                "partner_id": company["partners"][index % PARTNERS],
            }

    def create(model, vals_list):
        env[model].create(vals_list)
        env.flush_all()
        # the history is written at the end of a request
        env.cr.precommit.run()

    def create_ours(count):
        create(
            "engagement.complaint",
            [{**vals, "channel_id": channel.id} for vals in values(count)],
        )

    def create_theirs(count):
        create("helpdesk.ticket", list(values(count)))

    for count, times, name in (
        (number, turns, f"creating {number} at once"),
        (1, 25, "creating one"),
    ):
        seen = measure_by_turns(
            bench,
            {
                "theirs": lambda count=count: create_theirs(count),
                "ours": lambda count=count: create_ours(count),
            },
            times,
            undo=True,
        )
        ours, theirs = seen["ours"], seen["theirs"]
        if count > 1:
            bench.faster(name, ours, theirs, 8)
            bench.count(
                "queries for each complaint, its promises included",
                ours.queries / count,
                limit=0.12,
                beside=f"helpdesk {theirs.queries / count:.1f}; a second:"
                f" {count / ours.seconds:.0f} and {count / theirs.seconds:.0f}",
            )
        else:
            bench.ratio(f"{name}, against helpdesk", ours, theirs, limit=0.8)
            bench.count(
                "queries of creating one",
                ours.queries,
                limit=14,
                beside=f"helpdesk {theirs.queries}",
            )


def measure_by_turns(bench, works, times, undo=False):
    """Measure works by turns, so that a busy machine is busy for all of them.

    :param dict works: functions by name
    :return: {name: Measured}, the medians
    """
    runs = {name: [] for name in works}
    if not undo or times > 5:
        for work in works.values():
            bench.measure(work, times=1, undo=undo, warm=False)
    for _turn in range(times):
        for name, work in works.items():
            runs[name].append(bench.measure(work, times=1, undo=undo, warm=False))
    return {
        name: type(some[0])(
            statistics.median(run.seconds for run in some), some[-1].queries, None
        )
        for name, some in runs.items()
    }


def bench_screens(bench, company, size):
    """What people open, at two sizes; then the peer once more, with our indexes."""
    few = load(bench, company, 0, size // 100)
    small = measure_screens(bench, company, few)
    many = load(bench, company, size // 100, size)
    large = measure_screens(bench, company, many)
    for name, least in BARS.items():
        ours, theirs = large["ours", name], large["theirs", name]
        bench.faster(f"{name}, at {size}", ours, theirs, least)
    bench.ratio(
        f"our first page, {size} against {size // 100}",
        large["ours", "list, first page"],
        small["ours", "list, first page"],
        limit=1.5,
    )
    for name in ("list, first page", "board of all"):
        bench.count(
            f"queries of {name}",
            large["ours", name].queries,
            beside=f"at {size // 100}: {small['ours', name].queries}, helpdesk"
            f" {large['theirs', name].queries}",
        )
    bench.count(
        "steps of the plan of our first page that read or sort the whole table",
        count_slow_steps(bench, company),
        limit=0,
    )
    show_size(bench, "engagement_complaint", 1.5)
    show_size(bench, "helpdesk_ticket", None)
    bench_pages(bench, company)
    add_peer_indexes(bench)
    indexed = measure_screens(bench, company, many)
    for name in BARS:
        bench.faster(
            f"with our indexes on theirs: {name}",
            indexed["ours", name],
            indexed["theirs", name],
        )
    show_size(bench, "helpdesk_ticket", None)


def load(bench, company, done, size):
    """Fill both tables up to a size; return what to search for."""
    env, start = bench.env, time.perf_counter()
    number = size - done
    env.cr.execute(
        "CREATE TEMP TABLE IF NOT EXISTS bench_text AS"
        " SELECT n::int, text FROM unnest(%s) WITH ORDINALITY AS t (text, n)",
        [company["texts"]],
    )
    env.cr.execute("CREATE INDEX IF NOT EXISTS bench_text_n ON bench_text (n)")
    # scrambled, but the same in each run
    mixed = "abs(hashint4(i))"
    text = f"(SELECT text FROM bench_text WHERE n = 1 + {mixed} % {TEXTS})"
    title = f"'Order S' || (i + {done}) || ': ' || left({text}, 60)"
    moment = f"now() - {SPAN} + (i::float / {number}) * {SPAN}"
    partner = f"{company['partners'][0]} + {mixed} % {PARTNERS}"
    name = f"'Company ' || lpad((50000001 + {mixed} % {PARTNERS})::text, 7, '0')"
    handler = f"CASE WHEN {mixed} % 10 < 7 THEN {company['handlers'][0]}"
    handler += f" + {mixed} / 10 % {HANDLERS} END"
    common = {
        "name": title,
        "partner_id": partner,
        "commercial_partner_id": partner,
        "partner_name": name,
        "partner_email": f"'office' || {mixed} % {PARTNERS} || '@example.com'",
        "user_id": handler,
        "create_date": moment,
        "write_date": moment,
    }
    with loaded_fast(env, "engagement_complaint"):
        load_complaints(env, company, number, done, mixed, text, moment, common)
    with loaded_fast(env, "helpdesk_ticket"):
        load_tickets(env, company, number, done, mixed, text, moment, common)
    for table in ("engagement_complaint", "helpdesk_ticket"):
        vacuum(bench, table)
    seconds = time.perf_counter() - start
    sys.stderr.write(f"  loaded up to {size} of both in {seconds:.0f} s\n")
    some = number * 2 // 3
    return {"number": done + some, "order": f"S{done + some}"}


@contextlib.contextmanager
def loaded_fast(env, table):
    """Build the indexes of a table after it was filled, in one go."""
    env.flush_all()
    # what refers to others is right here by how it is made
    env.cr.execute("SET LOCAL session_replication_role = replica")
    env.cr.execute("SET LOCAL maintenance_work_mem = '1GB'")
    env.cr.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisprimary",
        [table],
    )
    indexes = env.cr.fetchall()
    for name, _definition in indexes:
        env.cr.execute(f"DROP INDEX {name}")
    yield
    for _name, definition in indexes:
        env.cr.execute(definition)
    env.cr.execute("SET LOCAL session_replication_role = origin")


def get_closed(mixed, number):
    """Return SQL that tells what is settled: nearly all but the last weeks."""
    return f"({mixed} % 100 > 0 AND (i < {number} * 0.95 OR {mixed} % 3 = 0))"


def get_nature(env, mixed, closed):
    """Return SQL of what kind of complaint each is, how grave, why, and how far."""
    causes = env["engagement.cause"].search([]).ids
    states = "'{new,acknowledged,assessed,investigating,proposed,communicated,"
    states += "awaiting,second_look,disputed}'::text[]"
    return {
        "state": f"CASE WHEN {closed} THEN 'closed'"
        f" ELSE ({states})[1 + {mixed} / 100 % 9] END",
        "kind": f"CASE {mixed} % 40 WHEN 0 THEN 'conduct' WHEN 1 THEN 'appeal'"
        " ELSE 'complaint' END",
        "confidentiality": f"CASE WHEN {mixed} % 40 = 0 THEN 'secret'"
        f" WHEN {mixed} % 40 < 3 THEN 'restricted' ELSE 'normal' END",
        "severity": f"(1 + {mixed} / 3 % 4)::text",
        "cause_id": f"CASE WHEN {mixed} % 5 < 3 THEN"
        f" (ARRAY{causes}::int[])[1 + {mixed} / 5 % {len(causes)}] END"
        if causes
        else "NULL",
    }


def load_complaints(env, company, number, done, mixed, text, moment, common):
    complaint = env["engagement.complaint"].create(
        {"partner_id": company["partners"][0], "description": "Template"}
    )
    closed = get_closed(mixed, number)
    multiply(
        complaint,
        number,
        **common,
        number=f"'C' || lpad((i + {done})::text, 7, '0')",
        description=text,
        email_normalized=common["partner_email"],
        received_at=moment,
        team_id=f"{company['our_teams'][0]} + {mixed} / 7 % {TEAMS}",
        **get_nature(env, mixed, closed),
        acknowledge_due_at=f"{moment} + interval '2 days'",
        answer_due_at=f"{moment} + interval '28 days'",
        next_due_at=f"CASE WHEN NOT {closed} THEN {moment} + interval '28 days' END",
        closed_at=f"CASE WHEN {closed} THEN {moment} + interval '20 days' END",
        subject_name=f"'Product ' || {mixed} / 11 % 500",
        subject_key=f"'product ' || {mixed} / 11 % 500",
        decision_text=f"CASE WHEN {closed} THEN left({text}, 250) END",
        access_token="NULL",
    )


def load_tickets(env, company, number, done, mixed, text, moment, common):
    ticket = env["helpdesk.ticket"].create(
        {"name": "Template", "description": "<p>Template</p>"}
    )
    stages = env["helpdesk.ticket.stage"].search([("company_id", "=", False)])
    running = stages.filtered(lambda stage: not stage.closed)
    ended = stages - running
    closed = get_closed(mixed, number)
    multiply(
        ticket,
        number,
        **common,
        number=f"'HT' || lpad((i + {done})::text, 7, '0')",
        description=f"'<p>' || {text} || '</p>'",
        team_id=f"{company['their_teams'][0]} + {mixed} / 7 % {TEAMS}",
        stage_id=f"CASE WHEN {closed}"
        f" THEN (ARRAY{ended.ids}::int[])[1 + {mixed} / 100 % {len(ended)}]"
        f" ELSE (ARRAY{running.ids}::int[])[1 + {mixed} / 100 % {len(running)}] END",
        unattended=f"NOT {closed} AND {mixed} / 100 % {len(running)} = 0",
        priority=f"(ARRAY['1', '1', '1', '0', '2', '3'])[1 + {mixed} / 3 % 6]",
        last_stage_update=f"{moment} + interval '2 days'",
        assigned_date=moment,
        closed_date=f"CASE WHEN {closed} THEN {moment} + interval '20 days' END",
        access_token="NULL",
    )


def measure_screens(bench, company, some):
    """Measure what the web client and the customer's page ask for, by turns."""
    officer = bench.env(user=company["officer"])
    works = {}
    for who, model, group, is_open, prefix in (
        ("ours", "engagement.complaint", "state", [("state", "!=", "closed")], "C"),
        ("theirs", "helpdesk.ticket", "stage_id", [("closed", "=", False)], "HT"),
    ):
        number = f"{prefix}{some['number']:07d}"
        works |= get_works(who, officer[model], group, is_open, number, some["order"])
    works["ours", "counters of teams"] = lambda: count_our_teams(officer, company)
    works["theirs", "counters of teams"] = lambda: count_their_teams(officer, company)
    works["ours", "list of a customer"] = lambda: list_ours(bench, company)
    works["theirs", "list of a customer"] = lambda: list_theirs(bench, company)
    ordered = {
        (who, name): works[who, name] for name in BARS for who in ("theirs", "ours")
    }
    return measure_by_turns(bench, ordered, times=7)


def get_works(who, records, group, is_open, number, order):
    """Return what the client asks for on the screens of one of the two."""
    spec = {
        name: {"fields": {"display_name": {}}}
        if records._fields[name].relational
        else {}
        for name in FIELDS[records._name]
    }
    options = {"limit": PAGE, "count_limit": COUNT_LIMIT}
    search = ["|", ("number", "ilike", order), ("name", "ilike", order)]

    # as the web client asks: it names the empty columns, too, and so learns which are
    # folded; those it opens have their first cards only
    board = records.with_context(read_group_expand=True)
    arch = etree.fromstring(records.get_view(view_type="kanban")["arch"])
    cards = int(arch.get("limit", CARDS))

    def read_board(domain):
        return board.web_read_group(
            domain,
            [group],
            ["__count"],
            auto_unfold=True,
            unfold_read_specification=spec,
            unfold_read_default_limit=cards,
        )

    return {
        (who, "list, first page"): lambda: records.web_search_read([], spec, **options),
        (who, "search by number"): lambda: records.name_search(number, limit=8),
        (who, "search by a rare word"): lambda: records.name_search(order, limit=8),
        (who, "search view, number or words"): lambda: records.web_search_read(
            search, spec, **options
        ),
        (who, "board of the open ones, as it opens"): lambda: read_board(is_open),
        (who, "board of all"): lambda: read_board([]),
    }


def count_our_teams(env, company):
    """Count per team: open, nobody's, not acknowledged yet, late."""
    complaints = env["engagement.complaint"]
    counted = complaints._read_group(
        [("state", "!=", "closed"), ("team_id", "in", company["our_teams"])],
        ["team_id", "state"],
        ["__count", "user_id:count"],
    )
    late = complaints._read_group(
        complaints._get_overdue_domain(), ["team_id"], ["__count"]
    )
    return counted, late


def count_their_teams(env, company):
    """Count per team, as its own screen does: open, nobody's, not looked at, urgent."""
    teams = env["helpdesk.ticket.team"].browse(company["their_teams"])
    return teams.mapped("todo_ticket_count_high_priority")


def list_ours(bench, company):
    """Do what the page of a customer does: their own ones, found with all rights."""
    env = bench.env(user=company["customer"])
    complaints = env["engagement.complaint"]
    count = complaints._count_own("")
    found = complaints._search_own("", ORDERS["newest"], limit=PAGE, offset=0)
    return count, found._get_public_rows()


def list_theirs(bench, company):
    """Do what `/my/tickets` does, by its own domain, order and rules."""
    env = bench.env(user=company["customer"])
    tickets = env["helpdesk.ticket"]
    domain = env["ir.rule"]._compute_domain(tickets._name, "read")
    count = tickets.search_count(domain)
    found = tickets.search(domain, order="create_date desc", limit=PAGE)
    return count, [
        # the page reads the names of people and teams with all rights, too
        (
            t.number,
            t.name,
            t.stage_id.name,
            t.user_id.name,
            t.team_id.name,
            t.create_date,
        )
        for t in found.sudo()
    ]


def bench_pages(bench, company):
    """Open the customer's list over HTTP, as it is shipped: two workers."""
    # so that the workers see what was made here
    bench.analyze()
    database, login = bench.env.cr.dbname, company["customer"].login
    (port,) = net.free_ports(1)
    with odoo_process.serving(
        database, port, "bench-complaint", workers=VISITORS, crons=0
    ):
        visitors = [web.Client(port) for _number in range(VISITORS)]
        for visitor in visitors:
            if not visitor.log_in(database, login, login):
                raise AssertionError("The customer could not log in.")
        rows = {
            name: len(set(re.findall(r"\b(?:C|HT)\d{7}\b", visitors[0].get(address))))
            for name, address in ADDRESSES.items()
        }
        seen = measure_by_turns(
            bench,
            {
                name: lambda address=address: visit(visitors, address)
                for name, address in ADDRESSES.items()
            },
            times=5,
        )
    bench.faster("page of a customer over HTTP", seen["ours"], seen["theirs"], 30)
    bench.ratio(
        "page of a customer over HTTP, against a page of nothing",
        seen["ours"],
        seen["nothing"],
        limit=3,
    )
    pages = VISITORS * PAGES
    bench.count(
        "pages of a customer over HTTP, a second",
        round(pages / seen["ours"].seconds),
        beside=f"helpdesk {pages / seen['theirs'].seconds:.1f}, nothing"
        f" {pages / seen['nothing'].seconds:.0f}; rows on it: {rows['ours']},"
        f" helpdesk {rows['theirs']}",
    )


def visit(visitors, address):
    """Open a page, all visitors at a time, some times each."""
    with ThreadPoolExecutor(len(visitors)) as pool:
        list(
            pool.map(lambda one: [one.get(address) for _page in range(PAGES)], visitors)
        )


def count_slow_steps(bench, company):
    """Count the steps of the plan of the first page that grow with the table."""
    complaints = bench.env(user=company["officer"])["engagement.complaint"]
    query = complaints._search([], limit=PAGE, order=complaints._order).select()
    bench.env.cr.execute("EXPLAIN " + query.code, query.params)
    plan = [row[0] for row in bench.env.cr.fetchall()]
    return sum(
        "Seq Scan on engagement_complaint " in step or "Sort" in step for step in plan
    )


def show_size(bench, table, limit):
    bench.env.cr.execute(
        "SELECT pg_indexes_size(%(t)s)::float / pg_table_size(%(t)s),"
        " pg_size_pretty(pg_indexes_size(%(t)s)), pg_size_pretty(pg_table_size(%(t)s))",
        {"t": table},
    )
    ratio, indexes, data = bench.env.cr.fetchone()
    bench.count(
        f"{table}: indexes against table",
        round(ratio, 2),
        limit=limit,
        beside=f"{indexes} / {data}",
    )


def add_peer_indexes(bench):
    """Give the peer the indexes that ours has."""
    for index in PEER_INDEXES:
        bench.env.cr.execute(f"CREATE INDEX ON helpdesk_ticket {index}")
    bench.env.cr.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for column in PEER_TRIGRAMS:
        bench.env.cr.execute(
            f"CREATE INDEX ON helpdesk_ticket USING gin ({column} gin_trgm_ops)"
        )
    vacuum(bench, "helpdesk_ticket")
