# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A promise on the way to its customers, over the documents of the demo company."""

import datetime
import re

import pytest

OFFICER = "engagement.officer"
PROMISE = "We deliver on the day that we named, or on the day after."


@pytest.fixture
def draft(rpc):
    """The id of a promise with a limit in a draft of the demo's code of returns."""
    officer = rpc(OFFICER)
    (code,) = officer(
        "engagement.code", "search", [["name", "=", "Returns and repair"]]
    )
    (promise,) = officer(
        "engagement.provision",
        "create",
        [{"code_id": code, "promise": PROMISE, "limit_value": 1, "limit_unit": "day"}],
    )
    yield promise
    rpc("engagement.manager")("engagement.provision", "unlink", [promise])


def count_by_hand(rpc, today):
    """Count the transfers of twelve months as a person would, document by document."""
    start = today.replace(year=today.year - 1)
    transfers = rpc("admin")(
        "stock.picking",
        "search_read",
        [["company_id", "=", 1], ["scheduled_date", "!=", False]],
        ["scheduled_date", "date_done"],
    )
    kept = missed = 0
    for transfer in transfers:
        started, done = (
            transfer[name] and datetime.datetime.fromisoformat(transfer[name])
            for name in ("scheduled_date", "date_done")
        )
        if not start <= started.date() <= today:
            continue
        due = started.date() + datetime.timedelta(days=1)
        if (done or datetime.datetime.now(datetime.UTC)).date() > due:
            missed += 1
        elif done:
            kept += 1
    return kept, missed


def test_a_delivery_promise_is_tried_on_the_transfers_of_the_past(
    browser_page, rpc, draft
):
    page = browser_page(OFFICER)
    page.goto(f"/odoo/engagement.provision/{draft}")
    page.click("a[name=rule]")
    # choosing the documents proposes what starts and stops the clock
    page.click("[name=rule_document] input")
    page.click(".o_select_menu_item >> text=Transfer")
    words = page.locator("[name=rule_sentence]")
    words.get_by_text(
        "The clock starts with “Scheduled Date” of Transfer and stops with "
        "“Date of Transfer”: 1 day."
    ).wait_for()
    # only moments are offered
    page.click("[name=rule_start_field] .o_model_field_selector")
    page.locator(".o_model_field_selector_popover_item_name").first.wait_for()
    offered = page.locator(
        ".o_model_field_selector_popover_item_name"
    ).all_inner_texts()
    assert "Deadline" in offered
    assert "Contact" not in offered
    page.keyboard.press("Escape")

    page.click("button[name=action_simulate]")
    sentence = page.locator(".modal [name=sentence]")
    sentence.wait_for()
    found = re.fullmatch(
        r"In the last 12 months this promise would have been kept in (\d+) % of (\d+) "
        r"cases; (\d+) would have been missed\.",
        sentence.inner_text(),
    )
    kept, missed = count_by_hand(rpc, datetime.datetime.now(datetime.UTC).date())
    assert missed
    assert kept
    figures = tuple(map(int, found.groups()))
    assert figures == (100 * kept // (kept + missed), kept + missed, missed)
    misses = page.locator(".modal [name=line_ids] .o_data_row")
    assert misses.count() == missed
    name = misses.first.locator("[name=name]").inner_text()
    misses.first.get_by_role("button", name="Open").click()
    page.locator(".o_form_view [name=name]", has_text=name).first.wait_for()

    written = rpc(OFFICER)(
        "engagement.commitment", "search_count", [["provision_id", "=", draft]]
    )
    assert written == 0
