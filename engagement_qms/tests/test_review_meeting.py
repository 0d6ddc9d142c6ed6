# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import EngagementCase

#: Sections that a review may not leave out
MANDATORY = {"trends", "risks", "priorities"}


class MeetingCase(EngagementCase):
    """A company whose leader, officer and a user are employees."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reviews = cls.env["engagement.review"]
        cls.today = date.today()
        cls.people = {
            role: cls.env["hr.employee"].create(
                {"name": role.title(), "user_id": cls.users[role].id}
            )
            for role in ("leader", "officer", "user", "internal")
        }

    @classmethod
    def _plan(cls, kind="management", **values):
        return cls.reviews.create(
            {"kind": kind, "user_id": cls.users["officer"].id, **values}
        )

    @classmethod
    def _decide(cls, review, name="We hire a driver", **values):
        return cls.env["engagement.review.decision"].create(
            {"review_id": review.id, "name": name, **values}
        )

    @classmethod
    def _find(cls, review, name="No driver on Mondays", **values):
        return cls.env["engagement.review.finding"].create(
            {"review_id": review.id, "name": name, **values}
        )

    def _prepare_to_close(self, review):
        """Tick all seats and fill what may not be left out."""
        review.attendance_ids.write({"presence": "present"})
        review.input_ids.filtered("mandatory").write({"note": "Talked about"})
        review.outcome = "On its way"


@tagged("post_install", "-at_install", "engagement")
class TestReviewMeeting(MeetingCase):
    """Management reviews and audits: planned, held, decided on and closed."""

    # Planned

    def test_a_management_review_fills_itself_and_lists_the_leaders(self):
        review = self._plan(planned_date=date(2027, 5, 20))
        self.assertEqual(review.display_name, "Management review: May 2027")
        self.assertEqual(len(review.input_ids), 13)
        self.assertEqual(
            set(review.input_ids.filtered("mandatory").mapped("key")), MANDATORY
        )
        self.assertTrue(review.filled_at)
        seats = review.attendance_ids
        self.assertIn(self.people["leader"], seats.employee_id)
        self.assertNotIn(self.people["officer"], seats.employee_id)
        self.assertTrue(all(seats.mapped("required_leader")))

    @mute_logger("odoo.sql_db")
    def test_it_looks_at_no_party_and_an_audit_says_its_sort(self):
        party = self._new_party("Azure")
        for values in (
            {"kind": "management", "party_id": party.id},
            {"kind": "audit", "audit_kind": False},
            {"kind": "management", "audit_kind": "internal"},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.reviews.create(values)
                self.env.flush_all()
        audit = self._plan("audit", name="Warehouse")
        self.assertEqual(audit.audit_kind, "internal")
        self.assertEqual(audit.display_name, "Audit: Warehouse")
        self.assertFalse(audit.input_ids)

    def test_moving_it_is_counted_and_the_first_day_stays(self):
        review = self._plan("audit", planned_date=date(2027, 5, 20))
        review.planned_date = date(2027, 6, 20)
        review.planned_date = date(2027, 6, 20)
        review.planned_date = date(2027, 7, 20)
        self.assertEqual(review.first_planned_date, date(2027, 5, 20))
        self.assertEqual(review.moved_count, 2)
        with self.assertRaisesRegex(UserError, "stays as it is"):
            review.with_user(self.users["officer"]).moved_count = 0

    def test_owners_are_those_of_the_last_review(self):
        first = self._plan()
        first.input_ids[0].owner_id = self.people["user"]
        self._prepare_to_close(first)
        first.action_hold()
        first.action_close()
        second = self._plan(planned_date=self.today + timedelta(days=90))
        self.assertEqual(second.input_ids[0].owner_id, self.people["user"])
        self.assertFalse(second.input_ids[1].owner_id)

    # In time

    def test_nobody_plans_for_a_day_that_is_over(self):
        officer = self.reviews.with_user(self.users["officer"])
        for kind in ("management", "audit"):
            with self.subTest(kind=kind), self.assertRaisesRegex(UserError, "is over"):
                officer.create(
                    {"kind": kind, "planned_date": self.today - timedelta(days=1)}
                )
        review = officer.create({"kind": "management"})
        with self.assertRaisesRegex(UserError, "is over"):
            review.planned_date = self.today - timedelta(days=1)

    def test_nothing_was_held_before_it_was_planned(self):
        review = self._plan().with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "cannot have been held"):
            review.held_date = self.today - timedelta(days=3)
        with self.assertRaisesRegex(UserError, "a day to come"):
            review.held_date = self.today + timedelta(days=3)
            review.action_hold()

    # Closed

    def test_closing_names_all_that_is_missing(self):
        review = self._plan()
        self._decide(review, "We hire a driver")
        review.action_hold()
        review.input_ids.sudo().text = False
        review.outcome = "On its way"
        with self.assertRaises(UserError) as caught:
            review.action_close()
        message = str(caught.exception)
        self.assertIn("Say who was present: Leader", message)
        self.assertIn("“Trends” is empty", message)
        self.assertIn("“Risks and opportunities” is empty", message)
        self.assertIn("“What to improve first” is empty", message)
        self.assertIn("Name the owner of the decision “We hire a driver”", message)
        self.assertIn("or tick that it is a judgement", message)
        self.assertNotIn("“Audits” is empty", message)
        sections = review.input_ids.filtered("mandatory")
        sections[0].no_data_reason = "The first year"
        sections[1:].note = "Nothing new"
        review.attendance_ids.presence = "present"
        review.decision_ids.write(
            {"owner_id": self.people["user"].id, "judgement": True}
        )
        review.action_close()
        self.assertEqual(review.state, "closed")

    def test_each_decision_becomes_an_action_and_with_a_day_a_promise(self):
        review = self._plan()
        owner = self.people["user"]
        due = self.today + timedelta(days=30)
        dated = self._decide(
            review, "We hire a driver", owner_id=owner.id, judgement=True, due_date=due
        )
        open_ended = self._decide(
            review, "We listen more", owner_id=owner.id, judgement=True
        )
        self._prepare_to_close(review)
        review.action_hold()
        review.with_user(self.users["officer"]).action_close()
        action = dated.action_id
        self.assertEqual(
            (action.name, action.owner_id, action.user_id, action.due_date),
            ("We hire a driver", owner, self.users["user"], due),
        )
        self.assertEqual(action._get_origin(), review)
        promise = dated.commitment_id
        self.assertEqual(
            (promise.kind, promise.state, promise.user_id, promise.due_at.date()),
            ("decision", "open", self.users["user"], due),
        )
        self.assertTrue(open_ended.action_id)
        self.assertFalse(open_ended.commitment_id)
        self.assertEqual(review.follow_up_count, 2)
        action.action_start()
        action.action_implement()
        self.assertEqual(promise.state, "kept")

    def test_giving_up_the_action_takes_the_promise_back(self):
        review = self._plan()
        decision = self._decide(
            review, owner_id=self.people["user"].id, judgement=True, due_date=self.today
        )
        self._prepare_to_close(review)
        review.action_hold()
        review.action_close()
        decision.action_id.action_cancel("No money")
        self.assertEqual(decision.commitment_id.state, "cancelled")
        self.assertEqual(decision.commitment_id.cancel_reason, "No money")

    def test_a_decision_is_not_due_before_it_was_made(self):
        review = self._plan()
        self._decide(
            review,
            owner_id=self.people["user"].id,
            judgement=True,
            due_date=self.today - timedelta(days=1),
        )
        self._prepare_to_close(review)
        review.action_hold()
        with self.assertRaisesRegex(UserError, "due before it was decided"):
            review.action_close()

    @mute_logger("odoo.sql_db")
    def test_whoever_sends_a_delegate_names_one(self):
        seat = self._plan().attendance_ids[0]
        for values in (
            {"presence": "delegate"},
            {"presence": "present", "delegate_id": self.people["user"].id},
            {"presence": "delegate", "delegate_id": seat.employee_id.id},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                seat.write(values)
                self.env.flush_all()

    def test_the_lines_of_a_closed_review_stay(self):
        review = self._plan()
        finding = self._find(review)
        self._prepare_to_close(review)
        review.action_hold()
        review.action_close()
        officer = self.users["officer"]
        seat = review.attendance_ids[0].with_user(officer)
        for change in (
            lambda: seat.write({"presence": "absent", "delegate_id": False}),
            lambda: seat.unlink(),
            lambda: review.input_ids[0].with_user(officer).write({"note": "Else"}),
            lambda: finding.with_user(officer).write({"name": "Else"}),
            lambda: seat.create(
                {"review_id": review.id, "employee_id": self.people["user"].id}
            ),
        ):
            with self.assertRaisesRegex(UserError, "its lines stay"):
                change()

    def test_what_odoo_knew_is_not_typed(self):
        review = self._plan()
        section = review.input_ids[0].with_user(self.users["officer"])
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            section.text = "All is well"
        review.action_hold()
        with self.assertRaisesRegex(UserError, "stays as it was"):
            review.with_user(self.users["officer"]).action_fill_inputs()

    # What it knows

    def _count_queries(self, review):
        # within one second there would be nothing to write
        review._step().filled_at = False
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        review.action_fill_inputs()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_it_is_filled_by_few_queries_however_much_there_is(self):
        review = self._plan()
        counts = []
        for many in (1, 1, 5):
            for number in range(many):
                party = self._new_party(f"Party {number}")
                self._new_need(party)
                self.env["engagement.risk"].create(
                    {"name": "Risk", "party_id": party.id}
                )
                self.env["engagement.complaint"].create(
                    {"partner_name": "Ann", "description": "Late"}
                )
                self.env["engagement.action"].create({"name": "Act"})
                self._find(review)
            counts.append(self._count_queries(review))
        self.assertLessEqual(max(counts), 25)
        self.assertEqual(counts[2], counts[1])

    def test_it_counts_the_own_company_and_only_what_is_there(self):
        texts = {line.key: line.text for line in self._plan().input_ids}
        before = self._get_numbers(texts["risks"])
        for company in (self.company, self.other_company):
            party = self._new_party("Risky", company_id=company.id)
            self.env["engagement.risk"].create(
                {
                    "name": "They leave",
                    "party_id": party.id,
                    "likelihood": 5,
                    "impact": 5,
                }
            )
        review = self._plan(planned_date=self.today + timedelta(days=1))
        text = review.input_ids.filtered(lambda line: line.key == "risks").text
        self.assertEqual(
            self._get_numbers(text)["high or critical"],
            before.get("high or critical", 0) + 1,
        )
        self.assertNotIn("They leave", text)
        theirs = self._plan(
            company_id=self.other_company.id, user_id=self.other_officer.id
        )
        section = theirs.input_ids.filtered(lambda line: line.key == "risks")
        self.assertEqual(
            section.text,
            "Risks: on the register 1, high or critical 1, never controlled 1",
        )
        self.assertEqual(
            theirs.input_ids.filtered("text").mapped("key"), ["context", "risks"]
        )

    def _get_numbers(self, text):
        """Return {label: number} of the first line of a section."""
        line = (text or "").split("\n")[0].partition(": ")[2]
        told = [part.rpartition(" ") for part in line.split(", ") if part]
        return {label: int(number) for label, _space, number in told}

    # Findings

    def test_a_finding_may_be_decided_on_once_even_after_closing(self):
        audit = self._plan("audit", name="Warehouse")
        finding = self._find(audit, kind="nonconformity")
        audit.action_hold()
        audit.outcome = "One thing is wrong"
        audit.action_close()
        finding = finding.with_user(self.users["officer"])
        finding.outcome = "learn"
        self.assertEqual(finding.decided_on, self.today)
        with self.assertRaisesRegex(UserError, "its lines stay"):
            finding.outcome = "accept"
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            finding.decided_on = self.today

    def test_a_finding_opens_its_action_in_one_click(self):
        audit = self._plan("audit", name="Warehouse")
        finding = self._find(audit, kind="nonconformity")
        result = finding.with_user(self.users["officer"]).action_begin_action()
        action = self.env["engagement.action"].browse(result["res_id"])
        self.assertEqual(action.kind, "corrective")
        self.assertEqual(action._get_origin(), audit)
        self.assertEqual((finding.action_id, finding.outcome), (action, "fix"))
        self.assertEqual(finding.action_begin_action()["res_id"], action.id)
        late = self._find(audit, "Labels are missing", outcome="fix")
        accepted = self._find(audit, outcome="accept")
        audit.action_hold()
        audit.outcome = "Two things are wrong"
        audit.action_close()
        late.with_user(self.users["officer"]).action_begin_action()
        self.assertEqual(late.action_id.name, "Labels are missing")
        with self.assertRaisesRegex(UserError, "We live with"):
            accepted.action_begin_action()

    # Amended

    def test_a_closed_review_is_amended_for_a_reason_and_keeps_the_old_text(self):
        review = self._plan()
        self._prepare_to_close(review)
        review.action_hold()
        officer = self.users["officer"]
        with self.assertRaisesRegex(UserError, "is not closed"):
            review.with_user(officer).action_ask_amendment()
        review.action_close()
        action = review.with_user(officer).action_ask_amendment()
        wizard = self.env["engagement.review.amend"].with_user(officer)
        with Form(wizard.with_context(**action["context"])) as form:
            self.assertEqual(form.old_text, "On its way")
            form.new_text = "Behind"
            form.reason = "Two figures were mixed up"
        form.save().action_amend()
        self.assertEqual(review.outcome, "Behind")
        amendment = review.amendment_ids
        self.assertEqual(
            (amendment.old_text, amendment.new_text, amendment.user_id),
            ("On its way", "Behind", officer),
        )
        with self.assertRaisesRegex(UserError, "and why"):
            review._amend("outcome", "Other", " ")
        with self.assertRaises(AccessError):
            amendment.with_user(officer).unlink()

    # How it comes back

    def test_the_rhythm_plans_one_for_each_company_and_the_next_after_closing(self):
        rhythm = self.env["engagement.review.schedule"].create(
            {
                "name": "Half-yearly",
                "kind": "management",
                "company_id": self.company.id,
                "start_date": "2026-01-01",
                "first_offset_days": 0,
                "interval_number": 6,
                "interval_unit": "month",
            }
        )
        review = self._plan(planned_date=date(2027, 5, 20))
        self.assertEqual(review.schedule_id, rhythm)
        extra = self._plan(planned_date=date(2027, 6, 20))
        self.assertFalse(extra.schedule_id, "one of the rhythm is open at a time")
        self._prepare_to_close(review)
        with freeze_time("2027-05-20"):
            review.action_hold()
            review.action_close()
        following = self.reviews.search(
            [("schedule_id", "=", rhythm.id), ("state", "=", "planned")]
        )
        self.assertEqual(following.planned_date, date(2027, 11, 20))
        self.assertEqual(following.company_id, self.company)
        self.assertEqual(following.user_id, self.users["officer"])
        self.assertEqual(len(following.input_ids), 13)

    # Who reads it

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_whoever_was_there_reads_it_and_changes_nothing(self):
        review = self._plan()
        self._decide(review)
        user = review.with_user(self.users["user"])
        self.assertFalse(user.has_access("read"))
        seat = self.env["engagement.review.attendance"].create(
            {"review_id": review.id, "employee_id": self.people["internal"].id}
        )
        seat.write({"presence": "delegate", "delegate_id": self.people["user"].id})
        self.assertTrue(user.has_access("read"))
        self.assertEqual(user.decision_ids.name, "We hire a driver")
        with self.assertRaises(AccessError):
            user.decision_ids.name = "We hire nobody"
        with self.assertRaises(AccessError):
            user.action_hold()

    # Invited, and written down

    def test_one_click_invites_who_has_a_seat_and_the_days_move_together(self):
        review = self._plan(planned_date=date(2027, 5, 20))
        review.with_user(self.users["officer"]).action_schedule_meeting()
        meeting = review.calendar_event_id
        self.assertEqual(meeting.start.date(), date(2027, 5, 20))
        self.assertLessEqual(
            self.users["leader"].partner_id | self.users["officer"].partner_id,
            meeting.partner_ids,
        )
        self.assertNotIn(self.users["user"].partner_id, meeting.partner_ids)
        self.env["engagement.review.attendance"].create(
            {"review_id": review.id, "employee_id": self.people["user"].id}
        )
        action = review.with_user(self.users["officer"]).action_schedule_meeting()
        self.assertEqual(action["res_id"], meeting.id)
        self.assertIn(self.users["user"].partner_id, meeting.partner_ids)
        review.planned_date = date(2027, 5, 27)
        self.assertEqual(meeting.start.date(), date(2027, 5, 27))
        meeting.write(
            {
                "start": meeting.start + timedelta(days=7),
                "stop": meeting.stop + timedelta(days=7),
            }
        )
        self.assertEqual(review.planned_date, date(2027, 6, 3))
        self.assertEqual(review.moved_count, 2)
        review.outcome = "Nobody has time"
        review.action_cancel()
        self.assertFalse(meeting.active)
        with self.assertRaisesRegex(UserError, "not planned any more"):
            review.action_schedule_meeting()

    def test_the_minutes_say_who_was_there_what_was_found_and_decided(self):
        review = self._plan()
        owner = self.people["user"]
        self._find(review, "No driver on Mondays", outcome="accept")
        self._decide(review, "We hire a driver", owner_id=owner.id, judgement=True)
        self._prepare_to_close(review)
        review.action_hold()
        review.action_close()
        review._amend("outcome", "Behind", "Two figures were mixed up")
        text = self.env["ir.actions.report"]._render_qweb_html(
            "engagement_qms.report_review_minutes", review.ids
        )[0]
        for words in (
            "Leader",
            "Present",
            "No driver on Mondays",
            "Live with it",
            "We hire a driver",
            "Our judgement",
            "Talked about",
            "Two figures were mixed up",
            "On its way",
        ):
            self.assertIn(words, text.decode())

    def test_an_officer_plans_one_on_the_screen_with_a_title_alone(self):
        officer = self.reviews.with_user(self.users["officer"])
        with Form(officer.with_context(default_kind="management")) as form:
            form.name = "Winter"
        review = form.save()
        self.assertEqual(review.display_name, "Management review: Winter")
        self.assertEqual(len(review.input_ids), 13)
        with Form(officer.with_context(default_kind="audit")) as form:
            form.name = "Warehouse"
            self.assertEqual(form.audit_kind, "internal")
        self.assertEqual(form.save().audit_kind, "internal")
