# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The first ten minutes of the README, in a real browser on the demo company."""

import re

from playwright.sync_api import expect

from tests.conftest import Rpc

CREATE = ".o_engagement_discovery_create"


def test_discover_see_the_map_plan_a_contact_and_hold_it(own_server, browser_page):
    page = browser_page("engagement.officer", at=own_server)

    # Odoo proposes who is not on the register yet, with the figures that speak for it.
    page.goto("/odoo/engagement-parties")
    page.click(".o_control_panel button:has-text('Discover')")
    create = page.locator(CREATE)
    expect(create).to_contain_text(re.compile(r"Create \d+ part(y|ies)"))
    proposed = int(re.search(r"\d+", create.inner_text()).group())
    assert proposed > 0
    create.click()
    expect(page.locator(".o_breadcrumb")).to_contain_text("New parties")
    expect(page.locator(".o_pager_limit")).to_have_text(str(proposed))

    # The map shows them all; who is found there opens with the keyboard, too.
    page.goto("/odoo/engagement-map")
    bubbles = page.locator(".o_bubbles .o_bubble[data-id]")
    expect(bubbles.first).to_be_visible()
    page.fill(".o_searchview_input", "Azure")
    page.press(".o_searchview_input", "Enter")
    expect(bubbles).to_have_count(1)
    bubbles.press("Enter")
    expect(page.locator("[name=partner_id] input")).to_have_value("Azure Interior")

    # A contact is planned; it is one more in the diary of the party.
    events = page.locator("button[name=action_view_events]")
    before = int(re.search(r"\d+", events.inner_text()).group())
    page.click("button[name=action_plan_contact]")
    dialog = page.locator(".modal")
    expect(dialog.locator("[name=party_id] input")).to_have_value("Azure Interior")
    dialog.locator("[name=name] input, [name=name] textarea").fill("Ask about spring")
    dialog.locator(".o_form_button_save").click()
    expect(dialog).to_have_count(0)
    expect(events).to_contain_text(str(before + 1))

    # It takes place: what was said makes it evidence.
    events.click()
    page.click(".o_data_row:has-text('Ask about spring') td[name=name]")
    page.click("[name=health] [data-level='4']")
    page.locator("[name=summary] .odoo-editor-editable").click()
    page.keyboard.type("The spring range is liked.")
    page.click("button[name=action_hold]")
    state = page.locator(".o_statusbar_status .o_arrow_button_current")
    expect(state).to_have_text("Held")
    officer = Rpc(own_server, "engagement.officer")
    [event] = officer(
        "engagement.event",
        "search_read",
        [["name", "=", "Ask about spring"]],
        ["state", "participated_count", "summary"],
    )
    assert event["state"] == "held"
    assert event["participated_count"] == 1, "the contact of the party took part"
    assert "The spring range is liked." in event["summary"]
