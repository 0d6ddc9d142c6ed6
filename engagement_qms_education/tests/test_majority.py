# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestMajority(College, EngagementCase):
    """The tutor is told 60 days ahead; on the day the rows end."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        # of age on 30 May, 60 days from now
        cls.learner = cls._new_learner(
            "Robin", birth_date="2008-05-30", tutor_id=cls.tutor.id
        )
        cls.row = cls._new_guardian(cls.learner, "guardian")

    def _run(self, day):
        """Run the job on a day; return what there is to do about the learner."""
        with freeze_time(f"{day} 05:00:00"):
            self.env["engagement.learner"]._cron_majority()
        self.env.flush_all()
        return self.learner.activity_ids

    def test_the_tutor_is_told_once_and_sixty_days_ahead(self):
        self.assertFalse(self._run("2026-03-30"))
        activity = self._run("2026-03-31")
        self.assertEqual(len(activity), 1)
        self.assertEqual(activity.user_id, self.users["tutor"])
        self.assertEqual(activity.date_deadline, date(2026, 5, 30))
        self.assertEqual(self._run("2026-03-31"), activity)
        self.assertEqual(self._run("2026-04-20"), activity)
        activity.action_feedback(feedback="Asked")
        self.assertFalse(self._run("2026-04-21"))

    def test_what_is_to_do_names_nobody(self):
        activity = self._run("2026-03-31")
        self.assertEqual(activity.res_name, self.learner.number)
        said = f"{activity.res_name} {activity.summary} {activity.note}"
        self.assertNotIn("Robin", said)
        self.assertNotIn("test_guardian", said)
        self.assertIn("guardians will no longer see anything", said)

    def test_missed_days_are_made_up_for(self):
        self.assertEqual(len(self._run("2026-05-20")), 1)
        self.assertFalse(self.row.valid_to)
        self._run("2026-07-20")
        self.assertEqual(self.row.valid_to, date(2026, 5, 29))

    def test_on_the_day_the_rows_end_once(self):
        self._run("2026-05-29")
        self.assertFalse(self.row.valid_to)
        self._run("2026-05-30")
        self.assertEqual(self.row.valid_to, date(2026, 5, 29))
        told = len(self.learner.message_ids)
        self._run("2026-05-30")
        self._run("2026-05-31")
        self.assertEqual(len(self.learner.message_ids), told)

    def test_a_row_for_an_adult_and_a_mark_no_contact_stay(self):
        later = self._new_guardian(
            self.learner, "other_parent", valid_from="2026-05-30"
        )
        marked = self._new_guardian(self.learner, "kept_away", no_contact=True)
        before = self._new_guardian(self.learner, "portal", valid_to="2026-01-31")
        self._run("2026-06-10")
        self.assertFalse(later.valid_to)
        self.assertFalse(marked.valid_to)
        self.assertTrue(marked.no_contact)
        self.assertEqual(before.valid_to, date(2026, 1, 31))

    def test_a_corrected_date_of_birth_is_told_again(self):
        self.assertEqual(len(self._run("2026-03-31")), 1)
        self.learner.birth_date = "2008-05-20"
        self.assertEqual(len(self._run("2026-03-31")), 2)

    def test_nobody_is_told_of_who_left_or_has_no_guardian(self):
        self.learner.status = "left"
        self.assertFalse(self._run("2026-04-10"))
        self.learner.status = "active"
        self.row.valid_to = "2026-01-31"
        self.assertFalse(self._run("2026-04-10"))

    def test_each_company_has_its_own_age_and_notice(self):
        self.other_company.write(
            {"engagement_majority_age": 21, "engagement_majority_notice_days": 5}
        )
        there = self._new_learner(
            birth_date="2005-05-30",
            company_id=self.other_company.id,
            user_id=self._new_manager_elsewhere().id,
        )
        row = self._new_guardian(there, "portal")
        self._run("2026-05-24")
        self.assertFalse(there.activity_ids)
        self._run("2026-05-25")
        self.assertEqual(there.activity_ids.user_id.login, "test_manager_elsewhere")
        self._run("2026-05-30")
        self.assertEqual(row.valid_to, date(2026, 5, 29))

    def test_without_a_tutor_the_responsible_is_told(self):
        self.learner.tutor_id = False
        self.learner.user_id = self.users["manager"]
        self.assertEqual(self._run("2026-03-31").user_id, self.users["manager"])

    def test_one_bad_learner_does_not_stop_the_others(self):
        other = self._new_learner(birth_date="2008-05-30", user_id=self.env.uid)
        self._new_guardian(other, "portal")
        model = type(self.env["engagement.learner"])
        remind = model._get_reminded_user

        def fail(learner):
            if learner == other:
                raise ValueError("bad")
            return remind(learner)

        self.patch(model, "_get_reminded_user", fail)
        with self.assertLogs("odoo.addons.engagement_qms", "ERROR"):
            self.assertEqual(len(self._run("2026-03-31")), 1)
        self.assertFalse(other.activity_ids)
