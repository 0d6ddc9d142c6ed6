# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A real browser at our server; needs the environment, where Playwright is."""

import contextlib
import datetime
import shutil
import zoneinfo

from .fail import Stop

PROGRAMS = ("chromium", "google-chrome", "chromium-browser", "google-chrome-stable")
DESKTOP = (1366, 768)
PHONE = (390, 844)
ZONE = "Europe/Brussels"  # where the people of the demo company live
OPTIONS = [
    "--no-sandbox",  # it may be root's, and sees only our own pages
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def program():
    """Return the path of the browser on this machine."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if not found:
        raise Stop(
            "There is no browser on this machine", "Install the package chromium."
        )
    return found


@contextlib.contextmanager
def browser():
    """Give a browser of Playwright's for the length of the block."""
    from playwright.sync_api import sync_playwright  # not on every machine

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=program(), args=OPTIONS)
        try:
            yield chromium
        finally:
            chromium.close()


def today():
    """Return the day that it is for the people of the demo company."""
    return datetime.datetime.now(zoneinfo.ZoneInfo(ZONE)).date()


def window(browser, address, size=DESKTOP, **options):
    """Open a browser of its own (no cookies yet) where the demo company is."""
    width, height = size
    return browser.new_context(
        base_url=address,
        viewport={"width": width, "height": height},
        locale="en-US",
        timezone_id=ZONE,
        **options,
    )


def log_in(context, login, password=None):
    """Open a page and log in; the password is the login unless given."""
    page = context.new_page()
    page.goto("/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password or login)
    page.click("button[type=submit]")
    page.wait_for_selector(".o_main_navbar, .o_portal_my_home")
    return page
