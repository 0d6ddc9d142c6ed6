# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.tests import Form, tagged

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement")
class TestSupplierParty(SupplierCase):
    """Suppliers are found where they leave traces."""

    def test_the_sources_are_ready_or_wait_for_their_app(self):
        receipts = self.env.ref("engagement_qms_purchase.discovery_source_receipt")
        vendors = self.env.ref("engagement_qms_purchase.discovery_source_vendor")
        orders = self.env.ref("engagement_qms.discovery_source_purchase_order")
        installed = "stock.picking" in self.env
        self.assertEqual(receipts.state, "live" if installed else "waiting")
        self.assertEqual((vendors.state, orders.state), ("live", "live"))

    def test_companies_marked_as_vendors_are_found_where_nothing_else_is(self):
        sources = self.env["engagement.discovery.source"].search([])
        vendors = self.env.ref("engagement_qms_purchase.discovery_source_vendor")
        (sources - vendors).active = False
        self.supplier.supplier_rank = 1
        action = self.env["engagement.discovery"].action_discover()
        lines = self.env["engagement.discovery.line"].search(
            action["domain"] + [("kind", "=", "contact")]
        )
        line = lines.filtered(lambda own: own.partner_id == self.supplier)
        self.assertEqual(
            line.category_id, self.env.ref("engagement_qms.category_supplier")
        )
        self.assertNotIn(self.other_supplier, lines.partner_id)


@tagged("post_install", "-at_install", "engagement_apps", "-standard")
@freeze_time("2026-02-01 12:00:00")
class TestSupplierPromise(SupplierCase):
    """Promises about orders and receipts, kept or missed by them."""

    def _new_promise(self, **values):
        code = self.env["engagement.code"].create({"name": "Suppliers"})
        return self.env["engagement.provision"].create(
            {
                "code_id": code.id,
                "promise": "What we order is here within 5 days.",
                "limit_value": 5,
                "limit_unit": "day",
                **values,
            }
        )

    def test_orders_and_receipts_are_offered_with_their_clocks(self):
        promise = self._new_promise()
        offered = dict(promise._get_rule_documents())
        self.assertLessEqual({"purchase.order", "stock.picking"}, offered.keys())
        for model, clock in (
            ("purchase.order", ("date_approve", "effective_date")),
            ("stock.picking", ("scheduled_date", "date_done")),
        ):
            form = Form(promise)
            form.rule_active = True
            form.rule_document = model
            form.save()
            self.assertEqual((promise.rule_start_field, promise.rule_end_field), clock)
            self.assertEqual(promise.rule_partner_field, "partner_id")

    def test_the_ledger_says_which_orders_kept_it(self):
        promise = self._new_promise(
            rule_active=True,
            rule_model="purchase.order",
            rule_domain="[('state', '=', 'purchase')]",
            rule_start_field="date_approve",
            rule_end_field="effective_date",
        )
        kept, missed, running = self._new_order(), self._new_order(), self._new_order()
        for order, arrived in ((kept, 14), (missed, 20), (running, None)):
            order.date_approve = datetime(2026, 1, 12, 9)
            order.effective_date = arrived and datetime(2026, 1, arrived, 9)
        self._new_order(state="draft")
        promise.code_id._set_state(
            {"state": "in_force", "in_force_from": datetime(2026, 1, 1).date()}
        )
        promise._evaluate_rules()
        rows = self.env["engagement.commitment"].search(
            [("provision_id", "=", promise.id), ("partner_id", "=", self.supplier.id)]
        )
        self.assertEqual(
            {row.origin_res_id: row.state for row in rows},
            {kept.id: "kept", missed.id: "missed", running.id: "open"},
        )
