# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pictures of the README: which screen, seen by whom, how large."""

import dataclasses
from collections.abc import Callable

from kit import browsing, home

FOLDER = home.REPO / "engagement_qms" / "static" / "description" / "screenshots"


@dataclasses.dataclass
class Picture:
    """One picture.

    `path` is the address of the screen, `wait` a selector that is there once it
    is drawn, `act` a function that gets the page and does what else is needed.
    """

    name: str
    path: str
    login: str = "admin"
    viewport: tuple[int, int] = browsing.DESKTOP
    wait: str = ".o_action_manager > .o_action"
    act: Callable | None = None


OFFICER = "engagement.officer"

PICTURES = [
    Picture("overview", "/odoo/engagement", login=OFFICER, wait=".o_engagement_tile"),
    Picture(
        "scoreboard",
        "/odoo/engagement-indicators",
        login=OFFICER,
        wait=".o_engagement_sparkline",
    ),
    Picture("register", "/odoo/engagement-parties", login=OFFICER),
    Picture("map", "/odoo/engagement-map", login=OFFICER, wait=".o_party_map_svg"),
    Picture("party", "/odoo/engagement-parties/1", login=OFFICER),
    Picture(
        "register_phone",
        "/odoo/engagement-parties",
        login=OFFICER,
        viewport=browsing.PHONE,
    ),
    Picture("code", "/odoo/engagement-codes/1", login=OFFICER),
    Picture(
        "code_public",
        "/engagement/code/1",
        login=OFFICER,
        viewport=(1366, 1000),
        wait=".o_engagement_code h1",
    ),
]
