# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One complaint from the first word to “what we changed”, seen from both sides.

A customer complains on a phone, on the page that everybody can open. The clock runs; an
officer assesses and answers two points; the customer does not accept one of them. A
second person looks at it anew; it goes outside and is settled there; it is closed, and
the customer reads what was changed.
"""

import datetime
import re

import pytest
from playwright.sync_api import expect

from kit import browsing
from tests.conftest import Rpc

LATE = "The desk came four days late"
SCRATCHED = "The top is scratched"
WORDS = f"{LATE}, and nobody called. {SCRATCHED}, too. I want a new top."
MODEL = "engagement.complaint"


class Story:
    """Who takes part, and where."""

    def __init__(self, server, browser, browser_page):
        self.officer = Rpc(server, "engagement.officer")
        self.manager = Rpc(server, "engagement.manager")
        self.desk = browser_page("engagement.officer", at=server)
        phone = browsing.window(browser, server.address, browsing.PHONE)
        self.phone = phone.new_page()
        self.id = None
        self.code = None

    def read(self, *names):
        [row] = self.officer(MODEL, "read", [self.id], [*names])
        return row

    def write(self, values):
        self.officer(MODEL, "write", [self.id], values)

    def press(self, name, *, page=None, confirm=False):
        """Press a button of the form, and wait until the step is done."""
        page = page or self.desk
        page.goto(f"/odoo/engagement-complaints/{self.id}")
        button = page.locator(f".o_statusbar_buttons button[name={name}]:visible").first
        with page.expect_response(lambda answer: "call_button" in answer.url):
            button.click()
            if confirm:
                page.click(".modal-footer .btn-primary")

    def follow(self):
        """Open the page of the complaint with the code, as on any other phone."""
        self.phone.context.clear_cookies()
        self.phone.goto("/engagement/complaint/follow")
        self.phone.locator("input[name=code]").fill(self.code)
        self.phone.get_by_role("button", name="Open", exact=True).click()
        expect(self.phone.get_by_role("heading", level=1)).to_contain_text("C0")


@pytest.fixture
def story(own_server, browser, browser_page):
    told = Story(own_server, browser, browser_page)
    yield told
    told.phone.context.close()


def test_a_complaint_from_the_first_word_to_what_we_changed(story):
    a_customer_complains_on_a_phone(story)
    the_clock_runs_until_it_is_acknowledged(story)
    an_officer_assesses_and_answers_two_points(story)
    the_customer_does_not_accept_one(story)
    somebody_else_looks_at_it_anew(story)
    it_goes_outside_and_is_settled(story)
    it_is_closed_and_says_what_we_changed(story)


def a_customer_complains_on_a_phone(story):
    page = story.phone
    page.goto("/engagement/complain")
    page.get_by_label("What happened?").fill(WORDS)
    page.get_by_label("What is it about?").fill("Lift desk")
    page.get_by_label("Your name").fill("Carla Customer")
    page.get_by_label("Your e-mail address").fill("carla@example.com")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Thank you for telling us"
    )
    text = page.locator("main").inner_text()
    number = re.search(r"C\d{5}", text).group()
    story.code = page.locator(".o_complaint_signs").inner_text()
    [story.id] = story.officer(MODEL, "search", [["number", "=", number]])
    row = story.read("description", "partner_id", "partner_email", "state")
    assert row["description"] == WORDS
    assert row["partner_id"] is False
    assert row["partner_email"] == "carla@example.com"
    assert row["state"] == "new"


def the_clock_runs_until_it_is_acknowledged(story):
    row = story.read("next_due_at", "acknowledge_due_at", "answer_due_at")
    assert row["next_due_at"] == row["acknowledge_due_at"] < row["answer_due_at"]
    desk = story.desk
    desk.goto(f"/odoo/engagement-complaints/{story.id}")
    expect(desk.locator("[name=description]")).to_contain_text("nobody called")
    story.press("action_acknowledge")
    row = story.read("state", "next_due_at", "user_id")
    assert row["state"] == "acknowledged"
    assert row["user_id"][1] == "Daniel Osei"
    promises = story.officer(
        "engagement.commitment",
        "search_read",
        [["complaint_id", "=", story.id]],
        ["kind", "state"],
    )
    assert {p["kind"]: p["state"] for p in promises} == {
        "acknowledge": "kept",
        "answer": "open",
        "update": "open",
    }


def an_officer_assesses_and_answers_two_points(story):
    desk = story.desk
    desk.goto(f"/odoo/engagement-complaints/{story.id}")
    expect(desk.locator(".alert", has_text="Before the next step")).to_contain_text(
        "Say how bad it is."
    )
    desk.click("a[name=assessment]")
    for name in ("severity", "complexity", "reach", "urgency", "pattern"):
        desk.locator(f"[name={name}] input[type=radio]").nth(1).check()
    desk.locator("[name=conflict_checked] input").check()
    desk.click(".o_form_button_save")
    expect(desk.locator(".o_form_saved")).to_have_count(1)
    story.write({"point_ids": [[0, 0, {"name": LATE}], [0, 0, {"name": SCRATCHED}]]})
    story.press("action_assess")
    late, scratched = story.read("point_ids")["point_ids"]
    points = "engagement.complaint.point"
    story.officer(points, "write", [late], {"outcome": "upheld"})
    story.officer(
        points,
        "write",
        [scratched],
        {"outcome": "not_upheld", "answer": "The driver saw it whole."},
    )
    [cause] = story.officer("engagement.cause", "search", [], limit=1)
    story.write(
        {
            "decision_text": "We are sorry that it came late.",
            "remedy_kind": "apology",
            "cause_id": cause,
        }
    )
    story.press("action_propose")
    story.press("action_communicate", confirm=True)
    assert story.read("state")["state"] == "communicated"


def the_customer_does_not_accept_one(story):
    story.follow()
    page = story.phone
    expect(page.locator("main")).to_contain_text("The driver saw it whole.")
    late, scratched = story.read("point_ids")["point_ids"]
    page.locator(f"input[name=point_{late}][value=accepted]").check()
    page.locator(f"input[name=point_{scratched}][value=rejected]").check()
    page.locator("input[name=reply][value=rejected]").check()
    page.get_by_label("What do you say to it?").fill("He never took the film off.")
    page.get_by_role("button", name="Send my reply").click()
    expect(page.locator("main")).to_contain_text("We have your reply")
    row = story.read("reply", "reply_note", "state")
    assert row["reply"] == "rejected"
    assert row["reply_note"] == "He never took the film off."
    replies = story.officer(
        "engagement.complaint.point", "read", [late, scratched], ["reply"]
    )
    assert [point["reply"] for point in replies] == ["accepted", "rejected"]


def somebody_else_looks_at_it_anew(story):
    [reviewer] = story.officer(
        "res.users", "search", [["login", "=", "engagement.manager"]]
    )
    story.write({"reviewer_id": reviewer})
    story.press("action_second_look")
    assert story.read("state", "round")["round"] == 2
    story.manager(
        MODEL,
        "write",
        [story.id],
        {"decision_text": "Nobody can tell who scratched it. We pay half of a top."},
    )
    story.manager(MODEL, "action_propose", [story.id])
    story.manager(MODEL, "action_communicate", [story.id])
    story.follow()
    page = story.phone
    expect(page.locator("main")).to_contain_text("We pay half of a top.")
    page.locator("input[name=reply][value=rejected]").check()
    page.get_by_role("button", name="Send my reply").click()
    expect(page.locator("main")).to_contain_text("We have your reply")


def it_goes_outside_and_is_settled(story):
    story.press("action_dispute")
    assert story.read("state")["state"] == "disputed"
    [dispute] = story.read("dispute_ids")["dispute_ids"]
    model = "engagement.dispute"

    def do(step, **values):
        if values:
            story.officer(model, "write", [dispute], values)
        story.officer(model, step, [dispute])

    today = browsing.today()
    [provider] = story.officer(
        "engagement.dispute.provider", "search", [["facilitative", "=", True]], limit=1
    )
    do("action_find_eligible", provider_id=provider, method="facilitative")
    do("action_respond", position_us="Half of a top.", position_them="A new top.")
    do(
        "action_hand_over",
        consent_date=str(today),
        consent_free=True,
        bound="nobody",
    )
    do(
        "action_decide",
        outcome="settlement",
        outcome_text="A new top, and the customer keeps the old one.",
        term_ids=[
            [
                0,
                0,
                {
                    "name": "A new top",
                    "due_at": f"{today + datetime.timedelta(days=10)} 12:00:00",
                },
            ]
        ],
    )
    do("action_they_accept")
    do("action_we_accept")
    do("action_implement")
    [term] = story.officer(
        "engagement.commitment",
        "search",
        [["complaint_id", "=", story.id], ["kind", "=", "term"]],
    )
    story.officer("engagement.commitment", "action_done", [term])
    do("action_verify")
    do("action_close", lesson="Take the film off before it is handed over.")
    [row] = story.officer(model, "read", [dispute], ["state"])
    assert row["state"] == "closed"


def it_is_closed_and_says_what_we_changed(story):
    story.write({"what_changed": "Drivers take the film off and look together."})
    story.press("action_close")
    row = story.read("state", "closing_reason")
    assert (row["state"], row["closing_reason"]) == ("closed", "accepted")
    story.follow()
    page = story.phone
    changed = page.locator("section", has=page.locator("#changed"))
    expect(changed).to_contain_text("Drivers take the film off and look together.")
    page.locator("input[name=outcome_score][value='4']").check()
    page.locator("input[name=handling_score][value='3']").check()
    page.locator("form[action$='/rate'] button").click()
    expect(page.locator("main")).to_contain_text("Thank you for telling us")
    row = story.read("outcome_score", "handling_score")
    assert (row["outcome_score"], row["handling_score"]) == (4, 3)
