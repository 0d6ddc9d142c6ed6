# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .access_doors import AccessDoors
from .access_records import AccessRecordsCase

#: What a record that must stay hidden is called, to be looked for in every answer
NAME = "Matrix"


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
