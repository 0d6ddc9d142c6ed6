# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime
from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, freeze_time, tagged
from odoo.tools import SQL, mute_logger

from ..models.voice import complaint_keeping
from .complaint_common import ComplaintCase
from .test_complaint_hearing import ConcernedCase

#: Texts of a complaint, each of which gets a word that must be gone afterwards
TEXTS = (
    "acting_for",
    "acting_proof",
    "admissible_note",
    "cause_note",
    "closing_note",
    "decision_text",
    "description",
    "findings",
    "hearing_note",
    "help_access",
    "help_language",
    "legal_duty",
    "name",
    "partner_email",
    "partner_name",
    "partner_phone",
    "remedy_text",
    "reopen_reason",
    "reply_note",
    "score_note",
    "self_check_reason",
    "site",
    "subject_name",
)


@tagged("post_install", "-at_install", "engagement")
class TestComplaintKeeping(ConcernedCase):
    """After their time complaints lose names and words, and keep their figures."""

    def _closed(self, day="2023-01-15", **values):
        complaint = self._new_complaint(**values)
        complaint._step().write(
            {
                "state": "closed",
                "closing_reason": "withdrawn",
                "closed_at": f"{day} 12:00:00",
            }
        )
        return complaint

    def _empty_old(self, day="2026-02-01"):
        with freeze_time(day):
            return self.env["engagement.complaint"]._gc_personal_data()

    def _fill_with_canaries(self):
        """Return a closed complaint full of words that must be gone, and the words."""
        complaint = self._new_complaint(employee_ids=self.employee.ids)
        words = {name: f"kanary{index:03}" for index, name in enumerate(TEXTS)}
        complaint.partner_id = False
        values = words | {"partner_email": f"{words['partner_email']}@example.com"}
        del values["description"]
        complaint.write(values)
        complaint._step().description = words["description"]
        complaint.action_acknowledge()
        complaint.write(
            {
                "point_ids": [
                    Command.create(
                        {
                            "name": "kanary1",
                            "answer": "kanary2",
                            "reply_note": "kanary3",
                        }
                    )
                ],
                "evidence_ids": [
                    Command.create(
                        {"name": "kanary4", "source": "kanary5", "note": "kanary6"}
                    )
                ],
            }
        )
        complaint.action_hear_concerned()
        complaint.hearing_ids.write({"statement": "kanary7"})
        complaint.hearing_ids.action_ask()
        complaint.hearing_ids.write({"answer": "kanary8", "support_person": "kanary9"})
        self.env["engagement.complaint.check"].create(
            {
                "complaint_id": complaint.id,
                "days": 30,
                "planned_on": "2026-01-01",
                "note": "kanary10",
            }
        )
        promise = complaint.commitment_ids.filtered(lambda p: p.state == "open")[0]
        promise._extend(promise.due_at + relativedelta(days=3), "kanary11")
        complaint.commitment_ids.write({"remedy": "kanary12"})
        complaint._inform("kanary13")
        complaint.message_post(body="kanary14", subject="kanary15")
        done = complaint.activity_schedule(summary="kanary16", user_id=self.env.uid)
        done.action_feedback(feedback="kanary17")
        complaint.activity_schedule(summary="kanary18", user_id=self.env.uid)
        for record in (complaint, complaint.point_ids, complaint.evidence_ids):
            self.env["ir.attachment"].create(
                {
                    "name": "kanary19.txt",
                    "raw": b"kanary20",
                    "res_model": record._name,
                    "res_id": record.id,
                }
            )
        self.env["rating.rating"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id(complaint._name),
                "res_id": complaint.id,
                "rating": 4,
                "feedback": "kanary21",
                "consumed": True,
            }
        )
        self.env["engagement.complaint.step"].create(
            {"complaint_id": complaint.id, "step": "inform", "note": "kanary22"}
        )
        self.env["engagement.need"].create(
            {
                "name": "Linked",
                "party_id": self._new_party().id,
                "origin_model": complaint._name,
                "origin_res_id": complaint.id,
            }
        )
        complaint.write(
            {
                "lesson": "Pack better.",
                "what_changed": "We pack better.",
                "cause_id": self.cause.id,
                "outcome_score": 4,
                "severity": "3",
                "remedy_value": 12.5,
            }
        )
        complaint._step().write(
            {
                "state": "closed",
                "closing_reason": "withdrawn",
                "closed_at": datetime(2023, 1, 15),
            }
        )
        return complaint

    def _find(self, word):
        """Return the tables that hold a word, in any column."""
        self.env.flush_all()
        tables = self.env.execute_query(
            SQL(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'public'::regnamespace ORDER BY relname"
            )
        )
        return [
            table
            for (table,) in tables
            if self.env.execute_query(
                SQL(
                    "SELECT 1 FROM %s t WHERE t::text LIKE %s LIMIT 1",
                    SQL.identifier(table),
                    f"%{word}%",
                )
            )
        ]

    def test_no_table_holds_a_word_of_it_any_more(self):
        complaint = self._fill_with_canaries()
        before = self._find("kanary")
        for table in (
            "engagement_complaint",
            "engagement_complaint_point",
            "engagement_complaint_evidence",
            "engagement_complaint_investigation",
            "engagement_complaint_hearing",
            "engagement_complaint_check",
            "engagement_complaint_notice",
            "engagement_complaint_step",
            "engagement_commitment",
            "engagement_need",
            "ir_attachment",
            "mail_activity",
            "mail_mail",
            "mail_message",
            "rating_rating",
        ):
            self.assertIn(table, before)
        kept = (
            *("number", "received_at", "closed_at", "state", "closing_reason", "kind"),
            *("cause_id", "outcome_score", "score", "severity", "remedy_value"),
            *("lesson", "what_changed", "route", "acknowledged_at", "confidentiality"),
            *("acknowledge_due_at", "answer_due_at", "channel_id", "company_id"),
        )
        [figures] = complaint.read(kept)
        points = len(complaint.point_ids)
        self.assertEqual(self._empty_old(), (1, False))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self._find("kanary"), [])
        self.assertEqual(complaint.read(kept), [figures])
        self.assertEqual(complaint.name, complaint.number)
        self.assertEqual(complaint.display_name, complaint.number)
        self.assertFalse(complaint.employee_ids or complaint.partner_id)
        self.assertFalse(complaint.message_ids or complaint.message_partner_ids)
        self.assertEqual(len(complaint.point_ids), points)
        self.assertEqual(complaint.rating_ids.rating, 4)
        self.assertTrue(complaint.notice_ids and complaint.check_ids)

    def test_the_contact_is_let_go_and_the_promises_keep_their_days(self):
        complaint = self._closed()
        promises = complaint.commitment_ids
        days = promises.mapped("first_due_at")
        self.assertEqual(promises.partner_id, self.customer)
        self._empty_old()
        self.assertFalse(complaint.partner_id or complaint.commercial_partner_id)
        self.assertFalse(promises.partner_id or promises.commercial_partner_id)
        self.assertEqual(promises.mapped("first_due_at"), days)
        self.customer.unlink()

    def test_only_what_is_old_enough_and_not_on_hold_by_each_company(self):
        there = self.other_company
        there.engagement_complaint_keep_months = 12
        old, held = self._closed(), self._closed(legal_hold=True)
        young = self._closed("2023-02-02")
        elsewhere = self._closed(
            "2025-01-15", company_id=there.id, user_id=self.other_officer.id
        )
        still_open = self._new_complaint()
        everything = old + held + young + elsewhere + still_open
        self.assertEqual(self._empty_old(), (2, False))
        self.assertEqual(everything.filtered("emptied_on"), old + elsewhere)
        self.assertEqual(self._empty_old(), (0, False))
        self.assertEqual(self._empty_old("2026-02-03"), (1, False))

    def test_it_works_in_batches_and_says_that_there_is_more(self):
        complaints = self._closed() + self._closed() + self._closed()
        with patch.object(complaint_keeping, "BATCH", 2):
            self.assertEqual(self._empty_old(), (2, True))
            self.assertEqual(self._empty_old(), (1, False))
        self.assertTrue(all(complaints.mapped("emptied_on")))

    def test_what_was_emptied_is_not_filled_or_taken_up_again(self):
        complaint = self._closed()
        self._empty_old()
        mine = complaint.with_user(self.users["user"])
        for values in (
            {"partner_id": self.customer.id},
            {"partner_name": "Carla Customer"},
            {"name": "Carla"},
            {"reply_note": "Carla said"},
            {"findings": "Carla was right"},
            {"evidence_ids": [Command.create({"name": "Carla's letter"})]},
        ):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "is deleted, and stays so"),
            ):
                mine.write(values)
                self.env.flush_all()
        with self.assertRaisesRegex(UserError, "was emptied"):
            mine.action_reopen("Carla called")
        mine.lesson = "Pack better."

    def test_somebody_may_ask_for_it_before_its_time(self):
        complaint = self._closed()
        still_open = self._new_complaint()
        manager = self.users["manager"]
        with self.assertRaisesRegex(AccessError, "by a manager"):
            complaint.with_user(self.users["user"]).action_empty()
        with self.assertRaisesRegex(UserError, "needs “Closed”"):
            still_open.with_user(manager).action_empty()
        complaint.legal_hold = True
        with self.assertRaisesRegex(UserError, "for a court"):
            complaint.with_user(manager).action_empty()
        complaint.legal_hold = False
        complaint.with_user(manager).action_empty()
        self.assertTrue(complaint.emptied_on)
        self.assertEqual(complaint.name, complaint.number)

    def test_a_complaint_says_something(self):
        with (
            self.assertRaisesRegex(IntegrityError, "says_something"),
            mute_logger("odoo.sql_db"),
        ):
            self._new_complaint(description=False, name="Title")

    def test_the_batch_is_found_by_an_index(self):
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        query = self.env["engagement.complaint"]._search(
            [
                ("state", "=", "closed"),
                ("emptied_on", "=", False),
                ("company_id", "=", self.company.id),
                ("closed_at", "<=", "2023-01-01"),
            ],
            order="closed_at, id",
            limit=200,
        )
        self.assertIn("keep_idx", self._explain(query.select()))


