# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .test_review import ReviewCase


@tagged("post_install", "-at_install", "engagement")
class TestReviewAccess(ReviewCase):
    """Who plans, holds, closes and reads reviews, and who does not."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party.user_id = cls.users["user"]
        cls.own = cls.reviews.create(
            {
                "kind": "relationship",
                "party_id": cls.party.id,
                "user_id": cls.users["user"].id,
            }
        )
        cls.others = cls.reviews.create(
            {
                "kind": "relationship",
                "party_id": cls._new_party("Another").id,
                "outcome": "Nobody has to know",
            }
        )
        cls.of_code = cls.reviews.create({"kind": "code", "code_id": cls.code.id})

    def test_the_responsible_holds_and_closes_and_the_next_one_comes(self):
        own = self.own.with_user(self.users["user"])
        own.action_hold()
        own.outcome = "Well"
        own.action_close()
        self.assertEqual(own.state, "closed")
        self.assertEqual(self.party.last_review_date, own.held_date)
        following = self._reviews_of(self.party) - self.own
        self.assertEqual(following.user_id, self.users["user"])

    def test_whoever_looks_after_a_party_starts_its_review(self):
        party = self._new_party("Mine", user=self.users["user"])
        action = party.with_user(self.users["user"]).action_review()
        review = self.reviews.browse(action["res_id"])
        self.assertEqual(review.user_id, self.users["user"])
        self.assertTrue(review.with_user(self.users["user"]).has_access("write"))
        self.assertEqual(
            party.with_user(self.users["user"]).action_review()["res_id"], review.id
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_starts_the_review_of_what_is_not_theirs(self):
        party = self.others.party_id
        for role in ("internal", "user", "leader", "portal"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                party.with_user(self.users[role]).action_review()
        with self.assertRaises(AccessError):
            self.code.with_user(self.users["user"]).action_review()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_a_user_plans_nothing_and_closes_nothing_of_others(self):
        user = self.users["user"]
        with self.assertRaises(AccessError):
            self.reviews.with_user(user).create(
                {"kind": "code", "code_id": self.code.id, "user_id": user.id}
            )
        self.assertFalse(self.others.with_user(user).has_access("read"))
        self.assertTrue(self.of_code.with_user(user).has_access("read"))
        for review in (self.others, self.of_code):
            with self.assertRaises(AccessError):
                review.with_user(user).action_hold()
            with self.assertRaises(AccessError):
                review.with_user(user).unlink()

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_a_leader_reads_but_holds_only_the_own_ones(self):
        leader = self.users["leader"]
        self.assertEqual(self.others.with_user(leader).outcome, "Nobody has to know")
        with self.assertRaises(AccessError):
            self.others.with_user(leader).action_hold()
        self.of_code.user_id = leader
        own = self.of_code.with_user(leader)
        self.code.action_start_review()
        own.action_hold()
        own.write({"outcome": "Well", "suitable": "yes"})
        own.action_close()
        self.assertEqual(self.code.state, "in_force")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_learns_a_name_by_choosing_a_party(self):
        own = self.own.with_user(self.users["user"])
        with self.assertRaises(UserError):
            own.party_id = self.others.party_id

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_another_companys_officer_sees_nothing(self):
        stranger = self.other_officer
        for review in self.own + self.others + self.of_code:
            self.assertFalse(review.with_user(stranger).has_access("read"))
        self.assertFalse(
            self.reviews.with_user(stranger).search(
                [("id", "in", (self.own + self.others + self.of_code).ids)]
            )
        )
        with self.assertRaises(AccessError):
            self.code.with_user(stranger)._ask_for_review("law", "Something")

    def test_counts_follow_what_one_may_read(self):
        party = self.others.party_id
        self.assertEqual(party.with_user(self.users["officer"]).review_count, 1)
        self.party.user_id = self.users["internal"]
        mine = self.party.with_user(self.users["user"])
        self.party.sudo().create_uid = self.users["user"]
        self.own.user_id = self.users["officer"]
        mine.invalidate_recordset()
        self.assertEqual(
            self.reviews.with_user(self.users["user"]).search_count(
                [("party_id", "=", self.party.id)]
            ),
            0,
        )
