# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase
from .complaint_common import ComplaintCase


class ActionCase(EngagementCase):
    """Actions of the test user, first due on 20 March; today is 10 March."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user = cls.users["user"]
        cls.officer = cls.users["officer"]
        cls.actions = cls.env["engagement.action"]

    @classmethod
    def _new_action(cls, **values):
        return cls.actions.create(
            {
                "name": "Call a day before the truck comes",
                "origin_reason": "Two customers waited in vain",
                "user_id": cls.user.id,
                "due_date": "2026-03-20",
                **values,
            }
        )

    def _to_check(self, result="effective", **values):
        """Return an action that its user has implemented, with a result to note."""
        action = self._new_action(**values)
        mine = action.with_user(self.user)
        mine.action_start()
        mine.action_implement()
        action.with_user(self.officer).check_result = result
        return action


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestAction(ActionCase):
    """What we change: planned, done, checked by somebody else, and closed."""

    # The way

    def test_an_action_that_helped_goes_through_plan_do_check(self):
        action = self._new_action().with_user(self.user)
        self.assertEqual(action.state, "plan")
        self.assertIs(action.action_start(), True)
        self.assertEqual(action.state, "do")
        self.assertIs(action.action_implement(), True)
        self.assertEqual(action.state, "check")
        self.assertEqual(action.implemented_on, date(2026, 3, 10))
        self.assertEqual(action.implemented_by_id, self.user)
        self.assertEqual(action.check_due, date(2026, 4, 9))
        seen = action.with_user(self.officer)
        seen.check_result = "effective"
        with freeze_time("2026-04-10"):
            self.assertIs(seen.action_check(), True)
        self.assertEqual(action.state, "done")
        self.assertEqual(action.checked_by_id, self.officer)
        self.assertEqual(action.checked_on, date(2026, 4, 10))

    def test_what_did_not_quite_help_asks_what_follows(self):
        for result in ("partly", "not_effective"):
            action = self._to_check(result)
            action.with_user(self.officer).action_check()
            with self.subTest(result=result):
                self.assertEqual(action.state, "act")
                action.with_user(self.user).accept_reason = "It is good enough"
                self.assertIs(action.with_user(self.user).action_done(), True)
                self.assertEqual(action.state, "done")
                self.assertEqual(action.check_result, result)

    def test_a_day_for_the_check_that_somebody_chose_stays(self):
        action = self._new_action(check_due="2026-05-01")
        action.action_start()
        action.action_implement()
        self.assertEqual(action.check_due, date(2026, 5, 1))

    def test_each_step_needs_its_state_and_changes_nothing_else(self):
        steps = {
            "action_start": ("plan",),
            "action_implement": ("do",),
            "action_check": ("check",),
            "action_done": ("act",),
            "action_reopen": ("check", "act", "done", "cancelled"),
            "action_ask_cancel": ("plan", "do", "check", "act"),
        }
        actions = self._get_one_of_each_state()
        self.assertEqual(
            list(actions), ["plan", "do", "check", "act", "done", "cancelled"]
        )
        for name, expected in steps.items():
            for state, action in actions.items():
                if state in expected:
                    continue
                with (
                    self.subTest(step=name, state=state),
                    self.assertRaisesRegex(UserError, "This step needs an action"),
                ):
                    getattr(action, name)()
                self.assertEqual(action.state, state)
        for state in ("done", "cancelled"):
            with self.assertRaisesRegex(UserError, "This step needs an action"):
                actions[state].action_cancel("Too late")

    def _get_one_of_each_state(self):
        actions = {
            "plan": self._new_action(),
            "do": self._new_action(),
            "check": self._to_check(),
            "act": self._to_check("partly"),
            "done": self._to_check(),
            "cancelled": self._new_action(),
        }
        actions["do"].action_start()
        actions["act"].with_user(self.officer).action_check()
        actions["done"].with_user(self.officer).action_check()
        actions["cancelled"].action_cancel("It fell away")
        for state, action in actions.items():
            self.assertEqual(action.state, state)
        return actions

    def test_one_wrong_action_stops_all_of_them(self):
        ready, planned = self._new_action(), self._new_action()
        ready.action_start()
        with self.assertRaisesRegex(UserError, "“Plan”.*needs.*: Do"):
            (ready + planned).action_implement()
        self.assertEqual(ready.state, "do")
        self.assertFalse(ready.implemented_on)

    def test_nobody_types_or_imports_what_became_of_an_action(self):
        actions = self.actions.with_user(self.user)
        action = actions.browse(self._new_action().id)
        for vals in (
            {"state": "done"},
            {"implemented_on": "2026-03-01"},
            {"implemented_by_id": self.user.id},
            {"first_due_date": "2026-12-31"},
            {"checked_by_id": self.officer.id},
            {"checked_on": "2026-03-01"},
            {"cancel_reason": "Forged"},
        ):
            with self.subTest(**vals):
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    action.write(vals)
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    actions.create({"name": "Forged", **vals})
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            action.number = "A1"
        found = actions.load(["name", "state"], [["A", "done"]])
        self.assertIn("cannot be typed in", found["messages"][0]["message"])
        made = actions.with_context(default_state="done").create({"name": "Honest"})
        self.assertEqual(made.state, "plan")

    def test_an_action_is_cancelled_for_a_reason_only(self):
        action = self._new_action().with_user(self.user)
        for reason in (None, "", "  "):
            with (
                self.subTest(reason=reason),
                self.assertRaisesRegex(UserError, "Say why"),
            ):
                action.action_cancel(reason)
        question = action.action_ask_cancel()
        form = Form(
            self.env[question["res_model"]]
            .with_user(self.user)
            .with_context(**question["context"])
        )
        form.reason = "The supplier has a new kiln"
        form.save().action_cancel()
        self.assertEqual(action.state, "cancelled")
        self.assertEqual(action.cancel_reason, "The supplier has a new kiln")
        self.assertEqual(action.timing, "cancelled")

    def test_taken_up_again_it_keeps_the_first_day_and_loses_the_check(self):
        action = self._to_check("partly")
        action.with_user(self.officer).action_check()
        action.lesson = "Call, do not write"
        mine = action.with_user(self.user)
        self.assertIs(mine.action_reopen(), True)
        self.assertEqual(mine.state, "do")
        for name in (
            "implemented_on",
            "implemented_by_id",
            "check_due",
            "check_result",
            "checked_by_id",
            "checked_on",
        ):
            self.assertFalse(mine[name], name)
        self.assertEqual(mine.first_due_date, date(2026, 3, 20))
        self.assertEqual(mine.lesson, "Call, do not write")
        with freeze_time("2026-03-21"):
            mine.invalidate_recordset()
            self.assertTrue(mine.overdue)
        dropped = self._new_action()
        dropped.action_cancel("Not now")
        dropped.action_reopen()
        self.assertEqual((dropped.state, dropped.cancel_reason), ("plan", False))

    # The day that was agreed first

    def test_the_first_day_never_moves(self):
        action = self._new_action(due_date=False).with_user(self.user)
        self.assertFalse(action.first_due_date)
        self.assertEqual(action.timing, "open")
        action.due_date = "2026-03-15"
        self.assertEqual(action.first_due_date, date(2026, 3, 15))
        action.due_date = "2026-03-12"
        self.assertEqual(action.first_due_date, date(2026, 3, 15))
        action.write({"due_date": "2026-04-30", "due_change_reason": "Snow"})
        self.assertEqual(action.first_due_date, date(2026, 3, 15))
        self.assertTrue(action.moved)
        action.write({"due_date": False, "due_change_reason": "Nobody knows"})
        self.assertEqual(action.first_due_date, date(2026, 3, 15))
        self.assertFalse(action.copy().first_due_date)

    def test_a_later_day_needs_a_reason_each_time(self):
        action = self._new_action().with_user(self.user)
        for vals in (
            {"due_date": "2026-03-21"},
            {"due_date": "2026-03-21", "due_change_reason": "  "},
            {"due_date": False},
        ):
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(UserError, "Why it is due later"),
            ):
                action.write(vals)
            self.assertEqual(action.due_date, date(2026, 3, 20))
        action.write({"due_date": "2026-03-25", "due_change_reason": "Snow"})
        with self.assertRaisesRegex(UserError, "Why it is due later"):
            action.due_date = "2026-03-26"
        with self.assertRaisesRegex(UserError, "Why it is due later"):
            action.due_change_reason = False
        action.due_date = "2026-03-22"
        self.assertEqual(action.due_change_reason, "Snow")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE engagement_action SET due_change_reason = NULL WHERE id = %s",
                [action.id],
            )

    def test_the_move_stands_in_the_history(self):
        action = self._new_action().with_env(self.env(context={}))
        self.env.flush_all()
        self.cr.flush()
        action.write({"due_date": "2026-03-25", "due_change_reason": "Snow"})
        self.cr.flush()
        logged = action.message_ids.sudo().tracking_value_ids
        self.assertEqual(
            {value.field_id.name for value in logged},
            {"due_date", "due_change_reason"},
        )
        self.assertIn("Snow", logged.mapped("new_value_char"))

    def test_the_form_asks_why_when_the_day_moves(self):
        action = self._new_action().with_user(self.user)
        with Form(action) as form:
            form.due_date = "2026-03-18"
        self.assertFalse(action.due_change_reason)
        with Form(action) as form:
            form.due_date = "2026-03-25"
            form.due_change_reason = "Snow"
        with (
            self.assertRaisesRegex(AssertionError, "due_change_reason"),
            Form(action) as form,
        ):
            form.due_date = "2026-03-28"
        self.assertEqual(action.due_date, date(2026, 3, 25))

    def test_a_new_action_takes_the_day_with_which_it_is_saved(self):
        with Form(self.actions.with_user(self.user)) as form:
            form.name = "Call"
            form.origin_reason = "Two customers waited"
            form.due_date = "2026-03-12"
            form.due_date = "2026-03-14"
        self.assertEqual(form.record.first_due_date, date(2026, 3, 14))
        self.assertFalse(form.record.moved)

    def test_late_is_late_also_when_the_day_was_moved(self):
        moved = self._new_action()
        moved.write({"due_date": "2026-04-30", "due_change_reason": "Snow"})
        far = self._new_action(due_date="2026-04-01")
        undated = self._new_action(due_date=False)
        mine = moved + far + undated
        self.assertEqual(mine.mapped("timing"), ["running", "running", "open"])
        with freeze_time("2026-03-20 12:00:00"):
            mine.invalidate_recordset()
            self.assertEqual(mine.mapped("timing"), ["soon", "running", "open"])
            self.assertFalse(self.actions.search([("overdue", "=", True)]) & mine)
        with freeze_time("2026-03-25 12:00:00"):
            mine.invalidate_recordset()
            self.assertEqual(mine.mapped("timing"), ["overdue", "soon", "open"])
            self.assertEqual(
                self.actions.search([("overdue", "=", True)]) & mine, moved
            )
            moved.action_start()
            moved.action_implement()
            self.assertEqual((moved.timing, moved.overdue), ("missed", False))
            far.action_start()
            far.action_implement()
            self.assertEqual(far.timing, "kept")
            undated.action_start()
            undated.action_implement()
            self.assertFalse(undated.timing, "Nobody said until when")

    def test_what_was_agreed_stays_while_it_is_checked(self):
        action = self._to_check()
        for name, value in (
            ("user_id", self.officer.id),
            ("owner_id", False),
            ("due_date", "2026-03-11"),
            ("due_change_reason", "Later"),
        ):
            with (
                self.subTest(field=name),
                self.assertRaisesRegex(UserError, "Take it up again"),
            ):
                action.with_user(self.user)[name] = value

    # The check

    def test_the_checker_is_not_the_doer(self):
        colleague = self.users["manager"]
        owner = self.env["hr.employee"].create(
            {"name": "Olga", "user_id": colleague.id}
        )
        action = self._to_check(owner_id=owner.id)
        for user in (self.user, colleague):
            with (
                self.subTest(user=user.login),
                self.assertRaisesRegex(UserError, "somebody else says"),
            ):
                action.with_user(user).action_check()
            self.assertEqual(action.state, "check")
        action.with_user(self.officer).action_check()
        self.assertEqual(action.checked_by_id, self.officer)

    def test_whoever_pressed_implemented_does_not_check_either(self):
        action = self._new_action()
        officer = action.with_user(self.officer)
        officer.action_start()
        officer.action_implement()
        officer.check_result = "effective"
        with self.assertRaisesRegex(UserError, "somebody else says"):
            officer.action_check()

    def test_an_owner_without_a_login_is_known_by_the_contact(self):
        owner = self.env["hr.employee"].create(
            {"name": "Olga", "work_contact_id": self.officer.partner_id.id}
        )
        action = self._to_check(owner_id=owner.id)
        with self.assertRaisesRegex(UserError, "somebody else says"):
            action.with_user(self.officer).action_check()

    def test_a_check_says_whether_it_helped(self):
        action = self._to_check(result=False)
        with self.assertRaisesRegex(UserError, "Say whether"):
            action.with_user(self.officer).action_check()
        self.assertEqual(action.state, "check")

    def test_a_result_belongs_to_the_check(self):
        planned = self._new_action().with_user(self.user)
        checked = self._to_check()
        checked.with_user(self.officer).action_check()
        for action in (planned, checked.with_user(self.officer)):
            with self.assertRaisesRegex(UserError, "Take it up again"):
                action.check_result = "partly"
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(CheckViolation),
            self.env.cr.savepoint(),
        ):
            self._new_action(check_result="effective")

    def test_a_small_organisation_checks_itself_for_a_reason(self):
        self.company.engagement_small_organisation = True
        action = self._to_check()
        mine = action.with_user(self.user)
        with self.assertRaisesRegex(UserError, "Why nobody else checked"):
            mine.action_check()
        mine.self_check_reason = "We are three"
        mine.action_check()
        self.assertEqual(action.state, "done")
        self.assertEqual(action.checked_by_id, self.user)
        self.assertEqual(action.self_check_reason, "We are three")

    # What reminds, and what is counted

    def _get_summary(self, user, today):
        summary = self.env["engagement.daily.summary"]
        return [
            (summary._translate(row.section), row.name, row.day)
            for row in summary._get_rows(user, today)
            if "Actions" in summary._translate(row.section)
        ]

    def test_the_summary_names_what_is_due_and_what_is_to_be_checked(self):
        due = self._new_action(due_date="2026-03-12")
        self._new_action(due_date="2026-03-13")
        self._new_action(due_date="2026-03-01").action_cancel("Not now")
        named = self._to_check(checker_id=self.officer.id, check_due="2026-03-12")
        nobody = self._to_check(check_due="2026-03-11")
        today = date(2026, 3, 12)
        self.assertEqual(
            self._get_summary(self.user, today),
            [
                ("Actions due", due.display_name, date(2026, 3, 12)),
                ("Actions to check", nobody.display_name, date(2026, 3, 11)),
            ],
        )
        self.assertEqual(
            self._get_summary(self.officer, today),
            [("Actions to check", named.display_name, date(2026, 3, 12))],
        )

    def test_a_secret_action_is_its_number_in_the_summary(self):
        secret = self._new_action(due_date="2026-03-12", confidentiality="secret")
        self.assertEqual(
            self._get_summary(self.user, date(2026, 3, 12)),
            [("Actions due", secret.number, date(2026, 3, 12))],
        )

    def test_the_counters_count_what_the_filters_show(self):
        party = self._new_party()
        mine = self._new_action(due_date="2026-03-01")
        mine += self._new_action(due_date="2026-03-17")
        mine += self._new_action(due_date="2026-03-18")
        mine += self._to_check()
        mine.partner_ids = party.partner_id
        counters = self.actions.with_user(self.officer).get_counters(
            [("partner_ids", "in", party.partner_id.ids)]
        )
        self.assertEqual(
            {counter["filter"]: counter["count"] for counter in counters},
            {"overdue": 1, "soon": 1, "to_check": 1},
        )

    # Numbers, companies, levels

    def test_each_action_has_a_number_of_its_own(self):
        first, second = self.actions.create([{"name": "One"}, {"name": "Two"}])
        self.assertRegex(first.number, r"^A\d{5}$")
        self.assertEqual(int(second.number[1:]), int(first.number[1:]) + 1)
        self.assertEqual(first.display_name, f"{first.number} One")
        self.assertEqual(self.actions.name_search(first.number)[0][0], first.id)
        forged = self.actions.with_user(self.user).create(
            {"name": "Three", "number": "A00001"}
        )
        self.assertEqual(int(forged.number[1:]), int(second.number[1:]) + 1)
        self.assertNotEqual(first.copy().number, first.number)

    def test_an_action_stays_in_its_company(self):
        action = self._new_action().with_user(self.officer)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            action.company_id = self.other_company
        stranger = self.env["engagement.objective"].create(
            {"name": "Theirs", "company_id": self.other_company.id}
        )
        with self.assertRaises(UserError):
            action.with_env(self.env).objective_ids = stranger
        with self.assertRaisesRegex(ValidationError, "an origin of the same company"):
            self._new_action(
                origin_model="engagement.objective", origin_res_id=stranger.id
            )
        theirs = action.with_user(self.other_officer)
        with self.assertRaises(AccessError):
            theirs.read(["name"])

    def test_an_action_is_never_less_protected_than_its_origin(self):
        commitment = self.env["engagement.commitment"].create(
            {
                "name": "Hear the apprentice",
                "due_at": "2026-03-20 12:00:00",
                "confidentiality": "restricted",
            }
        )
        action = self._new_action(
            origin_model="engagement.commitment", origin_res_id=commitment.id
        )
        self.assertEqual(action.confidentiality, "restricted")
        with self.assertRaisesRegex(ValidationError, "more protected"):
            action.confidentiality = "normal"
        commitment.confidentiality = "secret"
        self.assertEqual(action.confidentiality, "secret")
        self.assertEqual(action.display_name, action.number)
        self.assertNotIn("apprentice", action.origin_ref)

    def test_a_list_costs_the_same_however_long_it_is(self):
        need = self._new_need(self._new_party())
        specification = {
            name: {"fields": {"display_name": {}}}
            if self.actions._fields[name].type == "many2one"
            else {}
            for name in (
                "display_name",
                "origin_ref",
                "user_id",
                "owner_id",
                "due_date",
                "timing",
                "state",
                "check_result",
                "activity_ids",
            )
        }

        def cost(number):
            self.actions.create(
                [
                    {
                        "name": f"Action {i}",
                        "due_date": "2026-03-20",
                        "origin_model": need._name,
                        "origin_res_id": need.id,
                    }
                    for i in range(number)
                ]
            )
            actions = self.actions.with_user(self.officer)

            def show():
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.env.cr.sql_log_count
                actions.web_search_read([], specification, limit=80)
                return self.env.cr.sql_log_count - before

            show()
            return show()

        few = cost(5)
        self.assertLessEqual(cost(45), few)


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-10 12:00:00")
class TestComplaintAction(ComplaintCase):
    """What is changed because of a complaint, and what an action may tell of it."""

    def _new_action(self, complaint, **values):
        return self.env["engagement.action"].create(
            {
                "name": "Call a day before the truck comes",
                "origin_model": complaint._name,
                "origin_res_id": complaint.id,
                **values,
            }
        )

    def test_a_complaint_counts_and_opens_its_actions(self):
        complaint, other = self._new_complaint(), self._new_complaint()
        action = self._new_action(complaint)
        self.assertEqual(action.complaint_id, complaint)
        self.assertEqual(action.origin_ref, complaint.display_name)
        self.assertEqual(complaint.action_ids, action)
        self.assertEqual((complaint + other).mapped("change_count"), [1, 0])
        opened = complaint.action_view_actions()
        self.assertEqual(self.env[opened["res_model"]].search(opened["domain"]), action)
        complaint.sudo().unlink()
        self.assertTrue(action.exists())
        self.assertFalse(action.complaint_id)

    def test_a_new_action_takes_its_origin_and_level_from_the_complaint(self):
        complaint = self._new_complaint(confidentiality="restricted")
        handler = self.users["user"]
        window = complaint.with_user(handler).action_create_action()
        self.assertEqual(window["res_model"], "engagement.action")
        form = Form(
            self.env["engagement.action"]
            .with_user(handler)
            .with_context(**window["context"])
        )
        self.assertFalse(form.name, "The title of the complaint is not taken over")
        form.name = "Call a day before the truck comes"
        action = form.save()
        self.assertEqual(action.complaint_id, complaint)
        self.assertEqual(action.kind, "corrective")
        self.assertEqual(action.confidentiality, "restricted")

    def test_an_action_does_not_repeat_the_title_of_a_protected_complaint(self):
        complaint = self._new_complaint(
            name="The foreman shouts at apprentices", confidentiality="restricted"
        )
        for vals in (
            {"name": "the foreman shouts at Apprentices"},
            {"name": "Stop it: The foreman shouts at apprentices!"},
            {"description": "They say the foreman shouts at apprentices."},
            {"lesson": "The foreman shouts at apprentices"},
        ):
            with (
                self.subTest(**vals),
                self.assertRaisesRegex(ValidationError, "is protected"),
            ):
                self._new_action(complaint, **vals)
        action = self._new_action(complaint, name="Training for foremen")
        self.assertEqual(action.origin_ref, complaint.number)
        short = self._new_complaint(name="Noise", confidentiality="restricted")
        self._new_action(short, name="Less noise in hall 2")
        with self.assertRaisesRegex(ValidationError, "is protected"):
            self._new_action(short, name="Noise")

    def test_a_complaint_that_becomes_protected_takes_its_title_along(self):
        complaint = self._new_complaint(name="The foreman shouts at apprentices")
        number = complaint.number
        action = self._new_action(
            complaint,
            name="The foreman shouts at apprentices",
            description="Hear what “the foreman shouts at apprentices” means.",
        )
        own_level = self._new_action(complaint, confidentiality="restricted")
        archived = self._new_action(complaint, name=complaint.name, active=False)
        self.assertIn("foreman", own_level.origin_ref)
        complaint.confidentiality = "restricted"
        self.assertEqual(action.name, number)
        self.assertEqual(action.description, f"Hear what “{number}” means.")
        self.assertEqual(archived.name, number)
        for each in (action, own_level, archived):
            self.assertEqual(each.origin_ref, number)
            self.assertEqual(each.confidentiality, "restricted")
        self.env.flush_all()
        self.assertNotIn(
            "foreman", str(action.message_ids.mapped("body")), "nor in the history"
        )

    def test_who_brought_a_complaint_sees_no_actions_without_a_role(self):
        complaint = self._new_complaint()
        self._new_action(complaint)
        own = self._new_complaint(user_id=False).with_user(self.users["internal"])
        with self.assertRaises(AccessError):
            own["change_count"]
        with self.assertRaises(AccessError):
            own.action_view_actions()