@tagged("post_install", "-at_install", "engagement")
class TestComplaintMerge(ComplaintCase):
    """Merging contacts loses no complaint and no promise."""

    def test_complaints_and_promises_go_to_the_contact_that_stays(self):
        holding, other_firm = self.env["res.partner"].create(
            [{"name": name, "is_company": True} for name in ("Holding", "Firm")]
        )
        self.customer.parent_id = holding
        complaint = self._new_complaint()
        complaint.action_acknowledge()
        closed = self._new_complaint(kind="conduct")
        letters = complaint.notice_ids
        self.assertEqual(complaint.commercial_partner_id, holding)
        kept = self.env["res.partner"].create(
            {"name": "Carla C.", "parent_id": other_firm.id}
        )
        wizard = self.env["base.partner.merge.automatic.wizard"].with_user(
            self.env.ref("base.user_admin")
        )
        self.env.flush_all()
        wizard._merge((kept + self.customer).ids, kept.with_env(wizard.env))
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.customer.exists())
        for records in (complaint + closed, (complaint + closed).commitment_ids):
            self.assertTrue(records)
            self.assertEqual(records.partner_id, kept)
            self.assertEqual(records.commercial_partner_id, other_firm)
        self.assertEqual(complaint.notice_ids, letters)
        # what was typed in stays as it was given
        self.assertEqual(complaint.partner_email, "carla@example.com")
        self.assertEqual(kept.engagement_commitment_count, 4 + 1)

    def test_a_contact_with_a_complaint_is_not_deleted(self):
        self._new_complaint()
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            self.customer.unlink()


