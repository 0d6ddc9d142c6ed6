# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from odoo.addons.base.tests.common import BaseCommon

from .fake_model import FakeDocument, FakeFollowUp, add_fake_models


@tagged("post_install", "-at_install", "engagement")
class TestOriginMixin(BaseCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeDocument, FakeFollowUp)
        cls.user = new_test_user(cls.env, "origin_user", groups="base.group_user")
        cls.document = cls.env["engagement.fake.document"].create(
            {"name": "Late delivery", "number": "D-1"}
        )
        cls.follow_ups = cls.env["engagement.fake.follow.up"]

    def _follow_up(self, origin, **vals):
        return self.follow_ups.create(
            {"origin_model": origin._name, "origin_res_id": origin.id, **vals}
        )

    def _hide_documents_from_users(self):
        self.env["ir.rule"].create(
            {
                "name": "nobody's documents",
                "model_id": self.env["ir.model"]._get_id("engagement.fake.document"),
                "domain_force": "[('user_id', '=', user.id)]",
            }
        )

    def test_the_name_of_the_origin_is_kept(self):
        follow_up = self._follow_up(self.document)
        self.assertEqual(follow_up.origin_ref, "Late delivery")
        self.assertEqual(follow_up._get_origin(), self.document)
        self.assertEqual(follow_up.origin_record, self.document)

    def test_a_picked_origin_is_linked_changed_and_taken_away(self):
        picked = {"origin_record": f"engagement.fake.document,{self.document.id}"}
        follow_up = self.follow_ups.create(picked)
        self.assertEqual(follow_up.origin_model, "engagement.fake.document")
        self.assertEqual(follow_up.origin_res_id, self.document.id)
        self.assertEqual(follow_up.origin_ref, "Late delivery")
        follow_up.origin_record = self.user.partner_id
        self.assertEqual(follow_up.origin_model, "res.partner")
        self.assertEqual(follow_up.origin_ref, self.user.partner_id.display_name)
        follow_up.origin_record = False
        self.assertFalse(follow_up.origin_model)
        self.assertFalse(follow_up.origin_res_id)
        self.assertFalse(follow_up.origin_ref)
        with self.assertRaisesRegex(UserError, "No origin"):
            follow_up.action_open_origin()

    def test_a_deleted_origin_stays_readable(self):
        follow_up = self._follow_up(self.document)
        self.document.unlink()
        # Written again, as an import would: nothing is there to be named anew
        self.env.add_to_compute(follow_up._fields["origin_ref"], follow_up)
        self.assertEqual(follow_up.origin_ref, "Late delivery")
        self.assertFalse(follow_up._get_origin())
        self.assertFalse(follow_up.origin_record)
        with self.assertRaisesRegex(UserError, "“Late delivery” cannot be opened"):
            follow_up.action_open_origin()

    def test_the_origin_of_an_uninstalled_app_stays_readable(self):
        follow_up = self._follow_up(self.document)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE engagement_fake_follow_up SET origin_model = %s WHERE id = %s",
                "gone.document",
                follow_up.id,
            )
        )
        self.env.invalidate_all()
        self.env.add_to_compute(follow_up._fields["origin_ref"], follow_up)
        self.assertEqual(follow_up.origin_ref, "Late delivery")
        self.assertFalse(follow_up._get_origin())
        self.assertFalse(follow_up.origin_record)
        with self.assertRaisesRegex(UserError, "its app was uninstalled"):
            follow_up.action_open_origin()
        # What the client reads for a form and a list works as well
        shown = follow_up.web_read(
            {
                "origin_ref": {},
                "origin_res_id": {},
                "origin_record": {"fields": {"display_name": {}}},
            }
        )
        self.assertEqual(shown[0]["origin_ref"], "Late delivery")
        self.assertFalse(shown[0]["origin_record"])

    def test_opening_leads_to_the_form_of_the_origin(self):
        action = self._follow_up(self.document).action_open_origin()
        self.assertEqual(action["res_model"], "engagement.fake.document")
        self.assertEqual(action["res_id"], self.document.id)

    def test_an_origin_that_one_may_not_read_is_named_but_not_opened(self):
        follow_up = self._follow_up(self.document)
        self._hide_documents_from_users()
        follow_up = follow_up.with_user(self.user)
        self.assertEqual(follow_up.origin_ref, "Late delivery")
        self.assertFalse(follow_up._get_origin())
        self.assertFalse(follow_up.origin_record)
        with self.assertRaisesRegex(UserError, "You may not open “Late delivery”"):
            follow_up.action_open_origin()

    def test_nobody_links_what_they_may_not_read(self):
        """Or the kept name would tell it to them."""
        self._hide_documents_from_users()
        self.env.flush_all()
        follow_ups = self.follow_ups.with_user(self.user)
        vals = {
            "origin_model": "engagement.fake.document",
            "origin_res_id": self.document.id,
        }
        with self.assertRaisesRegex(ValidationError, "you may not open it"):
            follow_ups.create(vals)
        # Nor does a form tell it before saving
        self.assertFalse(follow_ups.new(vals).origin_ref)
        self.assertFalse(follow_ups.new(vals).origin_record)

    def test_what_does_not_exist_is_no_origin(self):
        for model, res_id in [
            ("gone.document", 1),
            ("engagement.fake.document", 10**8),
            ("engagement.origin.mixin", 1),
            ("engagement.fake.document", False),
            (False, self.document.id),
        ]:
            with (
                self.subTest(model=model, res_id=res_id),
                self.assertRaisesRegex(ValidationError, "does not exist"),
            ):
                self.follow_ups.create({"origin_model": model, "origin_res_id": res_id})

    def test_origins_stay_in_their_company(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        self.document.company_id = other
        with self.assertRaisesRegex(ValidationError, "its origin to Other Company"):
            self._follow_up(self.document)
        self.assertTrue(self._follow_up(self.document, company_id=other.id))
        self.document.company_id = False
        self.assertTrue(self._follow_up(self.document))

    def test_a_copy_has_no_origin(self):
        copy = self._follow_up(self.document, name="First").copy()
        self.assertFalse(copy.origin_model)
        self.assertFalse(copy.origin_res_id)
        self.assertFalse(copy.origin_ref)

    def test_a_merged_contact_hands_over_what_came_from_it(self):
        double, kept = self.env["res.partner"].create(
            [{"name": "Miler"}, {"name": "Miller"}]
        )
        follow_up = self._follow_up(double)
        other = self._follow_up(self.document)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | kept).ids, kept
        )
        self.assertFalse(double.exists())
        self.assertEqual(follow_up._get_origin(), kept)
        self.assertEqual(follow_up.origin_ref, "Miller")
        self.assertEqual(other._get_origin(), self.document)

    def test_only_documents_are_offered(self):
        offered = dict(self.follow_ups._selection_origin_record())
        self.assertEqual(offered["res.partner"], "Contact")
        self.assertIn("calendar.event", offered)
        for model in offered:
            self.assertFalse(self.env[model]._abstract, model)
            self.assertFalse(self.env[model]._transient, model)
            self.assertFalse(model.startswith(("ir.", "mail.", "res.config")), model)
        # An employee's file is not for everybody
        self.assertIn("hr.employee", offered)
        mine = dict(self.follow_ups.with_user(self.user)._selection_origin_record())
        self.assertNotIn("hr.employee", mine)
        self.assertIn("res.partner", mine)

    def test_reading_and_linking_many_costs_no_query_each(self):
        documents = self.env["engagement.fake.document"].create(
            [{"name": f"Document {i}", "number": f"D-{i}"} for i in range(200)]
        )
        vals_list = [
            {"origin_model": d._name, "origin_res_id": d.id, "name": d.name}
            for d in documents
        ]

        def queries(count):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            follow_ups = self.follow_ups.create(vals_list[:count])
            self.env.flush_all()
            created = self.env.cr.sql_log_count
            self.env.invalidate_all()
            records = [follow_up.origin_record for follow_up in follow_ups]
            self.assertEqual(records, list(documents[:count]))
            return created - before, self.env.cr.sql_log_count - created

        queries(20)  # fills the caches of the registry
        few, many = queries(20), queries(100)
        self.assertEqual(few, many)
        # The ORM inserts and updates 100 rows at once
        self.assertLessEqual(queries(200)[0], many[0] + 2)
