# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import EngagementCase


@tagged("post_install", "-at_install", "engagement")
@freeze_time("2026-03-31 12:00:00")
class TestNeed(EngagementCase):
    """What a party needs, when somebody made sure of it, and what meets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.party = cls._new_party("Azure", user=cls.users["user"])

    def test_a_new_need_starts_with_what_the_party_says(self):
        with Form(self.env["engagement.need"]) as form:
            form.name = "Deliveries before eight"
            form.party_id = self.party
        need = form.record
        self.assertEqual(need.user_id, self.users["user"])
        self.assertEqual(need.company_id, self.party.company_id)
        self.assertEqual(need.party_category_id, self.category)
        self.assertEqual(need.status, "unknown")
        self.assertEqual(need.last_confirmed, date(2026, 3, 31))

    def test_a_need_belongs_to_the_company_of_its_party(self):
        party = self._new_party("Elsewhere", company_id=self.other_company.id)
        self.assertEqual(self._new_need(party).company_id, self.other_company)

    def test_a_need_cannot_point_to_another_companys_objective(self):
        objective = self.env["engagement.objective"].create(
            {"name": "Elsewhere", "company_id": self.other_company.id}
        )
        with self.assertRaisesRegex(UserError, "Elsewhere"):
            self._new_need(self.party, objective_ids=objective.ids)

    def test_a_contract_or_a_law_binds_at_once(self):
        self.assertFalse(self._new_need(self.party, kind="expectation").binding)
        self.assertTrue(self._new_need(self.party, kind="contract").binding)
        self.assertTrue(self._new_need(self.party, kind="legal").binding)

    def test_the_company_says_how_often_needs_are_confirmed(self):
        self.company.engagement_confirm_months = 6
        need = self._new_need(self.party)
        self.assertEqual(need.interval_number, 6)
        self.assertEqual(need.next_confirm_date, date(2026, 9, 30))

    def test_a_need_is_overdue_from_the_day_after(self):
        need = self._new_need(self.party, interval_number=1, interval_unit="month")
        self.assertEqual(need.next_confirm_date, date(2026, 4, 30))
        for today, overdue in (("2026-04-30", False), ("2026-05-01", True)):
            with self.subTest(today=today), freeze_time(today):
                self.env.invalidate_all()
                self.assertEqual(need.confirm_overdue, overdue)
                found = self.env["engagement.need"].search(
                    [("confirm_overdue", "=", True), ("id", "=", need.id)]
                )
                self.assertEqual(bool(found), overdue)
                self.assertEqual(self.party.need_overdue_count, int(overdue))

    def test_needs_are_confirmed_in_bulk_with_one_click(self):
        needs = self._new_need(self.party) + self._new_need(self.party)
        with freeze_time("2027-06-01"):
            needs.invalidate_recordset(["confirm_overdue"])
            self.assertEqual(needs.mapped("confirm_overdue"), [True, True])
            needs.action_confirm()
            self.assertEqual(needs.mapped("confirm_overdue"), [False, False])
            self.assertEqual(needs.mapped("next_confirm_date"), [date(2028, 6, 1)] * 2)

    def test_a_confirmation_in_the_future_is_refused(self):
        need = self._new_need(self.party)
        with self.assertRaisesRegex(ValidationError, "Test need cannot be confirmed"):
            need.last_confirmed = date(2026, 4, 1)

    def test_an_interval_of_nothing_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(CheckViolation):
            self._new_need(self.party, interval_number=0)

    def test_a_party_with_needs_cannot_be_deleted(self):
        self._new_need(self.party)
        with mute_logger("odoo.sql_db"), self.assertRaises(Exception) as error:
            self.party.unlink()
        self.assertIn("foreign key", str(error.exception))

    def test_what_fulfils_it_sums_up_to_whether_it_is_met(self):
        need = self._new_need(self.party, status="partly")
        self.assertEqual(need.status, "partly", "Nothing there: as somebody said")
        table = (
            (["met"], "met"),
            (["met", "met"], "met"),
            (["not_met", "not_met"], "not_met"),
            (["met", "not_met"], "partly"),
            (["met", "partly"], "partly"),
            (["unknown"], "unknown"),
            (["met", "unknown"], "unknown"),
            (["not_met", "unknown"], "not_met"),
            (["met", "not_met", "unknown"], "partly"),
        )
        for statuses, expected in table:
            with self.subTest(statuses=statuses):
                need.fulfilment_ids = False
                need.fulfilment_ids = [
                    (0, 0, {"name": "Line", "status": status}) for status in statuses
                ]
                self.assertEqual(need.status, expected)
        need.fulfilment_ids.status = "met"
        self.assertEqual(need.status, "met")

    def test_a_need_may_be_fulfilled_by_a_process_a_record_or_words(self):
        process = self.env["engagement.process"].create({"name": "Deliver"})
        partner = self.env["res.partner"].create({"name": "Carrier"})
        need = self._new_need(
            self.party,
            fulfilment_ids=[
                (0, 0, {"process_id": process.id}),
                (0, 0, {"origin_record": f"res.partner,{partner.id}"}),
                (0, 0, {"name": "A second shift"}),
            ],
        )
        self.assertEqual(
            need.fulfilment_ids.mapped("name"), ["Deliver", "Carrier", "A second shift"]
        )
        self.assertEqual(process.fulfilment_ids.need_id, need)

    def test_a_line_that_says_nothing_is_refused(self):
        need = self._new_need(self.party)
        with self.assertRaisesRegex(ValidationError, "Say what fulfils the need"):
            need.fulfilment_ids = [(0, 0, {"status": "met"})]

    def test_briefing_the_team_starts_a_communication_about_the_need(self):
        need = self._new_need(self.party, "Quiet after ten", description="<b>Noise</b>")
        action = need.action_brief_team()
        communication = (
            self.env["engagement.communication"]
            .with_context(**action["context"])
            .create({"why": "The neighbours sleep"})
        )
        self.assertEqual(communication.kind, "briefing")
        self.assertEqual(communication.name, "Azure: Quiet after ten")
        self.assertEqual(communication.need_ids, need)
        self.assertIn("&lt;b&gt;Noise", communication.body)
        self.assertEqual(need.communication_count, 1)

    def test_the_buttons_open_what_belongs_to_the_need(self):
        need = self._new_need(self.party)
        for method, model in (
            ("action_view_objectives", "engagement.objective"),
            ("action_view_risks", "engagement.risk"),
            ("action_view_communications", "engagement.communication"),
        ):
            with self.subTest(method=method):
                action = getattr(need, method)()
                self.assertEqual(action["res_model"], model)
                records = self.env[model].search(action["domain"])
                self.assertFalse(records)

    def test_an_objective_made_from_the_need_serves_it(self):
        need = self._new_need(self.party)
        context = need.action_view_objectives()["context"]
        objective = (
            self.env["engagement.objective"]
            .with_context(**context)
            .create({"name": "On time"})
        )
        self.assertEqual(objective.need_ids, need)
        self.assertEqual(need.objective_count, 1)
