# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .test_recognition import RecognitionCase


@tagged("post_install", "-at_install", "engagement")
class TestRecognitionBadge(RecognitionCase):
    """Thanks that come with one of Odoo's badges."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.badge, cls.other = cls.env["gamification.badge"].create(
            [{"name": "Helped"}, {"name": "Taught"}]
        )
        cls.no_login = cls.env["hr.employee"].create({"name": "Nora"})

    def _get_given(self, thanks):
        return {
            (badge.user_id, badge.badge_id, badge.employee_id, badge.sender_id)
            for badge in thanks.badge_user_ids
        }

    def _get_notes(self, thanks):
        return self.env["mail.message"].search(
            [
                ("model", "=", "gamification.badge.user"),
                ("res_id", "in", thanks.badge_user_ids.ids),
                ("partner_ids", "!=", False),
            ]
        )

    def test_whoever_is_named_gets_the_badge_once_and_is_told(self):
        thanks = self.thanks.with_user(self.officer).create(
            {
                "reason": "Called every customer",
                "employee_ids": (self.named + self.no_login).ids,
                "given_by_id": self.giver.id,
                "badge_id": self.badge.id,
            }
        )
        expected = {(self.user, self.badge, self.named, self.officer)}
        self.assertEqual(self._get_given(thanks), expected)
        [told] = self._get_notes(thanks)
        self.assertEqual(told.partner_ids, self.user.partner_id)
        thanks.employee_ids = self.named.ids
        thanks.reason = "Called every customer twice"
        self.assertEqual(self._get_given(thanks), expected)
        self.assertEqual(self._get_notes(thanks), told)

    def test_the_badge_follows_the_thanks(self):
        thanks = self._thank(badge_id=self.badge.id)
        thanks.badge_id = self.other
        self.assertEqual(thanks.badge_user_ids.badge_id, self.other)
        thanks.employee_ids = self.no_login.ids
        self.assertFalse(thanks.badge_user_ids)
        thanks.employee_ids = self.named.ids
        given = thanks.badge_user_ids
        self.assertEqual(given.user_id, self.user)
        thanks.unlink()
        self.assertFalse(given.exists())

    def test_what_not_everybody_may_read_has_no_badge(self):
        with self.assertRaisesRegex(ValidationError, "Everybody sees a badge"):
            self._thank(badge_id=self.badge.id, public=False)
        thanks = self._thank(badge_id=self.badge.id)
        with self.assertRaisesRegex(ValidationError, "Everybody sees a badge"):
            thanks.public = False

    def test_odoo_decides_who_may_give_a_badge(self):
        self.badge.write({"rule_auth": "users", "rule_auth_user_ids": self.user.ids})
        with self.assertRaisesRegex(UserError, "not in the user allowed list"):
            self.thanks.with_user(self.officer).create(
                {
                    "reason": "Called every customer",
                    "employee_ids": self.named.ids,
                    "given_by_id": self.giver.id,
                    "badge_id": self.badge.id,
                }
            )
