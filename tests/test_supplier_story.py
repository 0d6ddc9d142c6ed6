# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A quarter of a supplier manager and a supplier, each seeing the other's side.

Orders tell what Odoo counted of the quarter before; a buyer says in two clicks how the
supplier does now; the manager sends the scorecard; the supplier contests one score in
the portal, on a phone, and it is corrected; the supplier rates us back; the gap in the
mirror leads to a joint action, and the supplier writes how it goes.
"""

import datetime

import pytest
from playwright.sync_api import expect

from kit import browsing
from tests.conftest import Rpc

SUPPLIER = "LightsUp"
EVALUATION = "engagement.evaluation"
REASON = "We called on Monday, and nobody was there"
ANSWER = "You are right: our line was dead"
SENTENCE = "Orders change every day"


class Story:
    """Who takes part, and where."""

    def __init__(self, server, browser_page):
        self.server = server
        self.browser_page = browser_page
        self.officer = Rpc(server, "engagement.officer")
        self.desk = browser_page("engagement.officer", at=server)
        self.phone = browser_page("portal", viewport=browsing.PHONE, at=server)
        [supplier] = Rpc(server, "engagement.manager")(
            "res.users", "search_read", [["login", "=", "portal"]], ["partner_id"]
        )
        self.partner_id = supplier["partner_id"][0]
        # who logs in works for a supplier of the demo company, with orders
        [lights] = self.officer("res.partner", "search", [["name", "=", SUPPLIER]])
        Rpc(server, "admin")(
            "res.partner", "write", [self.partner_id], {"parent_id": lights}
        )
        [row] = self.officer(
            "res.partner", "read", [self.partner_id], ["commercial_partner_id", "name"]
        )
        self.company_id = row["commercial_partner_id"][0]
        self.given = self.received = None

    def find(self, direction):
        """Return the id of the evaluation of the running period."""
        day = str(browsing.today())
        [found] = self.officer(
            EVALUATION,
            "search",
            [
                ["partner_id", "=", self.company_id],
                ["direction", "=", direction],
                ["period_start", "<=", day],
                ["period_end", ">=", day],
            ],
        )
        return found

    def read(self, res_id, *names):
        [row] = self.officer(EVALUATION, "read", [res_id], [*names])
        return row

    def weigh(self, res_id):
        """Return score and coverage as they come about, line by line."""
        lines = self.officer(
            "engagement.evaluation.line",
            "search_read",
            [["evaluation_id", "=", res_id]],
            ["weight", "score", "scored"],
        )
        known = [line for line in lines if line["scored"]]
        weights = sum(line["weight"] for line in known)
        score = sum(line["weight"] * line["score"] for line in known) / weights
        return round(score, 1), round(weights)

    def press(self, page, name):
        """Press a button of the form, and wait until the step is done."""
        button = page.locator(f"button[name={name}]:visible").first
        with page.expect_response(lambda answer: "call_button" in answer.url):
            button.click()

    def open(self, res_id):
        self.desk.goto(f"/odoo/engagement-evaluations/{res_id}")
        expect(self.desk.locator(".o_form_view .o_form_statusbar")).to_be_visible()

    def open_in_portal(self, res_id):
        self.phone.goto("/my/home")
        # cards come in one by one, and push each other down
        expect(self.phone.locator(".o_portal_doc_spinner")).to_have_count(0)
        self.phone.click("a[href='/my/evaluations']")
        self.phone.click(f"a[href='/my/evaluations/{res_id}']")
        self.fits()

    def fits(self):
        width = self.phone.evaluate("document.documentElement.scrollWidth")
        assert width <= browsing.PHONE[0]


@pytest.fixture
def story(own_server, browser_page):
    return Story(own_server, browser_page)


def test_a_quarter_seen_from_both_sides(story):
    orders_tell_of_the_quarter_before(story)
    a_buyer_says_in_two_clicks_how_they_did(story)
    the_scorecard_is_sent(story)
    the_supplier_contests_one_score(story)
    the_score_is_corrected(story)
    the_supplier_is_asked_and_rates_us(story)
    the_gap_leads_to_a_joint_action(story)
    the_supplier_writes_how_it_goes(story)


def orders_tell_of_the_quarter_before(story):
    [last] = story.officer(
        EVALUATION,
        "search",
        [
            ["partner_id", "=", story.company_id],
            ["direction", "=", "given"],
            ["period_end", "<", str(browsing.today())],
        ],
    )
    story.open(last)
    lines = story.desk.locator("[name=line_ids]")
    # of six orders two came late and one was short
    expect(lines).to_contain_text("4 of 6 order lines on time")
    expect(lines).to_contain_text("5 of 6 order lines with the right quantity")
    expect(lines).to_contain_text("5 of 6 requests answered in time")
    row = story.read(last, "score", "coverage")
    assert (row["score"], row["coverage"]) == story.weigh(last)


def a_buyer_says_in_two_clicks_how_they_did(story):
    buyer = story.browser_page("engagement.user", at=story.server)
    buyer.goto(f"/odoo/m-res.partner/{story.partner_id}")
    buyer.locator(".o_cp_action_menus button").first.click()
    buyer.get_by_role("menuitem", name="Record feedback").click()
    story.press(buyer, "action_thumb_up")
    expect(buyer.locator(".o_notification")).to_contain_text("Recorded: Quality")
    story.given = story.find("given")
    # somebody else saw it otherwise
    [line] = story.officer(
        "engagement.evaluation.line",
        "search_read",
        [["evaluation_id", "=", story.given], ["name", "=", "Communication"]],
        ["criterion_id"],
    )
    wizard = story.officer(
        "engagement.evaluation.feedback",
        "create",
        {
            "partner_ids": [[6, 0, [story.partner_id]]],
            "criterion_id": line["criterion_id"][0],
            "text": "Nobody called us back",
        },
    )
    story.officer("engagement.evaluation.feedback", "action_thumb_down", [wizard])
    row = story.read(story.given, "score", "coverage", "state")
    assert (row["score"], row["coverage"]) == story.weigh(story.given)
    assert row["state"] == "draft"


def the_scorecard_is_sent(story):
    story.open(story.given)
    page = story.desk
    page.locator("[name=contact_id] input").fill("Joel Willis")
    page.locator(".o-autocomplete--dropdown-item", has_text="Joel Willis").first.click()
    page.click(".o_form_button_save")
    page.locator("button[name=action_send]:visible").click()
    with page.expect_response(lambda answer: "call_button" in answer.url):
        page.locator(".modal .btn-primary").click()
    row = story.read(story.given, "state", "sent_to_id", "sent_at")
    assert row["state"] == "sent"
    assert row["sent_to_id"][0] == story.partner_id
    assert row["sent_at"]


def the_supplier_contests_one_score(story):
    story.open_in_portal(story.given)
    phone = story.phone
    expect(phone.locator("main")).to_contain_text("Nobody called us back")
    expect(phone.locator("main")).not_to_contain_text("Daniel Osei,")
    phone.get_by_text("Something is wrong").click()
    phone.get_by_label("Communication: 0 of 100").fill(REASON)
    phone.get_by_role("button", name="Contest these scores").click()
    expect(phone.locator("main")).to_contain_text("We look at it and answer")
    story.fits()
    assert story.read(story.given, "state")["state"] == "contested"


def the_score_is_corrected(story):
    story.open(story.given)
    page = story.desk
    expect(page.locator(".o_form_view")).to_contain_text("The partner contests 1")
    page.click("a[name=contest]")
    expect(page.locator("[name=contest_line_ids]")).to_contain_text(REASON)
    story.press(page, "action_ask_answer")
    dialog = page.locator(".modal")
    dialog.locator("[name=right_score] input").fill("100")
    dialog.locator("[name=text] textarea").fill(ANSWER)
    story.press(page, "action_correct")
    row = story.read(story.given, "state", "ending", "score")
    assert (row["state"], row["ending"]) == ("closed", "settled")
    assert row["score"] == story.weigh(story.given)[0]
    story.open_in_portal(story.given)
    expect(story.phone.locator("main")).to_contain_text("Corrected, it was 0")
    expect(story.phone.locator("main")).to_contain_text(ANSWER)


def the_supplier_is_asked_and_rates_us(story):
    story.open(story.given)
    page = story.desk
    story.press(page, "action_view_mirror")
    expect(page.locator(".o_form_view")).to_contain_text("They have not rated us yet")
    story.press(page, "action_ask_them")
    expect(page.locator("button[name=action_send]:visible")).to_have_text("Ask them")
    story.press(page, "action_send")
    story.received = story.find("received")
    story.open_in_portal(story.received)
    phone = story.phone
    question = phone.locator(".o_evaluation_question").first
    question.get_by_text("2", exact=True).click()
    question.get_by_label("In a sentence").fill(SENTENCE)
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.locator("main")).to_contain_text("Thank you for telling us")
    story.fits()
    row = story.read(story.received, "score", "answered_on")
    assert row["score"] == 25
    assert row["answered_on"]


def the_gap_leads_to_a_joint_action(story):
    page = story.desk
    page.goto("/odoo/engagement-partner-mirror")
    page.locator(".o_data_row", has_text=SUPPLIER).first.click()
    form = page.locator(".o_form_view")
    expect(form).to_contain_text("We are happier with them than they are with us")
    gap = 25 - story.read(story.given, "score")["score"]
    expect(form.locator("[name=gap]")).to_contain_text(f"{gap:.0f}")
    story.press(page, "action_create_action")
    page.locator("[name=origin_record]").wait_for()
    due = browsing.today() + datetime.timedelta(days=14)
    page.locator("[name=due_date] input, [name=due_date] button").first.click()
    page.locator("[name=due_date] input").fill(due.strftime("%m/%d/%Y"))
    page.keyboard.press("Escape")
    with page.expect_response(lambda answer: "web_save" in answer.url) as saved:
        page.click(".o_form_button_save")
    [row] = saved.value.json()["result"]
    [action] = story.officer(
        "engagement.action", "read", [row["id"]], ["name", "partner_ids", "origin_ref"]
    )
    assert action["partner_ids"] == [story.company_id]
    assert action["origin_ref"]
    page.goto("/odoo/engagement-partner-mirror")
    page.locator(".o_data_row", has_text=SUPPLIER).first.click()
    page.click("a[name=actions]")
    expect(page.locator("[name=action_ids]")).to_contain_text(action["name"])


def the_supplier_writes_how_it_goes(story):
    phone = story.phone
    phone.goto("/my/actions")
    phone.get_by_role("link", name="Work better with").click()
    phone.get_by_label("What is done").fill("We look at the volumes on Fridays")
    phone.get_by_role("button", name="Send the note").click()
    expect(phone.locator("main")).to_contain_text("We have your note")
