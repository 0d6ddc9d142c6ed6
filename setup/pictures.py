# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The pictures of the README: which screen, seen by whom, how large."""

import dataclasses
from collections.abc import Callable

from kit import browsing, home

EDUCATION = "engagement_qms_education"


@dataclasses.dataclass
class Picture:
    """One picture.

    `path` is the address of the screen, `wait` a selector that is there once it
    is drawn, `act` a function that gets the page and does what else is needed.
    It lies with the addon whose screen it shows.
    """

    name: str
    path: str
    login: str = "admin"
    viewport: tuple[int, int] = browsing.DESKTOP
    wait: str = ".o_action_manager > .o_action"
    act: Callable | None = None
    addon: str = "engagement_qms"

    @property
    def file(self):
        """Return where the picture lies."""
        folder = home.REPO / self.addon / "static" / "description" / "screenshots"
        return folder / f"{self.name}.png"


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
    Picture("complaints", "/odoo/engagement-complaints", login=OFFICER),
    Picture("evaluation", "/odoo/engagement-evaluations/1", login=OFFICER),
    Picture(
        "learner_reviews",
        "/odoo/engagement-learner-reviews",
        login="education.tutor",
        addon=EDUCATION,
    ),
    Picture("learner", "/odoo/engagement-learners/1", addon=EDUCATION),
    Picture(
        "learner_phone",
        "/my/learners/1",
        login="education.mother",
        viewport=browsing.PHONE,
        wait="h1",
        addon=EDUCATION,
    ),
]
