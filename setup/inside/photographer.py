# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Make pictures of a running server. Runs inside the environment: it has Playwright.

Usage: photographer.py PORT [NAME...]; the list is `setup/pictures.py`.
"""

import sys

from kit import browsing
from pictures import PICTURES

DRAWN = """() => !document.querySelector(".o_loading_indicator")
    && [...document.images].every(
        (image) => image.complete && image.naturalWidth
            || image.getBoundingClientRect().top > window.innerHeight
    )"""


def take(browser, address, picture):
    """Make one picture and return the path of its file."""
    context = browsing.window(browser, address, picture.viewport)
    page = browsing.log_in(context, picture.login)
    page.goto(picture.path)
    page.wait_for_selector(picture.wait)
    if picture.act:
        picture.act(page)
    # Never "networkidle": the bus keeps a connection open.
    page.wait_for_function(DRAWN)
    page.wait_for_timeout(500)
    # Not in a picture: what moves or pops up by itself.
    page.add_style_tag(content=".o_notification_manager, .o_tooltip {display: none}")
    path = picture.file
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path)
    context.close()
    return path


def main(port, *names):
    wanted = [picture for picture in PICTURES if not names or picture.name in names]
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown or not wanted:
        sys.exit(f"There is no picture {', '.join(unknown)}; see setup/pictures.py.")
    with browsing.browser() as chromium:
        for picture in wanted:
            print(take(chromium, f"http://127.0.0.1:{port}", picture).name, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