@tagged("post_install", "-at_install", "engagement_apps", "-standard")
class TestPrivacyLookup(TransactionCase):
    """Odoo's own search for a person finds complaints, and they are emptied our way."""

    def test_a_person_is_found_by_contact_and_by_address(self):
        partner = self.env["res.partner"].create(
            {"name": "Carla Customer", "email": "carla@example.com"}
        )
        model = self.env["engagement.complaint"]
        linked = model.create({"partner_id": partner.id, "description": "Late"})
        typed = model.create(
            {
                "partner_name": "C. C.",
                "partner_email": "Carla <CARLA@example.com>",
                "description": "Late again",
            }
        )
        other = model.create(
            {"partner_name": "O", "partner_email": "o@example.com", "description": "x"}
        )
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Carla Customer", "email": "carla@example.com"}
        )
        wizard.action_lookup()
        lines = wizard.line_ids.filtered(lambda line: line.res_model == model._name)
        self.assertEqual(set(lines.mapped("res_id")), {linked.id, typed.id})
        self.assertNotIn(other.id, lines.mapped("res_id"))
        linked._step().state = "acknowledged"
        line = lines.filtered(lambda line: line.res_id == linked.id)
        with self.assertRaisesRegex(UserError, "delete the personal data in it"):
            line.action_unlink()
        linked._close("withdrawn", "They ask us to forget them.")
        linked.action_empty()
        self.env.flush_all()
        wizard.action_lookup()
        lines = wizard.line_ids.filtered(lambda line: line.res_model == model._name)
        self.assertEqual(lines.mapped("res_id"), typed.ids)
