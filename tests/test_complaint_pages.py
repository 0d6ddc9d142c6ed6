# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A customer complains on a phone, follows the matter and replies, without scripts.

The pages are measured as the public page of a code is (see test_public_page.py).
"""

import re

import pytest

from kit import auditing, browsing

FORMS = ("/engagement/complain", "/engagement/speak-up", "/engagement/complaint/follow")
SIZES = (browsing.DESKTOP, browsing.PHONE, (320, 256))


def complain(page, words, **typed):
    """Fill in the public form and send it; return the number and the code."""
    page.goto("/engagement/complain")
    page.fill("#ask_description", words)
    for name, value in typed.items():
        page.fill(f"#ask_{name}", value)
    page.click("button:text-is('Send')")
    page.wait_for_selector(".o_complaint_signs")
    number = page.locator("h1 + p strong").inner_text()
    return number, page.locator(".o_complaint_signs").inner_text().replace("\n", "")


def follow(page, code):
    """Come back by the code."""
    page.goto("/engagement/complaint/follow")
    page.fill("#ask_code", code)
    page.click("button:text-is('Open')")
    page.wait_for_selector(".o_complaint_steps")


@pytest.fixture
def staff(rpc):
    """Return a function that calls a method on the complaint with a number."""
    manager = rpc("engagement.manager")

    def call(number, method, *args):
        [found] = manager(
            "engagement.complaint",
            "search_read",
            [["number", "=", number]],
            ["user_id"],
        )
        return manager("engagement.complaint", method, [found["id"]], *args)

    return call


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", FORMS)
def test_everybody_can_use_the_forms(visit, path, size):
    page = visit(path, size)
    assert page.evaluate(auditing.AUDIT) == []
    for summary in page.locator("details:not([open]) > summary").all():
        summary.click()
    assert page.evaluate(auditing.AUDIT) == []


def test_the_form_works_with_text_at_double_size(visit):
    page = visit("/engagement/complain", browsing.PHONE)
    page.add_style_tag(content="html {font-size: 200% !important}")
    assert page.evaluate(auditing.AUDIT) == []


def test_the_errors_lead_to_their_fields_and_nothing_typed_is_lost(visit):
    page = visit("/engagement/complain", browsing.PHONE)
    page.fill("#ask_partner_email", "vera at home")
    page.set_input_files(
        "#ask_files",
        {"name": "virus.exe", "mimeType": "image/png", "buffer": b"MZ"},
    )
    page.click("button:text-is('Send')")
    page.wait_for_selector("#ask_errors")
    assert page.evaluate(auditing.AUDIT) == []
    assert page.title().startswith("Not sent")
    assert page.evaluate("document.activeElement.id") == "ask_errors"
    assert "“virus.exe” was not taken" in page.locator("#ask_errors").inner_text()
    page.click("#ask_errors a[href='#ask_description']")
    page.wait_for_function("document.activeElement.id === 'ask_description'")
    assert page.input_value("#ask_partner_email") == "vera at home"


def test_the_keyboard_is_enough(visit):
    page = visit("/engagement/complain")
    seen = []
    for _press in range(40):
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
    for name in ("ask_description", "ask_files", "ask_anonymous", "ask_partner_email"):
        assert name in seen
    assert seen[-1] == "Send"


def test_no_name_is_asked_of_who_stays_anonymous(visit):
    page = visit("/engagement/complain", browsing.PHONE)
    assert page.is_visible("#ask_partner_name")
    page.check("#ask_anonymous")
    assert not page.is_visible("#ask_partner_name")


def test_a_complaint_from_the_first_word_to_the_second_look(visit, staff, rpc):
    page = visit("/engagement/complain", browsing.PHONE, java_script_enabled=False)
    number, code = complain(
        page,
        "The desk came late. <b>ä€</b>",
        partner_name="Vera Visitor",
        partner_email="vera@example.com",
    )
    assert re.fullmatch(r"C\d{5}", number)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", code)
    follow(page, code.lower().replace("-", " "))
    assert "We have received it" in page.locator(".o_complaint_status").inner_text()

    staff(number, "action_acknowledge")
    grades = ("severity", "complexity", "reach", "urgency", "pattern")
    staff(number, "write", dict.fromkeys(grades, "1") | {"conflict_checked": True})
    staff(number, "action_assess")
    manager = rpc("engagement.manager")
    points = manager(
        "engagement.complaint.point",
        "search",
        [["complaint_id.number", "=", number]],
    )
    manager("engagement.complaint.point", "write", points, {"outcome": "upheld"})
    staff(
        number,
        "write",
        {"decision_text": "You are right.", "remedy_kind": "apology"},
    )
    staff(number, "action_propose")
    staff(number, "action_communicate")

    page.reload()
    assert "You are right." in page.locator("main").inner_text()
    page.click("button:text-is('Send my reply')")
    assert "Say whether you accept" in page.locator("#ask_errors").inner_text()
    page.check("text=I do not accept it: somebody else should look at it")
    page.check(".o_complaint_points label:has-text('No')")
    page.fill("#ask_note", "It is still broken")
    page.click("button:text-is('Send my reply')")
    assert "We have your reply" in page.locator("[role=status]").inner_text()
    [found] = manager(
        "engagement.complaint",
        "search_read",
        [["number", "=", number]],
        ["reply", "reply_note", "asked_for", "partner_id"],
    )
    assert (found["reply"], found["asked_for"]) == ("rejected", "second_look")
    assert found["reply_note"] == "It is still broken"
    assert found["partner_id"] is False


@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_the_page_of_a_complaint(visit, size):
    page = visit("/engagement/complain", size)
    _number, code = complain(page, "The desk came late.", partner_name="Vera")
    assert page.evaluate(auditing.AUDIT) == []
    follow(page, code)
    assert page.evaluate(auditing.AUDIT) == []
    page.fill("#ask_text", "One more thing")
    page.click("button:text-is('Add it')")
    page.wait_for_selector("[role=status]")
    assert page.evaluate(auditing.AUDIT) == []
    page.click("button:text-is('Close this page')")
    page.wait_for_selector("#ask_code")
    assert "One more thing" not in page.content()


def test_my_complaints_on_a_phone(browser_page, rpc):
    manager = rpc("engagement.manager")
    [portal] = manager(
        "res.partner", "search", [["email", "=", "joel.willis63@example.com"]], limit=1
    )
    manager(
        "engagement.complaint",
        "create",
        {"partner_id": portal, "description": "The chair squeaks."},
    )
    page = browser_page("portal", viewport=browsing.PHONE)
    page.goto("/my")
    page.click("a:has-text('Complaints')")
    page.click("a:has-text('The chair squeaks.')")
    page.wait_for_selector(".o_complaint_steps")
    assert page.evaluate(auditing.AUDIT) == []
    page.fill("#ask_text", "Even louder today")
    page.click("button:text-is('Add it')")
    page.wait_for_selector("[role=status]")
    assert "Even louder today" in page.locator("main").inner_text()
