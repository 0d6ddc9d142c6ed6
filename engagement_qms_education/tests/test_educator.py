# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestEducator(College, EngagementCase):
    """Who teaches, how much, what they can do, and whether they are ready to."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.classPatch(
            type(cls.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60.0
        )
        cls.record = cls.env["engagement.educator"].create(
            {
                "employee_id": cls.educator.id,
                "user_id": cls.users["manager"].id,
                "safeguarding_valid_to": "2026-05-30",
            }
        )

    def _run(self, day):
        with freeze_time(f"{day} 05:00:00"):
            self.env["engagement.educator"]._cron_remind()
        return self.record.activity_ids

    def test_the_manager_is_reminded_sixty_days_ahead_once(self):
        self.assertFalse(self._run("2026-03-30"))
        activity = self._run("2026-03-31")
        self.assertEqual(activity.user_id, self.users["manager"])
        self.assertEqual(activity.date_deadline, date(2026, 5, 30))
        self.assertEqual(self._run("2026-03-31"), activity)
        self.assertEqual(self._run("2026-05-01"), activity)

    def test_missed_days_are_made_up_for_and_a_renewal_is_reminded_of_anew(self):
        activity = self._run("2026-08-01")
        self.assertEqual(activity.date_deadline, date(2026, 8, 1))
        self.record.safeguarding_valid_to = "2028-05-30"
        self.assertFalse(self.record.activity_ids)
        self.assertFalse(self._run("2026-08-02"))
        self.assertEqual(len(self._run("2028-05-01")), 1)

    def test_who_left_or_has_no_training_is_not_reminded_of(self):
        self.record.active = False
        self.assertFalse(self._run("2026-04-10"))
        self.record.write({"active": True, "safeguarding_valid_to": False})
        self.assertFalse(self._run("2026-04-10"))

    def test_a_certificate_is_reminded_of_120_days_ahead(self):
        certificate = self.env["engagement.certificate"].create(
            {
                "name": "ISO 21001",
                "edition": "2025",
                "partner_id": self.env["res.partner"].create({"name": "Body"}).id,
                "date_from": "2023-08-01",
                "date_to": "2026-07-29",
                "user_id": self.users["manager"].id,
            }
        )
        self.assertEqual(certificate.display_name, "ISO 21001:2025")
        for day, told in (("2026-03-30", 0), ("2026-03-31", 1), ("2026-04-20", 1)):
            with freeze_time(f"{day} 05:00:00"):
                certificate._cron_remind()
            self.assertEqual(len(certificate.activity_ids), told)
        self.assertEqual(certificate.renewal, "soon")
        certificate.date_to = "2029-07-29"
        self.assertEqual(certificate.renewal, "valid")
        self.assertFalse(certificate.activity_ids)

    def test_the_filter_finds_each_state_of_the_training(self):
        states = {
            "2026-03-30": "ended",
            "2026-03-31": "soon",
            "2026-05-30": "soon",
            "2026-05-31": "valid",
            False: "none",
        }
        for day, state in states.items():
            with self.subTest(day=day):
                self.record.safeguarding_valid_to = day
                self.assertEqual(self.record.renewal, state)
                for other in ("none", "ended", "soon", "valid"):
                    found = self.record.search(
                        [("id", "=", self.record.id), ("renewal", "=", other)]
                    )
                    self.assertEqual(bool(found), other == state)

    def test_the_load_counts_each_learner_once_and_only_what_runs(self):
        second = self._new_course(name="Second", educator_ids=self.educator.ids)
        ended = self._new_course(
            name="Ended", educator_ids=self.educator.ids, state="done"
        )
        robin, kim = self._new_learner("Robin"), self._new_learner("Kim")
        for course in (self.course, second, ended):
            self._enrol(robin, course)
        self._enrol(kim, second, state="withdrawn", withdrawal_reason="Moved")
        self._enrol(kim, ended)
        other = self.env["engagement.educator"].create({"employee_id": self.tutor.id})
        both = self.record + other
        self.assertEqual(both.mapped("course_count"), [2, 0])
        self.assertEqual(both.mapped("learner_count"), [1, 0])

    def test_the_load_costs_the_same_for_many(self):
        educators = self.record + self.env["engagement.educator"].create(
            [
                {"employee_id": employee.id}
                for employee in self.env["hr.employee"].create(
                    [{"name": f"Teacher {n}"} for n in range(20)]
                )
            ]
        )
        self._enrol(self._new_learner())
        self.env.flush_all()
        counts = []
        for some in (educators, self.record, educators):
            self.env.invalidate_all()
            some.mapped("employee_id.name")
            before = self.env.cr.sql_log_count
            some.mapped("learner_count")
            some.mapped("skill_line_ids.skill_id.name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_subjects_and_qualifications_are_skills_of_the_employee(self):
        subject = self.env.ref("engagement_qms_education.skill_type_subject")
        licence = self.env.ref("engagement_qms_education.skill_type_qualification")
        languages = self.env["hr.skill.type"].create(
            {
                "name": "Sports",
                "skill_ids": [(0, 0, {"name": "Chess"})],
                "skill_level_ids": [(0, 0, {"name": "Any", "level_progress": 1})],
            }
        )
        self.env["hr.employee.skill"].create(
            [
                {
                    "employee_id": self.educator.id,
                    "skill_type_id": kind.id,
                    "skill_id": kind.skill_ids[0].id,
                    "skill_level_id": kind.skill_level_ids[0].id,
                    "valid_from": "2020-01-01",
                    "valid_to": end,
                }
                for kind, end in (
                    (subject, False),
                    (licence, "2026-03-30"),
                    (licence, "2026-03-31"),
                    (languages, False),
                )
            ]
        )
        shown = self.record.with_user(self.users["manager"]).skill_line_ids
        self.assertEqual(
            [(line.skill_type_id, line.valid_to) for line in shown.sorted("id")],
            [(subject, False), (licence, date(2026, 3, 31))],
        )

    def test_colleagues_know_who_teaches_and_nothing_else(self):
        colleague = self.users["internal"]
        employees = self.env["hr.employee.public"].with_user(colleague)
        self.assertTrue(employees.browse(self.educator.id).is_educator)
        self.assertFalse(employees.browse(self.tutor.id).is_educator)
        found = employees.search([("is_educator", "=", True)])
        self.assertIn(self.educator.id, found.ids)
        self.assertNotIn(self.tutor.id, found.ids)
        own = self.record.with_user(self.users["educator"])
        self.assertEqual(own.safeguarding_valid_to, date(2026, 5, 30))
        self.assertEqual(self.record.with_user(colleague).search([]), self.record[:0])

    def test_what_was_told_is_not_typed(self):
        with self.assertRaises(UserError):
            self.record.with_user(self.users["manager"]).reminded_for = "2026-01-01"
