# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tools import mute_logger


class AccessDoors:
    """The ways to a record that every model has, tried by those who may not read it.

    For test cases that have an access matrix.
    """

    # Odoo runs only the tests that a class writes down itself, unless told so
    allow_inherited_tests_method = True
    #: Who is tried at every door: nobody's role, the own-records role, the one that
    #: sees a whole company, and somebody from outside
    intruders = ("internal", "user", "manager", "portal")

    def setUp(self):
        super().setUp()
        # Whoever may export at all, so that a refusal is about the record.
        may_export = self.env.ref("base.group_allow_export")
        for user in self.users.values():
            if not user.share:
                user.group_ids = [Command.link(may_export.id)]
        self.env.flush_all()

    def _get_hidden(self, roles=None):
        """Yield (role, record as the role) for each row of the matrix without "r"."""
        for row in self.rows:
            for role in roles or self.intruders:
                if "r" not in row[role]:
                    yield role, self._get_record(row["model"], row["record"], role)

    def _get_answer(self, method, *args, **kwargs):
        """Return what a method answers, or nothing where it refuses."""
        try:
            return method(*args, **kwargs)
        except AccessError:
            return []

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_hidden_record_cannot_be_read(self):
        for role, record in self._get_hidden():
            record = record.with_context(active_test=False)
            doors = {
                "read": lambda record=record: record.read(["display_name"]),
                "web_read": lambda record=record: record.web_read({"display_name": {}}),
                "export_data": lambda record=record: record.export_data(
                    ["display_name"]
                ),
                "onchange": lambda record=record: record.onchange({}, [], {"id": {}}),
                "copy": lambda record=record: record.copy(),
            }
            for door, open_door in doors.items():
                self.env.invalidate_all()
                # who may not export at all is told so before the record is looked at
                refusal = UserError if door == "export_data" else AccessError
                with self.subTest(door=door, role=role, record=str(record)):
                    self.assertRaises(refusal, open_door)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_a_hidden_record_is_not_found_or_counted(self):
        for role, record in self._get_hidden():
            records = record.browse().with_context(active_test=False)
            me = [("id", "=", record.id)]
            answers = {
                "search": self._get_answer(records.search, me),
                "search_count": self._get_answer(records.search_count, me) or [],
                "search_read": self._get_answer(records.search_read, me),
                "name_search": self._get_answer(records.name_search, "", domain=me),
                "_read_group": self._get_answer(records._read_group, me, ["id"]),
                "formatted_read_group": self._get_answer(
                    records.formatted_read_group, me, ["id"], ["__count"]
                ),
            }
            for door, answer in answers.items():
                with self.subTest(door=door, role=role, record=str(record)):
                    self.assertFalse(answer)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_what_hangs_on_a_hidden_record_is_hidden_with_it(self):
        """Files, messages and activities."""
        for role, record in self._get_hidden():
            if "message_ids" not in record._fields:
                continue
            hidden = record.with_env(self.env)
            attachment = self.env["ir.attachment"].create(
                {
                    "name": "secret.txt",
                    "raw": b"secret",
                    "res_model": hidden._name,
                    "res_id": hidden.id,
                }
            )
            things = {
                "attachment": attachment,
                "message": hidden.message_post(
                    body="secret",
                    subtype_xmlid="mail.mt_comment",
                    attachment_ids=attachment.ids,
                ),
                "activity": hidden.activity_schedule(
                    summary="secret", user_id=self.env.uid
                ),
            }
            self.env.flush_all()
            self.env.invalidate_all()
            for kind, thing in things.items():
                thing = thing.with_user(self.users[role])
                me = [("id", "=", thing.id)]
                with self.subTest(kind=kind, role=role, record=str(record)):
                    self.assertFalse(self._get_answer(thing.browse().search, me))
                    self.assertRaises(AccessError, thing.read, ["create_date"])
