# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user, tagged

from .common import SupplierCase


@tagged("post_install", "-at_install", "engagement")
class TestOrderFeedback(SupplierCase):
    """Every buyer says how a supplier does, in two clicks from the order."""

    def _open(self, documents, user=None):
        """Open the wizard as the Action menu of these documents does."""
        return (
            self.env["engagement.evaluation.feedback"]
            .with_user(user or self.buyer)
            .with_context(
                active_model=documents._name,
                active_ids=documents.ids,
                active_id=documents[:1].id,
            )
        )

    def _get_ratings(self):
        return self.env["engagement.evaluation.rating"].search(
            [("user_id", "=", self.buyer.id)], order="id"
        )

    def test_a_thumb_on_an_order_becomes_feedback_with_its_origin(self):
        order = self._new_order(partner_id=self.seller.id)
        Form(self._open(order)).save().action_thumb_up()
        rating = self._get_ratings()
        self.assertEqual(rating.partner_id, self.supplier)
        self.assertEqual(rating.score, 100)
        self.assertEqual(rating.criterion_id.name, "Quality")
        self.assertEqual(rating.origin_model, "purchase.order")
        self.assertEqual(rating.origin_res_id, order.id)
        self.assertEqual(rating.origin_ref, order.display_name)

    def test_stars_on_many_orders_each_supplier_once(self):
        orders = (
            self._new_order()
            + self._new_order()
            + self._new_order(partner_id=self.other_supplier.id)
        )
        form = Form(self._open(orders))
        form.stars = "4"
        form.text = "Well packed"
        form.save().action_save()
        ratings = self._get_ratings()
        self.assertEqual(ratings.partner_id, self.supplier + self.other_supplier)
        self.assertEqual(ratings.mapped("score"), [75, 75])
        self.assertEqual(
            {rating.partner_id: rating.origin_res_id for rating in ratings},
            {self.supplier: orders[0].id, self.other_supplier: orders[2].id},
        )

    def test_buyers_see_their_own_and_no_evaluation(self):
        order = self._new_order()
        Form(self._open(order)).save().action_thumb_down()
        Form(self._open(order, self.purchase_manager)).save().action_thumb_up()
        ratings = self.env["engagement.evaluation.rating"].with_user(self.buyer)
        mine = ratings.search([])
        self.assertEqual(mine.mapped("score"), [0])
        theirs = self.env["engagement.evaluation.rating"].search(
            [("user_id", "=", self.purchase_manager.id)]
        )
        with self.assertRaises(AccessError):
            theirs.with_user(self.buyer).read(["score"])
        with self.assertRaises(AccessError):
            theirs.with_user(self.buyer).write({"score": 0})
        for model in ("engagement.evaluation", "engagement.evaluation.line"):
            with self.assertRaises(AccessError):
                self.env[model].with_user(self.buyer).search([])
        for model in ("engagement.criterion", "engagement.criteria.set"):
            some = self.env[model].with_user(self.buyer).search([], limit=1)
            self.assertTrue(some)
            with self.assertRaises(AccessError):
                some.write({"name": "Mine"})

    def test_buyers_record_it_on_vendors_and_find_what_they_said(self):
        vendors = self.supplier + self.seller + self.other_supplier
        bindings = self.env["ir.actions.actions"].with_user(self.buyer)
        action = self.env.ref("engagement_qms.engagement_evaluation_feedback_action")
        offered = bindings.get_bindings("res.partner")["action"]
        self.assertIn(action.id, [one["id"] for one in offered])
        arch = vendors.with_user(self.buyer).get_view(view_type="form")["arch"]
        self.assertIn(f'name="{action.id}"', arch)
        Form(self._open(vendors)).save().action_thumb_up()
        self.assertEqual(
            self._get_ratings().partner_id, self.supplier + self.other_supplier
        )
        mine = self.env.ref("engagement_qms_purchase.engagement_feedback_mine_menu")
        menus = self.env["ir.ui.menu"]
        self.assertIn(mine.id, menus.with_user(self.buyer)._visible_menu_ids())
        rating = self._get_ratings()[:1].with_user(self.buyer)
        with Form(rating) as form:
            form.score = 25
        rating.unlink()
        self.assertEqual(len(self._get_ratings()), 1)

    def test_nobody_speaks_for_a_colleague(self):
        Form(self._open(self._new_order())).save().action_thumb_up()
        rating = self._get_ratings().with_user(self.buyer)
        with self.assertRaises(AccessError):
            rating.copy({"user_id": self.purchase_manager.id})

    def test_who_buys_nothing_records_nothing(self):
        order = self._new_order()
        internal = self.users["internal"]
        with self.assertRaises(AccessError):
            Form(self._open(order, internal))
        with self.assertRaises(AccessError):
            Form(self._open(order, self.users["portal"]))
        # nor past the form
        model = self.env["engagement.evaluation.feedback"].with_user(internal)
        values = {
            "partner_ids": self.supplier.ids,
            "criterion_id": self.env.ref("engagement_qms.criterion_quality").id,
        }
        with self.assertRaises(AccessError):
            model.create(values)

    def test_an_order_of_another_company_is_not_read(self):
        theirs = self._new_order(company_id=self.other_company.id, state="draft")
        with self.assertRaises(AccessError):
            Form(self._open(theirs))
        feedback = Form(self._open(self._new_order())).save()
        feedback.document_ids = f"[{theirs.id}]"
        with self.assertRaises(AccessError):
            feedback.action_thumb_up()
        self.assertFalse(self._get_ratings())

    def test_another_document_is_no_way_in(self):
        feedback = Form(self._open(self._new_order())).save()
        feedback.document_model = "res.users"
        feedback.action_thumb_up()
        self.assertEqual(self._get_ratings().origin_model, "purchase.order")

    def test_users_of_the_app_use_it_on_orders_as_well(self):
        user = new_test_user(
            self.env,
            "test_both",
            groups="engagement_qms.group_engagement_user,purchase.group_purchase_user",
        )
        Form(self._open(self._new_order(), user)).save().action_thumb_up()
        rating = self.env["engagement.evaluation.rating"].search(
            [("user_id", "=", user.id)]
        )
        self.assertEqual(rating.partner_id, self.supplier)

    def test_many_orders_cost_no_more_queries_than_few(self):
        def count(number):
            orders = self.env["purchase.order"].concat(
                *(
                    self._new_order(
                        partner_id=self.supplier.copy({"name": f"{number} {n}"}).id,
                        state="draft",
                    )
                    for n in range(number)
                )
            )
            feedback = Form(self._open(orders)).save()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            feedback.action_thumb_up()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(1)
        few, many = count(3), count(12)
        self.assertLessEqual(many - few, 2)
