# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, new_test_user, tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase


class ConcernedCase(ComplaintCase):
    """A complaint about Mona, who is a manager of the app herself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mona = new_test_user(
            cls.env,
            "mona",
            name="Mona Manager",
            email="mona@example.com",
            groups="engagement_qms.group_engagement_manager,"
            "engagement_qms.group_engagement_confidential",
        )
        cls.employee = cls.env["hr.employee"].create(
            {"name": "Mona Manager", "user_id": cls.mona.id}
        )
        cls.handler = cls.users["user"]

    @classmethod
    def _new_concern(cls, **values):
        return cls._new_complaint(
            employee_ids=cls.employee.ids,
            description="Mona shouted at Carla Customer.",
            protect_identity=True,
            **values,
        )


@tagged("post_install", "-at_install", "engagement")
class TestComplaintHearing(ConcernedCase):
    """Those a complaint is about are heard, and do not learn who complained."""

    def _prepare(self, complaint, statement="That you shouted on 3 May."):
        """Return the hearing as its handler, and as the one who is heard."""
        complaint.with_user(self.handler).action_hear_concerned()
        hearing = complaint.hearing_ids.with_user(self.handler)
        hearing.statement = statement
        return hearing, hearing.with_user(self.mona)

    def test_the_way_of_a_hearing(self):
        complaint = self._new_concern()
        hearing, heard = self._prepare(complaint)
        hearing.action_ask()
        self.assertEqual(hearing.asked_on, fields.Date.context_today(hearing))
        self.assertEqual(hearing.due_date, hearing.asked_on + timedelta(days=7))
        heard.write({"answer": "I was loud.", "support_person": "Works council"})
        heard.action_answer()
        self.assertEqual(hearing.state, "answered")
        self.assertEqual(complaint._get_unheard(), self.env["hr.employee"])
        told = complaint.activity_ids
        self.assertEqual(told.user_id, self.handler)
        self.assertEqual(told.summary, "An answer of those concerned")

    def test_each_point_is_what_there_is_to_say_to(self):
        complaint = self._new_concern()
        complaint.point_ids = [
            fields.Command.create({"name": name}) for name in ("Shouted", "Hung up")
        ]
        complaint.with_user(self.handler).action_hear_concerned()
        self.assertEqual(complaint.hearing_ids.statement, "• Shouted\n• Hung up")
        complaint.with_user(self.handler).action_hear_concerned()
        self.assertEqual(len(complaint.hearing_ids), 1)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_who_is_heard_reads_what_is_said_and_not_the_complaint(self):
        complaint = self._new_concern()
        hearing, heard = self._prepare(complaint)
        with self.assertRaises(AccessError):
            heard.read(["statement"])
        hearing.action_ask()
        self.env.invalidate_all()
        [seen] = heard.read()
        self.assertEqual(seen["statement"], "That you shouted on 3 May.")
        self.assertEqual(seen["complaint_id"][1], complaint.number)
        for text in ("Carla", "carla@", "customer"):
            self.assertNotIn(text, repr(seen).casefold())
        for records in (complaint, complaint.commitment_ids):
            with self.assertRaises(AccessError):
                records.with_user(self.mona).read(["display_name"])

    def test_the_mail_and_the_summary_name_the_number_only(self):
        complaint = self._new_concern()
        hearing, _heard = self._prepare(complaint)
        hearing.action_ask()
        [mail] = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.mona.partner_id.ids)]
        )
        self.assertEqual(mail.subject, f"{complaint.number}: you are asked to be heard")
        self.assertEqual(mail.state, "outgoing")
        for text in ("Carla", "shouted"):
            self.assertNotIn(text, mail.body_html)
        self.assertIn(f"/odoo/engagement-hearings/{hearing.id}", mail.body_html)
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.mona, fields.Date.today()
        )
        self.assertEqual([row.name for row in rows], [f"Hearing {complaint.number}"])

    def test_a_protected_name_is_not_told_by_mistake(self):
        complaint = self._new_concern()
        hearing, _heard = self._prepare(complaint, "Carla customer says you shouted.")
        with self.assertRaisesRegex(UserError, "Carla Customer.*tells who complained"):
            hearing.action_ask()
        self.assertEqual(hearing.state, "draft")
        self.assertFalse(self.env["mail.mail"].search([("subject", "like", "heard")]))
        complaint.protect_identity = False
        hearing.action_ask()
        self.assertEqual(hearing.state, "asked")

    def test_who_is_heard_writes_the_answer_and_nothing_else(self):
        complaint = self._new_concern()
        hearing, heard = self._prepare(complaint)
        hearing.action_ask()
        for values in (
            {"statement": "That I was kind."},
            {"due_date": "2100-01-01"},
            {"answer": "No", "statement": "Nothing"},
        ):
            with self.assertRaisesRegex(UserError, "your answer only"):
                heard.write(values)
        with self.assertRaisesRegex(UserError, "your answer only"):
            heard.answered_at = "2026-01-01"
        with self.assertRaisesRegex(UserError, "buttons of the record"):
            hearing.answered_at = "2026-01-01"
        with self.assertRaisesRegex(UserError, "what there is to say"):
            heard.action_answer()
        heard.answer = "No"
        heard.action_answer()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            heard.answer = "Yes"
        with self.assertRaisesRegex(UserError, "state “Answered”"):
            heard.action_answer()

    def test_what_was_told_stays_and_what_was_asked_is_not_deleted(self):
        hearing, _heard = self._prepare(self._new_concern())
        hearing.action_ask()
        with self.assertRaisesRegex(UserError, "told already"):
            hearing.statement = "Something else"
        with self.assertRaisesRegex(UserError, "was asked, so it stays"):
            hearing.unlink()

    def test_only_those_it_is_about_are_heard(self):
        complaint = self._new_concern()
        other = self.env["hr.employee"].create({"name": "Otto Other"})
        with self.assertRaisesRegex(ValidationError, "not among the people"):
            self.env["engagement.complaint.hearing"].create(
                {"complaint_id": complaint.id, "employee_id": other.id}
            )
        plain = self._new_complaint()
        with self.assertRaisesRegex(UserError, "Nobody is named"):
            plain.with_user(self.handler).action_hear_concerned()

    def test_an_answer_comes_before_the_decision_or_a_word_why_not(self):
        complaint = self._new_concern(user_id=self.handler.id)
        gate = "Hear those concerned, or say why they were not heard."
        self.assertIn(gate, complaint._get_missing("propose"))
        hearing, heard = self._prepare(complaint)
        hearing.action_ask()
        self.assertIn(gate, complaint._get_missing("propose"))
        heard.answer = "I was loud."
        heard.action_answer()
        self.assertNotIn(gate, complaint._get_missing("propose"))
        late = self.env["hr.employee"].create({"name": "Otto Other"})
        complaint.employee_ids += late
        self.assertIn(gate, complaint._get_missing("propose"))
        complaint.with_user(self.handler).hearing_note = "Otto has left."
        self.assertNotIn(gate, complaint._get_missing("propose"))

    def test_the_answer_may_be_taken_down_in_person(self):
        hearing, _heard = self._prepare(self._new_concern())
        hearing.action_ask()
        hearing.write({"answer": "She says she was loud.", "support_person": "Otto"})
        hearing.action_answer()
        self.assertEqual(hearing.state, "answered")


@tagged("post_install", "-at_install", "engagement")
class TestComplaintCheck(ConcernedCase):
    """Whoever spoke up under protection is looked after 30 and 90 days later."""

    def _run(self, day):
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *args, **kwargs: 60
        )
        with freeze_time(day):
            self.env["engagement.complaint"]._cron_check_no_retaliation()
        self.env.flush_all()

    def _acknowledged(self, **values):
        complaint = self._new_complaint(**{"protect_identity": True} | values)
        complaint._step().write(
            {
                "state": "acknowledged",
                "acknowledged_at": datetime(2026, 1, 1, 12, 0),
            }
        )
        return complaint

    def test_two_checks_are_planned_and_never_twice(self):
        complaint = self._acknowledged()
        planned = []
        for day in ("2026-01-30", "2026-01-31", "2026-01-31", "2026-02-15"):
            self._run(day)
            planned.append(complaint.check_ids.mapped("days"))
        self.assertEqual(planned, [[], [30], [30], [30]])
        self._run("2026-04-01")
        self._run("2026-04-02")
        self.assertEqual(
            [(check.days, check.planned_on) for check in complaint.check_ids],
            [(30, date(2026, 1, 31)), (90, date(2026, 4, 1))],
        )
        self.assertEqual(complaint.check_ids.user_id, self.handler)
        self.assertEqual(len(complaint.activity_ids), 2)

    def test_missed_days_are_made_up_for_and_a_late_first_check_falls_away(self):
        complaint = self._acknowledged()
        self._run("2026-02-20")
        self.assertEqual(complaint.check_ids.mapped("days"), [30])
        late = self._acknowledged()
        self._run("2026-05-01")
        self.assertEqual(late.check_ids.mapped("days"), [90])

    def test_closed_ones_are_looked_at_too_and_open_ones_without_need_are_not(self):
        closed = self._acknowledged()
        closed._step().write({"state": "closed", "closing_reason": "withdrawn"})
        secret = self._acknowledged(kind="conduct", protect_identity=False)
        plain = self._acknowledged(protect_identity=False)
        new = self._new_complaint(protect_identity=True)
        self._run("2026-02-01")
        self.assertEqual(
            [len(c.check_ids) for c in (closed, secret, plain, new)], [1, 1, 0, 0]
        )

    def test_closing_does_not_call_the_check_off(self):
        complaint = self._acknowledged()
        self._run("2026-02-01")
        complaint._close("withdrawn", "They say it is settled.")
        self.assertEqual(len(complaint.activity_ids), 1)

    def test_the_activity_tells_nothing_but_the_number(self):
        complaint = self._acknowledged(kind="conduct")
        self._run("2026-02-01")
        activity = complaint.activity_ids
        self.assertEqual(activity.res_name, complaint.number)
        self.assertEqual(activity.summary, "Check for retaliation")
        self.assertFalse(activity.note)
        self.assertEqual(
            complaint.check_ids.display_name, f"{complaint.number}, after 30 days"
        )

    def test_the_outcome_is_kept_and_the_activity_done(self):
        complaint = self._acknowledged()
        self._run("2026-02-01")
        check = complaint.check_ids.with_user(self.handler)
        with self.assertRaisesRegex(UserError, "choose an outcome"):
            check.action_done()
        check.outcome = "seen"
        with self.assertRaisesRegex(UserError, "what was seen"):
            check.action_done()
        check.note = "She gets the worst shifts."
        check.action_done()
        self.assertEqual(check.done_by_id, self.handler)
        self.assertTrue(check.done_on)
        self.assertFalse(complaint.activity_ids)
        with self.assertRaisesRegex(UserError, "its outcome stays"):
            check.outcome = "none"
        with self.assertRaisesRegex(UserError, "done already"):
            check.action_done()

    def test_a_check_stands_in_the_summary_until_it_is_done(self):
        self._acknowledged()
        self._run("2026-02-01")
        summary = self.env["engagement.daily.summary"]
        rows = [
            row
            for row in summary._get_rows(self.handler, date(2026, 2, 1))
            if "/engagement.complaint.check/" in row.url
        ]
        self.assertEqual(len(rows), 1)
        self.assertNotIn("Carla", rows[0].name)

    def test_without_a_handler_somebody_named_for_such_looks(self):
        complaint = self._acknowledged(user_id=False, employee_ids=self.employee.ids)
        self._run("2026-02-01")
        named = self.env.ref("engagement_qms.group_engagement_confidential")
        checker = complaint.check_ids.user_id
        self.assertIn(checker, named.all_user_ids)
        self.assertNotEqual(checker, self.mona)
