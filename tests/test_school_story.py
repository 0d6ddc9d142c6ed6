# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""A school and its families: a review that is held and signed, two parents who live
apart, and the day on which a learner comes of age.

The families sit with a phone. What they may see is said by the date and by what is
noted about them; nothing is run to bring that about.
"""

import re

import pytest
from dateutil.relativedelta import relativedelta
from playwright.sync_api import expect

from kit import auditing, browsing
from tests.conftest import Rpc

REVIEW = "engagement.learner.review"
LEARNER = "Dan Quist"
BEFORE = "I would rather work with wood than with numbers"
SUMMARY = "Has found the way. We try two weeks in the workshop."
COMMENT = "Thank you for asking"


class Family:
    """Who has a phone and a login."""

    def __init__(self, server, browser_page):
        self.server = server
        self.open_page = browser_page
        self.tutor = Rpc(server, "education.tutor")

    def phone(self, who):
        return self.open_page(
            f"education.{who}", viewport=browsing.PHONE, at=self.server
        )

    def check(self, page):
        """Everybody can use the page, also on a phone."""
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate(auditing.AUDIT) == []


@pytest.fixture
def family(own_server, browser_page):
    return Family(own_server, browser_page)


def test_a_tutor_holds_a_review_and_the_guardian_signs_it(family):
    [review] = family.tutor(
        REVIEW,
        "search_read",
        [
            ["kind", "=", "induction"],
            ["state", "=", "planned"],
            ["planned_date", "<", str(browsing.today())],
            ["learner_id.name", "=", LEARNER],
        ],
        ["learner_id", "learner_name"],
    )
    phone = family.phone("mother")
    phone.goto("/my/learners")
    family.check(phone)
    phone.get_by_role("link", name=review["learner_name"]).click()
    expect(phone.get_by_text("Not held yet")).to_be_visible()
    phone.get_by_role("link", name="Induction check").click()
    phone.get_by_label("Your words").fill(BEFORE)
    phone.get_by_role("button", name="Send it to us").click()
    expect(phone.get_by_role("status")).to_contain_text("before the review")
    family.check(phone)
    expect(phone.get_by_role("button", name="sign")).to_have_count(0)

    the_tutor_holds_it(family, review["id"])

    phone.goto("/my/learners")
    expect(phone.locator(".o_complaint_rows")).to_contain_text("1 to sign")
    phone.get_by_role("link", name=review["learner_name"]).click()
    family.check(phone)
    phone.get_by_role("link", name="Induction check").click()
    expect(phone.locator("main")).to_contain_text(SUMMARY)
    family.check(phone)
    phone.get_by_label("Your comment").fill(COMMENT)
    phone.get_by_role("button", name="I have read it and sign").click()
    expect(phone.get_by_role("status")).to_contain_text("You have signed")
    family.check(phone)
    expect(phone.get_by_role("button", name="sign")).to_have_count(0)
    [signed] = family.tutor(
        f"{REVIEW}.signature",
        "search_read",
        [["review_id", "=", review["id"]]],
        ["role", "comment"],
    )
    assert (signed["role"], signed["comment"]) == ("guardian", COMMENT)


def the_tutor_holds_it(family, review_id):
    desk = family.open_page("education.tutor", at=family.server)
    desk.goto(f"/odoo/engagement-learner-reviews/{review_id}")
    form = desk.locator(".o_form_view")
    form.get_by_role("tab", name="Taking part").click()
    expect(form.locator("[name=participant_ids]")).to_contain_text(BEFORE)
    form.get_by_role("tab", name="What came of it").click()
    form.locator("[name=summary] textarea").fill(SUMMARY)
    button = desk.locator(".o_statusbar_buttons button[name=action_hold]:visible")
    with desk.expect_response(lambda answer: "call_button" in answer.url):
        button.first.click()
    expect(form.locator(".o_arrow_button_current")).to_have_text("Held")
    [row] = family.tutor(REVIEW, "read", [review_id], ["state", "summary"])
    assert (row["state"], row["summary"]) == ("held", SUMMARY)


def test_parents_who_live_apart_see_what_each_may(family):
    mother, father = family.phone("mother"), family.phone("father")
    for page in (mother, father):
        page.goto("/my/learners")
    mother.get_by_role("link", name="Robin").click()
    expect(mother.locator("h1")).to_have_text("Robin")
    switcher = mother.get_by_role("navigation", name="Learners")
    expect(switcher.locator("[aria-current=page]")).to_have_text("Robin")
    for words in ("What was talked about", "A third more time", "Attendance: 93 %"):
        expect(mother.locator("main")).to_contain_text(words)
    expect(mother.locator("main")).not_to_contain_text("after the exam in spring")
    address = mother.url
    # the father has one child here, and decides about consents; he is told no more
    assert father.url == address
    expect(father.locator("main")).to_contain_text("receive information")
    for words in ("What was talked about", "A third more time", "Attendance"):
        expect(father.locator("main")).not_to_contain_text(words)
    family.check(father)
    review = mother.locator("a[href*='/reviews/']").first.get_attribute("href")
    assert father.goto(review).status == 404
    # each says yes or no for oneself, and does not hear what the other said
    photos = {}
    for who, page in (("mother", mother), ("father", father)):
        page.goto(f"{address}/consents")
        family.check(page)
        photos[who] = page.locator(".o_complaint_rows > li", has_text="photos").first
    expect(photos["mother"]).to_contain_text("Valid")
    expect(photos["father"]).to_contain_text("Refused")
    photos["father"].get_by_role("button", name="I agree").click()
    expect(father.get_by_role("status")).to_contain_text("you agree")
    expect(photos["father"]).to_contain_text("Valid")
    photos["mother"].get_by_role("button", name="Take it back").click()
    expect(mother.get_by_role("status")).to_contain_text("do not agree")
    expect(photos["mother"]).to_contain_text("Withdrawn")
    father.reload()
    expect(photos["father"]).to_contain_text("Valid")


def test_on_the_day_a_learner_comes_of_age_the_page_changes_hands(family):
    mother, learner = family.phone("mother"), family.phone("learner")
    mother.goto("/my/learners")
    mother.get_by_role("link", name="Robin").click()
    address = mother.url
    expect(mother.locator("main")).to_contain_text("What was talked about")
    admin = Rpc(family.server, "admin")
    [robin] = admin("engagement.learner", "search", [["preferred_name", "=", "Robin"]])
    # the day has come; nothing else is run
    born = browsing.today() - relativedelta(years=18)
    admin("engagement.learner", "write", [robin], {"birth_date": str(born)})
    assert mother.goto(address).status == 404
    mother.goto("/my/learners")
    expect(mother.locator("main")).not_to_contain_text("Robin")
    learner.goto("/my/home")
    learner.get_by_role("link", name="My learning").click()
    expect(learner).to_have_url(re.compile(rf"{address}$"))
    # a guardian had agreed to the login: now it is for the learner to say
    expect(learner.locator("main")).to_contain_text("Your page is not open yet")
    family.check(learner)
    learner.get_by_role("link", name="See the consents").click()
    login = learner.locator(".o_complaint_rows > li", has_text="login").first
    expect(login).to_contain_text("Ended: of age")
    login.get_by_role("button", name="I agree").click()
    expect(learner.get_by_role("status")).to_contain_text("you agree")
    family.check(learner)
    learner.get_by_role("link", name="Back to Robin").click()
    expect(learner.locator("main")).to_contain_text("What was talked about")
    family.check(learner)
    learner.get_by_role("link", name="Say what is wrong").click()
    expect(learner.locator("#ask_description")).to_be_visible()
