# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Every screen of the app opens: each menu, each way to look at it, desk and phone.

A view that the server accepts may still fail in the browser. So a real one walks
through the menus over the demo company and looks whether anything is shown.
"""

import json

import pytest

from kit import browsing

ROOT_MENU = "engagement_qms.engagement_root_menu"
#: What stands there when a screen has come up, with something or with nothing on it
SHOWN = ".o_view_controller, .o_view_nocontent, .o_engagement_overview"
FAILED = ".o_error_dialog"
#: Choose from the menu, and let the client show what fails; loading it anew each time
#: would take minutes
CHOOSE = """
    id => odoo.__WOWL_DEBUG__.root.env.services.action
        .doAction(id, { clearBreadcrumbs: true })
        .catch(error => { Promise.reject(error); })
"""
#: The first record of a list or of cards
# an empty screen shows made-up rows, which nobody can open
REAL = ".o_content:not(.o_view_sample_data)"
RECORD = (
    f"{REAL} .o_data_row td.o_data_cell:not(.o_handle_cell):visible,"
    f" {REAL} .o_kanban_record:not(.o_kanban_ghost):visible"
)


def screens(page):
    """Return the actions behind the menus of the app."""
    menus = json.loads(page.request.get("/web/webclient/load_menus").text())
    found = [menu for menu in menus.values() if menu.get("xmlid") == ROOT_MENU]
    actions = []
    for menu in found:  # grows while it is walked
        found += [menus[str(child)] for child in menu["children"]]
        if menu["actionModel"] in ("ir.actions.act_window", "ir.actions.client"):
            actions.append(menu["actionID"])
    return [load(page, action) for action in dict.fromkeys(actions)]


def load(page, action):
    body = {"jsonrpc": "2.0", "method": "call", "params": {"action_id": action}}
    return page.request.post("/web/action/load", data=body).json()["result"]


def start(page, talk):
    """Load the client and wait until it stands there."""
    page.goto("/odoo/engagement")
    problem(page, talk)


def walk(page, action, everything):
    """Open a screen, its first record and, if asked for, each of its other views.

    :return: yields the name of each step when it stands there
    """
    page.evaluate(CHOOSE, action["id"])
    yield "opened"
    if action["target"] == "new":
        return  # what is behind the dialog is another screen
    # what is no view of records has no record to open, and one way to look at it
    if "form" in action.get("view_mode", "") and page.locator(RECORD).count():
        page.locator(RECORD).first.click()
        page.wait_for_selector(f".o_form_view, {FAILED}")
        yield "a record"
        page.go_back()
        page.wait_for_selector(f".o_form_view, {FAILED}", state="detached")
    buttons = page.locator(".o_cp_switch_buttons .o_switch_view")
    for number in range(buttons.count() if everything else 0):
        view = buttons.nth(number).get_attribute("data-tooltip")
        buttons.nth(number).click()
        page.wait_for_selector(
            f".o_switch_view.active[data-tooltip='{view}'], {FAILED}"
        )
        yield view


class Talk:
    """What a page has asked the server for and not heard yet."""

    def __init__(self, page):
        self.page, self.open = page, set()
        page.on("request", self.begin)
        page.on("requestfinished", self.end)
        page.on("requestfailed", self.end)

    def begin(self, request):
        if "/web/" in request.url:
            self.open.add(request)

    def end(self, request):
        self.open.discard(request)

    def wait_for_silence(self):
        """Wait until nothing is asked any more and the answers are drawn."""
        frames = "new Promise((r) => requestAnimationFrame(() => setTimeout(r, 50)))"
        self.page.evaluate(frames)
        while self.open:
            self.page.wait_for_timeout(20)
            if not self.open:
                self.page.evaluate(frames)


def problem(page, talk):
    """Wait until the screen is drawn; return what is wrong with it, or nothing."""
    page.wait_for_selector(f"{SHOWN}, {FAILED}")
    talk.wait_for_silence()
    failed = page.locator(FAILED)
    if failed.count():
        return f"fails: {failed.first.inner_text()[:300]}"
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return f"is {width} px wider than the window" if width > 0 else None


@pytest.mark.parametrize(
    ("viewport", "everything", "expected"),
    [(browsing.DESKTOP, True, 75), (browsing.PHONE, False, 30)],
    ids=["desk", "phone"],
)
def test_every_screen_opens(browser_page, viewport, everything, expected):
    page = browser_page("admin", viewport=viewport)
    talk = Talk(page)
    problems, opened = {}, 0
    start(page, talk)
    for action in screens(page):
        for step in walk(page, action, everything):
            opened += 1
            if found := problem(page, talk):
                problems[f"{action['name']}, {step}"] = found
                break
        # a dialog or what floats above the screen would be in the way of the next
        if page.locator(".o-overlay-item").count():
            start(page, talk)
    assert problems == {}
    assert opened >= expected
