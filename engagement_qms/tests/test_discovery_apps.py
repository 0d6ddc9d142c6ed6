# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install", "engagement_apps", "-standard")
class TestDiscoveryApps(TransactionCase):
    """The sources that are shipped, over the documents of real apps."""

    def test_every_source_of_an_installed_app_is_ready(self):
        sources = self.env["engagement.discovery.source"].search([])
        self.assertEqual(
            {source.name: source.problem for source in sources if source.problem}, {}
        )
        for source in sources:
            installed = source.model_name in self.env
            self.assertEqual(source.state, "live" if installed else "waiting")
        live = sources.filtered(lambda source: source.state == "live")
        self.assertLessEqual(
            {"account.move", "purchase.order", "calendar.attendee"},
            set(live.mapped("model_name")),
        )

    def test_spend_is_what_the_orders_say(self):
        """A supplier's figure is the sum of its orders, counted here by hand."""
        source = self.env.ref("engagement_qms.discovery_source_purchase_order")
        (self.env["engagement.discovery.source"].search([]) - source).active = False
        known = (
            self.env["engagement.party"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.env.company.id)])
            .commercial_partner_id
        )
        since = fields.Date.today() - relativedelta(months=source.period_months)
        newcomer = self.env["res.partner"].create({"name": "New", "is_company": True})
        template = self.env["purchase.order"].search(
            [("state", "=", "purchase"), ("company_id", "=", self.env.company.id)],
            limit=1,
        )
        for _order in range(2):
            template.copy({"partner_id": newcomer.id}).button_confirm()
        orders = self.env["purchase.order"].search(
            [
                ("state", "=", "purchase"),
                ("company_id", "=", self.env.company.id),
                ("date_order", ">=", since),
            ]
        )
        expected = {}
        for order in orders:
            company = order.partner_id.commercial_partner_id
            documents, amount = expected.get(company.id, (0, 0))
            expected[company.id] = (
                documents + 1,
                amount + order.amount_untaxed / order.currency_rate,
            )
        action = self.env["engagement.discovery"].action_discover()
        lines = self.env["engagement.discovery.line"].search(
            action["domain"] + [("kind", "=", "contact")]
        )
        self.assertIn(newcomer, lines.partner_id)
        self.assertEqual(set(lines.partner_id.ids), set(expected) - set(known.ids))
        for line in lines:
            [(_source, documents, amount)] = line.figures["sources"]
            self.assertEqual(documents, expected[line.partner_id.id][0])
            self.assertAlmostEqual(amount, expected[line.partner_id.id][1], places=2)
        ranks = [line.figures["rank"] for line in lines]
        self.assertEqual(ranks, sorted(ranks))
