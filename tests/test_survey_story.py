# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One round of a survey, from the invitation to “you said, we did”.

An officer starts a survey with three words. A customer answers on a phone by the link
of the invitation, once. The round is closed, shared and reported back, and everybody
reads what came of it.
"""

import re

import pytest
from playwright.sync_api import expect

from kit import browsing
from tests.conftest import Rpc

ROUND = "engagement.survey.round"
SAID = "Nobody tells us the hour"
DID = "A message the evening before"


class Story:
    """Who takes part, and where."""

    def __init__(self, server, browser, browser_page):
        self.admin = Rpc(server, "admin")
        self.officer = Rpc(server, "engagement.officer")
        self.desk = browser_page("engagement.officer", at=server)
        phone = browsing.window(browser, server.address, browsing.PHONE)
        self.phone = phone.new_page()
        self.id = None

    def read(self, *names):
        [row] = self.officer(ROUND, "read", [self.id], [*names])
        return row

    def press(self, name, *, confirm=False):
        """Press a button of the round, and wait until the step is done."""
        self.desk.goto(f"/odoo/engagement-rounds/{self.id}")
        button = self.desk.locator(f".o_statusbar_buttons button[name={name}]:visible")
        with self.desk.expect_response(lambda answer: "call_button" in answer.url):
            button.first.click()
            if confirm:
                self.desk.click(".modal-footer .btn-primary")

    def find_link(self, email):
        """Return the link in the invitation of somebody, as only they get it."""
        mails = self.admin(
            "mail.mail",
            "search_read",
            [["email_to", "=", email]],
            ["body_html"],
            order="id desc",
            limit=1,
        )
        return re.search(
            r"/engagement/survey/[0-9A-Z-]+", mails[0]["body_html"]
        ).group()


@pytest.fixture
def story(own_server, browser, browser_page):
    told = Story(own_server, browser, browser_page)
    yield told
    told.phone.context.close()


def test_a_round_from_the_invitation_to_you_said_we_did(story):
    an_officer_starts_a_survey(story)
    a_customer_answers_on_a_phone_once(story)
    the_round_says_who_is_missing(story)
    it_is_closed_shared_and_reported_back(story)
    everybody_reads_what_came_of_it(story)


def an_officer_starts_a_survey(story):
    desk = story.desk
    desk.goto("/odoo/engagement-surveys/new")
    desk.locator("[name=name] input").fill("Dealers")
    for field, words in (
        ("survey_id", "How satisfied are you with us"),
        ("category_ids", "Distribution partners"),
    ):
        box = desk.locator(f"[name={field}] input")
        box.fill(words)
        desk.locator(".o-autocomplete--dropdown-item", has_text=words).first.click()
    desk.click(".o_form_button_save")
    expect(desk.locator(".o_form_saved")).to_have_count(1)
    desk.click("button[name=action_open_round]")
    desk.click(".modal-footer .btn-primary")
    expect(desk.locator(".o_last_breadcrumb_item")).to_contain_text("Dealers, ")
    [story.id] = story.officer(ROUND, "search", [["programme_id.name", "=", "Dealers"]])
    row = story.read("state", "invited_count", "anonymous", "survey_id")
    assert row["state"] == "open"
    assert row["invited_count"] == 10
    assert row["anonymous"] is False


def a_customer_answers_on_a_phone_once(story):
    link = story.find_link("billy.fox45@example.com")
    page = story.phone
    page.goto(link)
    page.get_by_role("button", name=re.compile("Start")).click()
    scales = page.locator(".o_survey_question_scale, .o_survey_answer_wrapper").first
    expect(scales).to_be_visible()
    questions = page.locator(".js_question-wrapper")
    for number in range(7):
        questions.nth(number).locator("label:has(input)").nth(1).click()
    questions.nth(7).locator("textarea").fill(SAID)
    page.get_by_role("button", name=re.compile("Submit")).click()
    page.locator(".modal-footer .btn-primary").click()
    expect(page.get_by_text("we tell you")).to_be_visible()
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("answered already")
    row = story.read("answered_count", "satisfaction_index", "index_text")
    assert row["answered_count"] == 1
    assert row["index_text"] is False


def the_round_says_who_is_missing(story):
    story.desk.goto(f"/odoo/engagement-rounds/{story.id}")
    story.desk.click("a[name=groups]")
    expect(story.desk.locator("[name=group_ids]")).to_contain_text(
        "Distribution partners"
    )
    expect(story.desk.locator("[name=response_text]")).to_have_text("1 of 10 (10 %)")


def it_is_closed_shared_and_reported_back(story):
    story.press("action_close", confirm=True)
    assert story.read("state")["state"] == "closed"
    expect(story.desk.locator(".alert", has_text="Before it is done")).to_contain_text(
        "Report back to those who were asked."
    )
    story.officer(ROUND, "action_share_results", [story.id])
    story.officer(
        ROUND,
        "write",
        [story.id],
        {
            "outcome_ids": [[0, 0, {"said": SAID, "did": DID}]],
            "no_action_reason": "The message is sent from today on: nothing is left.",
        },
    )
    story.press("action_report_back", confirm=True)
    story.press("action_done")
    assert story.read("state")["state"] == "done"
    told = story.admin(
        "mail.mail",
        "search_count",
        [["subject", "like", "You said, we did"], ["email_to", "!=", False]],
    )
    assert told == 10


def everybody_reads_what_came_of_it(story):
    page = story.phone
    page.context.clear_cookies()
    path = re.search(
        r"/engagement/round/.*", story.read("page_url")["page_url"]
    ).group()
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_have_text("You said, we did")
    expect(page.locator("main")).to_contain_text(SAID)
    expect(page.locator("main")).to_contain_text(DID)
    expect(page.locator("main")).to_contain_text("1 of 10")
    expect(page.locator("main")).not_to_contain_text("Billy Fox")
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0
