# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Anybody's first minute: open the address, log in, see the app."""

from kit import browsing


def test_the_administrator_logs_in_with_a_browser(browser_page):
    page = browser_page("admin")
    assert "/odoo" in page.url
    assert page.locator(".o_main_navbar").is_visible()


def test_a_wrong_password_is_refused(server, browser):
    page = browsing.window(browser, server.address).new_page()
    page.goto("/web/login")
    page.fill("input[name=login]", "admin")
    page.fill("input[name=password]", "wrong")
    page.click("button[type=submit]")
    assert "Wrong login/password" in page.locator(".alert-danger").inner_text()


def test_every_addon_of_the_repository_is_installed(rpc):
    from kit import addons

    ready, _waiting = addons.installable()
    domain = [["name", "in", ready], ["state", "=", "installed"]]
    found = rpc("admin")("ir.module.module", "search_read", domain, ["name"])
    assert sorted(row["name"] for row in found) == sorted(ready)
