# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement")
class TestSupplierFact(SupplierCase):
    """What orders, bills and mails tell, without any receipts."""

    def _enter(self, order, quantity):
        order.order_line.qty_received = quantity

    def test_without_receipts_nobody_knows_whether_it_was_on_time(self):
        self._enter(self._new_order(), 10)
        if self.env["engagement.evaluation.fact"]._has_receipts():
            self.skipTest("Receipts are there; see TestReceiptFact")
        self.assertIsNone(self._count_fact("on_time"))

    def test_a_supplier_without_orders_has_no_facts(self):
        evaluation = self._new_evaluation(self.other_supplier)
        self._new_order()
        self.assertEqual(self._count_facts(evaluation), {evaluation: {}})


@tagged("post_install", "-at_install", "engagement")
class TestQuantityFact(SupplierCase):
    """Quantities that people enter, where receipts are not recorded."""

    def _new_line(self, entered, quantity=10, **values):
        """Order something whose quantity received is typed in."""
        order = self._new_order(quantity, **values)
        order.order_line.qty_received_method = "manual"
        order.order_line.qty_received = entered
        return order

    def test_right_short_and_too_much(self):
        self._new_line(10)
        self._new_line(9)
        self._new_line(11)
        numerator, denominator, score = self._count_fact("quantity")
        self.assertEqual((numerator, denominator), (1, 3))
        self.assertAlmostEqual(score, 100 / 3)

    def test_where_nothing_was_entered_nothing_is_known(self):
        self._new_line(0)
        self.assertIsNone(self._count_fact("quantity"))

    def test_a_day_that_is_not_over_tells_nothing_yet(self):
        now = fields.Datetime.now()
        today = fields.Date.today()
        evaluation = self._new_evaluation(
            start=today - timedelta(days=30), end=today + timedelta(days=30)
        )
        self._new_line(4, planned=now + timedelta(days=2))
        self.assertIsNone(self._count_fact("quantity", evaluation))

    def test_only_goods_of_confirmed_orders_promised_for_the_period_count(self):
        self._new_line(10)
        self._new_line(9, state="draft")
        self._new_line(9, state="cancel")
        self._new_line(9, planned="2026-03-31 23:59:59")
        self._new_line(9, planned="2026-07-01 00:00:00")
        service = self.env["product.product"].create(
            {"name": "Sawing", "type": "service"}
        )
        self._new_line(9, line={"product_id": service.id})
        self.assertEqual(self._count_fact("quantity"), (1, 1, 100))

    def test_the_period_begins_and_ends_as_the_days_of_the_company(self):
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        self._new_line(10, planned="2026-04-01 06:59:59")  # still March
        self._new_line(10, planned="2026-04-01 07:00:00")
        self._new_line(10, planned="2026-07-01 06:59:59")  # still June
        self._new_line(10, planned="2026-07-01 07:00:00")
        self.assertEqual(self._count_fact("quantity"), (2, 2, 100))

    def test_units_are_converted_and_rounded(self):
        # typed in the unit of the order: dozens
        self._new_line(2, 2, line={"product_uom_id": self.dozen.id})
        self._new_line(0.1 + 0.2, 0.3)
        self.assertEqual(self._count_fact("quantity"), (2, 2, 100))

    def test_people_of_the_supplier_count_as_the_supplier_and_others_do_not(self):
        self._new_line(10)
        self._new_line(9, partner_id=self.seller.id)
        self._new_line(9, partner_id=self.other_supplier.id)
        self.assertEqual(self._count_fact("quantity"), (1, 2, 50))

    def test_each_company_counts_its_own_orders(self):
        self._new_line(10)
        theirs = (
            self.env["purchase.order"]
            .with_company(self.other_company)
            .create(
                {
                    "partner_id": self.supplier.id,
                    "company_id": self.other_company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.product.id,
                                "product_qty": 10,
                                "price_unit": 5,
                                "tax_ids": [],
                                "date_planned": "2026-05-10 12:00:00",
                            }
                        )
                    ],
                }
            )
        )
        theirs.button_confirm()
        theirs.order_line.qty_received_method = "manual"
        theirs.order_line.qty_received = 1
        ours = self._new_evaluation()
        other = self._new_evaluation(company_id=self.other_company.id, user_id=False)
        found = self._count_facts(ours + other)
        self.assertEqual(found[ours]["quantity"], (1, 1, 100))
        self.assertEqual(found[other]["quantity"], (0, 1, 0))

    def test_each_period_counts_its_own(self):
        self._new_line(10)
        self._new_line(9, planned="2026-08-10 12:00:00")
        spring = self._new_evaluation()
        summer = self._new_evaluation(start="2026-07-01", end="2026-09-30")
        found = self._count_facts(spring + summer)
        self.assertEqual(found[spring]["quantity"], (1, 1, 100))
        self.assertEqual(found[summer]["quantity"], (0, 1, 0))

    def test_sections_notes_and_down_payments_are_no_deliveries(self):
        order = self._new_line(10)
        order.order_line = [
            Command.create(
                {"display_type": "line_section", "name": "Boards", "product_qty": 0}
            ),
            Command.create(
                {
                    "name": "Down payment",
                    "is_downpayment": True,
                    "product_qty": 1,
                    "price_unit": 5,
                    "tax_ids": [],
                }
            ),
        ]
        self.assertEqual(self._count_fact("quantity"), (1, 1, 100))


