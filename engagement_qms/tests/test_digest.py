# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_overview import OverviewCase

NAMES = ("complaints", "kept", "overdue", "satisfaction")


@tagged("post_install", "-at_install", "engagement")
class TestDigest(OverviewCase):
    """The key figures come by mail: of the own company, for those who may see them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.now = fields.Datetime.now()
        cls.digest = cls.env["digest.digest"].create(
            {
                "name": "Our figures",
                "company_id": cls.company.id,
                **{f"kpi_engagement_{name}": True for name in NAMES},
            }
        )

    def figures(self, days=7, user=None):
        """Return the four figures of the last days as somebody gets them."""
        digest = self.digest.with_user(user or self.people["officer"]).with_context(
            start_datetime=self.now - timedelta(days=days),
            end_datetime=self.now + timedelta(seconds=1),
        )
        self.digest.invalidate_recordset()
        return [digest[f"kpi_engagement_{name}_value"] for name in NAMES]

    def test_nothing_is_not_a_share_of_nothing(self):
        self.assertEqual(self.figures(), [0, "n/a", 0, "n/a"])

    def test_the_figures_are_counts_of_the_time_looked_at(self):
        promised = {"provision_id": self.provision.id}
        self.make_complaint(self.now - timedelta(days=2)).confidentiality = "secret"
        self.make_complaint(self.now - timedelta(days=3))
        self.make_complaint(self.now - timedelta(days=20))
        for cycle, state in enumerate(("kept", "kept", "missed")):
            done = self.now - timedelta(days=1 if state == "missed" else 4)
            self.make_promise(
                self.now - timedelta(days=3),
                cycle=cycle,
                state=state,
                done_at=done,
                **promised,
            )
        self.make_promise(self.now - timedelta(days=1), cycle=9, **promised)
        self.make_promise(self.now + timedelta(days=1), cycle=10, **promised)
        self.assertEqual(self.figures(), [2, "50 %", 1, "n/a"])
        self.assertEqual(self.figures(30)[0], 3)

    def test_satisfaction_is_the_newest_value_that_was_measured(self):
        indicator = self.env.ref("engagement_qms.indicator_satisfaction_index")
        self.env["engagement.measure"].create(
            [
                {
                    "indicator_id": indicator.id,
                    "company_id": self.company.id,
                    "period_start": self.now.date() - timedelta(days=days),
                    "period_end": self.now.date() - timedelta(days=days - 89),
                    "value": value,
                    "empty": value is None,
                }
                for days, value in ((200, 61), (110, 72), (20, None))
            ]
        )
        self.assertEqual(self.figures()[3], "72")

    def test_another_company_has_its_own_figures(self):
        self.make_complaint(self.now - timedelta(days=1))
        other = self.env["res.company"].create({"name": "Sister"})
        self.make_complaint(self.now - timedelta(days=1), company_id=other.id)
        self.make_complaint(self.now - timedelta(days=1), company_id=other.id)
        self.assertEqual(self.figures()[0], 1)
        self.digest.company_id = other
        self.assertEqual(self.figures()[0], 2)

    def test_without_a_role_there_are_no_figures(self):
        for name in NAMES:
            with self.subTest(figure=name), self.assertRaises(AccessError):
                digest = self.digest.with_user(self.people["internal"])
                digest.with_context(
                    start_datetime=self.now, end_datetime=self.now
                ).mapped(f"kpi_engagement_{name}_value")

    def test_the_mail_carries_the_figures_and_leads_to_their_screens(self):
        self.make_complaint(self.now - timedelta(hours=1))
        officer, internal = self.people["officer"], self.people["internal"]
        rows = self.digest._compute_kpis(self.company, officer)
        self.assertEqual(
            [(row["kpi_fullname"], row["kpi_col1"]["value"]) for row in rows],
            [
                ("Complaints received", 1),
                ("Promises kept", "n/a"),
                ("Promises overdue", 0),
                ("Satisfaction index", "n/a"),
            ],
        )
        for row in rows:
            action = self.env.ref(row["kpi_action"].partition("?")[0])
            self.assertEqual(action._name, "ir.actions.act_window")
        self.assertEqual(self.digest._compute_kpis(self.company, internal), [])
        self.digest._action_send_to_user(officer)
        mail = self.env["mail.mail"].search(
            [("email_to", "=", officer.email_formatted)], limit=1, order="id desc"
        )
        self.assertIn("COMPLAINTS RECEIVED", mail.body_html.upper())

    def test_the_form_lets_one_choose(self):
        arch = self.env["digest.digest"].get_view(view_type="form")["arch"]
        for name in NAMES:
            self.assertIn(f'name="kpi_engagement_{name}"', arch)
