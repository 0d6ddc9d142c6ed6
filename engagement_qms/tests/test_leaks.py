# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from unittest import TestCase

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_records import AccessRecordsCase

#: What a record that must stay hidden is called, to be looked for in every answer
NAME = "Matrix"


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
        # to explain a refusal Odoo tries rule by rule, which takes longer than refusing
        refused = AccessError("Refused")
        for model in ("ir.rule", "ir.model.access"):
            self.patch(
                self.registry[model], "_make_access_error", lambda *_args: refused
            )

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
                    # Odoo's own sets a savepoint each time, for what writes
                    case = type(self) if door == "copy" else TestCase
                    case.assertRaises(self, refusal, open_door)

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


@tagged("post_install", "-at_install", "engagement")
class TestLeaks(AccessDoors, AccessRecordsCase):
    """What a role may not read cannot be learned by another door either.

    The matrix says who may read; here every other way to a record is tried by those
    who may not: search, names, groups, exports, files, messages, activities, buttons,
    and the records that point to it.
    """

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_no_button_works_on_a_hidden_record(self):
        """A button of ours refuses, or opens a screen that will; it changes nothing."""
        tried = 0
        for role, record in self._get_hidden(("internal", "user", "portal")):
            for name in self._get_buttons(record):
                before = self._get_stored(record)
                self.env.invalidate_all()
                with (
                    self.subTest(button=name, role=role, record=str(record)),
                    self.env.cr.savepoint(),
                ):
                    try:
                        answer = getattr(record, name)()
                    except (AccessError, UserError):
                        answer = None
                    self.assertNotIn(NAME, repr(answer))
                    self.env.flush_all()
                    self.assertEqual(self._get_stored(record), before)
                tried += 1
        self.assertGreater(tried, 100)

    def test_a_readable_record_does_not_name_hidden_ones(self):
        """Objectives and processes are for everybody, their needs and parties not."""
        need = self._get_record("engagement.need", "other", "user")
        objective = self._get_record("engagement.objective", "other", "user")
        process = self._get_record("engagement.process", "other", "user")
        objective.sudo().need_ids = need
        process.sudo().party_ids = need.sudo().party_id
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(objective.read(["need_ids"])[0]["need_ids"], [])
        self.assertEqual(process.read(["party_ids"])[0]["party_ids"], [])

    def test_contacts_and_employees_show_hidden_parties_to_nobody(self):
        party = self._get_record("engagement.party", "other", "user")
        partner = party.sudo().partner_id
        need = self._new_need(party.with_env(self.env))
        event = self._new_event(party.with_env(self.env))
        party.sudo().owner_id = self.employees["officer"]
        tab = ["engagement_party_ids", "engagement_need_ids", "engagement_event_ids"]
        counts = ["engagement_need_count", "engagement_event_count"]
        self.env.flush_all()
        self.env.invalidate_all()
        [seen] = partner.with_user(self.users["user"]).read(tab + counts)
        self.assertEqual([seen[name] for name in tab + counts], [[], [], [], 0, 0])
        self.env.invalidate_all()
        [seen] = partner.with_user(self.users["officer"]).read(tab + counts)
        self.assertEqual(
            [seen[name] for name in tab + counts],
            [party.ids, need.ids, event.ids, 1, 1],
        )
        self.env.invalidate_all()
        officer = self.env["hr.employee.public"].browse(self.employees["officer"].id)
        [seen] = officer.with_user(self.users["user"]).read(tab)
        self.assertEqual([seen[name] for name in tab], [[], [], []])
        with self.assertRaises(AccessError):
            partner.with_user(self.users["internal"]).read(tab)

    def test_the_map_draws_only_what_its_reader_may_see(self):
        ids = [
            self._get_record("engagement.party", tie, "user").id
            for tie in ("own", "other", "other_company")
        ]
        parties = self.env["engagement.party"].with_user(self.users["user"])
        drawn = parties.retrieve_party_map([("id", "in", ids)])
        self.assertEqual(drawn["total"], 1)
        self.assertEqual([party["id"] for party in drawn["parties"]], ids[:1])

    def _get_buttons(self, record):
        """Return the methods of ours that a client may call without arguments."""
        return sorted(
            name
            for name in dir(type(record))
            if name.startswith("action_")
            and any(
                name in vars(base)
                for base in type(record).mro()
                if getattr(base, "_module", None) == "engagement_qms"
            )
        )

    def _get_stored(self, record):
        """Return what the table holds of a record, and how many point to it."""
        self.env.flush_all()
        record = record.sudo()
        if not record._auto:
            return None
        names = [
            name
            for name, field in record._fields.items()
            if field.column_type and field.store
        ]
        [values] = record.with_context(active_test=False).read(names, load=False)
        return values, self.env["engagement.event"].search_count([])
