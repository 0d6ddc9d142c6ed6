# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A management review fills itself and ends in decisions that somebody sees to.

The head of quality plans it with a title. Odoo writes down what it knows and lists the
leaders; what is missing is named until the review can be closed. Then each decision is
an action, the one with a day a promise, and whoever was there reads it.
"""

import pytest
from playwright.sync_api import expect

from tests.conftest import Rpc

REVIEW = "engagement.review"
DECISION = "A second shift for spare parts"


class Story:
    """Who holds the review, and who was there."""

    def __init__(self, server, browser_page):
        self.manager = Rpc(server, "engagement.manager")
        self.user = Rpc(server, "engagement.user")
        self.desk = browser_page("engagement.manager", at=server)
        self.leader = browser_page("engagement.leader", at=server)
        self.id = None

    def read(self, *names):
        [row] = self.manager(REVIEW, "read", [self.id], [*names])
        return row

    def lines(self, model, *names):
        model = f"engagement.review.{model}"
        return self.manager(
            model, "search_read", [["review_id", "=", self.id]], [*names]
        )

    def press(self, name):
        """Press a button of the review, and wait until the server has answered."""
        button = self.desk.locator(f".o_statusbar_buttons button[name={name}]:visible")
        with self.desk.expect_response(lambda answer: "call_button" in answer.url):
            button.first.click()

    def open(self):
        """Open the review, and wait until all of it is there: history comes last."""
        self.desk.goto(f"/odoo/engagement-management-reviews/{self.id}")
        expect(self.desk.locator(".o-mail-Message").first).to_be_visible()

    def choose(self, dialog, field, words):
        dialog.locator(f"[name={field}] input").fill(words)
        self.desk.locator(
            ".o-autocomplete--dropdown-item", has_text=words
        ).first.click()


@pytest.fixture
def story(own_server, browser_page):
    return Story(own_server, browser_page)


def test_a_management_review_fills_itself_and_ends_in_decisions(story):
    it_is_planned_with_a_title_and_fills_itself(story)
    one_click_invites_the_leaders(story)
    what_is_missing_is_named(story)
    its_decisions_become_actions_and_promises(story)
    whoever_was_there_reads_it_and_nobody_else(story)
    it_is_amended_for_a_reason(story)


def it_is_planned_with_a_title_and_fills_itself(story):
    desk = story.desk
    desk.goto("/odoo/engagement-management-reviews/new")
    desk.locator("[name=name] input").fill("Winter")
    desk.click(".o_form_button_save")
    expect(desk.locator("[name=input_ids] .o_data_row")).to_have_count(13)
    expect(desk.locator("[name=input_ids]")).to_contain_text("Promises kept:")
    expect(desk.locator("[name=input_ids]")).to_contain_text("Risks: on the register")
    expect(desk.locator("[name=input_ids]")).to_contain_text("Complaints: received")
    [story.id] = story.manager(REVIEW, "search", [["name", "=", "Winter"]])
    trends = [row for row in story.lines("input", "key", "text") if row["key"]]
    [text] = [row["text"] for row in trends if row["key"] == "trends"]
    assert "Promises kept: " in text
    seats = story.lines("attendance", "employee_id", "required_leader")
    assert "Thomas Keller" in {seat["employee_id"][1] for seat in seats}
    assert all(seat["required_leader"] for seat in seats)


def one_click_invites_the_leaders(story):
    story.press("action_schedule_meeting")
    dialog = story.desk.locator(".modal")
    expect(dialog).to_contain_text("Thomas Keller")
    dialog.locator(".btn-close").click()
    expect(dialog).to_have_count(0)
    assert story.read("calendar_event_id")["calendar_event_id"]


def what_is_missing_is_named(story):
    desk = story.desk
    story.open()
    story.press("action_hold")
    alert = desk.locator(".alert", has_text="Before it is closed")
    expect(alert).to_contain_text("Say who was present")
    desk.click("a[name=decisions]")
    desk.get_by_role("button", name="Add a decision").or_(
        desk.locator("[name=decision_ids] a", has_text="Add a decision")
    ).first.click()
    dialog = desk.locator(".modal")
    dialog.locator("[name=name] textarea").fill(DECISION)
    story.choose(dialog, "owner_id", "Rosa Delgado")
    dialog.locator("[name=due_date] input, [name=due_date] button").first.click()
    desk.locator(".o_datetime_picker .o_today").click()
    dialog.get_by_role("button", name="Save & Close").or_(
        dialog.locator(".o_form_button_save")
    ).first.click()
    expect(dialog).to_have_count(0)
    desk.click(".o_form_button_save")
    expect(alert).to_contain_text("or tick that it is a judgement")
    ids = [seat["id"] for seat in story.lines("attendance")]
    story.manager("engagement.review.attendance", "write", ids, {"presence": "present"})


def its_decisions_become_actions_and_promises(story):
    [decision] = story.lines("decision", "name")
    assert decision["name"] == DECISION
    complaint = story.manager(
        "engagement.complaint", "search", [["confidentiality", "=", "normal"]], limit=1
    )
    story.manager(
        "engagement.review.decision",
        "write",
        [decision["id"]],
        {"complaint_ids": [[6, 0, complaint]]},
    )
    desk = story.desk
    story.open()
    expect(desk.locator("[name=missing_text]")).to_have_count(0)
    desk.locator("[name=outcome] textarea").fill("Good, and busy")
    desk.click(".o_form_button_save")
    story.press("action_close")
    expect(desk.locator(".o_arrow_button_current")).to_have_text("Closed")
    [decision] = story.lines("decision", "action_id", "commitment_id", "evidence_count")
    assert decision["evidence_count"] == 1
    assert DECISION in decision["action_id"][1]
    [promise] = story.manager(
        "engagement.commitment",
        "read",
        [decision["commitment_id"][0]],
        ["kind", "state"],
    )
    assert (promise["kind"], promise["state"]) == ("decision", "open")
    answer = desk.request.get(
        f"/report/pdf/engagement_qms.report_review_minutes/{story.id}"
    )
    assert answer.ok
    assert answer.body().startswith(b"%PDF")


def whoever_was_there_reads_it_and_nobody_else(story):
    page = story.leader
    page.goto(f"/odoo/engagement-management-reviews/{story.id}")
    page.click("a[name=decisions]")
    expect(page.locator("[name=decision_ids]")).to_contain_text(DECISION)
    with pytest.raises(RuntimeError, match="not allowed|access"):
        story.user(REVIEW, "read", [story.id], ["outcome"])


def it_is_amended_for_a_reason(story):
    desk = story.desk
    story.open()
    story.press("action_ask_amendment")
    dialog = desk.locator(".modal")
    expect(dialog.locator("[name=old_text]")).to_contain_text("Good, and busy")
    dialog.locator("[name=new_text] textarea").fill("Good, and too busy")
    dialog.locator("[name=reason] input").fill("The plant was forgotten")
    dialog.locator("button[name=action_amend]").click()
    expect(dialog).to_have_count(0)
    assert story.read("outcome")["outcome"] == "Good, and too busy"
    [amendment] = story.lines("amendment", "old_text", "reason", "user_id")
    assert amendment["old_text"] == "Good, and busy"
    assert amendment["user_id"][1] == "Priya Raman"
