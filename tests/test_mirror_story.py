# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The mirror of the demo company's managing director, and the organisation's page.

Figures are counted once more, by a statement written by hand for each of them. What is
shown of the last month differs with the day on which the tests run; what is counted
does not depend on who counts.
"""

import datetime

import pytest
from playwright.sync_api import expect

from kit import browsing, databases
from tests.conftest import Rpc

LEADER, MANAGER = "engagement.leader", "engagement.manager"
CARD = ".o_kanban_record:not(.o_kanban_ghost)"
#: All who report to the managing director, or to those who do; and himself
LED = (
    "WITH RECURSIVE led AS (SELECT id FROM hr_employee WHERE name = 'Thomas Keller'"
    " UNION SELECT hr_employee.id FROM hr_employee JOIN led ON parent_id = led.id"
    " WHERE name != 'Mitchell Admin')"
)
LIVE = (
    "FROM engagement_objective AS objective WHERE company_id = 1 AND active"
    " AND date_start <= '{last}' AND (state = 'active' OR closed_on > '{last}')"
)
REVIEWED = (
    "EXISTS (SELECT FROM engagement_review AS review WHERE objective_id = objective.id"
    " AND state IN ('held', 'closed')"
    " AND held_date BETWEEN '{last}'::date - interval '6 months' AND '{last}')"
)
#: Name of a signal -> the same figure of the managing director, counted another way
ANOTHER_WAY = {
    "Objectives adrift": f"{LED} SELECT 100.0 * avg((goal_id IS NULL OR NOT (SELECT"
    " active FROM engagement_business_goal AS goal WHERE goal.id = goal_id) OR"
    f" date_start < '{{last}}'::date - interval '6 months' AND NOT {REVIEWED})::int)"
    f" {LIVE} AND COALESCE(sponsor_id, owner_id) IN (SELECT id FROM led)",
    "Objectives that lead to a business goal": f"{LED} SELECT 100.0 *"
    f" avg((goal_id IS NOT NULL)::int) {LIVE}"
    " AND COALESCE(sponsor_id, owner_id) IN (SELECT id FROM led)",
    "Processes with a direction": f"{LED} SELECT 100.0 * avg((id IN (SELECT"
    " engagement_process_id FROM engagement_objective_engagement_process_rel WHERE"
    f" engagement_objective_id IN (SELECT id {LIVE})))::int) FROM engagement_process"
    " WHERE active AND company_id = 1 AND owner_id IN (SELECT id FROM led)",
    "Improvements begun in three months": f"{LED} SELECT count(*) FROM"
    " engagement_action AS action WHERE company_id = 1 AND state != 'cancelled'"
    " AND create_date >= '{first}'::date - interval '2 months'"
    " AND create_date < '{last}'::date + 1 AND COALESCE(owner_id, (SELECT id FROM"
    " hr_employee WHERE user_id = action.user_id AND company_id = 1))"
    " IN (SELECT id FROM led)",
}


@pytest.fixture(scope="module")
def month():
    """The first and the last day of the last month."""
    last = browsing.today().replace(day=1) - datetime.timedelta(days=1)
    return {"first": last.replace(day=1), "last": last}


@pytest.fixture
def stored(server, month):
    """Name, value and level of what is kept of the leader and the last month."""
    rows = databases.query(
        "SELECT kind.name ->> 'en_US', signal.value, signal.level"
        " FROM engagement_signal AS signal"
        " JOIN engagement_signal_type AS kind ON kind.id = type_id"
        " JOIN hr_employee AS employee ON employee.id = employee_id"
        f" WHERE employee.name = 'Thomas Keller' AND period_start = '{month['first']}'"
        " AND level != 'none'",
        server.database,
    )
    return {name: (float(value), level) for name, value, level in rows}


@pytest.mark.parametrize("name", sorted(ANOTHER_WAY))
def test_each_signal_is_what_another_count_says(server, stored, month, name):
    statement = ANOTHER_WAY[name].format(**month)
    [[other]] = databases.query(statement, server.database)
    assert stored[name][0] == pytest.approx(float(other))


@pytest.mark.parametrize("viewport", [browsing.DESKTOP, browsing.PHONE])
def test_the_mirror_shows_what_the_story_contains_and_the_worst_first(
    browser_page, stored, viewport
):
    page = browser_page(LEADER, viewport=viewport)
    page.goto("/odoo/engagement-mirror")
    cards = page.locator(CARD)
    expect(cards).to_have_count(len(stored))
    names = cards.locator(".fw-bold").all_inner_texts()
    assert sorted(names) == sorted(stored)
    order = {"bad": 0, "warning": 1, "good": 2}
    levels = [order[stored[name][1]] for name in names]
    assert levels == sorted(levels)


def test_a_leader_answers_and_looks_at_the_records(browser_page):
    page = browser_page(LEADER)
    page.goto("/odoo/engagement-mirror")
    card = page.locator(CARD, has_text="Objectives adrift")
    card.get_by_role("link", name="What it is counted from").click()
    expect(page.locator(".o_list_view .o_data_row").first).to_be_visible()
    expect(page.locator(".o_breadcrumb")).to_contain_text("Objectives adrift")
    page.go_back()
    card.locator(".fw-bold").click()
    answer = page.locator("[name=response] textarea")
    answer.fill("The dock is done; we look at the showroom in May.")
    page.locator(".o_form_button_save").click()
    expect(page.locator("[name=response_by_id]")).to_contain_text("Thomas Keller")
    page.go_back()
    expect(card).to_contain_text("The dock is done")


def test_quality_managers_see_it_a_week_later(server, browser_page, month):
    manager = Rpc(server, MANAGER)
    whose = [["employee_id.name", "=", "Thomas Keller"]]
    last = [*whose, ["period_start", "=", str(month["first"])]]
    assert manager("engagement.signal", "search_count", last) == 0
    assert manager("engagement.signal", "search_count", whose) > 0
    page = browser_page(MANAGER)
    page.goto("/odoo/action-engagement_qms.engagement_signal_action")
    # the latest month that they may see: the one before
    expect(page.locator(".o_group_header", has_text="Thomas Keller")).to_be_visible()


@pytest.mark.parametrize("login", ["engagement.user", "engagement.officer"])
def test_others_do_not_see_it(server, login):
    with pytest.raises(RuntimeError, match="not allowed to access"):
        Rpc(server, login)("engagement.signal", "search", [])


def test_the_page_prints(browser_page):
    page = browser_page(LEADER)
    page.goto("/odoo/engagement-mirror")
    with page.expect_download() as download:
        page.get_by_role("button", name="Print the page").click()
    with open(download.value.path(), "rb") as file:
        assert file.read(5) == b"%PDF-"


def test_the_organisation_has_a_page(browser_page):
    page = browser_page(LEADER)
    page.goto("/odoo/engagement-leadership")
    expect(page.locator(CARD, has_text="Months since anything moved")).to_be_visible()
