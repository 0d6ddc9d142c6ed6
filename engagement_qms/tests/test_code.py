# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
class TestCode(EngagementCase):
    """The way of a code of conduct from the first draft to the next version."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.users["leader"]
        cls.owner = cls.env["hr.employee"].create({"name": "Olga Owner"})
        cls.code = cls.env["engagement.code"].create(
            {
                "name": "Delivery",
                "leader_id": cls.leader.id,
                "provision_ids": [(0, 0, cls._promise())],
            }
        )

    @classmethod
    def _promise(cls, **values):
        return {
            "promise": "We deliver within 5 working days.",
            "limit_value": 5,
            "limit_unit": "working_day",
            "owner_id": cls.owner.id,
            **values,
        }

    def _approve(self, code):
        code.with_user(self.leader).action_approve()
        return code

    def test_only_a_leader_approves(self):
        for role in ("officer", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self.code.with_user(self.users[role]).action_approve()
        self._approve(self.code)
        self.assertEqual(self.code.state, "approved")
        self.assertEqual(self.code.approved_by_id, self.leader)

    def test_an_approval_names_all_that_is_missing(self):
        self.code.leader_id = False
        self.code.provision_ids.write({"owner_id": False, "limit_value": 0})
        with self.assertRaises(UserError) as caught:
            self._approve(self.code)
        for missing in (
            "a leader who stands for the code",
            "an owner for promise 1",
            "a limit for promise 1, or the reason for none",
        ):
            self.assertIn(missing, str(caught.exception))
        self.assertEqual(self.code.state, "draft")

    def test_a_reason_may_stand_for_a_limit(self):
        self.code.provision_ids.write(
            {"limit_value": 0, "no_limit_reason": "Measured by weight"}
        )
        self._approve(self.code)
        self.assertEqual(self.code.state, "approved")

    def test_a_code_without_a_promise_is_none(self):
        self.code.provision_ids.unlink()
        with self.assertRaisesRegex(UserError, "at least one promise"):
            self._approve(self.code)

    def _get_open_points(self):
        return [text for text, covered in self.code._get_points() if not covered]

    def test_open_points_are_listed_and_forbid_nothing(self):
        self.assertIn("Say what it is for", self._get_open_points())
        before = self.code.completeness
        self.code.purpose = "People plan their week with us."
        self.assertNotIn("Say what it is for", self._get_open_points())
        self.assertGreater(self.code.completeness, before)
        self._approve(self.code)
        self.assertEqual(self.code.state, "approved")

    def test_an_important_party_that_was_not_heard_is_an_open_point(self):
        party = self._new_party("Azure", influence=5, impact_on_us=5)
        point = "Hear Azure, whose priority is high"
        self.code.party_ids = party
        self.assertIn(point, self._get_open_points())
        self.env["engagement.consultation"].create(
            {"code_id": self.code.id, "party_id": party.id, "decision": "taken_up"}
        )
        self.assertNotIn(point, self._get_open_points())

    def test_the_wording_is_locked_from_the_approval_on(self):
        self._approve(self.code)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.code.scope = "Everything"
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.code.provision_ids.promise = "We deliver when we like."
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.code.provision_ids.unlink()
        with self.assertRaisesRegex(UserError, "Make a new version"):
            self.env["engagement.provision"].create(self._promise(code_id=self.code.id))
        self.code.provision_ids.owner_id = self.env["hr.employee"].create(
            {"name": "Her successor"}
        )

    def test_an_approved_version_gets_a_missing_translation_and_loses_none(self):
        self.env["res.lang"]._activate_lang("de_DE")
        self.env["res.lang"]._activate_lang("fr_FR")
        code = self.code.with_user(self.users["officer"])
        promise = code.provision_ids
        code.statement = "<p>Our word</p>"
        code.update_field_translations("name", {"de_DE": "Lieferung"})
        self._approve(self.code)
        for record, name in ((code, "name"), (promise, "promise")):
            for lang in ("en_US", "de_DE"):
                if record == promise and lang == "de_DE":
                    continue
                for text in ("Something else", False):
                    with (
                        self.subTest(name=name, lang=lang, text=text),
                        self.assertRaisesRegex(UserError, "in every language that"),
                    ):
                        record.update_field_translations(name, {lang: text})
            with self.assertRaisesRegex(UserError, "in every language that"):
                record.web_override_translations({name: "Something else"})
        with self.assertRaisesRegex(UserError, "in every language that"):
            code.update_field_translations(
                "statement", {"en_US": {"Our word": "Nothing"}}
            )
        with self.assertRaisesRegex(UserError, "in every language that"):
            code.update_field_translations("purpose", {"fr_FR": "Rien"})
        promise.update_field_translations("promise", {"fr_FR": "Cinq jours"})
        code.update_field_translations("statement", {"fr_FR": {"Our word": "Parole"}})
        self.assertEqual(promise.with_context(lang="fr_FR").promise, "Cinq jours")
        self.assertEqual(code.with_context(lang="fr_FR").statement, "<p>Parole</p>")
        self.assertEqual(code.statement, "<p>Our word</p>")
        self.assertEqual(code.with_context(lang="de_DE").name, "Lieferung")
        logged = "".join(code.message_ids.mapped("body"))
        self.assertIn("Translation added: Promise of 1. We deliver", logged)

    def test_no_promise_is_slipped_into_an_approved_version(self):
        self._approve(self.code)
        draft = self.env["engagement.code"].create({"name": "Draft"})
        promise = self.env["engagement.provision"].create(
            self._promise(code_id=draft.id)
        )
        with self.assertRaisesRegex(UserError, "Make a new version"):
            promise.with_user(self.users["officer"]).code_id = self.code

    def test_a_context_from_outside_does_not_open_the_lock(self):
        self._approve(self.code)
        forged = self.code.with_context(engagement_step=True)
        with self.assertRaisesRegex(UserError, "Make a new version"):
            forged.scope = "Everything"

    def test_a_default_from_outside_does_not_start_further_on(self):
        codes = self.env["engagement.code"].with_user(self.users["manager"])
        forged = codes.with_context(default_state="in_force", default_version=9)
        self.assertEqual(forged.create({"name": "Forged"}).state, "draft")
        action = (
            self._approve(self.code)
            .with_user(self.users["officer"])
            .action_new_version()
        )
        self.assertEqual(codes.browse(action["res_id"]).root_id, self.code)

    def test_nobody_types_or_imports_what_a_step_writes(self):
        codes = self.env["engagement.code"].with_user(self.users["manager"])
        code = codes.browse(self.code.id)
        for vals in (
            {"state": "in_force"},
            {"state": "approved", "approved_by_id": self.leader.id},
            {"approved_on": "2020-01-01"},
            {"pilot_from": "2020-01-01"},
            {"in_force_from": "2020-01-01"},
            {"in_force_to": "2030-01-01"},
            {"counts_from": "2020-01-01"},
            {"version": 7},
            {"root_id": self.code.copy({"name": "Returns"}).id},
            {"previous_id": self.code.id},
        ):
            with self.subTest(**vals):
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    code.write(vals)
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    codes.create({"name": "Forged", **vals})
                forged = code.with_context(engagement_step=True)
                with self.assertRaisesRegex(UserError, "cannot be typed in"):
                    forged.write(vals)
        found = codes.load(["name", "state"], [["Imported", "in_force"]])
        self.assertIn("cannot be typed in", found["messages"][0]["message"])

    def test_an_officer_goes_all_the_way_by_the_buttons(self):
        code = self.code.with_user(self.users["officer"])
        self.assertIs(code.action_submit(), True)
        self.assertIs(code.action_back_to_draft(), True)
        self.assertIs(code.with_user(self.leader).action_approve(), True)
        self.assertIs(code.action_start_pilot(), True)
        self.assertIs(code.action_put_in_force(), True)
        draft = code.browse(code.action_new_version()["res_id"])
        self.assertEqual(draft.provision_ids.root_id, code.provision_ids)
        self.assertTrue(code.action_start_review())
        self.assertIs(code.action_confirm(), True)
        self.assertIs(code.action_retire(), True)

    def test_no_promise_slips_into_an_approved_code(self):
        officer = self.users["officer"]
        other = self.code.copy({"name": "Returns"}).with_user(officer)
        self._approve(self.code)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            other.provision_ids.root_id = self.code.provision_ids
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            other.write(
                {
                    "provision_ids": [
                        (0, 0, self._promise(root_id=self.code.provision_ids.id))
                    ]
                }
            )
        with self.assertRaisesRegex(UserError, "Make a new version"):
            other.provision_ids.code_id = self.code

    def test_what_was_approved_is_not_deleted(self):
        manager = self.users["manager"]
        self._approve(self.code)
        with self.assertRaisesRegex(UserError, "to show what was promised"):
            self.code.with_user(manager).unlink()
        self.code.action_put_in_force()
        draft = self.code.browse(self.code.action_new_version()["res_id"])
        draft.with_user(manager).unlink()
        self.assertTrue(self.code.exists())

    def test_an_archived_version_ends_as_well(self):
        with freeze_time("2026-01-10"):
            self._approve(self.code).action_put_in_force()
        with freeze_time("2026-03-01"):
            action = self.code.action_new_version()
            second = self.code.browse(action["res_id"])
            self._approve(second)
            self.code.active = False
            second.action_put_in_force()
        self.assertEqual(self.code.state, "retired")
        second.active = False
        third = self.code.browse(self.code.action_new_version()["res_id"])
        self.assertEqual(third.version, 3)

    def test_each_step_asks_for_the_state_before_it(self):
        with self.assertRaisesRegex(UserError, "this step needs “Approved”, “Pilot”"):
            self.code.action_put_in_force()
        with self.assertRaisesRegex(UserError, "is in the state “Draft”"):
            self.code.action_retire()
        self.assertEqual(self.code.state, "draft")

    def test_one_version_holds_at_a_time_and_each_past_day_can_be_told(self):
        with freeze_time("2026-01-10"):
            self._approve(self.code).action_put_in_force()
        with freeze_time("2026-03-01"):
            action = self.code.action_new_version()
            draft = self.env["engagement.code"].browse(action["res_id"])
            self.assertEqual(draft.version, 2)
            self.assertEqual(draft.root_id, self.code)
            self.assertEqual(draft.previous_id, self.code)
            self.assertEqual(draft.state, "draft")
            self.assertEqual(
                draft.provision_ids.root_id, self.code.provision_ids.root_id
            )
            self.assertEqual(
                draft.provision_ids.promise, self.code.provision_ids.promise
            )
            self._approve(draft).action_put_in_force()
        self.assertEqual(self.code.state, "retired")
        self.assertEqual(self.code.in_force_to, date(2026, 2, 28))
        self.assertEqual(draft.state, "in_force")
        told = {
            day: self.code._get_in_force_on(day)
            for day in (
                date(2026, 1, 9),
                date(2026, 1, 10),
                date(2026, 2, 28),
                date(2026, 3, 1),
            )
        }
        none = self.env["engagement.code"]
        self.assertEqual(list(told.values()), [none, self.code, self.code, draft])

    def test_a_pilot_is_tried_and_not_in_force(self):
        with freeze_time("2026-01-10"):
            self._approve(self.code).action_start_pilot()
        with self.assertRaisesRegex(UserError, "this step needs"):
            self.code.action_back_to_draft()
        with freeze_time("2026-02-01"):
            self.code.action_put_in_force()
        self.assertEqual(self.code.pilot_from, date(2026, 1, 10))
        self.assertEqual(self.code.in_force_from, date(2026, 2, 1))
        self.assertEqual(self.code.counts_from, date(2026, 1, 10))
        self.assertFalse(self.code._get_in_force_on(date(2026, 1, 31)))
        self.assertEqual(self.code._get_in_force_on(date(2026, 2, 1)), self.code)

    def test_a_pilot_ends_with_the_next_version(self):
        with freeze_time("2026-01-10"):
            self._approve(self.code).action_start_pilot()
        action = self.code.action_new_version()
        second = self.env["engagement.code"].browse(action["res_id"])
        self.assertFalse(second.counts_from)
        with freeze_time("2026-02-01"):
            self._approve(second).action_start_pilot()
        self.assertEqual(self.code.state, "retired")
        self.assertEqual(self.code.in_force_to, date(2026, 1, 31))
        self.assertFalse(self.code._get_in_force_on(date(2026, 1, 20)))
        self.assertEqual(second.state, "pilot")

    def test_there_is_one_draft_at_a_time(self):
        self._approve(self.code).action_put_in_force()
        self.code.action_new_version()
        with self.assertRaisesRegex(UserError, "is a draft already"):
            self.code.action_new_version()

    def test_a_plain_copy_is_a_code_of_its_own(self):
        copy = self.code.copy({"name": "Returns"})
        self.assertEqual(copy.root_id, copy)
        self.assertEqual(copy.version, 1)
        self.assertEqual(copy.provision_ids.root_id, copy.provision_ids)

    def test_an_adopted_code_names_who_wrote_it(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.code.origin_kind = "adopted"
            self.env.flush_all()

    def test_a_view_that_was_not_taken_up_has_a_reason(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self.env["engagement.consultation"].create(
                {
                    "code_id": self.code.id,
                    "party_id": self._new_party().id,
                    "decision": "not",
                }
            )

    def test_every_code_starts_with_the_guiding_principles(self):
        self.assertEqual(
            len(self.code.principle_line_ids),
            self.env["engagement.code.principle"].search_count([]),
        )
        self.assertEqual(set(self.code.principle_line_ids.mapped("status")), {"open"})

    def test_promises_are_numbered_in_order(self):
        self.code.write(
            {"provision_ids": [(0, 0, self._promise()), (0, 0, self._promise())]}
        )
        self.assertEqual(self.code.provision_ids.mapped("number"), ["1", "2", "3"])
