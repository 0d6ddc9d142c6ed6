# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import SQL

from odoo.addons.engagement_qms.models.measure import periods
from odoo.addons.engagement_qms.tests.common import EngagementCase

#: The quarter that is looked at; long over
START, END = "2026-04-01", "2026-06-30"


class SupplierCase(EngagementCase):
    """A supplier, a buyer, orders with bills, and what is counted of a quarter."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.resource_calendar_id.tz = "UTC"
        cls.buyer = new_test_user(
            cls.env, "test_buyer", groups="purchase.group_purchase_user"
        )
        cls.purchase_manager = new_test_user(
            cls.env, "test_purchase_manager", groups="purchase.group_purchase_manager"
        )
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Board Mill", "is_company": True, "email": "mill@example.com"}
        )
        cls.seller = cls.env["res.partner"].create(
            {
                "name": "Bo Seller",
                "parent_id": cls.supplier.id,
                "email": "bo@example.com",
            }
        )
        cls.other_supplier = cls.env["res.partner"].create(
            {"name": "Screw Works", "is_company": True}
        )
        cls.unit = cls.env.ref("uom.product_uom_unit")
        cls.dozen = cls.env.ref("uom.product_uom_dozen")
        cls.product = cls.env["product.product"].create(
            {"name": "Board", "type": "consu", "uom_id": cls.unit.id}
        )

    @classmethod
    def _new_order(cls, quantity=10, planned="2026-05-10 12:00:00", **values):
        """Create a confirmed order of boards; ``state`` for one that is not."""
        line = {
            "product_id": cls.product.id,
            "product_qty": quantity,
            "price_unit": 5,
            "tax_ids": [],
            "date_planned": planned,
            **values.pop("line", {}),
        }
        state = values.pop("state", "purchase")
        order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.supplier.id,
                "order_line": [Command.create(line)],
                **values,
            }
        )
        if state == "purchase":
            order.button_confirm()
        elif state != "draft":
            order.state = state
        return order

    @classmethod
    def _new_evaluation(cls, partner=None, start=START, end=END, **values):
        return cls.env["engagement.evaluation"].create(
            {
                "partner_id": (partner or cls.supplier).id,
                "direction": "given",
                "period_start": start,
                "period_end": end,
                **values,
            }
        )

    @classmethod
    def _new_standing(cls, standing, start=START, end=END, state="sent", **values):
        """Create an evaluation by which the supplier stands so, and let it be known."""
        evaluation = cls._new_evaluation(
            start=start,
            end=end,
            standing_override=standing,
            standing_reason="For the test",
            **values,
        )
        evaluation._step().state = state
        return evaluation

    def _count_facts(self, evaluations):
        """Return {evaluation: {fact: (numerator, denominator, score)}}."""
        self.env.flush_all()
        zone = self.company.resource_calendar_id.tz
        asked = SQL(", ").join(
            SQL(
                "(%s, %s, %s, %s::timestamp, %s::timestamp, %s::date, %s::date)",
                evaluation.id,
                evaluation.company_id.id,
                evaluation.partner_id.id,
                periods.get_moment(evaluation.period_start, zone),
                periods.get_moment(
                    fields.Date.add(evaluation.period_end, days=1), zone
                ),
                evaluation.period_start,
                evaluation.period_end,
            )
            for evaluation in evaluations
        )
        *_others, facts = self.env["engagement.evaluation.fact"]._select_facts()
        rows = self.env.execute_query(
            SQL(
                "WITH asked (evaluation_id, company_id, partner_id, start_at, stop_at,"
                " start_date, end_date) AS (VALUES %s) SELECT * FROM (%s) AS facts",
                asked,
                facts,
            )
        )
        found = {evaluation: {} for evaluation in evaluations}
        for evaluation_id, fact, numerator, denominator, score, number in rows:
            self.assertEqual(number, denominator)
            evaluation = evaluations.browse(evaluation_id)
            found[evaluation][fact] = (numerator, denominator, float(score))
        return found

    def _count_fact(self, fact, evaluation=None):
        """Return (numerator, denominator, score) of one fact; None without data."""
        evaluation = evaluation or self._new_evaluation()
        return self._count_facts(evaluation)[evaluation].get(fact)
