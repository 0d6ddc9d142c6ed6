# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time
from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestGuardianAccess(College, EngagementCase):
    """Who sees a learner in the portal, and when it ends."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in cls.users.values():
            user.tz = "UTC"
        cls._open_college()
        cls.learner = cls._new_learner(tutor_id=cls.tutor.id)
        cls.row = cls._new_guardian(cls.learner, "guardian")
        cls.env.flush_all()

    def _sees(self, role, learner=None):
        """Tell whether a role finds and reads the learner."""
        learner = (learner or self.learner).with_user(self.users[role])
        self.env.flush_all()
        self.env.invalidate_all()
        found = bool(learner.search([("id", "=", learner.id)]))
        self.assertEqual(learner.has_access("read"), found)
        return found

    def test_a_row_begins_and_ends_at_midnight_without_a_new_login(self):
        self.row.write({"valid_from": "2026-04-01", "valid_to": "2026-04-02"})
        for moment, expected, access in (
            ("2026-03-31 23:59:59", False, "later"),
            ("2026-04-01 00:00:01", True, "open"),
            ("2026-04-02 23:59:59", True, "open"),
            ("2026-04-03 00:00:01", False, "ended"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self._sees("guardian"), expected)
                self.assertEqual(self.row.access, access)

    def test_access_ends_on_the_birthday_with_no_job_run(self):
        for moment, expected, access in (
            ("2030-05-09 23:59:59", True, "open"),
            ("2030-05-10 00:00:01", False, "of_age"),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self._sees("guardian"), expected)
                self.assertEqual(self.row.access, access)
                self.assertFalse(self.row.valid_to)

    def test_the_day_is_the_school_s_whatever_clock_a_guardian_chooses(self):
        self.env.company.resource_calendar_id.tz = "Pacific/Auckland"
        for zone in ("Etc/GMT+12", "Pacific/Kiritimati"):
            for moment, expected, access in (
                ("2030-05-09 11:59:59", True, "open"),
                ("2030-05-09 12:00:01", False, "of_age"),
            ):
                with self.subTest(zone=zone, moment=moment), freeze_time(moment):
                    self.users["guardian"].tz = zone
                    self.assertEqual(self._sees("guardian"), expected)
                    self.assertEqual(self.row.access, access)
        self.row.valid_to = "2026-04-02"
        for moment, expected in (
            ("2026-04-02 10:59:59", True),
            ("2026-04-02 11:00:01", False),
        ):
            with self.subTest(moment=moment), freeze_time(moment):
                self.assertEqual(self._sees("guardian"), expected)

    def test_without_a_date_of_birth_nobody_from_outside_sees_a_learner(self):
        self.learner.birth_date = False
        self.assertFalse(self._sees("guardian"))
        self.assertEqual(self.row.access, "no_birth_date")

    def test_who_may_see_a_learner_is_invited_from_the_row(self):
        person = self.env["res.partner"].create(
            {"name": "Aunt", "email": "a@home.test"}
        )
        row = self._new_guardian(self.learner, person)
        self.assertFalse(row.has_login)
        action = row.action_invite()
        wizard = self.env["portal.wizard"].browse(action["res_id"])
        self.assertEqual(wizard.partner_ids, person)
        wizard.user_ids.action_grant_access()
        self.assertTrue(row.has_login)
        row.no_contact = True
        action = row.action_invite()
        self.assertFalse(self.env["portal.wizard"].browse(action["res_id"]).partner_ids)

    def test_without_the_tick_there_is_no_access(self):
        self.row.portal_access = False
        self.assertFalse(self._sees("guardian"))
        self.assertEqual(self.row.access, "closed")

    def test_parents_who_live_apart_see_the_child_and_not_each_other(self):
        other = self._new_guardian(self.learner, "other_parent")
        rows = self.row + other
        for role, own in (("guardian", self.row), ("other_parent", other)):
            self.assertTrue(self._sees(role))
            mine = rows.with_user(self.users[role])
            self.assertEqual(mine.search([]), own)
            with self.assertRaises(AccessError):
                (rows - own).with_user(self.users[role]).read(["partner_id"])
            with self.assertRaises(AccessError):
                self.learner.with_user(self.users[role]).read(["guardianship_ids"])
            with self.assertRaises(AccessError):
                self.learner.with_user(self.users[role]).search(
                    [("guardianship_ids.partner_id", "in", rows.partner_id.ids)]
                )

    def test_no_contact_wins_over_all_that_is_ticked_and_over_its_own_dates(self):
        rights = dict.fromkeys(
            ["may_receive_information", "may_consent", "may_collect"], True
        )
        self.row.write({"no_contact": True, **rights})
        self.assertFalse(self._sees("guardian"))
        self.assertEqual(self.row.access, "no_contact")
        self.row.write({"valid_to": "2026-01-31"})
        self.assertFalse(self._sees("guardian"))

    def test_no_contact_wins_over_a_second_row_of_the_same_person(self):
        """A second row cannot be made; were one there, the mark would win."""
        second = self._new_guardian(self.learner, self.users["portal"].partner_id)
        second.no_contact = True
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE engagement_guardianship"
            " DROP CONSTRAINT engagement_guardianship_partner_once"
        )
        self.env.cr.execute(
            "UPDATE engagement_guardianship SET partner_id = %s WHERE id = %s",
            [self.row.partner_id.id, second.id],
        )
        self.env.invalidate_all()
        self.assertFalse(self._sees("guardian"))

    def test_no_contact_is_for_one_child_only(self):
        sister = self._new_learner("Sister")
        self._new_guardian(sister, "guardian", no_contact=True)
        self.assertTrue(self._sees("guardian"))
        self.assertFalse(self._sees("guardian", sister))

    def test_only_safeguarding_lifts_no_contact(self):
        self.row.with_user(self.users["manager"]).no_contact = True
        manager = self.row.with_user(self.users["manager"])
        other = self._new_learner("Other")
        for change in (
            lambda: manager.write({"no_contact": False}),
            lambda: manager.write({"partner_id": other.partner_id.id}),
            lambda: manager.write({"learner_id": other.id}),
            lambda: manager.unlink(),
        ):
            with self.assertRaisesRegex(UserError, "only the safeguarding group"):
                change()
        manager.write({"priority": 20})
        self.row.with_user(self.users["safeguarding"]).no_contact = False
        self.assertTrue(self._sees("guardian"))

    def test_why_no_contact_is_for_safeguarding_only(self):
        self.row.write({"no_contact": True, "no_contact_reason": "Court order"})
        for role in ("manager", "support", "tutor"):
            row = self.row.with_user(self.users[role])
            self.assertEqual(row.read(["no_contact"])[0]["no_contact"], True)
            with self.assertRaises(AccessError):
                row.read(["no_contact_reason"])
        row = self.row.with_user(self.users["safeguarding"])
        self.assertEqual(row.no_contact_reason, "Court order")

    def test_who_needs_special_care_is_for_support_and_safeguarding_only(self):
        for role in ("support", "safeguarding"):
            self.learner.with_user(self.users[role]).read(["vulnerable"])
        for role in ("manager", "tutor", "guardian"):
            with self.assertRaises(AccessError):
                self.learner.with_user(self.users[role]).read(["vulnerable"])

    def test_whoever_is_kept_away_follows_nothing(self):
        partner = self.row.partner_id
        self.learner.message_subscribe(partner_ids=partner.ids)
        self.assertIn(partner, self.learner.message_partner_ids)
        self.row.no_contact = True
        self.assertNotIn(partner, self.learner.message_partner_ids)
        self.learner.message_subscribe(partner_ids=partner.ids)
        self.assertNotIn(partner, self.learner.message_partner_ids)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_sees_a_learner_from_outside_sees_no_history_and_no_files(self):
        """What one parent was told is not for the other."""
        file = self.env["ir.attachment"].create(
            {
                "name": "order.txt",
                "raw": b"order",
                "res_model": "engagement.learner",
                "res_id": self.learner.id,
            }
        )
        message = self.learner.message_post(
            body="Told the mother", subtype_xmlid="mail.mt_comment"
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self._sees("guardian"))
        for thing in (file, message):
            thing = thing.with_user(self.users["guardian"])
            self.assertFalse(thing.search([("id", "=", thing.id)]))
            with self.assertRaises(AccessError):
                thing.read(["create_date"])
            self.assertTrue(
                thing.with_user(self.users["tutor"]).search([("id", "=", thing.id)])
            )
        with self.assertRaises(AccessError):
            self.learner.with_user(self.users["guardian"]).message_post(body="Hi")

    def test_an_educator_sees_no_more_of_a_course_that_is_over(self):
        enrolment = self._enrol(self.learner)
        self.course.state = "done"
        self.assertFalse(self._sees("educator"))
        seen = self.row.with_user(self.users["educator"])
        self.assertFalse(seen.has_access("read"))
        enrolment = enrolment.with_user(self.users["educator"])
        self.assertEqual(enrolment.learner_name, self.learner.name)

    def test_an_educator_sees_a_learner_while_enrolled(self):
        enrolment = self._enrol(self.learner)
        self.assertTrue(self._sees("educator"))
        enrolment.write({"state": "withdrawn", "withdrawal_reason": "Moved"})
        self.assertFalse(self._sees("educator"))

    def test_nobody_is_the_own_guardian_or_a_guardian_twice(self):
        with self.assertRaisesRegex(ValidationError, "own guardian"):
            self._new_guardian(self.learner, self.learner.partner_id)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["engagement.guardianship"].create(self.row.copy_data())
