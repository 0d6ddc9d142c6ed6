# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger
from odoo.tools.translate import code_translations

from odoo.addons.base.tests.common import BaseCommon

from .fake_model import add_fake_models

BATCHES = "odoo.addons.engagement_qms.models.mixins.batches"


class FakeSubject(models.Model):
    _module = None
    _name = "engagement.fake.subject"
    _description = "Fake Subject"

    name = fields.Char()
    active = fields.Boolean(default=True)
    began_on = fields.Date()
    user_id = fields.Many2one("res.users")
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)


class FakeReview(models.Model):
    _module = None
    _name = "engagement.fake.review"
    _description = "Fake Review"
    _inherit = ["engagement.review.mixin"]

    _review_subject_field = "subject_id"
    _review_anchor_field = "began_on"
    _review_kinds = ("relationship",)

    subject_id = fields.Many2one("engagement.fake.subject", index=True)

    _one_open = models.UniqueIndex(
        "(subject_id, schedule_id) "
        "WHERE state IN ('planned', 'held') AND schedule_id IS NOT NULL",
        "This subject has an open review already.",
    )

    @api.depends("subject_id.name")
    def _compute_display_name(self):
        for review in self:
            review.display_name = f"Review of {review.subject_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create(vals_list)
        self.env.flush_all()
        if "Bad" in reviews.subject_id.mapped("name"):
            raise ValueError("This subject cannot be reviewed")
        return reviews


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-02")
class TestReviewMixin(BaseCommon):
    """Monthly reviews on the 31st, reminded ten days before, from 31 January on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        add_fake_models(cls, FakeSubject, FakeReview)
        cls.reviews = cls.env["engagement.fake.review"]
        cls.subjects = cls.env["engagement.fake.subject"]
        cls.user = new_test_user(
            cls.env,
            "review_user",
            email="reviewer@example.com",
            groups="engagement_qms.group_engagement_user",
        )
        cls.boss = new_test_user(cls.env, "review_boss", email="boss@example.com")
        # the rhythms that the addon ships are for its own reviews
        cls.env["engagement.review.schedule"].search([]).active = False
        cls.schedule = cls.env["engagement.review.schedule"].create(
            {
                "name": "Every month",
                "kind": "relationship",
                "start_date": date(2026, 1, 31),
                "interval_number": 1,
                "interval_unit": "month",
                "lead_days": 10,
                "escalation_user_id": cls.boss.id,
            }
        )
        cls.subject = cls.subjects.create({"name": "Alpha", "user_id": cls.user.id})

    def setUp(self):
        super().setUp()
        cron = type(self.env["ir.cron"])
        self.commits = []

        def commit(_cron, processed=0, *, remaining=None, deactivate=False):
            self.env.flush_all()
            self.commits.append((processed, remaining))
            return self.seconds_left

        self.seconds_left = 60.0
        self.patch(cron, "_commit_progress", commit)

    def _run(self, today):
        with freeze_time(today):
            return self.reviews._cron_schedule_reviews()

    def _all(self):
        return self.reviews.search([], order="id")

    def _activities(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", self.reviews._name)], order="id"
        )

    def _hold_and_close(self, review, today, **vals):
        with freeze_time(today):
            review.action_hold()
            review.write({"outcome": "All is well", **vals})
            review.action_close()

    # Planning

    def test_the_first_review_is_planned_inside_the_lead_time(self):
        self._run("2026-01-20")
        self.assertFalse(self._all())
        self._run("2026-01-21")
        review = self._all()
        self.assertEqual(review.planned_date, date(2026, 1, 31))
        self.assertEqual(review.subject_id, self.subject)
        self.assertEqual(review.user_id, self.user)
        self.assertEqual(review.company_id, self.env.company)
        self.assertEqual(review.state, "planned")

    def test_nobody_gets_a_mail_for_each_new_review(self):
        self.reviews = self.reviews.with_env(self.env(context={}))
        mails = self.env["mail.mail"].search_count([])
        self._run("2026-01-31")
        self.assertEqual(self._all().message_partner_ids, self.user.partner_id)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)

    def test_running_again_changes_nothing(self):
        self._run("2026-01-25")
        review, activity = self._all(), self._activities()
        written = review.write_date, activity.write_date
        for today in ("2026-01-25", "2026-01-26", "2026-02-01"):
            self._run(today)
        self.assertEqual(self._all(), review)
        self.assertEqual(self._activities(), activity)
        self.assertEqual((review.write_date, activity.write_date), written)

    def test_missed_days_leave_one_late_review(self):
        """Nobody ran the job for more than a year: there is one review, not 14."""
        self._run("2027-03-10")
        review = self._all()
        self.assertEqual(review.planned_date, date(2026, 1, 31))
        self._hold_and_close(review, "2027-03-10")
        self.assertEqual(review.next_review_date, date(2027, 3, 31))
        self.assertEqual(self._all()[1:].planned_date, date(2027, 3, 31))
        self._run("2027-03-11")
        self.assertEqual(len(self._all()), 2)

    def test_what_is_called_off_late_is_followed_by_a_day_to_come(self):
        self._run("2026-01-31")
        with freeze_time("2027-03-10"):
            self._all().action_cancel()
        self.assertEqual(self._all()[1:].planned_date, date(2027, 3, 31))

    def test_month_ends_come_back(self):
        self._run("2026-01-31")
        days = []
        for _month in range(4):
            review = self._all()[-1]
            days.append(review.planned_date)
            self._hold_and_close(review, review.planned_date)
        self.assertEqual(
            days,
            [
                date(2026, 1, 31),
                date(2026, 2, 28),
                date(2026, 3, 31),
                date(2026, 4, 30),
            ],
        )

    def test_the_subject_s_own_beginning_counts(self):
        self.schedule.first_offset_days = 30
        self.subject.began_on = date(2026, 5, 1)
        self._run("2026-05-20")
        self.assertFalse(self._all())
        self._run("2026-05-21")
        self.assertEqual(self._all().planned_date, date(2026, 5, 31))

    def test_a_given_next_day_wins(self):
        self._run("2026-01-31")
        review = self._all()
        self._hold_and_close(review, "2026-02-02", next_review_date=date(2026, 2, 9))
        self.assertEqual(self._all()[1:].planned_date, date(2026, 2, 9))
        # After that the rhythm goes on as it was
        self._hold_and_close(self._all()[1:], "2026-02-09")
        self.assertEqual(self._all()[2:].planned_date, date(2026, 2, 28))

    def test_a_cancelled_review_is_followed_by_the_next_one(self):
        self._run("2026-01-31")
        with freeze_time("2026-01-31"):
            self._all().action_cancel()
        self.assertEqual(
            self._all().mapped("planned_date"), [date(2026, 1, 31), date(2026, 2, 28)]
        )
        self.assertFalse(self._activities())

    def test_archived_subjects_and_schedules_are_left_alone(self):
        self._run("2026-01-31")
        self.subject.active = False
        self._hold_and_close(self._all(), "2026-01-31")
        self._run("2026-02-28")
        self.assertEqual(len(self._all()), 1)
        self.subject.active = True
        self.schedule.active = False
        self._run("2026-02-28")
        self.assertEqual(len(self._all()), 1)
        self.schedule.active = True
        self._run("2026-02-28")
        second = self._all()[1:]
        self.assertEqual(second.planned_date, date(2026, 2, 28))
        self.schedule.active = False
        self._hold_and_close(second, "2026-02-28")
        self.assertEqual(len(self._all()), 2)

    def test_a_review_without_schedule_has_no_successor(self):
        review = self.reviews.create({"subject_id": self.subject.id})
        self._hold_and_close(review, "2026-03-02")
        self.assertFalse(review.next_review_date)
        self.assertEqual(self._all(), review)

    def test_one_open_review_per_subject_and_schedule(self):
        self._run("2026-01-31")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._all().copy({"planned_date": date(2026, 2, 1)})
            self.env.flush_all()
        self._all().copy({"planned_date": date(2026, 2, 1), "schedule_id": False})

    def test_other_kinds_and_companies_are_left_out(self):
        other = self.env["res.company"].create({"name": "Other Company"})
        theirs = self.subjects.create({"name": "Theirs", "company_id": other.id})
        self.schedule.company_id = other
        self.schedule.copy({"kind": "audit", "company_id": False})
        self._run("2026-02-01")
        self.assertEqual(self._all().subject_id, theirs)
        self.assertEqual(self._all().company_id, other)

    # Steps

    def test_each_step_says_what_is_missing(self):
        review = self.reviews.create({"subject_id": self.subject.id})
        with self.assertRaisesRegex(UserError, "“Planned”: note first"):
            review.action_close()
        review.held_date = date(2026, 3, 3)
        with self.assertRaisesRegex(UserError, "held on 03/03/2026, a day to come"):
            review.action_hold()
        review.held_date = date(2026, 2, 27)
        review.action_hold()
        self.assertEqual(review.held_date, date(2026, 2, 27))
        with self.assertRaisesRegex(UserError, "“Held” already"):
            review.action_hold()
        review.outcome = "  "
        with self.assertRaisesRegex(UserError, "“Review of Alpha” has no outcome yet"):
            review.action_close()
        review.write({"outcome": "Fine", "next_review_date": date(2026, 2, 27)})
        with self.assertRaisesRegex(UserError, "must be after the day"):
            review.action_close()
        review.next_review_date = date(2026, 2, 28)
        review.action_close()
        self.assertEqual(review.state, "closed")
        with self.assertRaisesRegex(UserError, "“Closed” and can no longer"):
            review.action_cancel()

    # Reminders

    def test_one_activity_that_tells_nothing(self):
        outcome = "Mr. Miller has to go"
        self.schedule.active = False
        self.env.company.engagement_lead_days = 10
        self.reviews.create(
            {
                "subject_id": self.subject.id,
                "planned_date": date(2026, 1, 31),
                "user_id": self.user.id,
                "outcome": outcome,
            }
        )
        mails = self.env["mail.mail"].search_count([])
        self._run("2026-01-20")
        self.assertFalse(self._activities())
        self._run("2026-01-21")
        activity = self._activities()
        self.assertEqual(activity.user_id, self.user)
        self.assertEqual(activity.date_deadline, date(2026, 1, 31))
        self.assertEqual(activity.summary, "Review due")
        self.assertEqual(activity.res_name, "Review of Alpha")
        self.assertFalse(activity.note)
        self.assertEqual(self.env["mail.mail"].search_count([]), mails)
        # Done with by hand, it does not come back
        activity.action_done()
        self._run("2026-01-22")
        self.assertFalse(self._activities())

    def test_holding_ends_the_reminder_without_words(self):
        self._run("2026-01-31")
        review, activity = self._all(), self._activities()
        self._hold_and_close(review, "2026-02-01")
        self.assertFalse(activity.active)
        self.assertFalse(activity.feedback)
        bodies = " ".join(review.message_ids.mapped("body"))
        self.assertNotIn("All is well", bodies)

    def test_a_moved_or_handed_over_review_is_reminded_anew(self):
        self._run("2026-01-31")
        self._all().planned_date = date(2026, 3, 31)
        self.assertFalse(self._activities())
        self._run("2026-03-20")
        self.assertFalse(self._activities())
        self._run("2026-03-21")
        self.assertEqual(self._activities().date_deadline, date(2026, 3, 31))
        self._all().user_id = self.boss
        self._run("2026-03-22")
        self.assertEqual(self._activities().user_id, self.boss)

    def test_the_reminder_speaks_the_user_s_language(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.user.lang = "de_DE"
        german = {"Review due": "Überprüfung fällig"}
        with patch.dict(
            code_translations.python_translations, {("engagement_qms", "de_DE"): german}
        ):
            self._run("2026-01-31")
        self.assertEqual(self._activities().summary, "Überprüfung fällig")

    def test_late_reviews_are_escalated_once_after_7_and_14_days(self):
        self._run("2026-02-06")
        self.assertEqual(self._activities().user_id, self.user)
        for today in ("2026-02-07", "2026-02-08", "2026-02-13"):
            self._run(today)
        told = self._activities().filtered(lambda a: a.user_id == self.boss)
        self.assertEqual(told.summary, "Review at least 7 days late")
        for today in ("2026-02-14", "2026-02-15", "2026-03-15"):
            self._run(today)
        told = self._activities().filtered(lambda a: a.user_id == self.boss)
        self.assertEqual(
            told.mapped("summary"),
            ["Review at least 7 days late", "Review at least 14 days late"],
        )

    def test_after_missed_days_only_the_last_step_is_escalated(self):
        self._run("2026-03-15")
        told = self._activities().filtered(lambda a: a.user_id == self.boss)
        self.assertEqual(told.summary, "Review at least 14 days late")

    # The engine

    def test_one_bad_subject_stops_nobody(self):
        self.subjects.create([{"name": "Bad"}, {"name": "Zeta"}])
        with self.assertLogs(BATCHES, "ERROR") as logs:
            self._run("2026-01-31")
        self.assertEqual(self._all().subject_id.mapped("name"), ["Alpha", "Zeta"])
        self.assertEqual(len(logs.records), 1)
        self.assertIn("engagement.fake.subject", logs.records[0].getMessage())
        self.assertNotIn("Bad", logs.records[0].getMessage())

    def test_it_stops_when_its_time_is_up_and_goes_on_next_time(self):
        self.subjects.create([{"name": f"S {i}"} for i in range(1200)])
        self.seconds_left = 0
        self.assertFalse(self._run("2026-01-31"))
        self.assertEqual(len(self._all()), 1000)
        self.assertEqual(self.commits, [(1000, 201)])
        self.seconds_left = 60
        self.assertTrue(self._run("2026-01-31"))
        self.assertEqual(len(self._all()), 1201)

    def test_planning_and_reminding_many_costs_no_query_each(self):
        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run("2026-01-31")
            return self.env.cr.sql_log_count - before

        def measure(count):
            self._all().unlink()
            self.subjects.search([]).unlink()
            self.subjects.create(
                [{"name": f"S {i}", "user_id": self.user.id} for i in range(count)]
            )
            planning = queries()
            self._activities().unlink()
            self._all().reminded = False
            reminding = queries()
            self.assertEqual(len(self._activities()), count)
            return planning, reminding

        measure(10)  # fills the caches of the registry
        for few, many in zip(measure(10), measure(90), strict=True):
            self.assertLessEqual(many - few, 4)

    def test_reviewing_a_company_itself(self):
        """A management review has no other subject than the company."""
        other = self.env["res.company"].create({"name": "Other Company"})
        self.schedule.company_id = other
        review_model = type(self.reviews)
        with (
            patch.object(review_model, "_review_subject_field", "company_id"),
            patch.object(review_model, "_review_anchor_field", "create_date"),
            patch.object(review_model, "create", self.registry["mail.thread"].create),
        ):
            # A company began when it was created, whatever the day of this test
            self.reviews._plan_due_reviews(self.schedule, date(2100, 1, 1))
        self.assertEqual(self._all().company_id, other)
