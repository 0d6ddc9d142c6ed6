# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""What other programs can do with the app, and what they are refused.

An own client over XML-RPC, as scripts and integrations use it, and the web client's
JSON-RPC with the session of a person. Refusals must be words that a person can act on,
never a traceback or the message of the database.
"""

import ast
import datetime
import itertools
import xmlrpc.client

import pytest

from kit import home

ROLES = {
    "user": "engagement_qms.group_engagement_user",
    "officer": "engagement_qms.group_engagement_officer",
    "portal": "base.group_portal",
}
NOWHERE = 999_999_999
# Where a program's mistake shows instead of an answer to people.
MACHINERY = ("Traceback", "psycopg2", "KeyError", "TypeError", "AttributeError", "SQL")
# What everybody may call: it has no effect, and what it returns is no secret.
HARMLESS = {"get_import_templates"}
# What has no records: its methods take filters instead.
WITHOUT_RECORDS = {"engagement.overview": {}}
# Methods of every model, guarded by Odoo; ours only add to them.
OF_ODOO = {
    "create",
    "write",
    "unlink",
    "copy",
    "message_new",
    "message_route",
    "message_update",
    "web_read",
}


class Program:
    """A program that logs in over XML-RPC."""

    def __init__(self, server, login, password=None):
        self.words = (server.database, password or login)
        common = xmlrpc.client.ServerProxy(f"{server.address}/xmlrpc/2/common")
        self.uid = common.authenticate(server.database, login, password or login, {})
        assert self.uid, f"{login} cannot log in"
        self.proxy = xmlrpc.client.ServerProxy(
            f"{server.address}/xmlrpc/2/object", allow_none=True
        )

    def __call__(self, model, method, *args, **kwargs):
        database, password = self.words
        return self.proxy.execute_kw(
            database, self.uid, password, model, method, args, kwargs
        )


def refusal(call, *args, **kwargs):
    """Return the words with which a call is refused."""
    with pytest.raises((xmlrpc.client.Fault, RuntimeError)) as caught:
        call(*args, **kwargs)
    return getattr(caught.value, "faultString", str(caught.value))


def answer_of(call, *args):
    """Return what a call answers, None where it is refused."""
    try:
        return call(*args)
    except xmlrpc.client.Fault:
        return None


@pytest.fixture(scope="module")
def admin(server):
    return Program(server, "admin")


@pytest.fixture(scope="module")
def people(server, admin):
    """Return a program per role, each with the login of a user of its own."""
    programs = {}
    for role, group in ROLES.items():
        module, name = group.split(".")
        domain = [["module", "=", module], ["name", "=", name]]
        [row] = admin("ir.model.data", "search_read", domain, ["res_id"])
        login = f"rpc_{role}"
        values = {"name": f"Rpc {role}", "login": login, "password": login}
        values |= {"email": f"{login}@example.com"}
        # "6": a program knows no Command; it sends the numbers.
        admin("res.users", "create", {**values, "group_ids": [(6, 0, [row["res_id"]])]})
        programs[role] = Program(server, login)
    return programs


@pytest.fixture(scope="module")
def category(admin):
    return admin("engagement.party.category", "create", {"name": "Rpc customers"})


@pytest.fixture
def make_party(admin, people, category, request):
    """Return a function that makes a party that a role is responsible for."""
    numbers = itertools.count()

    def make(role):
        name = f"{request.node.name} {next(numbers)}"
        values = {"name": name, "kind": "group", "category_id": category}
        user = people[role].uid
        return admin("engagement.party", "create", {**values, "user_id": user})

    return make


@pytest.fixture
def event(people, make_party):
    """A contact that the officer has planned for today."""
    values = {"name": "Yearly talk", "party_id": make_party("officer")}
    return people["officer"]("engagement.event", "create", values)


def test_a_program_plans_and_holds_a_contact(people, event):
    officer = people["officer"]
    words = refusal(officer, "engagement.event", "action_hold", [event])
    assert "fill in: what was said" in words
    values = {"summary": "<p>They want shorter lead times.</p>", "health": "4"}
    officer("engagement.event", "write", [event], values)
    officer("engagement.event", "action_hold", [event])
    [row] = officer("engagement.event", "read", [event], ["state", "party_id"])
    assert row["state"] == "held"
    party = [row["party_id"][0]]
    names = ["last_contact_date", "health"]
    [row] = officer("engagement.party", "read", party, names)
    # programs have no time zone
    today = datetime.datetime.now(datetime.UTC).date()
    assert (row["last_contact_date"], row["health"]) == (str(today), "4")


def test_a_contact_is_held_once(people, event):
    officer = people["officer"]
    officer("engagement.event", "write", [event], {"summary": "<p>All is well.</p>"})
    officer("engagement.event", "action_hold", [event])
    words = refusal(officer, "engagement.event", "action_hold", [event])
    assert "is not planned any more" in words


def test_a_program_cancels_a_contact_with_a_reason_only(people, event):
    officer = people["officer"]
    words = refusal(officer, "engagement.event", "action_cancel", [event])
    assert "Say why" in words
    officer("engagement.event", "write", [event], {"cancel_reason": "They moved away"})
    officer("engagement.event", "action_cancel", [event])
    [row] = officer("engagement.event", "read", [event], ["state"])
    assert row["state"] == "cancelled"


def test_a_state_cannot_be_typed(people, event):
    words = refusal(
        people["officer"], "engagement.event", "write", [event], {"state": "held"}
    )
    assert "The state of an event is not typed" in words


def test_what_people_confirmed_cannot_be_changed_under_them(people):
    officer = people["officer"]
    values = {"name": "Policy", "why": "It guides us", "to_everybody": True}
    sent = officer("engagement.communication", "create", values)
    words = refusal(
        officer, "engagement.communication", "write", [sent], {"state": "sent"}
    )
    assert "is not typed" in words
    officer("engagement.communication", "action_send", [sent])
    for change in ({"state": "draft"}, {"why": "Another"}, {"date": "2020-01-01"}):
        words = refusal(officer, "engagement.communication", "write", [sent], change)
        assert "new version" in words.lower(), change


def test_only_an_officer_takes_back_what_was_held(admin, people, make_party):
    values = {"party_id": make_party("user"), "summary": "<p>All is well.</p>"}
    event = people["user"]("engagement.event", "create", values)
    people["user"]("engagement.event", "action_hold", [event])
    words = refusal(
        people["user"], "engagement.event", "action_reset_to_planned", [event]
    )
    assert "Only an officer" in words
    people["officer"]("engagement.event", "action_reset_to_planned", [event])


@pytest.mark.parametrize(
    ("model", "values", "expected"),
    [
        ("engagement.event", {"party_id": NOWHERE}, "does not exist"),
        ("engagement.need", {"party_id": NOWHERE, "name": "A need"}, "does not exist"),
        ("engagement.party", {"category_id": NOWHERE}, "does not exist"),
        ("engagement.party", {"member_domain": "[('secret', '=', 1)]"}, "secret"),
        ("engagement.party", {"relevant": False}, "Say why"),
        ("engagement.party", {"priority_override": "low"}, "Give the reason"),
    ],
)
def test_wrong_values_are_refused_in_plain_words(
    people, make_party, category, model, values, expected
):
    base = {"name": "Wrong"}
    if model == "engagement.party":
        base |= {"kind": "group", "category_id": category}
    else:
        base |= {"party_id": make_party("officer")}
    words = refusal(people["officer"], model, "create", {**base, **values})
    assert expected in words
    assert not [word for word in MACHINERY if word in words]


def test_a_record_that_is_not_there_is_refused_in_plain_words(people):
    officer = people["officer"]
    for method, *more in (("write", {"name": "New"}), ("action_hold",)):
        words = refusal(officer, "engagement.event", method, [NOWHERE], *more)
        assert "does not exist or has been deleted" in words, method
        assert not [word for word in MACHINERY if word in words]
    assert officer("engagement.event", "read", [NOWHERE], ["name"]) == []


def test_a_user_cannot_touch_what_belongs_to_a_colleague(people, make_party):
    party = make_party("officer")
    for method, *more in (
        ("read", ["name"]),
        ("write", {"note": "x"}),
        ("unlink",),
        ("copy",),
        ("export_data", ["name"]),
        ("action_log_contact",),
        ("message_post",),
    ):
        words = refusal(people["user"], "engagement.party", method, [party], *more)
        assert "test_a_user_cannot_touch" not in words, method
    domain = [["id", "=", party]]
    assert people["user"]("engagement.party", "search_count", domain) == 0
    assert people["user"]("engagement.party", "name_search", "test_a_user_cann") == []


def test_private_methods_are_closed(people):
    private = [(model, name) for model, name in methods() if name.startswith("_")]
    assert len(private) > 100
    for model, name in private:
        words = refusal(people["officer"], model, name, [])
        assert "rivate method" in words, f"{model}.{name}: {words}"


def test_every_public_method_answers():
    """XML-RPC cannot carry None: without an answer, the caller believes it failed."""
    silent = [
        f"{model}.{name}"
        for model, name, function in functions()
        if not name.startswith("_")
        and not isinstance(function.body[-1], ast.Return | ast.Raise)
    ]
    assert silent == []


def test_the_portal_is_closed(admin, people, make_party, expect_in_log):
    """No method tells somebody from outside anything; no table can be searched.

    A method that opens a screen may do so: the screen then has nothing to show.
    """
    base = {"name": "Not for the portal", "party_id": make_party("officer")}
    for model in ("event", "need", "plan", "risk"):
        admin(f"engagement.{model}", "create", base)
    admin("engagement.objective", "create", {"name": "Not for the portal"})
    values = {"name": "Not for the portal", "why": "It is for the staff"}
    admin("engagement.communication", "create", values)
    # Ids alone are not what every method expects.
    expect_in_log(r"Exception during request.*_xmlrpc.*(TypeError|ValueError)")
    tried = 0
    for model, name in methods():
        if name.startswith("_") or name in HARMLESS | OF_ODOO:
            continue
        found = WITHOUT_RECORDS.get(model)
        if found is None:
            found = admin(model, "search", [], limit=1)
        if found or model in WITHOUT_RECORDS:
            answer = answer_of(people["portal"], model, name, found)
            screen = isinstance(answer, dict) and "res_model" in answer
            assert answer is None or screen, f"{model}.{name}"
            assert "Not for the portal" not in str(answer), f"{model}.{name}"
            tried += 1
    assert tried > 30
    for model in {
        model for model, _name in methods() if model.startswith("engagement.")
    }:
        words = refusal(people["portal"], model, "search", [])
        assert "not allowed to access" in words, model


def test_a_person_in_the_browser_meets_the_same_refusals(rpc, people, event):
    client = rpc("rpc_officer")
    words = refusal(client, "engagement.event", "action_hold", [event])
    assert "fill in: what was said" in words
    words = refusal(client, "engagement.event", "_set_state", [event], {})
    assert "rivate method" in words
    words = refusal(rpc("rpc_portal"), "engagement.event", "search", [])
    assert "not allowed to access" in words


def methods():
    """Return (model, method) of each method of ours that is on a model."""
    return sorted({(model, name) for model, name, _function in functions()})


def functions():
    """Yield (model, method, its source) of what the app's own code defines."""
    folder = home.REPO / "engagement_qms"
    for path in sorted([*folder.glob("models/**/*.py"), *folder.glob("wizard/*.py")]):
        for node in ast.parse(path.read_text()).body:
            model = isinstance(node, ast.ClassDef) and model_of(node)
            if not model or model.endswith(".mixin"):
                continue
            for child in node.body:
                if isinstance(child, ast.FunctionDef) and is_method(child):
                    yield model, child.name, child


def is_method(function):
    """Tell whether a function is called on records: no property, no static method."""
    names = {node.id for node in function.decorator_list if isinstance(node, ast.Name)}
    return not function.name.startswith("__") and not names & {
        "property",
        "staticmethod",
    }


def model_of(node):
    """Return the name of the model that a class defines or extends, or None."""
    values = {}
    for child in node.body:
        if isinstance(child, ast.Assign) and isinstance(child.targets[0], ast.Name):
            values[child.targets[0].id] = child.value
    for key in ("_name", "_inherit"):
        if key in values and isinstance(values[key], ast.Constant):
            return values[key].value
    return None
