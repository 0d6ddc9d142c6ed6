# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "engagement")
class TestAssets(TransactionCase):
    """One style sheet that does not compile takes the styles of all of Odoo away."""

    def test_the_style_sheets_compile(self):
        for name in (
            "web.assets_backend",
            "web.assets_web_dark",
            "web.assets_frontend",
        ):
            with self.subTest(bundle=name):
                bundle = self.env["ir.qweb"]._get_asset_bundle(name, css=True, js=False)
                bundle.css()
                self.assertEqual(bundle.css_errors, [])
