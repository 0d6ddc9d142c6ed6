# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import HttpCase, no_retry, tagged


class UnitSuite(HttpCase):
    """Run the browser unit tests of this addon, and of no other."""

    def _run_suite(self, preset):
        self.browser_js(
            f"/web/tests?headless&loglevel=2&preset={preset}&timeout=15000"
            "&filter=@engagement_qms",
            "",
            "",
            login="admin",
            timeout=600,
            success_signal="[HOOT] Test suite succeeded",
            # HOOT sums up its failures in one message at the end
            error_checker=lambda message: "[HOOT]" not in message,
        )


@tagged("post_install", "-at_install", "engagement")
class TestJs(UnitSuite):
    @no_retry
    def test_unit_desktop(self):
        self._run_suite("desktop")


@tagged("post_install", "-at_install", "engagement")
class TestJsMobile(UnitSuite):
    browser_size = "375x667"
    touch_enabled = True

    @no_retry
    def test_unit_mobile(self):
        self._run_suite("mobile")
