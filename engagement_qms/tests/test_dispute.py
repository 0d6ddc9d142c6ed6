# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .complaint_common import ComplaintCase


class DisputeCase(ComplaintCase):
    """A body outside, and complaints whose answer was not accepted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.provider = cls.env["engagement.dispute.provider"].create(
            {
                "name": "Ombuds office",
                "website": "https://ombuds.example",
                "facilitative": True,
                "advisory": True,
                "determinative": True,
                "user_id": cls.users["officer"].id,
            }
        )
        cls.company.engagement_provider_id = cls.provider
        cls.user = cls.users["user"]

    def _answer(self, **values):
        """Return a complaint that was answered, as its handler sees it."""
        complaint = self._new_complaint(**values).with_user(self.user)
        complaint.action_acknowledge()
        complaint.write(self.assessed())
        complaint.action_assess()
        complaint.point_ids.write({"outcome": "partly", "answer": "One day late."})
        complaint.write(
            {
                "decision_text": "It came one day late.",
                "remedy_kind": "none",
                "cause_id": self.cause.id,
            }
        )
        complaint.action_propose()
        complaint.action_communicate()
        return complaint

    def _dispute(self, **values):
        """Return the dispute of a complaint whose answer was not accepted."""
        complaint = self._answer(**values)
        complaint.action_reject("A day is not nothing.")
        action = complaint.action_dispute()
        return self.env["engagement.dispute"].browse(action["res_id"])

    def _hand_over(self, method="facilitative", bound="nobody", **values):
        """Return a dispute that is with the body, as its handler sees it."""
        dispute = self._dispute(**values).with_user(self.user)
        dispute.method = method
        dispute.action_find_eligible()
        dispute.action_respond()
        dispute.write({"consent_date": "2026-01-02", "consent_free": True})
        dispute.bound = bound
        dispute.action_hand_over()
        return dispute

    def _decide(self, outcome="settlement", value=0, **how):
        """Return a dispute that has an outcome."""
        dispute = self._hand_over(**how)
        dispute.write(
            {
                "outcome": outcome,
                "outcome_text": "They meet in the middle.",
                "settlement_value": value,
            }
        )
        dispute.action_decide()
        return dispute

    def _add_term(self, dispute, days=10, **values):
        dispute.term_ids = [
            Command.create(
                {
                    "name": "Pay half",
                    "due_at": fields.Datetime.now() + timedelta(days=days),
                    "user_id": self.user.id,
                    **values,
                }
            )
        ]
        return dispute.term_ids[-1:]


@tagged("post_install", "-at_install", "engagement")
class TestDispute(DisputeCase):
    """The way of a dispute, from the answer that was not accepted to the end."""

    def test_a_complaint_goes_outside_and_is_settled(self):
        complaint = self._answer()
        with self.assertRaisesRegex(UserError, "Waiting for reply|Answered"):
            self._new_complaint().action_dispute()
        complaint.action_reject("A day is not nothing.")
        action = complaint.action_dispute()
        dispute = self.env["engagement.dispute"].browse(action["res_id"])
        dispute = dispute.with_user(self.user)
        self.assertRegex(dispute.number, r"^D\d{5}$")
        self.assertEqual(complaint.state, "disputed")
        self.assertEqual(
            (dispute.state, dispute.provider_id, dispute.started_by, dispute.user_id),
            ("notice", self.provider, "complainant", self.user),
        )
        self.assertEqual(dispute.position_them, "A day is not nothing.")
        with self.assertRaisesRegex(UserError, "how it is to be settled"):
            dispute.action_find_eligible()
        dispute.method = "facilitative"
        dispute.action_find_eligible()
        dispute.action_respond()
        dispute.write({"bound": "nobody", "consent_free": True})
        dispute.consent_date = fields.Date.today()
        dispute.action_hand_over()
        dispute.write({"outcome": "settlement", "outcome_text": "Half each."})
        dispute.settlement_value = 50
        dispute.action_decide()
        dispute.action_they_accept()
        dispute.action_we_accept()
        self.assertEqual(dispute.acceptance, "both")
        with self.assertRaisesRegex(UserError, "each term with its day"):
            dispute.action_implement()
        term = self._add_term(dispute)
        dispute.action_implement()
        with self.assertRaisesRegex(UserError, "Not done yet: Pay half"):
            dispute.action_verify()
        term.action_done()
        dispute.action_verify()
        with self.assertRaisesRegex(UserError, "learn"):
            dispute.action_close()
        dispute.lesson = "Say it before the day."
        dispute.action_close()
        self.assertEqual(dispute.state, "closed")
        self.assertEqual(
            (dispute.implementation, dispute.terms_mood), ("in_time", "kept")
        )
        self.assertEqual((complaint.state, complaint.reply), ("disputed", "accepted"))
        complaint.action_close()
        self.assertEqual(complaint.closing_reason, "accepted")
