# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tests.common import TransactionCase
from odoo.tools import mute_logger

from .common import ROLES, College

WHY = "CANARYwhy"


@tagged("post_install", "-at_install", "engagement")
class TestSupportMeasure(College, TransactionCase):
    """What is done is shared with who is named; why is opened, and that is noted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: new_test_user(cls.env, f"test_{role}", groups=ROLES[role])
            for role in ("tutor", "educator", "manager", "support", "safeguarding")
        }
        # whoever may export at all, so that a refusal is about the field
        may_export = cls.env.ref("base.group_allow_export")
        may_export.user_ids |= cls.env["res.users"].union(*cls.users.values())
        cls._open_college()
        cls.learner = cls._new_learner("Child")
        cls.measure = cls._agree(reason_entry=WHY)

    @classmethod
    def _agree(cls, **values):
        return (
            cls.env["engagement.support.measure"]
            .with_user(cls.users["support"])
            .create(
                {
                    "learner_id": cls.learner.id,
                    "area": "time",
                    "measure": "More time",
                    "educator_ids": cls.educator.ids,
                    **values,
                }
            )
        )

    def _as(self, role):
        self.env.invalidate_all()
        return self.measure.with_user(self.users[role])

    def test_the_day_that_was_promised_is_not_typed_in(self):
        with self.assertRaises(UserError):
            self._as("support").first_due_date = self.measure.agreed_on

    def test_who_is_named_sees_what_is_done(self):
        self.assertEqual(self._as("educator").measure, "More time")
        with self.assertRaises(AccessError):
            self._as("tutor").read(["measure"])

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_reads_why_by_any_door(self):
        """Not even who may open it: each door but the button would leave no trace."""
        for role in ("educator", "manager", "support", "safeguarding"):
            measure = self._as(role)
            model = measure.browse()
            doors = {
                "read": lambda measure=measure: measure.read(["reason"]),
                "web_read": lambda measure=measure: measure.web_read({"reason": {}}),
                "export": lambda measure=measure: measure.export_data(["reason"]),
                "search": lambda model=model: model.search([("reason", "like", "C")]),
                "group": lambda model=model: model.formatted_read_group(
                    [], ["reason"], ["__count"]
                ),
                "order": lambda model=model: model.search([], order="reason"),
                "write": lambda measure=measure: measure.write({"reason": "x"}),
            }
            for door, try_door in doors.items():
                # each in a way of its own: no right, or no such field
                with (
                    self.subTest(role=role, door=door),
                    self.assertRaisesRegex(Exception, "reason|access|allowed"),
                ):
                    try_door()
            self.assertNotIn("reason", measure.fields_get())
            self.assertNotIn(WHY, str(measure.copy_data() if role == "support" else ""))

    def test_why_is_opened_by_a_button_which_is_noted(self):
        for role in ("support", "safeguarding"):
            measure = self._as(role)
            if role == "support":
                self.assertTrue(measure.has_reason)
                self.assertFalse(measure.reason_entry)
            action = measure.action_show_reason()
            opening = measure.env[action["res_model"]].browse(action["res_id"])
            self.assertEqual(opening.reason, WHY)
        log = self.measure.with_user(self.users["manager"]).opening_ids
        self.assertEqual(
            log.user_id, self.users["support"] + self.users["safeguarding"]
        )

    def test_others_may_not_open_it(self):
        for role in ("educator", "manager", "tutor"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                self._as(role).action_show_reason()
        self.assertFalse(self.measure.sudo().opening_ids)

    def test_the_window_closes_and_is_only_for_who_opened_it(self):
        action = self._as("support").action_show_reason()
        opening = self.env[action["res_model"]].browse(action["res_id"])
        with self.assertRaises(AccessError):
            opening.with_user(self.users["safeguarding"]).read(["reason"])
        opening.invalidate_recordset()
        with self.assertRaises(AccessError):
            opening.with_user(self.users["manager"]).read(["reason"])
        later = fields.Datetime.now() + timedelta(minutes=16)
        self.patch(type(self.env.cr), "now", lambda cr: later)
        self.patch(fields.Datetime, "now", lambda *args: later)
        opening.invalidate_recordset()
        self.assertFalse(opening.with_user(self.users["support"]).reason)

    def test_a_made_up_row_shows_nothing(self):
        """A client asks what follows from values that it sends: no row, no reason."""
        model = self.env["engagement.support.opening"].with_user(self.users["support"])
        values = {
            "user_id": self.users["support"].id,
            "measure_id": self.measure.id,
            "opened_at": fields.Datetime.to_string(fields.Datetime.now()),
        }
        with self.assertRaises(AccessError):
            model.onchange(values, ["measure_id"], {"reason": {}})
        self.assertFalse(model.new(values).reason)
        other = self._agree(reason_entry="OTHERwhy")
        other.action_show_reason()
        own = model.search([("measure_id", "=", other.id)])
        self.assertEqual(model.new(values, origin=own).reason, "OTHERwhy")

    def test_the_log_stays_as_it_is(self):
        self._as("support").action_show_reason()
        log = self.measure.sudo().opening_ids
        with self.assertRaisesRegex(UserError, "stays as it is"):
            log.write({"user_id": self.users["manager"].id})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            log.unlink()

    def test_the_state_follows_the_days(self):
        today = fields.Date.today()
        late = self._agree(due_date=today - timedelta(days=1))
        self.assertEqual((self.measure.state, late.state), ("agreed", "late"))
        late.action_put_in_place()
        self.assertEqual((late.state, late.in_place_on), ("in_place", today))
        late.date_to = today - timedelta(days=1)
        self.assertEqual(late.state, "ended")
        with self.assertRaisesRegex(ValidationError, "yet to come"):
            late.in_place_on = today + timedelta(days=1)

    def test_its_name_is_number_and_area(self):
        self.assertRegex(self.measure.display_name, r"^S\d{5}, Time$")
