# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-07-15 12:00:00")
class TestPurchaseOrder(SupplierCase):
    """How a supplier stands is seen on the order, and the company says what follows."""

    def _new_draft(self, **values):
        return self._new_order(state="draft", **values).with_user(self.buyer)

    def test_the_last_evaluation_that_the_supplier_knows_counts(self):
        order = self._new_draft()
        self.assertFalse(order.engagement_standing)
        self._new_standing("blocked", "2026-01-01", "2026-03-31")
        order.invalidate_recordset()
        self.assertEqual(order.engagement_standing, "blocked")
        self._new_standing("approved", "2026-04-01", "2026-06-30")
        draft = self._new_standing("blocked", "2026-07-01", "2026-09-30", state="draft")
        order.invalidate_recordset()
        self.assertEqual(order.engagement_standing, "approved")
        draft._step().state = "contested"
        order.invalidate_recordset()
        self.assertEqual(order.engagement_standing, "blocked")
        draft.active = False
        order.invalidate_recordset()
        self.assertEqual(order.engagement_standing, "approved")

    def test_how_they_rate_us_is_no_standing(self):
        received = self._new_evaluation(
            direction="received",
            set_id=self.env.ref("engagement_qms.criteria_set_received").id,
        )
        received._step().state = "sent"
        self.assertFalse(self._new_draft().engagement_standing)

    def test_people_of_the_supplier_stand_as_the_supplier(self):
        self._new_standing("blocked")
        order = self._new_draft(partner_id=self.seller.id)
        self.assertEqual(order.engagement_standing, "blocked")
        other = self._new_draft(partner_id=self.other_supplier.id)
        self.assertFalse(other.engagement_standing)

    def test_each_company_has_its_own_opinion(self):
        self._new_standing("blocked", company_id=self.other_company.id, user_id=False)
        self.assertFalse(self._new_draft().engagement_standing)

    def test_the_banner_says_what_is_to_be_known(self):
        approved = self._new_standing("approved")
        self.assertFalse(self._new_draft().engagement_warning)
        approved.standing_override = "conditional"
        self.assertEqual(
            self._new_draft().engagement_warning,
            "Board Mill is approved on conditions only, by evaluation "
            f"{approved.number} of 04/01/2026 to 06/30/2026.",
        )
        approved.standing_override = "blocked"
        self.assertEqual(
            self._new_draft().engagement_warning,
            f"Board Mill is blocked, by evaluation {approved.number} of 04/01/2026 to "
            "06/30/2026.",
        )

    def test_an_evaluation_that_is_overdue_is_said(self):
        evaluation = self._new_standing("approved", "2025-01-01", "2025-03-31")
        today = fields.Date.today()
        self.assertEqual(evaluation.reevaluate_on.isoformat(), "2026-03-31")
        order = self._new_draft()
        self.assertTrue(order.engagement_overdue)
        self.assertEqual(
            order.engagement_warning,
            "Board Mill was to be evaluated again by 03/31/2026.",
        )
        evaluation.period_end = today - timedelta(days=30)
        order.invalidate_recordset()
        self.assertFalse(order.engagement_overdue)

    def test_the_standing_shows_as_soon_as_the_supplier_is_chosen(self):
        self._new_standing("blocked")
        form = Form(self.env["purchase.order"].with_user(self.buyer))
        self.assertFalse(form.engagement_standing)
        form.partner_id = self.seller
        self.assertEqual(form.engagement_standing, "blocked")
        self.assertIn("Board Mill is blocked", form.engagement_warning)

    def test_by_default_a_blocked_supplier_only_warns(self):
        self._new_standing("blocked")
        order = self._new_draft()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_a_manager_can_be_asked(self):
        self.company.engagement_blocked_order = "ask"
        self._new_standing("blocked")
        order = self._new_draft()
        order.button_confirm()
        self.assertEqual(order.state, "to approve")
        order.button_approve()
        self.assertEqual(order.state, "to approve")
        order.with_user(self.purchase_manager).button_approve()
        self.assertEqual(order.state, "purchase")

    def test_nobody_is_asked_for_a_supplier_in_good_standing(self):
        self.company.engagement_blocked_order = "ask"
        for standing in (False, "approved", "conditional"):
            if standing:
                self._new_standing(standing, f"2026-0{len(standing) % 5 + 1}-01")
            order = self._new_draft()
            order.button_confirm()
            self.assertEqual(order.state, "purchase")

    def test_an_order_can_be_refused_and_then_nothing_changes(self):
        self.company.engagement_blocked_order = "refuse"
        evaluation = self._new_standing("blocked")
        good = self._new_draft(partner_id=self.other_supplier.id)
        bad = self._new_draft()
        with self.assertRaisesRegex(
            UserError,
            f"{bad.name} cannot be confirmed. Board Mill is blocked, by evaluation "
            f"{evaluation.number} of .* Choose another supplier, or have this one "
            "evaluated again",
        ):
            (good + bad).button_confirm()
        self.assertEqual(set((good + bad).mapped("state")), {"draft"})
        self.assertFalse(self.product.seller_ids)
        with self.assertRaises(UserError):
            bad.with_user(self.purchase_manager).button_confirm()

    def test_what_was_waiting_when_the_supplier_was_blocked_is_refused_as_well(self):
        order = self._new_draft()
        order.state = "to approve"
        self._new_standing("blocked")
        self.company.engagement_blocked_order = "refuse"
        with self.assertRaises(UserError):
            order.with_user(self.purchase_manager).button_approve()
        self.assertEqual(order.state, "to approve")

    def test_each_company_says_for_itself_what_follows(self):
        self.other_company.engagement_blocked_order = "refuse"
        self._new_standing("blocked")
        order = self._new_draft()
        order.button_confirm()
        self.assertEqual(order.state, "purchase")

    def test_orders_cost_one_query_more_however_many(self):
        self._new_standing("blocked")
        orders = self.env["purchase.order"]
        for _number in range(5):
            orders += self._new_order(state="draft")
        # as the web client asks
        orders = orders.with_user(self.buyer).with_context(lang="en_US", tz="UTC")
        names = ["name", "partner_id", "company_id", "state"]
        ours = ["engagement_standing", "engagement_overdue", "engagement_warning"]
        shown = {"partner_id": {"fields": {"display_name": {}}}}

        def count(records, names):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records.web_read({name: {} for name in names} | shown)
            return self.cr.sql_log_count - before

        count(orders, names + ours)  # what is cached for good
        plain = count(orders[:1], names)
        for some in (orders[:1], orders):
            self.assertEqual(count(some, names + ours) - plain, 1)
