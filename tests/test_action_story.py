# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""One action from a complaint to the check whether it helped, with a partner.

An officer plans a change from a complaint in one click; a leader grants the hours; a
partner writes how it goes, in the portal on a phone; the work is done, and somebody
else sees that it helped only after saying whether it can happen elsewhere. Those who
did it are thanked, and everybody inside finds the lesson.
"""

import datetime

import pytest
from playwright.sync_api import expect

from kit import browsing
from tests.conftest import Rpc

ACTION = "engagement.action"
NAME = "Call a day before the truck comes"
LESSON = "A call the day before costs two minutes"


class Story:
    """Who takes part, and where."""

    def __init__(self, server, browser_page):
        self.server = server
        self.browser_page = browser_page
        self.officer = Rpc(server, "engagement.officer")
        self.manager = Rpc(server, "engagement.manager")
        self.desk = browser_page("engagement.officer", at=server)
        self.id = None

    def read(self, *names):
        [row] = self.officer(ACTION, "read", [self.id], [*names])
        return row

    def press(self, page, name):
        """Press a button of the form, and wait until the step is done."""
        button = page.locator(f"button[name={name}]:visible").first
        with page.expect_response(lambda answer: "call_button" in answer.url):
            button.click()

    def open(self, page):
        page.goto(f"/odoo/engagement-actions/{self.id}")
        expect(page.locator(".o_form_view")).to_contain_text(NAME)


@pytest.fixture
def story(own_server, browser_page):
    return Story(own_server, browser_page)


def test_from_a_complaint_to_the_check(story):
    an_officer_plans_a_change_from_a_complaint(story)
    a_leader_grants_the_hours(story)
    a_partner_writes_how_it_goes(story)
    the_work_is_done_and_not_checked_by_the_doer(story)
    somebody_else_looks_elsewhere_and_sees_that_it_helped(story)
    those_who_did_it_are_thanked(story)
    everybody_finds_the_lesson(story)


def an_officer_plans_a_change_from_a_complaint(story):
    complaint = story.officer(
        "engagement.complaint",
        "create",
        {
            "partner_name": "Carla Customer",
            "partner_email": "carla@example.com",
            "description": "The desk came a day early, and nobody was in.",
        },
    )
    page = story.desk
    page.goto(f"/odoo/engagement-complaints/{complaint}")
    story.press(page, "action_create_action")
    page.locator("[name=origin_record]").wait_for()
    page.locator("[name=name] textarea").fill(NAME)
    page.locator("[name=due_date] input, [name=due_date] button").first.click()
    due = browsing.today() + datetime.timedelta(days=14)
    page.locator("[name=due_date] input").fill(due.strftime("%m/%d/%Y"))
    page.keyboard.press("Escape")
    with page.expect_response(lambda answer: "web_save" in answer.url) as saved:
        page.click(".o_form_button_save")
    [row] = saved.value.json()["result"]
    story.id = row["id"]
    row = story.read("complaint_id", "kind", "state", "user_id", "first_due_date")
    assert row["complaint_id"][0] == complaint
    assert (row["kind"], row["state"]) == ("corrective", "plan")
    assert row["user_id"][1] == "Daniel Osei"
    assert row["first_due_date"] == str(due)


def a_leader_grants_the_hours(story):
    page = story.desk
    story.open(page)
    page.click("a[name=means]")
    page.locator("[name=hours_planned] input").fill("4:00")
    page.locator("[name=hours_planned] input").press("Tab")
    story.press(page, "action_ask_resources")
    leader = story.browser_page("engagement.leader", at=story.server)
    story.open(leader)
    leader.click("a[name=means]")
    story.press(leader, "action_decide_resources")
    leader.locator(".modal [name=reason] input").fill("It is worth it")
    story.press(leader, "action_decide")
    row = story.read("resource_state", "resource_note", "hours_planned")
    assert row["resource_state"] == "granted"
    assert row["resource_note"] == "It is worth it"
    assert row["hours_planned"] == 4


def a_partner_writes_how_it_goes(story):
    [portal] = story.manager(
        "res.users",
        "search_read",
        [["login", "=", "portal"]],
        ["partner_id"],
    )
    story.officer(
        ACTION, "write", [story.id], {"partner_ids": [[4, portal["partner_id"][0], 0]]}
    )
    phone = story.browser_page("portal", viewport=browsing.PHONE, at=story.server)
    phone.goto("/my/home")
    phone.click("a[href='/my/actions']")
    phone.get_by_role("link", name=NAME).click()
    phone.get_by_label("What is done").fill("We call from Monday on")
    phone.get_by_role("button", name="Send the note").click()
    expect(phone.locator("main")).to_contain_text("We have your note")
    expect(phone.locator("main")).to_contain_text("We call from Monday on")
    width = phone.evaluate("document.documentElement.scrollWidth")
    assert width <= browsing.PHONE[0]
    story.open(story.desk)
    expect(story.desk.locator(".o-mail-Chatter")).to_contain_text(
        "We call from Monday on"
    )


def the_work_is_done_and_not_checked_by_the_doer(story):
    page = story.desk
    story.open(page)
    story.press(page, "action_start")
    story.press(page, "action_implement")
    assert story.read("state")["state"] == "check"
    page.get_by_label("It helped", exact=True).check()
    page.locator("[name=similar] select, [name=similar] input").first.wait_for()
    story.officer(ACTION, "write", [story.id], {"checker_id": False})
    with pytest.raises(RuntimeError, match="Similar elsewhere|somebody else says"):
        story.officer(ACTION, "action_check", [story.id])


def somebody_else_looks_elsewhere_and_sees_that_it_helped(story):
    page = story.browser_page("engagement.manager", at=story.server)
    story.open(page)
    page.get_by_label("It helped", exact=True).check()
    page.locator("[name=check_note] textarea").fill("Nobody was out since")
    page.locator("[name=lesson] textarea").fill(LESSON)
    with pytest.raises(RuntimeError, match="Similar elsewhere"):
        story.manager(ACTION, "action_check", [story.id])
    page.locator("[name=similar] input, [name=similar] select").first.click()
    choose(page, "No, looked and found nothing")
    story.press(page, "action_check")
    row = story.read("state", "check_result", "similar", "checked_by_id")
    assert (row["state"], row["check_result"]) == ("done", "effective")
    assert row["similar"] == "no"
    assert row["checked_by_id"][1] != "Daniel Osei"


def choose(page, label):
    """Choose an entry of a drop-down that is open, of either sort."""
    native = page.locator("[name=similar] select")
    if native.count():
        native.select_option(label=label)
    else:
        page.locator(".o_select_menu_item, .dropdown-item", has_text=label).click()


def those_who_did_it_are_thanked(story):
    page = story.browser_page("engagement.manager", at=story.server)
    story.open(page)
    story.press(page, "action_recognise")
    expect(page.locator("[name=employee_ids]")).to_contain_text("Daniel Osei")
    page.locator("[name=reason] textarea").fill("Nobody waits in vain any more")
    with page.expect_response(lambda answer: "web_save" in answer.url):
        page.click(".o_form_button_save")
    anybody = story.browser_page("demo", at=story.server)
    anybody.goto("/odoo/engagement-recognition")
    expect(anybody.locator(".o_kanban_view")).to_contain_text(
        "Nobody waits in vain any more"
    )


def everybody_finds_the_lesson(story):
    page = story.browser_page("demo", at=story.server)
    page.goto("/odoo/engagement-lessons")
    card = page.locator(".o_kanban_record", has_text=LESSON)
    expect(card).to_have_count(1)
    expect(card).not_to_contain_text("Osei")
    expect(card).not_to_contain_text(NAME)