@tagged("post_install", "-at_install", "engagement")
class TestPriceFact(SupplierCase):
    """Prices of the bills against the prices of the orders."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        account = cls.env["account.account"]
        expense = account.create(
            {"name": "Boards", "code": "Q600", "account_type": "expense"}
        )
        payable = account.create(
            {"name": "Suppliers", "code": "Q400", "account_type": "liability_payable"}
        )
        cls.journal = cls.env["account.journal"].create(
            {
                "name": "Test bills",
                "code": "QBIL",
                "type": "purchase",
                "default_account_id": expense.id,
            }
        )
        cls.supplier.property_account_payable_id = payable

    def _new_bill(self, order, price, day="2026-05-20", post=True, **values):
        """Create the bill of an order, at a price."""
        line = {
            "name": "Boards",
            "product_id": self.product.id,
            "quantity": 10,
            "price_unit": price,
            "tax_ids": [],
            "purchase_line_id": order.order_line[0].id,
            **values.pop("line", {}),
        }
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.supplier.id,
                "journal_id": self.journal.id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [Command.create(line)],
                **values,
            }
        )
        if post:
            bill.action_post()
        return bill

    def test_as_agreed_below_and_above(self):
        for price in (5, 4.5, 5.01):
            self._new_bill(self._new_order(), price)
        numerator, denominator, score = self._count_fact("price")
        self.assertEqual((numerator, denominator), (2, 3))
        self.assertAlmostEqual(score, 200 / 3)

    def test_only_posted_bills_of_the_period_count(self):
        self._new_bill(self._new_order(), 5, day="2026-04-01")
        self._new_bill(self._new_order(), 5, day="2026-06-30")
        self._new_bill(self._new_order(), 6, day="2026-03-31")
        self._new_bill(self._new_order(), 6, day="2026-07-01")
        self._new_bill(self._new_order(), 6, post=False)
        self._new_bill(self._new_order(), 6).button_cancel()
        self.assertEqual(self._count_fact("price"), (2, 2, 100))

    def test_a_refund_is_no_price(self):
        order = self._new_order()
        self._new_bill(order, 5)
        self._new_bill(order, 9, move_type="in_refund")
        self.assertEqual(self._count_fact("price"), (1, 1, 100))

    def test_discounts_on_both_sides_count(self):
        order = self._new_order(line={"price_unit": 10, "discount": 50})
        self._new_bill(order, 20, line={"discount": 75})
        self._new_bill(order, 20, line={"discount": 70})
        self.assertEqual(self._count_fact("price"), (1, 2, 50))

    def test_another_unit_on_the_bill_is_converted(self):
        order = self._new_order()
        dozen = {"product_uom_id": self.dozen.id, "quantity": 1}
        self._new_bill(order, 60, line=dozen)
        self._new_bill(order, 61, line=dozen)
        self.assertEqual(self._count_fact("price"), (1, 2, 50))

    def test_another_currency_cannot_be_compared(self):
        other = self.env["res.currency"].create(
            {"name": "QQQ", "symbol": "Q", "rounding": 0.01}
        )
        self._new_bill(self._new_order(), 9, currency_id=other.id)
        self.assertIsNone(self._count_fact("price"))

    def test_a_line_that_nobody_ordered_has_no_agreed_price(self):
        self._new_bill(self._new_order(), 9, line={"purchase_line_id": False})
        self.assertIsNone(self._count_fact("price"))


@tagged("post_install", "-at_install", "engagement")
class TestAnswerFact(SupplierCase):
    """How soon a supplier answers a request that was mailed."""

    def _ask(self, order, moment="2026-05-04 09:00:00", partner=None):
        """Mail the request to somebody at the supplier."""
        order.message_post(
            body="Your price?",
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            partner_ids=(partner or self.seller).ids,
        ).date = moment
        return order

    def _reply(self, order, moment, author=None):
        order.message_post(
            body="Here it is.",
            message_type="email",
            author_id=(author or self.seller).id,
        ).date = moment
        return order

    def _new_request(self, **values):
        return self._ask(self._new_order(state="draft"), **values)

    def test_in_time_late_and_never(self):
        # three days: by the end of May 7
        self._reply(self._new_request(), "2026-05-07 23:59:59")
        self._reply(self._new_request(), "2026-05-08 00:00:00")
        self._new_request()
        numerator, denominator, score = self._count_fact("answer_time")
        self.assertEqual((numerator, denominator), (1, 3))
        self.assertAlmostEqual(score, 100 / 3)

    def test_the_company_says_within_how_many_days(self):
        self._reply(self._new_request(), "2026-05-05 12:00:00")
        evaluation = self._new_evaluation()
        self.assertEqual(self._count_fact("answer_time", evaluation), (1, 1, 100))
        self.company.engagement_answer_days = 0
        self.assertEqual(self._count_fact("answer_time", evaluation), (0, 1, 0))

    def test_the_day_ends_where_the_company_is(self):
        self.company.resource_calendar_id.tz = "America/Los_Angeles"
        self._reply(self._new_request(), "2026-05-08 06:59:59")
        self._reply(self._new_request(), "2026-05-08 07:00:00")
        self.assertEqual(self._count_fact("answer_time"), (1, 2, 50))

    def test_a_confirmed_order_was_answered_at_the_latest_then(self):
        order = self._new_request()
        order.button_confirm()
        order.date_approve = "2026-05-06 12:00:00"
        late = self._new_request()
        late.button_confirm()
        late.date_approve = "2026-06-01 12:00:00"
        self.assertEqual(self._count_fact("answer_time"), (1, 2, 50))

    def test_what_was_never_asked_cannot_be_answered(self):
        self._new_order()
        order = self._new_order(state="draft")
        self._reply(order, "2026-05-05 12:00:00")
        self._ask(self._new_order(state="draft"), partner=self.other_supplier)
        self._ask(self._new_order(state="draft"), partner=self.buyer.partner_id)
        self.assertIsNone(self._count_fact("answer_time"))

    def test_an_order_sent_after_it_was_confirmed_asks_nothing(self):
        order = self._new_order()
        order.date_approve = "2026-05-03 12:00:00"
        self._ask(order)
        self.assertIsNone(self._count_fact("answer_time"))

    def test_a_cancelled_request_counts_only_when_it_was_answered(self):
        self._new_request().button_cancel()
        self.assertIsNone(self._count_fact("answer_time"))
        self._reply(self._new_request(), "2026-05-05 12:00:00").button_cancel()
        self.assertEqual(self._count_fact("answer_time", self._one()), (1, 1, 100))

    def _one(self):
        return self.env["engagement.evaluation"].search(
            [("partner_id", "=", self.supplier.id)]
        )

    def test_the_first_request_counts_and_what_others_write_is_no_answer(self):
        order = self._new_request(moment="2026-03-31 09:00:00")
        self._ask(order, "2026-04-02 09:00:00")
        self.assertIsNone(self._count_fact("answer_time"))
        other = self._new_request()
        self._reply(other, "2026-05-05 12:00:00", author=self.buyer.partner_id)
        self._reply(other, "2026-05-05 12:00:00", author=self.other_supplier)
        self.assertEqual(self._count_fact("answer_time", self._one()), (0, 1, 0))

    def test_a_request_whose_time_is_not_over_is_not_missed(self):
        today = fields.Date.today()
        evaluation = self._new_evaluation(
            start=today - timedelta(days=30), end=today + timedelta(days=30)
        )
        self._new_request(moment=fields.Datetime.now())
        self.assertIsNone(self._count_fact("answer_time", evaluation))
