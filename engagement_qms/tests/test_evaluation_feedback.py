# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .evaluation_common import EvaluationCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-02-10 12:00:00")
class TestEvaluationFeedback(EvaluationCase):
    """Two clicks between two orders: open, thumb."""

    def _open(self, partners, user="user"):
        """Open it from the form or the list of contacts."""
        model = self.env["engagement.evaluation.feedback"].with_user(self.users[user])
        return Form(
            model.with_context(active_model="res.partner", active_ids=partners.ids)
        )

    def test_a_thumb_on_a_partner_saves_at_once(self):
        person = self.wood.create({"name": "Ann", "parent_id": self.wood.id})
        form = self._open(person)
        result = form.save().action_thumb_up()
        self.assertEqual(
            result["params"]["message"], "Recorded: Quality, for Oak and Ash."
        )
        said = self.ratings.search([("user_id", "=", self.users["user"].id)])
        self.assertEqual(
            (said.partner_id, said.criterion_id, said.score, said.scale),
            (self.wood, self.quality, 100, "thumbs"),
        )

    def test_many_partners_get_the_same_from_the_list(self):
        form = self._open(self.wood + self.steel)
        form.criterion_id = self.communication
        form.text = "Called back the same day"
        form.stars = "4"
        form.save().action_save()
        said = self.ratings.search([("user_id", "=", self.users["user"].id)])
        self.assertEqual(said.partner_id, self.wood + self.steel)
        self.assertEqual(said.mapped("score"), [75, 75])
        self.assertEqual(set(said.mapped("text")), {"Called back the same day"})

    def test_without_stars_nothing_is_saved(self):
        feedback = self._open(self.wood).save()
        with self._refused("Give 1 to 5 stars"):
            feedback.action_save()
        self.assertFalse(self.ratings.search([("partner_id", "=", self.wood.id)]))

    def test_what_is_counted_is_not_offered(self):
        self.quality.fact = "joint_actions"
        form = self._open(self.wood)
        self.assertEqual(form.criterion_id, self.delivery)
        self.assertNotIn(self.quality, form.save().criterion_ids)
        feedback = form.save()
        feedback.criterion_id = self.quality
        with self._refused("“Quality” is counted, not rated"):
            feedback.action_thumb_down()

    def test_it_keeps_the_document_it_came_from_if_one_may_see_it(self):
        action = self.env["engagement.action"].create(
            {"name": "Deliver on Mondays", "user_id": self.users["user"].id}
        )
        model = self.env["engagement.evaluation.feedback"]
        model.with_user(self.users["user"]).create(
            {
                "partner_ids": self.wood.ids,
                "criterion_id": self.delivery.id,
                "origin_model": "engagement.action",
                "origin_res_id": action.id,
            }
        ).action_thumb_up()
        said = self.ratings.search([("partner_id", "=", self.wood.id)])
        self.assertEqual(said.origin_ref, action.display_name)
        hidden = self.env["engagement.action"].create(
            {"name": "Secret", "confidentiality": "secret"}
        )
        feedback = model.with_user(self.users["user"]).create(
            {
                "partner_ids": self.wood.ids,
                "criterion_id": self.delivery.id,
                "origin_model": "engagement.action",
                "origin_res_id": hidden.id,
            }
        )
        with self._refused("origin of .* does not exist"):
            feedback.action_thumb_up()

    def test_who_has_no_role_cannot_record_any(self):
        with self.assertRaises(AccessError):
            self._open(self.wood, "internal")
