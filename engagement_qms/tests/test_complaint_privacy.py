# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .test_complaint_hearing import ConcernedCase


@tagged("post_install", "-at_install", "engagement")
class TestComplaintLeaks(ConcernedCase):
    """Who complained is not learned from names, mails, histories, exports or lists."""

    def _secret(self, **values):
        return self._new_complaint(kind="conduct", name="Carla was cheated", **values)

    def assertNamesNobody(self, text):
        for private in ("Carla", "carla@", "cheated"):
            self.assertNotIn(private, text)

    def test_a_secret_one_has_its_number_for_a_name_everywhere(self):
        complaint = self._secret()
        complaint.action_acknowledge()
        activity = complaint.activity_schedule(user_id=self.users["manager"].id)
        linked = self.env["engagement.need"].create(
            {
                "name": "Linked",
                "party_id": self._new_party().id,
                "origin_model": complaint._name,
                "origin_res_id": complaint.id,
            }
        )
        shown = [
            complaint.display_name,
            linked.origin_ref,
            activity.res_name,
            *complaint.commitment_ids.mapped("display_name"),
            *complaint.commitment_ids.mapped("origin_ref"),
            *(row.name for row in self._get_summary_rows(self.users["user"])),
        ]
        self.assertNamesNobody("\n".join(shown))
        self.assertIn(complaint.number, complaint.display_name)
        model = self.env["engagement.complaint"].with_user(self.users["confidential"])
        self.assertFalse(model.name_search("cheated"))
        self.assertEqual(
            model.name_search(complaint.number), [(complaint.id, complaint.number)]
        )

    def _get_summary_rows(self, user):
        summary = self.env["engagement.daily.summary"]
        return summary._get_rows(user, fields.Date.today())

    def test_the_summary_and_the_counters_skip_what_is_hidden(self):
        complaint = self._secret(user_id=self.users["user"].id)
        commitment = complaint.commitment_ids[:1]
        commitment.user_id = self.users["officer"]
        with freeze_time(commitment.due_at + relativedelta(days=1)):
            names = [row.name for row in self._get_summary_rows(self.users["manager"])]
            self.assertFalse([name for name in names if complaint.number in name])
        for role, counted in (("manager", 0), ("user", 1), ("confidential", 1)):
            model = self.env["engagement.complaint"].with_user(self.users[role])
            self.assertEqual(model.search_count([("id", "=", complaint.id)]), counted)
            for tile in model.get_counters([("id", "=", complaint.id)]):
                self.assertLessEqual(tile["count"], counted)

    def test_the_buttons_of_a_contact_count_what_the_reader_may_see(self):
        complaint = self._secret()
        self.env.flush_all()
        names = [
            name
            for name in self.env["res.partner"]._fields
            if name.startswith("engagement_") and name.endswith("_count")
        ]
        counts = {}
        for role in ("manager", "confidential"):
            self.env.invalidate_all()
            [seen] = self.customer.with_user(self.users[role]).read(names)
            counts[role] = seen
        self.assertEqual(counts["manager"]["engagement_commitment_count"], 0)
        self.assertEqual(
            counts["confidential"]["engagement_commitment_count"],
            len(complaint.commitment_ids),
        )
        self.assertFalse([n for n in names if counts["manager"][n]])

    def _flush_tracking(self):
        self.env.flush_all()
        self.cr.precommit.run()

    def test_names_stand_in_no_history_or_mail_of_a_protected_one(self):
        other = self.env["res.partner"].create({"name": "Carla Other"})
        for values in ({"kind": "conduct"}, {"protect_identity": True}):
            with self.subTest(values=values):
                complaint = self._new_complaint(**values).with_context(
                    tracking_disable=False, mail_notrack=False
                )
                self._flush_tracking()
                complaint.message_subscribe(self.users["manager"].partner_id.ids)
                complaint.partner_id = other
                complaint.severity = "2"
                self._flush_tracking()
                self.env.invalidate_all()
                tracked = complaint.message_ids.sudo().tracking_value_ids
                self.assertTrue(tracked)
                shown = complaint._track_filter_for_display(tracked)
                self.assertNotIn("partner_id", shown.field_id.mapped("name"))
                self.assertNamesNobody(
                    "\n".join(
                        str(text)
                        for message in complaint.message_ids
                        for text in (message.subject, message.body)
                    )
                )
                mails = self.env["mail.mail"].search(
                    [("model", "=", complaint._name), ("res_id", "=", complaint.id)]
                )
                for mail in mails:
                    self.assertNamesNobody(f"{mail.subject} {mail.body_html}")

    def test_letters_name_the_number_in_the_subject_and_a_secret_one_nothing_else(self):
        self._secret().action_acknowledge()
        [mail] = self.env["mail.mail"].search([("email_to", "=", "carla@example.com")])
        self.assertNamesNobody(mail.subject + mail.body_html)

    def test_a_secret_one_mails_nobody_and_tells_who_may_read_it(self):
        complaint = self._secret()
        manager, named = self.users["manager"], self.users["confidential"]
        people = (manager + named).partner_id + self.customer
        message = complaint.message_post(
            body="Carla was cheated",
            partner_ids=people.ids,
            subtype_xmlid="mail.mt_comment",
        )
        self.assertEqual(message.notified_partner_ids, named.partner_id)
        self.assertEqual(message.notification_ids.notification_type, "inbox")
        self.assertFalse(
            self.env["mail.mail"].search([("mail_message_id", "=", message.id)])
        )

    def test_what_becomes_secret_loses_its_names_in_older_texts(self):
        complaint = self._new_complaint(name="Chairs")
        complaint.message_subscribe(self.users["manager"].partner_id.ids)
        activity = complaint.activity_schedule(
            summary="Call Carla Customer, carla@example.com", user_id=self.env.uid
        )
        message = complaint.message_post(body="Hello", subject="Carla Customer: Chairs")
        complaint.confidentiality = "secret"
        self.assertNamesNobody(f"{activity.summary} {message.subject}")
        self.assertIn(complaint.number, activity.summary)
        self.assertFalse(complaint.message_partner_ids)

    def test_an_export_of_protected_ones_names_nobody_and_is_written_down(self):
        secret, protected = self._secret(), self._new_complaint(protect_identity=True)
        plain = self._new_complaint()
        named = self.users["confidential"]
        named.group_ids = [Command.link(self.env.ref("base.group_allow_export").id)]
        columns = [
            "number",
            "name",
            "partner_id",
            "partner_id/email",
            "partner_name",
            "partner_email",
            "commitment_ids/partner_id",
        ]
        complaints = (secret + plain).with_user(named)
        rows = complaints.export_data(columns)["datas"]
        self.assertEqual(rows[0][1:6], [secret.number] * 5)
        self.assertNamesNobody(
            "".join(str(row) for row in rows[: len(secret.commitment_ids)])
        )
        self.assertIn("Carla Customer", str(rows))
        [row] = protected.with_user(named).export_data(columns[:6])["datas"][:1]
        self.assertEqual(row[2:], [protected.number] * 4)
        self.assertIn("Exported: number, name", secret.message_ids[0].body)
        self.assertEqual(secret.message_ids[0].author_id, named.partner_id)
        self.assertFalse(plain.message_ids.filtered(lambda m: "Exported" in m.body))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_what_hangs_on_its_parts_is_hidden_with_it(self):
        complaint = self._secret()
        complaint.point_ids = [Command.create({"name": "Cheated"})]
        complaint.evidence_ids = [Command.create({"name": "Receipt"})]
        complaint.findings = "It was so"
        for part in (
            complaint.point_ids,
            complaint.evidence_ids,
            complaint.investigation_ids,
        ):
            file = self.env["ir.attachment"].create(
                {
                    "name": "a.txt",
                    "raw": b"a",
                    "res_model": part._name,
                    "res_id": part.id,
                }
            )
            for role in ("internal", "officer", "manager", "portal"):
                user = self.users[role]
                with self.subTest(part=part._name, role=role):
                    self.env.invalidate_all()
                    with self.assertRaises(AccessError):
                        file.with_user(user).read(["raw"])
                    found = file.browse().with_user(user)
                    self.assertFalse(found.search([("id", "=", file.id)]))
