# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The first screen of the app over the demo company, as people meet it.

It answers how we are doing and what needs me today without scrolling, and behind each
number are its records. Numbers are compared with counts that the server makes by
itself, at the same moment.
"""

import re

import pytest
from playwright.sync_api import expect

from kit import browsing

LOGIN = "engagement.officer"
#: Reads every record, so that no number counts more than its list shows
READS_ALL = "engagement.confidential"
ROOT_MENU = "engagement_qms.engagement_root_menu"
#: The number of records that a list shows, as its pager says it
PAGER = ".o_pager_limit"


@pytest.fixture
def page(browser_page):
    return browser_page(LOGIN)


def look(page, path="/odoo/engagement"):
    """Open the overview and wait until it was measured."""
    with page.expect_response(re.compile("measure_now")):
        page.goto(path)
    expect(page.locator(".o_engagement_as_of")).to_contain_text("as of")
    expect(page.locator(".o_engagement_as_of .fa-spin")).to_have_count(0)


def number(text):
    return int(re.sub(r"\D", "", text))


def listed(page):
    """Return how many records the list that opened has."""
    page.wait_for_selector(".o_list_view .o_data_row")
    return number(page.locator(PAGER).inner_text())


def test_the_app_opens_with_the_overview(page):
    page.goto("/odoo")
    page.click(".o_navbar_apps_menu button")
    page.click(f".o_app[data-menu-xmlid='{ROOT_MENU}']")
    expect(page.locator(".o_engagement_overview")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/odoo/engagement(\?|$)"))


def test_all_of_it_is_seen_without_scrolling(page):
    look(page)
    for part in ("figures", "work", "funnel", "due", "places"):
        box = page.locator(f".o_engagement_{part}").bounding_box()
        assert box["y"] + box["height"] <= browsing.DESKTOP[1], part
        assert box["x"] + box["width"] <= browsing.DESKTOP[0], part
    tops = [box["y"] for box in boxes(page, ".o_engagement_tile")]
    assert len(set(tops)) == 2


def test_no_words_are_cut_off(page):
    look(page)
    cut = page.locator(".o_engagement_tile *, .o_engagement_due *").evaluate_all(
        "nodes => nodes.filter(n => n.scrollWidth > n.clientWidth + 1 && n.clientWidth"
        " && !n.closest('.visually-hidden'))"
        ".map(n => n.innerText)"
    )
    assert cut == []


def boxes(page, selector):
    return [one.bounding_box() for one in page.locator(selector).all()]


def test_behind_each_number_are_its_records(browser_page):
    page = browser_page(READS_ALL)
    look(page)
    stages = page.locator(".o_engagement_stage")
    expect(stages).to_have_count(3)
    for place in range(3):
        count = number(
            stages.nth(place).locator(".o_engagement_stage_count").inner_text()
        )
        assert count
        stages.nth(place).click()
        assert listed(page) == count
        page.go_back()
    for bucket in ("overdue", "soon"):
        count = number(page.locator(f".o_engagement_{bucket} b").inner_text())
        page.locator(f".o_engagement_{bucket}").click()
        assert listed(page) == count
        page.go_back()


def test_behind_the_own_work_are_its_records(page):
    look(page)
    kind = page.locator(".o_engagement_kind[data-key=commitment]")
    count = number(kind.inner_text())
    kind.click()
    assert listed(page) == count


def test_a_tile_opens_its_indicator(page):
    look(page)
    tile = page.locator(".o_engagement_tile[data-code=I-11]")
    value = tile.locator(".o_engagement_tile_value").inner_text().strip()
    tile.click()
    expect(page.locator(".o_form_view h1")).to_be_visible()
    stat = page.locator(".o_stat_value [name=last_value_text]")
    assert "".join(stat.inner_text().split()) == "".join(value.split())


def test_the_figures_are_those_of_the_scoreboard(page, rpc):
    look(page)
    indicators = rpc(LOGIN)(
        "engagement.indicator",
        "search_read",
        [["key_figure", "=", True]],
        ["code", "last_value_text", "last_status"],
    )
    shown = {
        tile.get_attribute("data-code"): "".join(
            tile.locator(".o_engagement_tile_value").inner_text().split()
        )
        for tile in page.locator(".o_engagement_tile").all()
    }
    assert shown == {
        row["code"]: "".join(row["last_value_text"].split()) for row in indicators
    }
    known = [value for value in shown.values() if value != "n/a"]
    assert len(known) >= 6
    status = {row["code"]: row["last_status"] for row in indicators}
    order = [status[code] for code in shown]
    assert order == sorted(order, key=["bad", "warning", "good", "none"].index)


def test_filters_stay_in_the_address(page):
    look(page)
    page.click(".o_engagement_period")
    page.locator(".o-dropdown-item", has_text="This quarter").click()
    expect(page).to_have_url(re.compile("period=quarter"))
    look(page, page.url)
    expect(page.locator(".o_engagement_period")).to_contain_text("This quarter")
    page.locator(".o_engagement_tile").first.click()
    page.wait_for_selector(".o_form_view")
    page.locator(".o_breadcrumb a", has_text="Overview").click()
    expect(page.locator(".o_engagement_period")).to_contain_text("This quarter")


def test_it_prints(page):
    look(page)
    with page.expect_download() as download:
        page.click(".o_engagement_print")
    path = download.value.path()
    assert path.read_bytes().startswith(b"%PDF")


def test_a_phone_shows_the_own_work_first_in_one_column(browser_page):
    page = browser_page(LOGIN, viewport=browsing.PHONE)
    look(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    work = page.locator(".o_engagement_work").bounding_box()
    first = page.locator(".o_engagement_tile").first.bounding_box()
    assert work["y"] < first["y"]
    lefts = {box["x"] for box in boxes(page, ".o_engagement_tile")}
    assert len(lefts) == 1
