# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer's ticket turns out to be a complaint, and both go their way."""

from concurrent.futures import ThreadPoolExecutor

import pytest

LOGIN = "engagement.officer"
TICKETS = "/odoo/action-helpdesk_mgmt.helpdesk_ticket_action_opened"


@pytest.fixture
def ticket(rpc):
    """A new ticket of a category that asks whether it is a complaint."""
    admin = rpc("admin")
    [category] = admin(
        "helpdesk.ticket.category", "search", [("engagement_complaint", "=", "propose")]
    )
    values = {
        "name": "The desk is scratched",
        "description": "<p>It came like this.</p><p>Please change it.</p>",
        "partner_name": "Carla Customer",
        "partner_email": "carla@example.com",
        "category_id": category,
    }
    return admin("helpdesk.ticket", "create", values)


def raised_from(call, ticket):
    domain = [("origin_model", "=", "helpdesk.ticket"), ("origin_res_id", "=", ticket)]
    return call("engagement.complaint", "search_read", domain, ["number", "state"])


def notes(call, model, res_id):
    domain = [("model", "=", model), ("res_id", "=", res_id)]
    rows = call("mail.message", "search_read", domain, ["body"])
    return " ".join(row["body"] for row in rows)


def test_a_ticket_becomes_a_complaint_and_each_hears_of_the_other(
    browser_page, rpc, ticket
):
    page = browser_page(LOGIN)
    page.goto(f"{TICKETS}/{ticket}")
    banner = page.locator(".alert", has_text="Is this one?")
    banner.get_by_role("button", name="Raise a complaint").click()

    # the complaint, with all that the customer said
    page.wait_for_selector("button[name=action_acknowledge]")
    words = page.locator("[name=description]")
    assert "It came like this." in words.inner_text()
    assert page.locator("[name=partner_name] input").input_value() == "Carla Customer"
    officer = rpc(LOGIN)
    [complaint] = raised_from(officer, ticket)
    number = complaint["number"]
    assert complaint["state"] == "new"

    # back by its button; the ticket asks no more, and opens what there is
    page.locator("button[name=action_open_origin]", has_text="Ticket").click()
    page.wait_for_selector("button[name=action_open_complaints]")
    assert not banner.is_visible()
    assert not page.locator("button[name=action_raise_complaint]").is_visible()
    page.locator("button[name=action_open_complaints]").click()
    page.wait_for_selector("button[name=action_acknowledge]")
    assert number in page.locator(".o_form_view").inner_text()

    # closing the ticket tells the complaint, and leaves it as it is
    done = officer("helpdesk.ticket.stage", "search", [("name", "=", "Done")])[0]
    officer("helpdesk.ticket", "write", [ticket], {"stage_id": done})
    [complaint] = raised_from(officer, ticket)
    assert complaint["state"] == "new"
    told = notes(officer, "engagement.complaint", complaint["id"])
    assert "was closed (Done)" in told


def test_eight_press_the_button_and_one_complaint_comes(rpc, ticket):
    callers = [rpc(LOGIN) for _number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        opened = list(
            pool.map(
                lambda call: call(
                    "helpdesk.ticket", "action_raise_complaint", [ticket]
                ),
                callers,
            )
        )
    found = raised_from(callers[0], ticket)
    assert len(found) == 1
    assert {action["res_id"] for action in opened} == {found[0]["id"]}
