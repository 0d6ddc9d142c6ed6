# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import psycopg2

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement")
class TestSupplierRound(SupplierCase):
    """Rounds for the suppliers that matter: by what was ordered from them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tag = cls.env["res.partner.category"].create({"name": "Test suppliers"})
        cls.suppliers = cls.env["res.partner"].create(
            [
                {"name": name, "is_company": True, "category_id": cls.tag.ids}
                for name in ("Small", "Middle", "Large", "Nothing")
            ]
        )
        cls.small, cls.middle, cls.large, cls.nothing = cls.suppliers
        for supplier, price in zip(cls.suppliers, (10, 100, 1000), strict=False):
            cls._new_order(1, partner_id=supplier.id, line={"price_unit": price})
        cls.programme = cls.env["engagement.evaluation.programme"].create(
            {"name": "Test round", "tag_ids": cls.tag.ids}
        )

    def _get_chosen(self, **values):
        self.programme.write(values)
        self.env.flush_all()
        ids = self.programme._get_partner_ids()
        return self.env["res.partner"].browse(ids).sorted("id")

    def test_with_nothing_said_all_of_them(self):
        self.assertEqual(self._get_chosen(), self.suppliers)

    def test_who_got_orders_for_enough(self):
        chosen = self._get_chosen(min_spend=100)
        self.assertEqual(chosen, self.middle + self.large)
        self.assertEqual(self._get_chosen(min_spend=100.01), self.large)

    def test_the_largest_only_and_never_who_got_no_order(self):
        self.assertEqual(self._get_chosen(top_number=2), self.middle + self.large)
        chosen = self._get_chosen(top_number=9)
        self.assertEqual(chosen, self.small + self.middle + self.large)

    def test_the_largest_are_so_many_of_those_who_can_be_evaluated(self):
        category = self.env.ref("engagement_qms.category_supplier").copy()
        for supplier in self.suppliers:
            self.env["engagement.party"].create(
                {"partner_id": supplier.id, "category_id": category.id}
            )
        self.programme.write({"tag_ids": False, "category_ids": category.ids})
        self.large.active = False
        self.assertEqual(self._get_chosen(top_number=2), self.small + self.middle)

    def test_both(self):
        self.assertEqual(self._get_chosen(top_number=2, min_spend=500), self.large)

    def test_the_mark_of_a_vendor(self):
        self.nothing.supplier_rank = 1
        chosen = self._get_chosen(only_vendors=True)
        self.assertIn(self.nothing, chosen)
        self.suppliers.supplier_rank = 0
        person = self.small.copy({"parent_id": self.small.id, "is_company": False})
        person.supplier_rank = 1
        self.assertEqual(self._get_chosen(only_vendors=True), self.small)

    def test_orders_of_all_people_of_a_supplier_sum(self):
        person = self.env["res.partner"].create(
            {"name": "Ann", "parent_id": self.small.id}
        )
        self._new_order(1, partner_id=person.id, line={"price_unit": 95})
        self.assertEqual(
            self._get_chosen(min_spend=105).mapped("name"), ["Small", "Large"]
        )

    def test_drafts_old_orders_and_those_of_other_companies_do_not_count(self):
        big = {"partner_id": self.small.id, "line": {"price_unit": 9000}}
        self._new_order(1, state="draft", **big)
        self._new_order(1, **big).button_cancel()
        old = self._new_order(1, **big)
        old.date_approve = fields.Datetime.subtract(
            fields.Datetime.now(), years=1, days=1
        )
        self._new_order(1, company_id=self.other_company.id, **big)
        self.assertEqual(self._get_chosen(min_spend=500), self.large)

    def test_another_currency_is_converted_as_on_the_order(self):
        currency = self.env["res.currency"].create(
            {
                "name": "QQQ",
                "symbol": "Q",
                "rounding": 0.01,
                "rate_ids": [Command.create({"rate": 50, "name": "2020-01-01"})],
            }
        )
        # 10 000 of theirs are 200 of ours
        self._new_order(
            1,
            partner_id=self.small.id,
            currency_id=currency.id,
            line={"price_unit": 10000},
        )
        self.assertIn(self.small, self._get_chosen(min_spend=210))
        self.assertNotIn(self.small, self._get_chosen(min_spend=210.01))

    def test_without_category_and_tag_whoever_got_an_order_is_active(self):
        chosen = self._get_chosen(tag_ids=[Command.clear()])
        self.assertLessEqual(self.small + self.middle + self.large, chosen)
        self.assertNotIn(self.nothing, chosen)

    def test_less_than_nothing_is_refused(self):
        for values in ({"min_spend": -1}, {"top_number": -1}):
            with (
                self.assertRaises(psycopg2.errors.CheckViolation),
                mute_logger("odoo.sql_db"),
                self.cr.savepoint(),
            ):
                self.programme.write(values)
                self.programme.flush_recordset()

    def test_the_round_opens_evaluations_of_the_chosen_and_counts_their_facts(self):
        order = self._new_order(10, fields.Datetime.now(), partner_id=self.large.id)
        order.order_line.qty_received_method = "manual"
        order.order_line.qty_received = 9
        order.order_line.date_planned = fields.Datetime.subtract(
            fields.Datetime.now(), days=1
        )
        evaluations = self.env["engagement.evaluation"]
        day = fields.Date.subtract(fields.Date.today(), days=1)
        self.programme.write(
            {
                "top_number": 1,
                "set_id": self.env.ref(
                    "engagement_qms_purchase.criteria_set_orders"
                ).id,
                "start_date": day,
            }
        )
        self.programme.action_open_now()
        evaluation = evaluations.search([("programme_id", "=", self.programme.id)])
        self.assertEqual(evaluation.partner_id, self.large)
        evaluation._fill_facts()
        line = evaluation.line_ids.filtered(lambda own: own.fact == "quantity")
        self.assertEqual(
            (line.scored, line.score, line.fact_text),
            (True, 0, "0 of 1 order lines with the right quantity"),
        )
        unknown = evaluation.line_ids.filtered(lambda own: own.fact == "answer_time")
        self.assertFalse(unknown.scored)
        self.assertEqual((evaluation.score, evaluation.coverage), (0, 10))
