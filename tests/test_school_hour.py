# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A school without purchase and helpdesk: from nothing to its first review."""

import pytest
from playwright.sync_api import expect

from kit import templates
from tests.conftest import Rpc, serving


@pytest.fixture
def new_school():
    """A server over a company in which only the education addon is installed."""
    names = ["engagement_qms_education"]
    with (
        templates.borrowed(templates.ready, "school", names=names, assets=True) as name,
        serving("school", database=name) as found,
    ):
        yield found


@pytest.mark.long
def test_a_new_school_is_in_its_first_review_within_minutes(new_school, browser_page):
    page = browser_page("admin", at=new_school)
    page.goto("/odoo/engagement-learners")
    expect(page.get_by_text("Who learns here?")).to_be_visible()
    page.click(".o_list_button_add")
    create(page.locator("body"), page, "partner_id", "Ann Example")
    page.locator("[name=birth_date] :is(button, input)").first.click()
    page.keyboard.type("03/04/2012")
    page.keyboard.press("Tab")

    # Course and programme are written down where they are first needed.
    page.click("a[name=enrolments]")
    page.click("[name=enrolment_ids] .o_field_x2many_list_row_add :is(a, button)")
    dialogs = page.locator(".modal")
    create(dialogs, page, "course_id", "Carpentry 2026")
    expect(dialogs).to_have_count(2)
    create(dialogs.last, page, "programme_id", "Carpentry")
    dialogs.last.locator(".o_form_button_save").click()
    expect(dialogs).to_have_count(1)
    dialogs.locator(".o_form_button_save").click()
    expect(dialogs).to_have_count(0)
    page.click(".o_form_button_save:visible")

    # What comes next is planned already.
    page.locator(".oe_stat_button:has-text('Reviews')").click()
    expect(page.locator(".o_data_row")).to_have_count(3)
    page.locator(".o_data_row:has-text('Induction check') td[name=kind]").click()
    page.click("button[name=action_hold]")
    expect(page.locator(".o_arrow_button_current")).to_have_text("Held")

    admin = Rpc(new_school, "admin")
    reviews = admin(
        "engagement.learner.review", "search_read", [], ["kind", "state"], order="kind"
    )
    assert [(review["kind"], review["state"]) for review in reviews] == [
        ("consent", "planned"),
        ("induction", "held"),
        ("progress", "planned"),
    ]


def create(place, page, field, name):
    """Write a name that is not there yet, and create it."""
    place.locator(f"[name={field}] input").fill(name)
    page.locator(".dropdown-item:has-text('Create \"')").click()
