# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_action import ActionCase
from .test_feedback import FeedbackCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestActionOrigin(ActionCase):
    """What an action comes from, and that whoever spoke is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls._new_party(user=cls.user)
        cls.need = cls._new_need(cls.party, user_id=cls.user.id)

    def test_an_action_begins_only_with_what_it_comes_from(self):
        bare = self._new_action(origin_reason=False).with_user(self.user)
        for reason in (False, "  "):
            bare.origin_reason = reason
            with self.assertRaisesRegex(UserError, "Say what .* comes from"):
                bare.action_start()
        self.assertEqual(bare.state, "plan")
        bare.origin_reason = "Two customers waited in vain"
        bare.action_start()
        self.assertEqual(bare.state, "do")
        linked = self._new_action(
            origin_reason=False,
            origin_model=self.need._name,
            origin_res_id=self.need.id,
        )
        linked.with_user(self.user).action_start()
        self.assertEqual(linked.state, "do")

    def test_what_is_put_right_on_the_spot_needs_no_origin(self):
        action = self._new_action(kind="correction", origin_reason=False)
        action.action_start()
        self.assertEqual(action.state, "do")

    def test_the_form_asks_for_an_origin(self):
        with (
            self.assertRaisesRegex(AssertionError, "origin_reason"),
            Form(self.actions.with_user(self.user)) as form,
        ):
            form.name = "Call"
        with Form(self.actions.with_user(self.user)) as form:
            form.name = "Sweep"
            form.kind = "correction"
        self.assertEqual(form.record.kind, "correction")

    def test_a_need_and_an_event_open_an_action_in_one_click(self):
        event = self._new_event(self.party, user_id=self.user.id)
        for record in (self.need, event):
            record = record.with_user(self.user)
            window = record.action_open_action()
            form = Form(
                self.actions.with_user(self.user).with_context(**window["context"])
            )
            form.name = "Call a day before"
            action = form.save()
            with self.subTest(model=record._name):
                self.assertEqual(
                    (action.origin_model, action.origin_res_id),
                    (record._name, record.id),
                )
                self.assertEqual(record.follow_up_count, 1)
                opened = record.action_view_actions()
                self.assertEqual(self.actions.search(opened["domain"]), action)

    def test_whoever_spoke_is_told_and_the_day_is_kept(self):
        action = self._to_check(
            origin_model=self.need._name, origin_res_id=self.need.id
        )
        self.assertFalse(action.to_tell, "Nobody is told before it is over")
        action.with_user(self.officer).action_check()
        mine = action.with_user(self.user)
        self.assertEqual(mine.to_tell, "here")
        self.assertEqual(mine.speaker_ids, self.party.partner_id)
        window = mine.action_tell_back()
        self.assertIn("Call a day before", window["context"]["default_body"])
        composer = (
            self.env["mail.compose.message"]
            .with_user(self.user)
            .with_context(**window["context"])
            .create({})
        )
        composer._action_send_mail()
        self.assertEqual(action.told_on, date(2026, 3, 10))
        self.assertFalse(mine.to_tell)
        self.assertIn(
            self.party.partner_id, action.message_ids.mapped("notified_partner_ids")
        )

    def test_a_message_to_somebody_else_tells_nobody(self):
        action = self._to_check(
            origin_model=self.need._name, origin_res_id=self.need.id
        )
        action.with_context(engagement_told=True).message_post(
            body="Well", partner_ids=self.officer.partner_id.ids
        )
        self.assertFalse(action.told_on)

    def test_of_a_protected_action_nobody_is_told_from_here(self):
        action = self._new_action(
            origin_model=self.need._name,
            origin_res_id=self.need.id,
            confidentiality="restricted",
        )
        self.assertFalse(action.speaker_ids)
        action.action_cancel("Not now")
        with self.assertRaisesRegex(UserError, "Nobody is known"):
            action.action_tell_back()


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestActionLoop(ActionCase):
    """What did not help goes on, or is left for a reason."""

    def _to_act(self, **values):
        action = self._to_check("partly", **values)
        action.with_user(self.officer).action_check()
        return action.with_user(self.user)

    def test_what_did_not_help_is_not_just_closed(self):
        action = self._to_act()
        for reason in (False, " "):
            action.accept_reason = reason
            with self.assertRaisesRegex(UserError, "Begin a next round"):
                action.action_done()
        self.assertEqual(action.state, "act")
        action.accept_reason = "The rest costs more than it brings"
        action.action_done()
        self.assertEqual(action.state, "done")

    def test_a_next_round_takes_over_where_it_comes_from(self):
        need = self._new_need(self._new_party(user=self.user), user_id=self.user.id)
        action = self._to_act(origin_model=need._name, origin_res_id=need.id)
        window = action.action_next_round()
        form = Form(self.actions.with_user(self.user).with_context(**window["context"]))
        form.name = "Call two days before"
        second = form.save()
        self.assertEqual(second.previous_id, action)
        self.assertEqual((action.loop, second.loop), (1, 2))
        self.assertEqual(
            (second.origin_model, second.origin_res_id), (need._name, need.id)
        )
        action.action_done()
        self.assertEqual(action.state, "done")
        opened = second.action_open_rounds()
        self.assertEqual(self.actions.search(opened["domain"]), action + second)

    def test_a_round_that_was_given_up_is_none(self):
        action = self._to_act()
        second = self._new_action(previous_id=action.id)
        second.action_cancel("Not now")
        with self.assertRaisesRegex(UserError, "Begin a next round"):
            action.action_done()

    def test_without_an_origin_to_open_the_round_comes_from_the_action(self):
        action = self._to_act()
        context = action.action_next_round()["context"]
        self.assertEqual(context["default_origin_model"], "engagement.action")
        self.assertEqual(context["default_origin_res_id"], action.id)

    def test_nobody_moves_an_action_to_another_round(self):
        action, other = self._new_action(), self._new_action()
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            action.with_user(self.user).previous_id = other

    def test_nobody_follows_on_what_they_cannot_read(self):
        hidden = self._new_action(user_id=self.officer.id)
        with self.assertRaises(AccessError):
            self.actions.with_user(self.user).create(
                {"name": "Next", "previous_id": hidden.id}
            )

    def test_before_the_check_somebody_looks_elsewhere(self):
        action = self._to_check(kind="corrective").with_user(self.officer)
        with self.assertRaisesRegex(UserError, "Similar elsewhere"):
            action.action_check()
        for answer in ("yes", "not_looked"):
            action.similar = answer
            with self.assertRaisesRegex(UserError, "Say where it is similar"):
                action.action_check()
        action.similar = "no"
        action.action_check()
        self.assertEqual(action.state, "done")
        where = self._to_check(
            kind="preventive", similar="yes", similar_note="Hall 2, same dampers there"
        )
        where.with_user(self.officer).action_check()
        self.assertEqual(where.state, "done")


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestActionResource(ActionCase):
    """Money and hours are asked for, and granted or refused with a reason."""

    def _decide(self, action, role, decision, reason=None):
        question = action.with_user(self.users[role]).action_decide_resources()
        wizard = (
            self.env[question["res_model"]]
            .with_user(self.users[role])
            .with_context(**question["context"])
            .create({"decision": decision, "reason": reason})
        )
        wizard.action_decide()

    def test_a_leader_who_only_reads_grants_it(self):
        action = self._new_action(hours_planned=8)
        action.with_user(self.user).action_ask_resources()
        self.assertEqual(action.resource_state, "asked")
        self.assertEqual(action.resource_asked_on, date(2026, 3, 10))
        self.assertFalse(action.with_user(self.users["leader"]).has_access("write"))
        self._decide(action, "leader", "granted")
        self.assertEqual(action.resource_state, "granted")
        self.assertEqual(action.resource_decided_by_id, self.users["leader"])
        self.assertEqual(action.resource_decided_on, date(2026, 3, 10))
        with self.assertRaisesRegex(UserError, "Nobody asks"):
            self._decide(action, "leader", "refused", "No")

    def test_a_refusal_says_why(self):
        action = self._new_action(budget=500)
        action.action_ask_resources()
        with self.assertRaisesRegex(UserError, "Say why"):
            self._decide(action, "manager", "refused", " ")
        self._decide(action, "manager", "refused", "After the fair")
        self.assertEqual(
            (action.resource_state, action.resource_note), ("refused", "After the fair")
        )
        action.budget = 300
        action.action_ask_resources()
        self.assertEqual(
            (action.resource_state, action.resource_note), ("asked", False)
        )

    def test_who_asks_says_how_much_and_does_not_decide(self):
        action = self._new_action().with_user(self.user)
        with self.assertRaisesRegex(UserError, "a budget, or hours"):
            action.action_ask_resources()
        action.budget = 500
        action.action_ask_resources()
        with self.assertRaisesRegex(AccessError, "Leaders and quality managers"):
            action.action_decide_resources()
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            action.resource_state = "granted"

    def test_amounts_are_not_negative(self):
        for name in ("budget", "budget_used", "hours_planned", "hours_used"):
            with (
                self.subTest(name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._new_action(**{name: -1})


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestActionValues(ActionCase):
    """What the indicator said before and after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.indicator = cls.env["engagement.indicator"].create(
            {"code": "T-1", "name": "Late", "source": "complaint", "unit": "percent"}
        )

    def _measured(self, start, value, **values):
        return self.env["engagement.measure"].create(
            {
                "indicator_id": self.indicator.id,
                "company_id": self.company.id,
                "period_start": start,
                "period_end": start,
                "value": value,
                **values,
            }
        )

    def test_the_values_are_taken_when_it_begins_and_when_it_is_checked(self):
        self._measured("2026-01-01", 40)
        self._measured("2026-02-01", 30)
        self._measured("2026-03-01", 0, empty=True)
        action = self._to_check(indicator_id=self.indicator.id)
        self.assertEqual((action.value_before, action.value_after), (30, 0))
        self.assertEqual(action.measured_before_on, date(2026, 3, 10))
        self.assertEqual(action.value_before_text, "30 %")
        self.assertEqual(action.value_after_text, "n/a", "Nothing is not zero")
        with freeze_time("2026-05-10"):
            self._measured("2026-04-01", 12)
            action.with_user(self.officer).action_check()
        self.assertEqual(action.value_after_text, "12 %")
        self.assertEqual(action.value_before_text, "30 %")

    def test_without_a_measure_there_is_no_value(self):
        action = self._to_check(indicator_id=self.indicator.id)
        self.assertFalse(action.measured_before_on)
        self.assertEqual(action.value_before_text, "n/a")

    def test_an_indicator_that_is_chosen_late_is_taken_at_once(self):
        self._measured("2026-02-01", 30)
        action = self._new_action().with_user(self.user)
        action.action_start()
        self.assertFalse(action.measured_before_on)
        action.indicator_id = self.indicator
        self.assertEqual(action.value_before, 30)
        action.action_implement()
        with self.assertRaisesRegex(UserError, "Take it up again"):
            action.indicator_id = False

    def test_nobody_types_a_value(self):
        action = self._new_action(indicator_id=self.indicator.id).with_user(self.user)
        for name in ("value_before", "value_after"):
            with self.assertRaisesRegex(UserError, "cannot be typed in"):
                action[name] = 5

    def test_an_indicator_off_target_opens_an_action_in_one_click(self):
        window = self.indicator.with_user(self.officer).action_open_action()
        action = Form(
            self.actions.with_user(self.officer).with_context(**window["context"])
        ).save()
        self.assertEqual(action.indicator_id, self.indicator)
        self.assertEqual(action.origin_res_id, self.indicator.id)
        self.assertEqual(action.name, "Bring “Late” back on target")


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestLesson(ActionCase):
    """What was learned is for everybody inside, and names nobody."""

    def test_everybody_inside_finds_it_without_who_and_whom(self):
        process = self.env["engagement.process"].create({"name": "Delivery"})
        action = self._to_check(lesson="Call, do not write", process_id=process.id)
        action.with_user(self.officer).action_check()
        self.env.flush_all()
        lessons = self.env["engagement.lesson"].with_user(self.users["internal"])
        lesson = lessons.search([("lesson", "ilike", "do not write")])
        [row] = lesson.read()
        self.assertEqual(row["lesson"], "Call, do not write")
        self.assertEqual(row["process_name"], "Delivery")
        self.assertEqual(row["check_result"], "effective")
        self.assertEqual(
            set(lessons.fields_get()) - {"id", "display_name"},
            {
                "lesson",
                "kind",
                "check_result",
                "process_name",
                "learned_on",
                "company_id",
            },
        )

    def test_of_a_protected_or_open_action_there_is_none(self):
        for values in (
            {"confidentiality": "restricted"},
            {"confidentiality": "secret"},
            {"active": False},
        ):
            action = self._new_action(lesson="Hush", **values)
            action.action_start()
            action.action_implement()
        self._new_action(lesson="Hush")
        self.env.flush_all()
        self.assertFalse(
            self.env["engagement.lesson"].search([("lesson", "=", "Hush")])
        )


