# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The scoreboard of the demo company: full, true, and a way to the records behind it.

Each figure is counted once more, by a statement written by hand for that figure alone.
"""

import zipfile

import pytest
from playwright.sync_api import expect

from kit import browsing, databases
from tests.conftest import Rpc

#: Local days of the company: its calendar says where it is
DAY = "({0} AT TIME ZONE 'UTC' AT TIME ZONE '{tz}')::date"
LEDGER = (
    "SELECT 100.0 * count(*) FILTER (WHERE state = 'kept') / NULLIF(count(*), 0)"
    " FROM engagement_commitment WHERE company_id = {company} AND {where}"
    " AND (state IN ('kept', 'missed') OR state = 'open' AND first_due_at"
    " < now() AT TIME ZONE 'UTC') AND {due} BETWEEN '{start}' AND '{end}'"
)
COMPLAINT = "closing_reason IS DISTINCT FROM 'reclassified'"
#: What each figure is, counted another way
ANOTHER_WAY = {
    "I-04": "SELECT 100.0 * count(*) FILTER (WHERE implemented_on <= first_due_date)"
    " / count(*)"
    " FROM engagement_action WHERE company_id = {company} AND state != 'cancelled'"
    " AND first_due_date BETWEEN '{start}' AND '{end}'"
    " AND (implemented_on IS NOT NULL OR first_due_date < current_date)"
    " HAVING count(*) > 0",
    "I-05": "SELECT 100.0 * avg((check_result = 'effective')::int)"
    " FROM engagement_action WHERE company_id = {company} AND state != 'cancelled'"
    " AND check_result IS NOT NULL AND checked_on BETWEEN '{start}' AND '{end}'",
    "I-09": "SELECT 100.0 * avg((state = 'held' AND date BETWEEN planned_date - 7"
    " AND planned_date + 7)::int) FROM engagement_event"
    " WHERE company_id = {company} AND plan_id IS NOT NULL AND state != 'cancelled'"
    " AND planned_date BETWEEN '{start}' AND '{end}'"
    " AND (state = 'held' OR planned_date + 7 < current_date)",
    "I-10": "SELECT 100.0 * avg((next_confirm_date >= current_date)::int)"
    " FROM engagement_need AS need JOIN engagement_party AS party"
    " ON party.id = need.party_id AND party.active AND party.relevant"
    " WHERE need.active AND need.company_id = {company}",
    "I-11": LEDGER.replace("{where}", "provision_id IS NOT NULL"),
    "I-12": LEDGER.replace("{where}", "kind = 'remedy'"),
    "I-13": LEDGER.replace("{where}", "kind = 'acknowledge'"),
    "I-14": LEDGER.replace("{where}", "kind = 'answer' AND cycle = 0"),
    "I-21": "SELECT avg((handling_score - 1) * 25) FROM engagement_complaint"
    f" WHERE company_id = {{company}} AND {COMPLAINT} AND handling_score > 0"
    " AND {closed} BETWEEN '{start}' AND '{end}'",
    "I-22": "SELECT 100.0 * avg((id IN (SELECT complaint_id FROM engagement_dispute))"
    "::int) FROM engagement_complaint WHERE company_id = {company}"
    f" AND {COMPLAINT} AND {{answered}} BETWEEN '{{start}}' AND '{{end}}'",
    "I-23": LEDGER.replace("{where}", "kind = 'term'"),
}
#: Of these, the demo company has enough to say something
SPEAKING = {"I-04", "I-05", "I-09", "I-10", "I-11", "I-13", "I-14", "I-21", "I-22"}


@pytest.fixture(scope="module")
def measured(server):
    """All values of the demo company, up to date."""
    officer = Rpc(server, "engagement.officer")
    officer("engagement.indicator", "measure_now")
    rows = databases.query(
        "SELECT indicator.code, measure.company_id, measure.period_start,"
        " measure.period_end, measure.value, measure.sample"
        " FROM engagement_measure AS measure"
        " JOIN engagement_indicator AS indicator ON indicator.id = indicator_id"
        " WHERE scope_key = 'all' AND measure.company_id = 1 ORDER BY 1, 3",
        server.database,
    )
    return rows


@pytest.fixture(scope="module")
def zone(server):
    [[tz]] = databases.query(
        "SELECT calendar.tz FROM res_company AS company JOIN resource_calendar AS"
        " calendar ON calendar.id = company.resource_calendar_id WHERE company.id = 1",
        server.database,
    )
    return tz


@pytest.mark.parametrize("code", sorted(ANOTHER_WAY))
def test_each_figure_is_what_another_count_says(server, measured, zone, code):
    rows = [row for row in measured if row[0] == code]
    said = 0
    for _code, company, start, end, value, _sample in rows:
        words = {
            name: DAY.format(name_of, tz=zone)
            for name, name_of in {
                "due": "first_due_at",
                "closed": "closed_at",
                "answered": "first_answered_at",
            }.items()
        }
        statement = ANOTHER_WAY[code].format(
            company=company, start=start, end=end, **words
        )
        found = databases.query(statement, server.database)
        other = found[0][0] if found else ""
        if not value or not other:
            assert (value or "") == (other or ""), (code, start)
            continue
        assert float(value) == pytest.approx(float(other)), (code, start)
        said += 1
    assert said or code not in SPEAKING


def test_the_scoreboard_is_full(measured):
    speaking = {code for code, _c, _s, _e, value, _n in measured if value}
    assert speaking >= SPEAKING | {"I-01", "I-15", "I-29", "I-30"}


def test_an_officer_looks_at_a_figure_and_at_its_records(server, browser_page):
    page = browser_page("engagement.officer")
    page.goto("/odoo/engagement-indicators")
    row = page.locator("tr.o_data_row", has_text="Complaints answered on time")
    expect(row).to_contain_text("%")
    expect(row.locator("svg .o_engagement_point")).to_have_count(1)
    row.locator("td[name=name]").click()
    expect(page.locator(".o_engagement_chart canvas")).to_be_visible()
    first = page.locator(".o_field_engagement_indicator_chart tbody tr").filter(
        has_text="%"
    )
    number = int(first.first.locator("td").nth(2).inner_text())
    first.first.get_by_role("button", name="Records").click()
    expect(page.locator(".breadcrumb, .o_breadcrumb").last).to_contain_text(
        "Complaints answered on time"
    )
    # what is counted is part of what it is counted out of
    shown = page.locator("tr.o_data_row")
    expect(page.locator(".o_list_view")).to_be_visible()
    assert shown.count() <= number


def test_an_action_is_opened_from_a_figure_off_target(browser_page):
    page = browser_page("engagement.manager")
    page.goto("/odoo/engagement-indicators")
    row = page.locator("tr.o_data_row", has_text="Promises kept")
    expect(row).to_contain_text("Off target")
    row.locator("td[name=name]").click()
    page.get_by_role("button", name="Open an action").click()
    title = page.locator("[name=name] input, [name=name] textarea").first
    expect(title).to_have_value("Bring “Promises kept” back on target")
    page.locator(".o_form_button_save").click()
    expect(page.get_by_role("link", name="I-11 Promises kept")).to_be_visible()


def test_the_workbook_comes_down(browser_page):
    page = browser_page("engagement.officer", viewport=browsing.DESKTOP)
    page.goto("/odoo/engagement-indicators")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download XLSX").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert "xl/workbook.xml" in names
    assert len([name for name in names if "charts/chart" in name]) > 8
