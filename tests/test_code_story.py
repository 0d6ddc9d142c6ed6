# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""From a ready code to promises that Odoo watches and everybody can read.

One story in a real browser on the demo company: an officer adopts a code, mends the
wording, tries a promise on the transfers of the past; a leader approves; the ledger
fills, and a visitor without a login reads what is promised.
"""

import datetime
import re

from playwright.sync_api import expect

from kit import browsing
from tests.conftest import Rpc

VAGUE = "Goods in stock usually reach you as soon as possible."
CLEAR = "Goods in stock reach you within 5 working days after your order."


def test_a_code_from_adoption_to_the_public_page(own_server, browser_page, browser):
    officer, admin = Rpc(own_server, "engagement.officer"), Rpc(own_server, "admin")
    page = browser_page("engagement.officer", at=own_server)
    adopt_the_delivery_code(page)
    code = int(re.search(r"/(\d+)$", page.url).group(1))
    promise = see_the_lint(page, officer, code)
    try_it_on_the_past(page, promise)
    who_answers_for_it(officer, code)

    leader = browser_page("engagement.leader", at=own_server)
    leader.goto(f"/odoo/engagement-codes/{code}")
    leader.click("button[name=action_approve]")
    expect_state(leader, "Approved")
    page.goto(f"/odoo/engagement-codes/{code}")
    page.click("button[name=action_put_in_force]")
    page.click(".modal-footer .btn-primary")
    expect_state(page, "In force")

    the_ledger_fills(page, admin, code, promise)
    everybody_reads_it(page, browser, own_server, code)


def adopt_the_delivery_code(page):
    page.goto("/odoo/engagement-codes")
    page.get_by_role("button", name="Adopt a code").click()
    page.get_by_label("Delivery times").check()
    page.get_by_role("button", name="Start from this").click()
    expect(page.locator("[name=provision_ids] .o_data_row")).to_have_count(6)


def see_the_lint(page, officer, code):
    """Write something vague, see why it is, and mend it; return the promise's id."""
    page.click("[name=provision_ids] .o_data_row:nth-child(2) [name=promise]")
    dialog = page.locator(".modal .o_form_view")
    text = dialog.locator("[name=promise] textarea").first
    text.fill(VAGUE)
    hints = dialog.locator(".o_engagement_hints")
    expect(hints).to_contain_text("as soon as possible")
    expect(hints).to_contain_text("usually")
    text.fill(CLEAR)
    expect(hints).not_to_contain_text("as soon as possible")
    page.click(".modal .o_form_button_save")
    expect(page.locator(".modal")).to_have_count(0)
    page.click(".o_form_button_save")
    page.click("a[name=wording]")
    report = page.locator(".o_field_widget[name=wording]")
    expect(report).not_to_contain_text("as soon as possible")
    (promise,) = officer(
        "engagement.provision", "search", [["code_id", "=", code], ["number", "=", "2"]]
    )
    return promise


def try_it_on_the_past(page, promise):
    page.goto(f"/odoo/engagement.provision/{promise}")
    page.click("a[name=rule]")
    page.click("[name=rule_document] input")
    page.click(".o_select_menu_item >> text=Transfer")
    page.locator("[name=rule_sentence]").get_by_text("5 working days").wait_for()
    page.click("[name=rule_active] input")
    page.click("button[name=action_simulate]")
    sentence = page.locator(".modal [name=sentence]")
    expect(sentence).to_have_text(
        re.compile(
            r"In the last 12 months this promise would have been kept in \d+ % of "
            r"\d+ cases; \d+ would have been missed\."
        )
    )
    page.click(".modal .btn-close")


def who_answers_for_it(officer, code):
    """Name an owner for each promise, and the leader; the screens have other tests."""
    promises = officer("engagement.provision", "search", [["code_id", "=", code]])
    (owner,) = officer(
        "hr.employee.public", "search", [["name", "=", "Laura Bennett"]], limit=1
    )
    officer("engagement.provision", "write", promises, {"owner_id": owner})
    (leader,) = officer("res.users", "search", [["login", "=", "engagement.leader"]])
    officer("engagement.code", "write", [code], {"leader_id": leader})


def expect_state(page, name):
    state = page.locator(".o_statusbar_status .o_arrow_button_current")
    expect(state).to_have_text(name)


def the_ledger_fills(page, admin, code, promise):
    """A transfer that is due now is in the ledger once the rules were looked at."""
    (kind,) = admin(
        "stock.picking.type", "search", [["code", "=", "outgoing"]], limit=1
    )
    (transfer,) = admin(
        "stock.picking",
        "create",
        [
            {
                "picking_type_id": kind,
                "scheduled_date": str(datetime.datetime.now(datetime.UTC))[:19],
            }
        ],
    )
    (cron,) = admin(
        "ir.model.data",
        "search_read",
        [["name", "=", "ir_cron_evaluate_rules"]],
        ["res_id"],
    )
    admin("ir.cron", "method_direct_trigger", [cron["res_id"]])
    rows = admin(
        "engagement.commitment",
        "search_read",
        [["provision_id", "=", promise]],
        ["state", "origin_model", "origin_res_id", "code_id", "kind"],
    )
    (row,) = [row for row in rows if row["origin_res_id"] == transfer]
    assert row["origin_model"] == "stock.picking"
    assert (row["state"], row["kind"]) == ("open", "rule")
    assert row["code_id"][0] == code
    page.goto("/odoo/engagement-promises")
    expect(page.locator(".o_data_row", has_text=CLEAR[:30]).first).to_be_visible()


def everybody_reads_it(page, browser, server, code):
    page.goto(f"/odoo/engagement-codes/{code}")
    page.click("a[name=public]")
    # a switch is saved at once, but not before the browser goes on
    with page.expect_response(lambda answer: "web_save" in answer.url):
        page.click("[name=public_page] input")
    address = page.locator("[name=public_url]")
    expect(address).to_contain_text(f"/engagement/code/{code}")
    visitor = browsing.window(browser, server.address).new_page()
    visitor.goto(f"/engagement/code/{code}")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Delivery times")
    expect(visitor.locator("main")).to_contain_text(CLEAR)
    visitor.context.close()
