# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .test_complaint_hearing import ConcernedCase

ACCESS_LOGGERS = ("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")


@tagged("post_install", "-at_install", "engagement")
class TestComplaintAccess(ConcernedCase):
    """Who brought it, who works on it, whom it is about: each sees their part."""

    def _brought_by(self, role, **values):
        """Return a complaint that somebody of the role wrote down."""
        model = self.env["engagement.complaint"].with_user(self.users[role])
        return model.create(
            {
                "partner_name": "Carla Customer",
                "description": "The desk came late.",
                "channel_id": self.channel.id,
                **values,
            }
        )

    def test_everybody_inside_may_bring_a_complaint_and_read_it(self):
        complaint = self._brought_by("internal")
        self.env.invalidate_all()
        self.assertEqual(
            complaint.read(["state", "description"])[0]["description"],
            "The desk came late.",
        )
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            complaint.name = "Another title"

    def test_the_form_opens_for_everybody_inside(self):
        model = self.env["engagement.complaint"].with_user(self.users["internal"])
        form = Form(model)
        form.description = "The desk came late."
        form.partner_name = "Carla Customer"
        form.subject_record = f"res.partner,{self.customer.id}"
        complaint = form.save()
        self.assertEqual(
            complaint.sudo().subject_key, f"res.partner,{self.customer.id}"
        )
        self.env.invalidate_all()
        self.assertEqual(Form(complaint).partner_name, "Carla Customer")

    def test_everybody_may_bring_a_conduct_concern_by_the_form(self):
        model = self.env["engagement.complaint"].with_user(self.users["internal"])
        [seen] = model.web_save(
            {
                "kind": "conduct",
                "partner_name": "Wanda Witness",
                "description": "He took money.",
            },
            {"number": {}, "confidentiality": {}},
        )
        self.assertEqual(seen["confidentiality"], "secret")
        complaint = model.browse(seen["id"])
        complaint.sudo().write({"channel_id": self.channel.id})
        complaint.with_user(self.users["confidential"]).action_acknowledge()
        self.env.invalidate_all()
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            complaint.read(["description"])

    def test_who_brought_it_does_not_read_what_is_found_out(self):
        """An engagement user who wrote it down and is not assigned."""
        complaint = self._brought_by("user", user_id=self.users["officer"].id)
        handled = complaint.with_user(self.users["officer"])
        handled.findings = "The driver lies."
        handled.hearing_note = "He says it rained."
        handled.evidence_ids = [Command.create({"name": "The driver's log"})]
        handled.message_post(body="I do not believe him.", subtype_xmlid="mail.mt_note")
        self.env.flush_all()
        self.env.invalidate_all()
        notes = ["findings", "hearing_note", "evidence_ids", "investigation_ids"]
        [seen] = complaint.read(notes)
        self.assertEqual([seen[name] for name in notes], [False, False, [], []])
        for model in ("evidence", "investigation"):
            records = self.env[f"engagement.complaint.{model}"]
            found = records.with_user(self.users["user"]).search(
                [("complaint_id", "=", complaint.id)]
            )
            self.assertFalse(found)
        messages = self.env["mail.message"].with_user(self.users["user"])
        found = messages.search(
            [("model", "=", complaint._name), ("res_id", "=", complaint.id)]
        )
        self.assertNotIn("believe", " ".join(map(str, found.mapped("body"))))
        [seen] = handled.read(notes)
        self.assertEqual(seen["findings"], "The driver lies.")
        self.assertEqual(seen["hearing_note"], "He says it rained.")

    def test_notes_are_written_by_who_works_on_it_in_the_form(self):
        complaint = self._new_complaint().with_user(self.users["user"])
        complaint.findings = "First"
        complaint.findings = "Second"
        complaint.hearing_note = "Said nothing"
        self.assertEqual(len(complaint.investigation_ids), 1)
        self.assertEqual(complaint.sudo().findings, "Second")
        theirs = self._brought_by("user", user_id=self.users["officer"].id)
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            theirs.findings = "I did it myself"

    @mute_logger(*ACCESS_LOGGERS)
    def test_a_member_takes_over_what_is_normal_and_a_leader_only_reads(self):
        user, leader = self.users["user"], self.users["leader"]
        team = self.env["engagement.complaint.team"].create(
            {"name": "Team", "member_ids": [Command.link(user.id)]}
        )
        complaint = self._new_complaint(team_id=team.id, user_id=False)
        with self.assertRaises(AccessError):
            complaint.with_user(leader).user_id = leader
        self.assertEqual(complaint.with_user(leader).description, "The desk came late.")
        complaint.with_user(user).user_id = user
        self.assertEqual(complaint.user_id, user)

    def test_who_joins_or_leaves_a_team_sees_so_at_once(self):
        user = self.users["user"]
        team = self.env["engagement.complaint.team"].create({"name": "Team"})
        complaint = self._new_complaint(team_id=team.id, user_id=False)
        mine = complaint.with_user(user)
        self.assertFalse(mine.has_access("read"))
        team.member_ids = user
        self.assertTrue(mine.has_access("read"))
        self.assertIn(complaint, mine.search([]))
        complaint.confidentiality = "restricted"
        self.assertFalse(mine.has_access("read"))
        team.write({"member_ids": [Command.clear()], "user_id": user.id})
        self.assertTrue(mine.has_access("read"))
        # an archived team still has its people
        team.active = False
        self.assertTrue(mine.has_access("read"))
        team.user_id = False
        self.assertFalse(mine.has_access("read"))

    @mute_logger(*ACCESS_LOGGERS)
    def test_whom_it_is_about_sees_nothing_whatever_the_role(self):
        """Mona is a manager and named for confidential records, and wrote it down."""
        complaint = self._new_concern(user_id=False)
        for level in ("restricted", "secret"):
            complaint.confidentiality = level
            mine = complaint.with_user(self.mona)
            for operation in ("read", "write", "unlink"):
                self.assertFalse(mine.has_access(operation))
            promises = self.env["engagement.commitment"].with_user(self.mona)
            self.assertFalse(promises.search([("complaint_id", "=", complaint.id)]))
            self.assertFalse(mine.search([("id", "=", complaint.id)]))
        self.assertEqual(
            complaint.with_user(self.mona).sudo().display_name, complaint.number
        )

    def test_who_handles_it_says_whom_it_is_about(self):
        """Officers need not be personnel officers."""
        officer = self.users["officer"]
        self.assertFalse(officer.has_group("hr.group_hr_user"))
        complaint = self._new_complaint(user_id=officer.id).with_user(officer)
        complaint.employee_ids = self.employee
        self.env.invalidate_all()
        [row] = complaint.web_read({"employee_ids": {"fields": {"display_name": {}}}})
        self.assertEqual(
            row["employee_ids"],
            [{"id": self.employee.id, "display_name": self.employee.name}],
        )

    def test_about_oneself_follows_whom_it_is_about_at_once(self):
        complaint = self._new_complaint(user_id=False)
        mine = complaint.with_user(self.mona).sudo()
        is_mine = [("id", "=", complaint.id), ("about_me", "=", True)]
        self.assertTrue(complaint.with_user(self.mona).has_access("read"))
        self.assertFalse(mine.about_me)
        self.assertFalse(mine.search(is_mine))
        complaint.employee_ids = self.employee
        self.assertTrue(mine.about_me)
        self.assertEqual(mine.search(is_mine), complaint)
        self.assertFalse(complaint.with_user(self.mona).has_access("read"))
        self.assertFalse(complaint.with_user(self.users["manager"]).sudo().about_me)
        # the employee has no user any more
        self.employee.user_id = False
        self.assertFalse(mine.about_me)
        self.assertTrue(complaint.with_user(self.mona).has_access("read"))
        self.assertFalse(mine.search(is_mine))

    def test_who_becomes_concerned_is_told_nothing_any_more(self):
        complaint = self._new_complaint()
        complaint.message_subscribe(self.mona.partner_id.ids)
        complaint.activity_schedule(user_id=self.mona.id, summary="Call them")
        complaint.employee_ids = self.employee
        self.assertNotIn(self.mona.partner_id, complaint.message_partner_ids)
        self.assertFalse(complaint.activity_ids)
        complaint.message_subscribe(self.mona.partner_id.ids)
        self.assertNotIn(self.mona.partner_id, complaint.message_partner_ids)
        message = complaint.message_post(
            body="What about it?", partner_ids=self.mona.partner_id.ids
        )
        self.assertFalse(message.notified_partner_ids)

    def test_files_of_evidence_are_as_protected_as_the_evidence(self):
        complaint = self._new_complaint(confidentiality="restricted")
        handler, officer = self.users["user"], self.users["officer"]
        file = (
            self.env["ir.attachment"]
            .with_user(handler)
            .create({"name": "log.txt", "raw": b"log", "res_model": "x", "res_id": 0})
        )
        evidence = complaint.with_user(handler).evidence_ids.create(
            {
                "complaint_id": complaint.id,
                "name": "Log",
                "attachment_ids": [Command.link(file.id)],
            }
        )
        self.assertEqual((file.res_model, file.res_id), (evidence._name, evidence.id))
        reviewer = new_test_user(
            self.env, "reviewer", groups="engagement_qms.group_engagement_user"
        )
        complaint.reviewer_id = reviewer
        self.env.invalidate_all()
        self.assertEqual(file.with_user(reviewer).raw, b"log")
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            file.with_user(officer).read(["raw"])

    def test_a_file_of_others_is_not_taken_by_linking_it(self):
        other = self._new_complaint(user_id=False, confidentiality="secret")
        file = self.env["ir.attachment"].create(
            {
                "name": "secret.txt",
                "raw": b"secret",
                "res_model": other._name,
                "res_id": other.id,
            }
        )
        mine = self._new_complaint().with_user(self.users["user"])
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            mine.evidence_ids.create(
                {
                    "complaint_id": mine.id,
                    "name": "Theirs",
                    "attachment_ids": [Command.link(file.id)],
                }
            )
            self.env.flush_all()
            file.with_user(self.users["user"]).read(["raw"])

    def test_only_what_nobody_took_up_can_be_deleted_with_all_that_hangs_on_it(self):
        complaint = self._new_complaint()
        complaint.point_ids = [Command.create({"name": "Late"})]
        complaint.evidence_ids = [Command.create({"name": "Log"})]
        parts = [complaint.commitment_ids, complaint.point_ids, complaint.evidence_ids]
        file = self.env["ir.attachment"].create(
            {
                "name": "a.txt",
                "raw": b"a",
                "res_model": "engagement.complaint.point",
                "res_id": complaint.point_ids.id,
            }
        )
        taken = self._new_complaint()
        taken.action_acknowledge()
        manager = self.users["manager"]
        with self.assertRaisesRegex(UserError, "was taken up, so it stays"):
            taken.with_user(manager).unlink()
        with self.assertRaises(AccessError), mute_logger(*ACCESS_LOGGERS):
            complaint.with_user(self.users["officer"]).unlink()
        complaint.with_user(manager).unlink()
        self.env.invalidate_all()
        self.assertFalse([part for part in parts if part.exists()])
        self.assertFalse(file.exists())
        self.assertTrue(taken.exists())
