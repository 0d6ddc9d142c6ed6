# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.mail.tests.common import mail_new_test_user

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-05-04 12:00:00")
class TestCommunication(EngagementCase):
    """What people inside have to know, why, and who has confirmed it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plant = cls.env["hr.department"].create({"name": "Test plant"})
        cls.line = cls.env["hr.department"].create(
            {"name": "Test line", "parent_id": cls.plant.id}
        )
        cls.reader = mail_new_test_user(
            cls.env,
            "test_reader",
            groups="base.group_user",
            email="reader@example.com",
            notification_type="email",
        )
        cls.ann = cls._new_employee("Ann Reader", cls.plant, user_id=cls.reader.id)
        cls.ben = cls._new_employee("Ben Line", cls.line, work_email="ben@example.com")
        cls.cem = cls._new_employee("Cem Line", cls.line)
        cls.communication = (
            cls.env["engagement.communication"]
            .with_user(cls.users["user"])
            .create(
                {
                    "name": "Quality policy",
                    "kind": "policy",
                    "why": "You stop the line when something is wrong.",
                    "body": "<p>Quality comes first.</p>",
                    "department_ids": cls.plant.ids,
                }
            )
        )

    @classmethod
    def _new_employee(cls, name, department, **values):
        return cls.env["hr.employee"].create(
            {"name": name, "department_id": department.id, **values}
        )

    def _run_cron(self):
        """Run the shipped cron as the scheduler does."""
        cron = self.env.ref("engagement_qms.ir_cron_send_communications_to_newcomers")
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "engagement.communication")]
        )

    def test_why_it_matters_is_asked_for(self):
        form = Form(self.env["engagement.communication"])
        form.name = "Because I say so"
        with self.assertRaisesRegex(AssertionError, "why is a required field"):
            form.save()

    def test_it_goes_to_the_departments_below_as_well(self):
        self.communication.action_send()
        self.assertEqual(
            self.communication.sudo().acknowledgement_ids.employee_id,
            self.ann + self.ben + self.cem,
        )
        self.assertEqual(self.communication.state, "sent")
        self.assertEqual(str(self.communication.date), "2026-05-04")

    def test_readers_are_chosen_without_a_right_to_personnel_files(self):
        user = self.users["user"]
        self.assertFalse(self.env["hr.employee"].with_user(user).has_access("read"))
        form = Form(self.env["engagement.communication"].with_user(user))
        form.name = "Briefing"
        form.why = "The audit is near"
        form.employee_ids.add(self.ben)
        communication = form.save()
        communication.employee_ids += self.cem
        communication.action_send()
        self.assertEqual(
            communication.sudo().acknowledgement_ids.employee_id, self.ben + self.cem
        )

    def test_the_mails_wait_in_the_queue(self):
        sent = []
        for method in ("send", "send_after_commit"):
            self.patch(
                type(self.env["mail.mail"]), method, lambda mails, **kw: sent.append(1)
            )
        self.communication.action_send()
        self.assertFalse(sent, "A slow mail server must not hold up the sender")
        mails = self._mails()
        self.assertEqual(set(mails.mapped("state")), {"outgoing"})
        self.assertEqual(
            mails.recipient_ids, self.reader.partner_id + self.ben.work_contact_id
        )
        self.assertEqual(set(mails.mapped("subject")), {"Quality policy"})

    def test_the_sender_hears_who_cannot_be_reached(self):
        notice = self.communication.action_send()["params"]
        self.assertEqual(notice["type"], "warning")
        self.assertIn("2 people", notice["message"])
        self.assertIn("Cem Line", notice["message"])
        self.assertNotIn("Ben Line", notice["message"])

    def test_nothing_is_sent_to_nobody(self):
        self.communication.department_ids = False
        with self.assertRaisesRegex(UserError, "Choose who has to know"):
            self.communication.action_send()
        self.assertEqual(self.communication.state, "draft")

    def test_everybody_means_everybody_of_the_company(self):
        stranger = self.env["hr.employee"].create(
            {"name": "Stranger", "company_id": self.other_company.id}
        )
        self.communication.write({"to_everybody": True, "department_ids": False})
        self.communication.action_send()
        readers = self.communication.sudo().acknowledgement_ids.employee_id
        everybody = self.env["hr.employee"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(readers, everybody)
        self.assertNotIn(stranger, readers)

    def test_it_cannot_be_sent_twice(self):
        self.communication.action_send()
        with self.assertRaisesRegex(UserError, "sent already"):
            self.communication.action_send()
        self.assertEqual(self.communication.recipient_count, 3)

    def test_a_reader_confirms_with_one_button_and_once(self):
        self.communication.action_send()
        mine = self.communication.with_user(self.reader)
        self.assertEqual(mine.my_state, "to_read")
        mine.action_acknowledge()
        self.assertEqual(mine.my_state, "read")
        self.assertEqual(mine.my_acknowledged_on, datetime(2026, 5, 4, 12, 0))
        with freeze_time("2026-05-05 12:00:00"):
            mine.action_acknowledge()
        self.assertEqual(mine.my_acknowledged_on, datetime(2026, 5, 4, 12, 0))

    def test_my_communications_lists_what_was_sent_to_me(self):
        records = self.env["engagement.communication"].with_user(self.reader)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "engagement_qms.engagement_communication_action_mine"
        )
        self.assertEqual(action["domain"], "[('my_state', '!=', False)]")
        mine = [("my_state", "!=", False)]
        to_read = [("my_state", "=", "to_read")]
        self.assertFalse(records.search(mine))
        self.communication.action_send()
        self.assertEqual(records.search(mine), self.communication)
        self.assertEqual(records.search(to_read), self.communication)
        records.search(mine).action_acknowledge()
        self.assertEqual(records.search(mine), self.communication)
        self.assertFalse(records.search(to_read))
        self.assertFalse(self.communication.my_state, "The sender is no reader")

    def test_who_did_not_get_it_cannot_confirm_it(self):
        self.communication.action_send()
        with self.assertRaisesRegex(UserError, "not sent to you"):
            self.communication.action_acknowledge()

    def test_nobody_sees_a_draft_but_its_author_and_those_above(self):
        with self.assertRaises(AccessError):
            self.communication.with_user(self.reader).read(["name"])
        with self.assertRaises(AccessError):
            self.communication.with_user(self.users["confidential"]).read(["name"])
        self.communication.with_user(self.users["officer"]).read(["name"])

    def test_the_rate_shows_its_number_and_is_empty_for_nobody(self):
        self.assertFalse(self.communication.acknowledgement_summary)
        self.assertEqual(self.communication.recipient_count, 0)
        self.communication.action_send()
        self.communication.with_user(self.reader).action_acknowledge()
        self.assertEqual(self.communication.acknowledgement_summary, "1 of 3 (33 %)")
        self.assertAlmostEqual(self.communication.acknowledgement_rate, 1 / 3)

    def test_the_rate_is_the_same_for_a_reader(self):
        self.communication.action_send()
        mine = self.communication.with_user(self.reader)
        self.assertEqual(mine.acknowledgement_summary, "0 of 3 (0 %)")

    def test_a_reminder_goes_to_those_who_have_not_confirmed(self):
        self.communication.action_send()
        self.communication.with_user(self.reader).action_acknowledge()
        self._mails().unlink()
        self.communication.action_remind()
        mails = self._mails()
        self.assertEqual(mails.recipient_ids, self.ben.work_contact_id)
        self.assertEqual(mails.subject, "Reminder: Quality policy")
        self.assertEqual(mails.state, "outgoing")

    def test_a_reader_cannot_remind_or_send(self):
        self.communication.action_send()
        mine = self.communication.with_user(self.reader)
        for method in ("action_send", "action_remind", "action_send_to_newcomers"):
            with self.subTest(method=method), self.assertRaises(AccessError):
                getattr(mine, method)()

    def test_the_text_is_locked_once_sent(self):
        self.communication.action_send()
        for name in ("name", "kind", "version", "body", "why"):
            with (
                self.subTest(name=name),
                self.assertRaisesRegex(UserError, "New version"),
            ):
                self.communication.write({name: "change"})

    def test_what_was_sent_is_archived_not_deleted(self):
        self.communication.action_send()
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.communication.with_user(self.users["manager"]).unlink()
        draft = self.communication.copy()
        draft.with_user(self.users["manager"]).unlink()
        self.assertFalse(draft.exists())

    def test_a_confirmation_is_evidence_and_stays(self):
        self.communication.action_send()
        self.communication.with_user(self.reader).action_acknowledge()
        lines = self.communication.acknowledgement_ids
        confirmed = lines.filtered("acknowledged_on")
        with self.assertRaisesRegex(UserError, "is evidence and stays"):
            lines.with_user(self.users["manager"]).unlink()
        (lines - confirmed).with_user(self.users["manager"]).unlink()
        self.assertEqual(self.communication.acknowledgement_ids, confirmed)

    def test_a_new_version_replaces_the_old_one_when_sent(self):
        self.communication.action_send()
        action = self.communication.action_new_version()
        later = self.communication.browse(action["res_id"])
        self.assertEqual(later.version, "2")
        self.assertEqual(later.state, "draft")
        self.assertEqual(later.department_ids, self.plant)
        self.assertFalse(self.communication.superseded)
        later.action_send()
        self.assertTrue(self.communication.superseded)
        self.assertFalse(later.superseded)
        self.assertEqual(
            self.communication.search([("superseded", "=", True)]), self.communication
        )

    def test_the_next_version_counts_up_the_last_number(self):
        for version, following in (
            ("1", "2"),
            ("9", "10"),
            ("1.9", "1.10"),
            ("2026-A", "2026-A.1"),
        ):
            with self.subTest(version=version):
                self.communication.version = version
                self.assertEqual(self.communication._get_next_version(), following)

    def test_policies_and_strategies_go_to_newcomers_too(self):
        records = self.env["engagement.communication"]
        for kind, expected in (
            ("policy", True),
            ("strategy", True),
            ("briefing", False),
            ("change", False),
        ):
            with self.subTest(kind=kind):
                draft = records.create({"name": "Draft", "why": "So", "kind": kind})
                self.assertEqual(draft.newcomers, expected)

    def test_newcomers_get_what_is_in_force_once(self):
        self.communication.action_send()
        self._mails().unlink()
        dee = self._new_employee("Dee New", self.line, work_email="dee@example.com")
        self._run_cron()
        self.assertEqual(self._mails().recipient_ids, dee.work_contact_id)
        self.assertEqual(self.communication.recipient_count, 4)
        self._mails().unlink()
        self._run_cron()
        self.assertFalse(self._mails(), "A second run sends nothing")
        self.assertEqual(self.communication.recipient_count, 4)

    def test_newcomers_do_not_get_what_was_replaced_or_was_for_then(self):
        briefing = self.communication.copy({"kind": "briefing", "newcomers": False})
        (self.communication + briefing).action_send()
        later = self.communication.browse(
            self.communication.action_new_version()["res_id"]
        )
        later.action_send()
        self._new_employee("Dee New", self.line, work_email="dee@example.com")
        self._run_cron()
        self.assertEqual(self.communication.recipient_count, 3)
        self.assertEqual(briefing.recipient_count, 3)
        self.assertEqual(later.recipient_count, 4)

    def test_one_bad_record_does_not_keep_newcomers_from_the_others(self):
        good = self.communication.copy({"name": "Strategy"})
        (self.communication + good).action_send()
        self._new_employee("Dee New", self.line, work_email="dee@example.com")
        records = type(self.communication)
        deliver = records._deliver

        def fail_once(communication):
            if self.communication.id in communication.ids:
                raise RuntimeError("No")
            return deliver(communication)

        self.patch(records, "_deliver", fail_once)
        with self.assertLogs(
            "odoo.addons.engagement_qms.models.mixins.batches", "ERROR"
        ):
            self._run_cron()
        self.assertEqual(self.communication.recipient_count, 3)
        self.assertEqual(good.recipient_count, 4)

    def test_who_has_no_login_signs_on_paper_before_an_officer(self):
        self.communication.action_send()
        lines = self.communication.sudo().acknowledgement_ids
        cem = lines.filtered(lambda line: line.employee_id == self.cem)
        ann = lines.filtered(lambda line: line.employee_id == self.ann)
        officer = self.users["officer"]
        cem.with_user(officer).action_record_signature()
        self.assertTrue(cem.acknowledged)
        self.assertEqual(cem.recorded_by_id, officer)
        with self.assertRaisesRegex(UserError, "Ann Reader can log in"):
            ann.with_user(officer).action_record_signature()
        with self.assertRaises(AccessError):
            ann.with_user(self.reader).action_record_signature()

    def test_a_confirmation_is_never_typed_in(self):
        self.communication.action_send()
        line = self.communication.sudo().acknowledgement_ids[0]
        for role in ("officer", "manager"):
            with self.subTest(role=role), self.assertRaises(AccessError):
                line.with_user(self.users[role]).acknowledged_on = datetime.now()
        dee = self._new_employee("Dee New", self.line)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            line.with_user(self.users["manager"]).create(
                {
                    "communication_id": self.communication.id,
                    "employee_id": dee.id,
                    "acknowledged_on": datetime.now(),
                }
            )

    def test_the_department_at_the_time_of_sending_stays(self):
        self.communication.action_send()
        self.ben.department_id = self.plant
        line = self.communication.sudo().acknowledgement_ids.filtered(
            lambda line: line.employee_id == self.ben
        )
        self.assertEqual(line.department_id, self.line)

    def test_the_readers_are_listed_for_the_sender(self):
        self.communication.action_send()
        action = self.communication.action_view_acknowledgements()
        lines = (
            self.env["engagement.acknowledgement"]
            .with_user(self.users["user"])
            .search(action["domain"])
        )
        self.assertEqual(len(lines), 3)
