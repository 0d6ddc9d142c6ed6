# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""An officer starts from a code that exists: a ready one, then one of somebody else."""

import base64
import re

import pytest
from playwright.sync_api import expect

from kit import browsing, home

FURTHER = home.REPO / "data" / "codes"


def open_dialog(page):
    page.goto("/odoo/engagement-codes")
    page.get_by_role("button", name="Adopt a code").click()
    return page.get_by_role("dialog")


@pytest.mark.parametrize("viewport", [browsing.DESKTOP, browsing.PHONE])
def test_an_officer_adopts_the_delivery_code(browser_page, rpc, viewport):
    page = browser_page("engagement.officer", viewport=viewport)
    if viewport == browsing.DESKTOP:
        open_dialog(page)
    else:  # a phone hides the buttons of a register behind the gear
        page.goto("/odoo/action-engagement_qms.engagement_code_adopt_action")
    page.get_by_label("Returns and refunds").check()
    expect(page.locator(".o_engagement_code_preview h3")).to_have_text(
        "Returns and refunds"
    )
    page.get_by_label("Delivery times").check()
    preview = page.locator(".o_engagement_code_preview")
    expect(preview).to_contain_text("6 promises")
    expect(preview).to_contain_text("Goods in stock reach you within 5 working days")

    page.get_by_role("button", name="Start from this").click()
    # on a phone Odoo may show a list as cards
    rows = page.locator("[name=provision_ids]").locator(
        ".o_data_row, .o_kanban_record:not(.o_kanban_ghost):not(.o-kanban-button-new)"
    )
    expect(rows).to_have_count(6)
    expect(
        page.locator(".o_statusbar_status [aria-checked=true]").first
    ).to_contain_text("Draft")
    page.get_by_role("tab", name="Adopted from").click()
    expect(page.locator("[name=adopted_differences]")).to_contain_text(
        "We say what they say, word by word."
    )

    officer = rpc("engagement.officer")
    domain = [["adopted_title", "=", "Delivery times"]]
    (code,) = officer(
        "engagement.code", "search_read", domain, ["user_id"], order="id desc", limit=1
    )
    assert code["user_id"][1] == "Daniel Osei"
    lint_free(officer, code["id"])


def lint_free(officer, code_id):
    """Each promise of a ready code has a limit or its reason, and says all the rest."""
    rows = officer(
        "engagement.provision",
        "search_read",
        [["code_id", "=", code_id]],
        ["limit_value", "no_limit_reason", "exclusions", "remedy", "verification"],
    )
    for row in rows:
        assert row["limit_value"] or row["no_limit_reason"]
        assert all((row["exclusions"], row["remedy"], row["verification"]))


def test_an_officer_uploads_the_code_of_others_and_hands_it_on(browser_page, server):
    page = browser_page("engagement.officer")
    dialog = open_dialog(page)
    dialog.get_by_label("Document of others").check()
    dialog.locator("input[type=file]").set_input_files(
        {
            "name": "trap.xml",
            "mimeType": "text/xml",
            "buffer": b"<a/>\n<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>",
        }
    )
    expect(dialog.locator(".alert-danger")).to_contain_text(
        "Line 2: It brings a document type"
    )
    expect(dialog.get_by_role("button", name="Start from this")).to_be_hidden()

    dialog.get_by_label("Clear").click()
    expect(dialog.locator(".alert-danger")).to_be_hidden()
    dialog.locator("input[type=file]").set_input_files(FURTHER / "paying_suppliers.xml")
    expect(dialog.locator(".o_engagement_code_preview")).to_contain_text("4 promises")
    writer = dialog.get_by_role("combobox", name="Written by")
    writer.fill("Lumber Inc")
    page.locator(".o-autocomplete--dropdown-item", has_text="Lumber Inc").first.click()
    dialog.get_by_role("button", name="Start from this").click()
    expect(page.locator("[name=provision_ids] .o_data_row")).to_have_count(4)
    expect(page.locator(".alert-info")).to_contain_text("outside ISO 10001")

    page.locator(".o_cp_action_menus button").first.click()
    with page.expect_download() as download:
        page.get_by_text("Export as document (XML)").click()
    assert download.value.suggested_filename == "What-our-suppliers-rely-on-v1.xml"
    with open(download.value.path()) as file:
        text = file.read()
    assert 'audience="supplier"' in text
    assert re.search(r"<limit value=\"30(\.0)?\" unit=\"day\"/>", text)
    assert "Daniel Osei" not in text


@pytest.mark.parametrize(
    "path", sorted(FURTHER.glob("*.xml")), ids=lambda path: path.stem
)
def test_every_further_code_can_be_uploaded(rpc, path):
    officer = rpc("engagement.officer")
    words = {
        "source": "upload",
        "document": base64.b64encode(path.read_bytes()).decode(),
    }
    (adopt,) = officer("engagement.code.adopt", "create", [words])
    (row,) = officer("engagement.code.adopt", "read", [adopt], ["problem", "preview"])
    assert row["problem"] is False
    assert "promises" in row["preview"]
