# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The public page of a code, as its customers meet it: read, measured, written to.

The checks stand for WCAG 2.2 AA as far as a program can tell: names and labels, one
order of headings, contrast, size of targets, nothing cut off at 320 pixels or at 400 %,
and all of it by keyboard.
"""

import io
import re

import pytest

from kit import auditing, browsing


@pytest.fixture
def code(rpc):
    """The code of the demo company that is in force and public."""
    [found] = rpc("engagement.officer")(
        "engagement.code",
        "search_read",
        [["public_page", "=", True], ["state", "=", "in_force"]],
        ["name", "public_url", "fingerprint"],
        limit=1,
    )
    return found | {"path": "/engagement/code/" + found["public_url"].split("/")[-1]}


# 320 pixels is also what 400 % of a window of 1280 pixels leaves
@pytest.mark.parametrize(
    "size", [browsing.DESKTOP, browsing.PHONE, (683, 384), (320, 256)]
)
def test_everybody_can_read_the_page(visit, code, size):
    page = visit(code["path"], size)
    assert page.evaluate(auditing.AUDIT) == []


def test_the_page_works_with_text_at_double_size(visit, code):
    page = visit(code["path"], browsing.PHONE)
    page.add_style_tag(content="html {font-size: 200% !important}")
    assert page.evaluate(auditing.AUDIT) == []


def test_the_errors_can_be_read_and_lead_to_their_fields(visit, code):
    page = visit(code["path"], browsing.PHONE, java_script_enabled=True)
    page.fill("#ask_partner_email", "vera at home")
    page.click("button:text-is('Send')")
    page.wait_for_selector("#ask_errors")
    assert page.evaluate(auditing.AUDIT) == []
    assert page.title().startswith("Not sent")
    assert page.evaluate("document.activeElement.id") == "ask_errors"
    page.click("#ask_errors a[href='#ask_text']")
    page.wait_for_function("document.activeElement.id === 'ask_text'")
    assert page.input_value("#ask_partner_email") == "vera at home"


def test_the_audit_finds_what_is_wrong(visit, code):
    """A check that cannot fail checks nothing."""
    page = visit(code["path"])
    page.evaluate(
        """() => document.querySelector("#wrap").insertAdjacentHTML("beforeend", `
        <h1>Two</h1><h4>Skips</h4><input id="x"><a href="#y"></a><img src="/z">
        <p style="color: #999; background: #fff">pale</p>
        <button style="width: 9px; height: 9px; padding: 0">b</button>
        <div style="width: 3000px">wide</div>`)"""
    )
    faults = " ".join(page.evaluate(auditing.AUDIT))
    for words in (
        "not one h1",
        "skips a level",
        "no label",
        "no name",
        "no alt",
        "contrast 2.",
        "small target",
        "wider than the screen",
    ):
        assert words in faults


def test_the_keyboard_is_enough(visit, code):
    page = visit(code["path"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#wrap"
    seen = []
    for _press in range(30):
        page.keyboard.press("Tab")
        name, inside, outline = page.evaluate(
            """() => {
              const el = document.activeElement;
              const style = getComputedStyle(el);
              return [el.id || el.textContent.trim(), !!el.closest("#wrap"),
                style.outlineStyle + style.boxShadow];
            }"""
        )
        seen.append(name)
        assert not inside or outline != "nonenone", f"no focus to be seen on {name}"
        if name == "Send":
            break
    assert "ask_url" not in seen
    assert seen[-3:] == ["ask_partner_name", "ask_partner_email", "Send"]


def test_a_question_reaches_the_officer_also_without_scripts(visit, code, rpc):
    page = visit(code["path"], browsing.PHONE, java_script_enabled=False)
    page.check("text=Feedback")
    page.fill("#ask_text", "Do you deliver on Saturdays? <b>ä€</b>")
    page.fill("#ask_partner_name", "Vera")
    page.fill("#ask_partner_email", "vera@example.com")
    page.click("button:text-is('Send')")
    page.wait_for_url("**/thanks")
    number = page.locator("h1 + p strong").inner_text()
    assert re.fullmatch(r"Q\d{5}", number)
    assert "You get an answer by" in page.locator("main").inner_text()
    officer = rpc("engagement.officer")
    [enquiry] = officer(
        "engagement.code.enquiry",
        "search_read",
        [["number", "=", number]],
        ["text", "kind", "partner_email", "state"],
    )
    assert enquiry["text"] == "Do you deliver on Saturdays? <b>ä€</b>"
    assert (enquiry["kind"], enquiry["state"]) == ("feedback", "new")


def test_the_print_is_a_pdf_with_fingerprint_and_page_numbers(visit, code, server):
    from pypdf import PdfReader

    page = visit(code["path"])
    answers = [page.request.get(f"{code['path']}/pdf") for _time in range(2)]
    for answer in answers:
        assert answer.status == 200
        assert answer.headers["content-type"] == "application/pdf"
    # the wording is locked, so the print is kept and not made again
    assert answers[0].body() == answers[1].body()
    pages = [
        " ".join(sheet.extract_text().split())
        for sheet in PdfReader(io.BytesIO(answers[0].body())).pages
    ]
    text = " ".join(pages)
    assert code["name"] in text
    assert code["fingerprint"] in text.replace(" ", "")
    for number, sheet in enumerate(pages, 1):
        assert f"{number} / {len(pages)}" in sheet


def test_a_refused_flood_is_counted_although_nothing_is_kept(own_server, browser):
    """The count stands on its own: what is rolled back with a request stays counted."""
    from conftest import Rpc

    officer = Rpc(own_server, "engagement.officer")
    manager = Rpc(own_server, "engagement.manager")
    [found] = officer(
        "engagement.code", "search_read", [["public_page", "=", True]], ["root_id"]
    )
    context = browsing.window(browser, own_server.address)
    page = context.new_page()
    page.goto(f"/engagement/code/{found['root_id'][0]}")
    token = page.input_value("input[name=csrf_token]")
    before = officer("engagement.code.enquiry", "search_count", [])
    form = {"csrf_token": token, "kind": "praise", "text": "x" * 5000}
    statuses = [page.request.post(page.url, form=form).status for _time in range(12)]
    assert statuses == [422] * 10 + [429] * 2
    assert officer("engagement.code.enquiry", "search_count", []) == before
    [row] = manager("engagement.rate.limit", "search_read", [], ["knocks", "key"])
    assert row["knocks"] == 12
    context.close()