@tagged("post_install", "-at_install", "engagement")
class TestSuggestionTakenUp(FeedbackCase):
    """A suggestion that is taken up becomes an action, and is told back."""

    def test_an_anonymous_suggestion_becomes_an_action(self):
        feedback = self._new_feedback(partner_id=False, anonymous=True)
        mine = feedback.with_user(self.users["user"])
        window = mine.action_take_up()
        action = self.env["engagement.action"].browse(window["res_id"])
        self.assertEqual(action.kind, "suggestion")
        self.assertEqual(action.name, "Put the opening hours on the door.")
        self.assertEqual(action.user_id, self.users["user"])
        self.assertEqual(feedback.decision, "taken_up")
        self.assertEqual(mine.follow_up_count, 1)
        action.action_cancel("No")
        self.assertFalse(action.to_tell, "Nobody is known")

    def test_whoever_suggested_it_is_told_by_the_answer(self):
        feedback = self._new_feedback()
        promise = feedback.commitment_id
        self.assertEqual((promise.kind, promise.state), ("answer", "open"))
        window = feedback.with_user(self.users["user"]).action_take_up()
        action = self.env["engagement.action"].browse(window["res_id"])
        action.action_cancel("The door goes")
        self.assertEqual(action.to_tell, "origin")
        feedback.write({"answer": "The door goes.", "decision": "not"})
        feedback.decision_note = "The door goes."
        feedback.action_answer()
        action.invalidate_recordset()
        self.assertFalse(action.to_tell)
        self.assertEqual(promise.state, "kept")

    def test_of_a_protected_one_the_action_says_its_number_only(self):
        feedback = self._new_feedback(confidentiality="restricted")
        window = feedback.with_user(self.users["user"]).action_take_up()
        action = self.env["engagement.action"].browse(window["res_id"])
        self.assertEqual(action.name, feedback.number)
        self.assertEqual(action.confidentiality, "restricted")
        self.assertFalse(action.description)

    def test_who_spoke_does_not_see_the_actions(self):
        feedback = self._new_feedback(user_id=False)
        own = feedback.with_user(self.users["internal"])
        with self.assertRaises(AccessError):
            own["follow_up_count"]
