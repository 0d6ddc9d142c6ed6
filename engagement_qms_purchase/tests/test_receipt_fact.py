# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement_apps", "-standard")
class TestReceiptFact(SupplierCase):
    """What receipts tell, where purchase_stock records them."""

    def _receive(self, order, quantity, moment, backorder=True):
        """Receive so many of an order at a moment; the rest is awaited or given up."""
        picking = order.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel") and not p.return_id
        )
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(
            skip_backorder=True,
            picking_ids_not_to_backorder=[] if backorder else picking.ids,
        ).button_validate()
        self.assertEqual(picking.state, "done")
        picking.move_ids.date = moment
        return picking

    def _send_back(self, picking, quantity, refund):
        """Return goods to the supplier."""
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        returning = Form(wizard).save()
        returning.product_return_moves.write(
            {"quantity": quantity, "to_refund": refund}
        )
        action = returning.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(back.state, "done")
        return back

    def _get_both(self, evaluation=None):
        evaluation = evaluation or self._new_evaluation()
        found = self._count_facts(evaluation)[evaluation]
        return found.get("on_time"), found.get("quantity")

    def test_on_the_promised_day_and_the_day_after(self):
        self._receive(self._new_order(), 10, "2026-05-10 23:59:59")
        self._receive(self._new_order(), 10, "2026-05-11 00:00:00")
        self.assertEqual(self._get_both(), ((1, 2, 50), (2, 2, 100)))

    def test_the_day_ends_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        self._receive(self._new_order(), 10, "2026-05-11 06:59:59")
        self._receive(self._new_order(), 10, "2026-05-11 07:00:00")
        self.assertEqual(self._get_both()[0], (1, 2, 50))

    def test_what_is_still_awaited_after_the_day_is_late_and_not_yet_wrong(self):
        self._new_order()
        self._receive(self._new_order(), 4, "2026-05-09 12:00:00")
        self.assertEqual(self._get_both(), ((0, 2, 0), None))

    def test_what_is_awaited_for_a_day_to_come_tells_nothing(self):
        today = fields.Date.today()
        evaluation = self._new_evaluation(
            start=today - timedelta(days=30), end=today + timedelta(days=30)
        )
        planned = fields.Datetime.now() + timedelta(days=2)
        self._new_order(planned=planned)
        order = self._new_order(planned=planned)
        self._receive(order, 4, fields.Datetime.now())
        self.assertEqual(self._get_both(evaluation), (None, None))
        self._receive(order, 6, fields.Datetime.now())
        self.assertEqual(self._get_both(evaluation), ((1, 1, 100), (1, 1, 100)))

    def test_in_parts_the_last_part_counts(self):
        order = self._new_order()
        self._receive(order, 4, "2026-05-09 12:00:00")
        self._receive(order, 6, "2026-05-12 12:00:00")
        self.assertEqual(self._get_both(), ((0, 1, 0), (1, 1, 100)))

    def test_short_without_a_rest_is_on_time_and_wrong(self):
        self._receive(self._new_order(), 9, "2026-05-09 12:00:00", backorder=False)
        self.assertEqual(self._get_both(), ((1, 1, 100), (0, 1, 0)))

    def test_more_than_ordered_is_wrong(self):
        self._receive(self._new_order(), 11, "2026-05-09 12:00:00")
        self.assertEqual(self._get_both(), ((1, 1, 100), (0, 1, 0)))

    def test_a_receipt_that_was_cancelled_tells_nothing(self):
        self._new_order().picking_ids.action_cancel()
        self.assertEqual(self._get_both(), (None, None))

    def test_a_cancelled_order_tells_nothing(self):
        self._new_order().button_cancel()
        self.assertEqual(self._get_both(), (None, None))

    def test_what_goes_back_and_what_replaces_it_counts_for_neither(self):
        picking = self._receive(self._new_order(), 10, "2026-05-09 12:00:00")
        back = self._send_back(picking, 3, refund=False)
        # the replacement comes much later
        self._send_back(back, 3, refund=False)
        refunded = self._receive(self._new_order(), 10, "2026-05-09 12:00:00")
        self._send_back(refunded, 2, refund=True)
        self.assertEqual(refunded.purchase_id.order_line.qty_received, 8)
        self.assertEqual(self._get_both(), ((2, 2, 100), (2, 2, 100)))

    def test_units_of_the_receipt_are_converted(self):
        order = self._new_order(2, line={"product_uom_id": self.dozen.id})
        move = order.picking_ids.move_ids
        move.product_uom = self.unit
        move.product_uom_qty = 24
        self._receive(order, 24, "2026-05-09 12:00:00")
        short = self._new_order(2, line={"product_uom_id": self.dozen.id})
        move = short.picking_ids.move_ids
        move.product_uom = self.unit
        move.product_uom_qty = 24
        self._receive(short, 23, "2026-05-09 12:00:00", backorder=False)
        self.assertEqual(self._get_both()[1], (1, 2, 50))

    def test_a_promise_moved_to_the_next_period_counts_there(self):
        order = self._new_order()
        order.order_line.date_planned = "2026-07-10 12:00:00"
        self._receive(order, 10, "2026-07-10 08:00:00")
        self.assertEqual(self._get_both(), (None, None))
        summer = self._new_evaluation(start="2026-07-01", end="2026-09-30")
        self.assertEqual(self._get_both(summer), ((1, 1, 100), (1, 1, 100)))

    def test_receipts_of_many_steps_count_where_they_come_in(self):
        warehouse = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        warehouse.reception_steps = "two_steps"
        self._receive(self._new_order(), 10, "2026-05-09 12:00:00")
        self.assertEqual(self._get_both(), ((1, 1, 100), (1, 1, 100)))

    def test_a_service_is_not_received(self):
        service = self.env["product.product"].create(
            {"name": "Sawing", "type": "service"}
        )
        order = self._new_order(line={"product_id": service.id})
        order.order_line.qty_received = 3
        self.assertEqual(self._get_both(), (None, None))

    def test_feedback_is_recorded_on_receipts(self):
        """By buyers, from an action that is offered there by itself."""
        action = self.env.ref(
            "engagement_qms_purchase.engagement_feedback_receipt_action"
        )
        self.assertEqual(action.binding_model_id.model, "stock.picking")
        receipts = self._new_order().picking_ids + self._new_order().picking_ids
        model = (
            self.env["engagement.evaluation.feedback"]
            .with_user(self.buyer)
            .with_context(active_model="stock.picking", active_ids=receipts.ids)
        )
        Form(model).save().action_thumb_down()
        rating = self.env["engagement.evaluation.rating"].search(
            [("user_id", "=", self.buyer.id)]
        )
        self.assertEqual((rating.partner_id, rating.score), (self.supplier, 0))
        self.assertEqual(rating.origin_res_id, receipts[0].id)
        receipts.picking_type_id = receipts.picking_type_id.warehouse_id.out_type_id
        with self.assertRaisesRegex(UserError, "orders and receipts"):
            Form(model)
