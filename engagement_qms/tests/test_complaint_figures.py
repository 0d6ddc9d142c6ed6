# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, timedelta

from odoo import fields
from odoo.tests import tagged

from .complaint_common import ComplaintCase


@tagged("post_install", "-at_install", "engagement")
class TestComplaintFigures(ComplaintCase):
    """What can be counted, and what is too few to be shown."""

    def test_the_group_of_a_complainant_is_that_of_the_register(self):
        person = self.env["res.partner"].create(
            {"name": "Person", "parent_id": self._new_party("Firm").partner_id.id}
        )
        complaint = self._new_complaint(partner_id=person.id)
        self.assertEqual(complaint.category_id, self.category)
        self.assertFalse(self._new_complaint().category_id)

    def test_a_group_with_few_complaints_shows_none_nor_can_it_be_derived(self):
        company = self.env["res.company"].create({"name": "Figures"})
        self.env.user.company_ids |= company
        self.env = self.env(context={"allowed_company_ids": company.ids})
        groups = {}
        for name, parties, number in (
            ("A", 3, 9),
            ("B", 1, 5),
            ("C", 1, 4),
            ("D", 5, 0),
        ):
            category = self.category.with_env(self.env).copy({"name": name})
            groups[name] = category
            members = [
                self.env["engagement.party"].create(
                    {
                        "category_id": category.id,
                        "partner_id": self.env["res.partner"].create({"name": name}).id,
                    }
                )
                for _party in range(parties)
            ]
            for _complaint in range(number):
                self.env["engagement.complaint"].create(
                    {"partner_id": members[0].partner_id.id, "description": "x"}
                )
        self.env.flush_all()
        rows = {
            row.category_id.name: row
            for row in self.env["engagement.complaint.share"].search(
                [("company_id", "=", company.id)]
            )
        }
        self.assertEqual((rows["A"].number, rows["A"].party_share), (9, 30.0))
        self.assertEqual(rows["A"].share, 50.0)
        # C has too few; B would tell them by what is left over
        self.assertEqual(
            [name for name in "ABCD" if rows[name].hidden], ["B", "C", "D"]
        )
        self.assertEqual(rows["C"].number, 0)
        self.assertEqual(rows["B"].number, 0)

    def test_the_funnel_counts_each_month_also_what_is_secret(self):
        before = self._funnel()
        self._new_complaint(received_at=datetime(2025, 4, 3, 9))
        self._new_complaint(received_at=datetime(2025, 4, 30, 9), kind="conduct")
        after = self._funnel()
        key = (fields.Date.to_date("2025-04-01"), "2_complaint")
        self.assertEqual(after[key] - before.get(key, 0), 2)

    def _funnel(self):
        self.env.flush_all()
        rows = self.env["engagement.complaint.funnel"].with_user(self.users["officer"])
        return {(row.month, row.stage): row.number for row in rows.search([])}

    def test_days_to_the_answer_and_the_verdict_can_be_counted(self):
        received = fields.Datetime.now() - timedelta(days=6)
        complaint = self._new_complaint(
            received_at=received,
            point_ids=[(0, 0, {"name": "Late"}), (0, 0, {"name": "Broken"})],
        ).with_user(self.users["user"])
        self._lead(complaint, "communicated")
        self.assertAlmostEqual(complaint.answer_days, 6, places=2)
        self.assertEqual(complaint.verdict, "upheld")

    def test_what_is_not_answered_counts_for_no_days(self):
        received = fields.Datetime.now() - timedelta(days=6)
        answered = self._new_complaint(received_at=received)
        self._lead(answered.with_user(self.users["user"]), "communicated")
        waiting = self._new_complaint(received_at=received)
        self.assertAlmostEqual(self._average(answered | waiting), 6, places=2)
        self.assertFalse(self._average(waiting), "and nothing is not 0 days")

    def _average(self, complaints):
        [[days]] = self.env["engagement.complaint"]._read_group(
            [("id", "in", complaints.ids)], aggregates=["answer_days:avg"]
        )
        return days
