# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, ForeignKeyViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_plan import REMINDER, PlanCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 09:00:00")
class TestEvent(PlanCase):
    """A contact: planned, held or cancelled, with who took part and what was said."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contact = cls.party.partner_id
        cls.people = cls.env["res.partner"].create(
            [{"name": name, "parent_id": cls.contact.id} for name in ("Ann", "Bob")]
        )

    # Marking as held

    def test_a_contact_is_held_in_one_click_once_something_is_said(self):
        event = self._new_event(self.party, name="Audit talk")
        with self.assertRaisesRegex(
            UserError,
            "To mark “Steelworks: Audit talk” as held, fill in: what was said",
        ):
            event.action_hold()
        event.summary = "<p><br></p>"
        with self.assertRaisesRegex(UserError, "what was said"):
            event.action_hold()
        event.write({"summary": "<p>Delivery is too slow</p>", "health": "2"})
        event.action_hold()
        self.assertEqual(event.state, "held")
        self.assertEqual(event.punctuality, "kept")
        line = event.participation_ids
        self.assertEqual(line.partner_id, self.contact)
        self.assertTrue(line.participated)
        self.assertEqual(line.date, date(2026, 3, 10))
        self.assertEqual(line.party_id, self.party)
        self.assertEqual(line.source, "event")
        self.assertEqual(event.participated_count, 1)
        self.assertEqual(self.party.last_contact_date, date(2026, 3, 10))
        self.assertEqual(self.party.health, "2")

    def test_a_contact_to_come_names_all_that_is_missing(self):
        event = self._new_event(self.party, date="2026-03-11")
        with self.assertRaisesRegex(
            UserError, r"the day .* \(03/11/2026 is still to come\), what was said"
        ):
            event.action_hold()

    def test_today_is_the_day_of_the_user(self):
        event = self._new_event(self.party, date="2026-03-11", summary="Late talk")
        with freeze_time("2026-03-10 20:00:00"):
            with self.assertRaises(UserError):
                event.with_context(tz="Europe/Paris").action_hold()
            # in Tokyo it is the 11th already
            event.with_context(tz="Asia/Tokyo").action_hold()
        self.assertEqual(event.state, "held")

    def test_a_lone_invited_person_took_part(self):
        event = self._new_event(self.party)
        event._add_invited(self.people[0])
        self._hold(event)
        self.assertEqual(event.participation_ids.partner_id, self.people[0])
        self.assertTrue(event.participation_ids.participated)

    def test_of_several_invited_somebody_must_be_ticked(self):
        event = self._new_event(self.party)
        lines = event._add_invited(self.people)
        with self.assertRaisesRegex(UserError, "Tick who took part in"):
            self._hold(event)
        self.assertEqual(event.state, "planned")
        lines[1].participated = True
        self._hold(event)
        self.assertEqual(event.invited_count, 2)
        self.assertEqual(event.participated_count, 1)

    def test_a_report_needs_nobody_who_took_part(self):
        event = self._new_event(self.party, kind="report")
        event._add_invited(self.people)
        self._hold(event)
        self.assertEqual(event.participated_count, 0)

    def test_a_group_without_a_list_is_held_without_names(self):
        group = self._new_party("Neighbours", kind="group", user=self.user)
        event = self._new_event(group)
        self._hold(event)
        self.assertEqual(event.state, "held")
        self.assertFalse(event.participation_ids)

    def test_an_exchange_says_what_was_shared_and_that_it_may_be(self):
        event = self._new_event(self.party, kind="exchange")
        with self.assertRaisesRegex(UserError, "fill in: what was given or received"):
            self._hold(event)
        event.given = "Drawings of the new valve"
        with self.assertRaisesRegex(UserError, "fill in: that sharing is agreed"):
            self._hold(event)
        event.agreement = True
        self._hold(event)
        listener = self._new_event(self.party, kind="exchange", received="Test data")
        self._hold(listener)
        self.assertEqual((event + listener).mapped("state"), ["held", "held"])

    def test_held_twice_is_refused(self):
        event = self._new_event(self.party)
        self._hold(event)
        with self.assertRaisesRegex(UserError, "is not planned any more"):
            event.action_hold()
        with self.assertRaisesRegex(UserError, "is not planned any more"):
            event.action_cancel()

    def test_history_can_be_brought_in_as_held(self):
        event = self._new_event(self.party, date="2025-01-02", state="held")
        self.assertEqual(event.participation_ids.partner_id, self.contact)
        self.assertEqual(self.party.last_contact_date, date(2025, 1, 2))
        with self.assertRaisesRegex(ValidationError, "which is still to come"):
            self._new_event(self.party, date="2026-03-11", state="held")
        with self.assertRaisesRegex(ValidationError, "which is still to come"):
            event.date = "2026-03-11"

    # Cancelling and taking back

    def test_a_cancelled_event_says_why(self):
        event = self._new_event(self.party)
        action = event.action_ask_cancel()
        self.assertEqual(action["res_id"], event.id)
        with self.assertRaisesRegex(UserError, "Say why “Steelworks: Test contact”"):
            event.action_cancel()
        event.cancel_reason = "   "
        with self.assertRaisesRegex(UserError, "Say why"):
            event.action_cancel()
        with Form(event, view=self.env["ir.ui.view"].browse(action["view_id"])) as form:
            form.cancel_reason = "They moved the date"
        event.action_cancel()
        self.assertEqual(event.state, "cancelled")
        self.assertEqual(event.punctuality, "missed")
        self.assertFalse(self.party.last_contact_date)

    def test_only_an_officer_takes_back_that_an_event_was_held(self):
        event = self._new_event(self.party, user_id=self.user.id)
        self._hold(event)
        with self.assertRaisesRegex(AccessError, "Only an officer"):
            event.with_user(self.user).action_reset_to_planned()
        event.with_user(self.users["officer"]).action_reset_to_planned()
        self.assertEqual(event.state, "planned")
        self.assertFalse(event.participated_count)
        self.assertFalse(self.party.last_contact_date)
        with self.assertRaisesRegex(UserError, "only one is open at a time"):
            event.action_reset_to_planned()

    def test_an_event_does_not_come_back_beside_the_next_one(self):
        plan = self._new_plan(self.party)
        held = plan._create_next_events()
        self._hold(held)
        plan._create_next_events()
        with self.assertRaisesRegex(UserError, "another event of its plan is planned"):
            held.action_reset_to_planned()

    def test_the_state_is_not_typed(self):
        event = self._new_event(self.party)
        with self.assertRaisesRegex(UserError, "The state of an event is not typed"):
            event.state = "held"
        with self.assertRaisesRegex(UserError, "The state of an event is not typed"):
            event.write({"name": "x", "state": "cancelled"})

    def test_the_day_first_planned_stays(self):
        event = self._new_event(self.party, date="2026-03-10")
        event.date = "2026-03-20"
        self.assertEqual(event.planned_date, date(2026, 3, 10))
        with self.assertRaisesRegex(UserError, "The day first planned stays"):
            event.planned_date = "2026-03-20"
        with freeze_time("2026-03-20"):
            self._hold(event)
        self.assertEqual(event.punctuality, "late")

    # Filling in

    def test_the_form_fills_itself_from_the_party(self):
        self.party.channel_id = self.channel
        with Form(self.env["engagement.event"]) as form:
            form.party_id = self.party
            self.assertEqual(form.name, "Meeting")
            form.kind = "visit"
            self.assertEqual(form.name, "Visit")
            form.date = "2026-03-15"
        event = form.record
        self.assertEqual(event.channel_id, self.channel)
        self.assertEqual(event.user_id, self.user)
        self.assertEqual(event.planned_date, date(2026, 3, 15))
        self.assertEqual(event.display_name, "Steelworks: Visit")

    def test_logging_a_contact_from_the_party_fills_everything(self):
        action = self.party.action_log_contact()
        event = Form(self.env[action["res_model"]].with_context(**action["context"]))
        self.assertEqual(event.party_id, self.party)
        self.assertEqual(event.channel_id, self.channel)
        self.assertEqual(event.user_id, self.user)
        self.assertEqual(event.kind, "meeting")
        self.assertEqual(event.date, date(2026, 3, 10))

    def test_a_name_that_somebody_gave_stays(self):
        event = self._new_event(self.party, name="Yearly audit")
        event.kind = "visit"
        self.assertEqual(event.name, "Yearly audit")

    def test_the_kind_follows_the_channel(self):
        phone = self.env["engagement.channel"].create(
            {"name": "Test hotline", "kind": "phone"}
        )
        post = self.env["engagement.channel"].create(
            {"name": "Test post", "kind": "letter"}
        )
        event = self._new_event(self.party, channel_id=phone.id)
        self.assertEqual(event.kind, "call")
        event.channel_id = post
        self.assertEqual(event.kind, "other")
        visit = self._new_event(self.party, channel_id=phone.id, kind="visit")
        self.assertEqual(visit.kind, "visit")

    def test_a_channel_for_visits_makes_a_visit(self):
        site = self.env["engagement.channel"].create(
            {"name": "Test site visit", "kind": "visit"}
        )
        event = self._new_event(self.party, channel_id=site.id)
        self.assertEqual(event.kind, "visit")

    def test_what_a_held_event_said_stays_readable(self):
        event = self._new_event(self.party, summary="<p>They like the new desk.</p>")
        event.summary = "<p>They love the new desk.</p>"
        before = event.message_ids
        event.action_hold()
        held = event.message_ids
        event.write({"summary": "<p>All is well.</p>", "outcome": "Nothing"})
        [note] = event.message_ids - held
        self.assertIn("What was said: They love the new desk.", note.body)
        self.assertNotIn("What came of it", note.body)
        self.assertFalse(note.notified_partner_ids)
        self.assertFalse([m for m in before if "They like" in m.body])
        event.summary = "<p>All is well.</p>"
        self.assertEqual(event.message_ids - held, note)

    def test_a_deviating_channel_is_judged_by_the_preference_of_then(self):
        post = self.env["engagement.channel"].create(
            {"name": "Test post", "kind": "letter"}
        )
        self.party.channel_id = self.channel
        event = self._new_event(self.party, channel_id=post.id)
        self.assertTrue(event.channel_deviates)
        self._hold(event)
        self.env.flush_all()  # as at the end of each request
        self.party.channel_id = post
        self.assertTrue(event.channel_deviates)
        self.assertFalse(
            self._new_event(self.party, channel_id=post.id).channel_deviates
        )

    def test_what_is_planned_stands_before_what_is_over(self):
        days = {
            "2026-01-10": "held",
            "2026-02-10": "held",
            "2026-03-01": "planned",
            "2026-06-01": "planned",
        }
        for day, state in days.items():
            self._new_event(self.party, name=day, date=day, state=state)
        self.assertEqual(
            self.env["engagement.event"]
            .search([("party_id", "=", self.party.id)])
            .mapped("name"),
            ["2026-03-01", "2026-06-01", "2026-02-10", "2026-01-10"],
        )

    def test_a_plan_of_another_party_is_refused(self):
        plan = self._new_plan(self._new_party("Somebody else"))
        with self.assertRaisesRegex(ValidationError, "is for another party"):
            self._new_event(self.party, plan_id=plan.id)

    def test_time_and_cost_are_not_negative(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._new_event(self.party, hours=-1)

    def test_a_need_heard_belongs_to_the_party(self):
        event = self._new_event(self.party)
        with Form(event) as form, form.need_ids.new() as need:
            need.name = "Faster delivery"
        self.assertEqual(event.need_ids.party_id, self.party)
        self.assertEqual(event.need_ids.source_type, "event")
        self.assertEqual(self.party.need_ids, event.need_ids)

    # Participation

    def test_everybody_is_listed_once(self):
        event = self._new_event(self.party)
        event._add_invited(self.people)
        self.assertFalse(event._add_invited(self.people))
        self.assertEqual(event.invited_count, 2)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation):
            self.env["engagement.participation"].create(
                {"event_id": event.id, "partner_id": self.people[0].id}
            )

    def test_a_participation_follows_its_event(self):
        event = self._new_event(self.party)
        line = event._add_invited(self.people[0])
        event.date = "2026-03-20"
        self.assertEqual(line.date, date(2026, 3, 20))
        self.assertEqual(line.commercial_partner_id, self.contact)
        event.unlink()
        self.assertFalse(line.exists())

    def test_who_took_part_stays_on_record(self):
        event = self._new_event(self.party)
        event._add_invited(self.people[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(ForeignKeyViolation):
            self.people[0].unlink()

    def test_who_is_listed_afterwards_was_there(self):
        today = self._new_event(self.party)
        tomorrow = self._new_event(self.party, date="2026-03-11")
        for event, was_there in ((today, True), (tomorrow, False)):
            with Form(event) as form, form.participation_ids.new() as line:
                line.partner_id = self.people[0]
                self.assertTrue(line.invited)
                self.assertIs(line.participated, was_there)
            self.assertIs(event.participation_ids.participated, was_there)

    def test_a_whole_group_is_invited_in_one_click(self):
        tag = self.env["res.partner.category"].create({"name": "Neighbour"})
        self.people.category_id = tag
        group = self._new_party(
            "Neighbours",
            kind="group",
            member_domain=f"[('category_id', 'in', [{tag.id}])]",
        )
        event = self._new_event(group)
        event.action_invite_members()
        self.assertEqual(event.participation_ids.partner_id, self.people)
        event.action_invite_members()
        self.assertEqual(event.invited_count, 2)

    def test_a_crowd_is_not_invited_by_name(self):
        tag = self.env["res.partner.category"].create({"name": "Crowd"})
        self.env["res.partner"].create(
            [{"name": f"C{i}", "category_id": [(4, tag.id)]} for i in range(201)]
        )
        group = self._new_party(
            "Crowd", kind="group", member_domain=f"[('category_id', 'in', [{tag.id}])]"
        )
        event = self._new_event(group)
        with self.assertRaisesRegex(UserError, "more than 200 members"):
            event.action_invite_members()
        self.assertFalse(event.participation_ids)

    # Calendar

    def test_a_meeting_is_scheduled_and_moves_the_event(self):
        self.user.tz = "Europe/Paris"
        event = self._new_event(
            self.party, date="2026-03-20", user_id=self.user.id
        ).with_user(self.user)
        event._add_invited(self.people[0])
        action = event.action_schedule_meeting()
        with Form(
            self.env["calendar.event"]
            .with_user(self.user)
            .with_context(
                active_model=event._name, active_id=event.id, **action["context"]
            )
        ) as form:
            self.assertEqual(form.name, "Steelworks: Test contact")
        meeting = form.record
        # the reminder alone, no second activity for the meeting
        self.assertEqual(event.activity_ids.activity_type_id, self.env.ref(REMINDER))
        self.assertEqual(event.calendar_event_id, meeting)
        self.assertFalse(meeting.res_model)
        self.assertEqual(meeting.partner_ids, self.people[0] + self.user.partner_id)
        self.assertEqual(f"{meeting.start}", "2026-03-20 09:00:00")
        self.assertEqual(event.action_schedule_meeting()["res_id"], meeting.id)
        # 23:30 in Paris is still the 25th there
        meeting.write({"start": "2026-03-25 22:30:00", "stop": "2026-03-25 23:30:00"})
        self.assertEqual(event.date, date(2026, 3, 25))
        self.assertEqual(event.planned_date, date(2026, 3, 20))

    def test_the_guests_of_the_meeting_took_part(self):
        event = self._new_event(self.party, user_id=self.user.id)
        meeting = self.env["calendar.event"].create(
            {
                "name": "Talk",
                "start": "2026-03-10 08:00:00",
                "stop": "2026-03-10 09:00:00",
                "user_id": self.user.id,
                "partner_ids": [
                    (6, 0, (self.people + self.user.partner_id).ids),
                ],
                "engagement_event_ids": [(4, event.id)],
            }
        )
        meeting.attendee_ids.filtered(
            lambda guest: guest.partner_id == self.people[1]
        ).do_decline()
        self._hold(event)
        self.assertEqual(event.participation_ids.partner_id, self.people[0])
        # what is over stays where it was
        meeting.write({"start": "2026-03-01 08:00:00", "stop": "2026-03-01 09:00:00"})
        self.assertEqual(event.date, date(2026, 3, 10))

    def test_a_tick_ahead_of_time_is_no_contact_yet(self):
        event = self._new_event(self.party, date="2100-01-01")
        event._add_invited(self.party.partner_id)
        event.participation_ids.participated = True
        self.assertFalse(self.party.last_contact_date)

    def test_a_voice_without_an_event_is_a_contact(self):
        self.env["engagement.participation"].create(
            {
                "party_id": self.party.id,
                "partner_id": self.party.partner_id.id,
                "source": "survey",
                "date": "2026-02-03",
                "participated": True,
            }
        )
        self.assertEqual(self.party.last_contact_date, date(2026, 2, 3))

    def test_a_planned_event_that_is_moved_moves_the_next_contact(self):
        plan = self._new_plan(self.party, start_date="2026-03-02")
        event = plan._create_next_events()
        event.date = "2026-03-20"
        self.assertEqual(self.party.next_contact_date, date(2026, 3, 20))
