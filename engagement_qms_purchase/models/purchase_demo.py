# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools import date_utils

#: Orders of the quarter before: supplier, day of the quarter it was promised for,
#: ordered, received, days late, days until the request was answered
LAST = (
    ("base.res_partner_6", 5, 40, 40, 0, 1),
    ("base.res_partner_6", 19, 40, 38, 0, 2),
    ("base.res_partner_6", 33, 60, 60, 4, 6),
    ("base.res_partner_6", 47, 40, 40, -1, 1),
    ("base.res_partner_6", 61, 40, 40, 9, 2),
    ("base.res_partner_6", 75, 60, 60, 0, 3),
    ("base.res_partner_18", 7, 120, 120, 0, 1),
    ("base.res_partner_18", 28, 120, 120, 3, 2),
    ("base.res_partner_18", 49, 120, 96, 5, 2),
    ("base.res_partner_18", 70, 120, 120, 0, 5),
)
#: Which of these were billed at more than the agreed price: supplier, day
DEARER = {("base.res_partner_6", 47), ("base.res_partner_18", 49)}
AGREED, BILLED = 14, 15
#: Orders of the quarter that runs, as far as their day is over; the last is awaited
NOW = (
    ("base.res_partner_6", 4, 40, 40, 0, 1),
    ("base.res_partner_6", 18, 40, 40, 2, 2),
    ("base.res_partner_6", 32, 60, 0, None, 1),
    ("base.res_partner_18", 11, 120, 120, 0, 1),
    ("base.res_partner_18", 25, 120, 120, 1, 2),
)


class PurchaseOrder(models.Model):
    """What the demo company ordered: some of it late, short or still awaited.

    XML cannot tell whether receipts are there, so this makes them where they are.
    """

    _inherit = "purchase.order"

    @api.model
    def _load_engagement_demo(self):
        """Make the orders of two quarters, and count what they tell."""
        today = fields.Date.today()
        start = date_utils.start_of(today, "quarter")
        before = fields.Date.subtract(start, months=3)
        product = self.env["product.product"].create(
            {"name": "Parts by drawing", "type": "consu"}
        )
        for row in LAST:
            order = self._make_engagement_order(product, before, *row)
            order._bill_engagement_demo(BILLED if row[:2] in DEARER else AGREED)
        for row in NOW:
            if start + timedelta(days=row[1] + 3) < today:
                self._make_engagement_order(product, start, *row)
        lights = self.env.ref("base.res_partner_6")
        criteria = self.env.ref("engagement_qms_purchase.criteria_set_orders")
        evaluations = self.env["engagement.evaluation"]
        running = evaluations._get_running(lights)[lights.id]
        running.set_id = criteria
        last = evaluations.create(
            {
                "partner_id": lights.id,
                "set_id": criteria.id,
                "period_start": before,
                "period_end": start - timedelta(days=1),
                "user_id": running.user_id.id,
                "company_id": running.company_id.id,
            }
        )
        (running + last)._fill_facts()

    @api.model
    def _make_engagement_order(
        self, product, start, supplier, day, ordered, received, late, answered
    ):
        """Make an order that was asked for by mail, confirmed and received."""
        partner = self.env.ref(supplier)
        planned = datetime.combine(start + timedelta(days=day), time(12))
        order = self.create(
            {
                "partner_id": partner.id,
                "company_id": self.env.ref("base.main_company").id,
                "user_id": self.env.ref("base.user_admin").id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_qty": ordered,
                            "price_unit": AGREED,
                            "tax_ids": [],
                            "date_planned": planned,
                        }
                    )
                ],
            }
        )
        asked = planned - timedelta(days=20)
        us, them = self.env.ref("base.user_admin").partner_id, partner.child_ids[:1]
        them = them or partner
        for author, reader, moment, words in (
            (us, them, asked, "What does it cost, and when can you deliver?"),
            (them, us, asked + timedelta(days=answered), "As the last time."),
        ):
            self.env["mail.message"].create(
                {
                    "model": self._name,
                    "res_id": order.id,
                    "message_type": "comment",
                    "subtype_id": self.env.ref("mail.mt_comment").id,
                    "author_id": author.id,
                    "partner_ids": reader.ids,
                    "date": moment,
                    "body": words,
                }
            )
        order.button_confirm()
        order.date_approve = asked + timedelta(days=answered + 1)
        if late is not None:
            order._receive_engagement_demo(received, planned + timedelta(days=late))
        return order

    def _receive_engagement_demo(self, received, moment):
        """Receive so much; the rest is not awaited."""
        if not self.env["engagement.evaluation.fact"]._has_receipts():
            self.order_line.qty_received = received
            return
        receipts = self.picking_ids
        receipts.move_ids.write({"quantity": received, "picked": True})
        receipts.with_context(
            skip_backorder=True, picking_ids_not_to_backorder=receipts.ids
        ).button_validate()
        receipts.date_done = moment
        receipts.move_ids.filtered(lambda m: m.state == "done").date = moment

    def _bill_engagement_demo(self, price):
        """Book the bill of what came, ten days after the promised day."""
        if not self.env["account.journal"].search_count(
            [("company_id", "=", self.company_id.id), ("type", "=", "purchase")],
            limit=1,
        ):
            return
        self.action_create_invoice()
        bill = self.invoice_ids
        bill.invoice_date = self.order_line.date_planned.date() + timedelta(days=10)
        bill.invoice_line_ids.price_unit = price
        bill.action_post()
