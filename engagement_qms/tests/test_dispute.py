# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import SQL, mute_logger

from .complaint_common import ComplaintCase

ACCESS_LOGS = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


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

    def test_the_gate_says_what_is_missing_before_the_step_is_tried(self):
        dispute = self._dispute().with_user(self.user)
        self.assertEqual(dispute.missing_text, "Choose how it is to be settled.")
        dispute.method = "advisory"
        dispute.invalidate_recordset(["missing_text"])
        self.assertFalse(dispute.missing_text)
        self.provider.advisory = False
        with self.assertRaisesRegex(UserError, "does not offer that way"):
            dispute.action_find_eligible()

    def test_a_body_with_one_way_only_settles_it_that_way(self):
        self.provider.write({"facilitative": False, "determinative": False})
        self.assertEqual(self._dispute().method, "advisory")

    def test_nothing_goes_outside_before_the_complainant_agreed_freely(self):
        dispute = self._dispute().with_user(self.user)
        dispute.method = "advisory"
        dispute.action_find_eligible()
        dispute.action_respond()
        dispute.bound = "nobody"
        with self.assertRaisesRegex(UserError, "before the complainant has agreed"):
            dispute.action_hand_over()
        dispute.write({"consent_date": fields.Date.today() + timedelta(days=1)})
        with self.assertRaisesRegex(UserError, "(?s)in the future.*no condition"):
            dispute.action_hand_over()
        self.assertEqual(dispute.state, "response")
        dispute.write({"consent_date": fields.Date.today(), "consent_free": True})
        dispute.action_hand_over()
        self.assertEqual(dispute.handed_on, fields.Date.today())
        with self.assertRaisesRegex(UserError, "does not change any more"):
            dispute.method = "determinative"

    def test_a_step_is_done_once_and_in_its_order(self):
        dispute = self._hand_over()
        with self.assertRaisesRegex(UserError, "this step needs “Announced”"):
            dispute.action_find_eligible()
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            dispute.state = "closed"
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            dispute.our_reply = "accepted"

    def test_who_only_mediates_does_not_decide(self):
        dispute = self._hand_over()
        dispute.write({"outcome": "decision_for_us", "outcome_text": "Ours."})
        with self.assertRaisesRegex(UserError, "only mediates"):
            dispute.action_decide()

    def test_without_the_body_there_is_a_settlement_or_nothing(self):
        dispute = self._dispute().with_user(self.user)
        dispute.method = "advisory"
        dispute.action_find_eligible()
        dispute.action_respond()
        dispute.write({"outcome": "recommendation", "outcome_text": "Pay."})
        with self.assertRaisesRegex(UserError, "give it to the body first"):
            dispute.action_decide()
        dispute.outcome = "settlement"
        dispute.action_decide()
        self.assertEqual(dispute.state, "decided")

    def test_who_agrees_for_us_depends_on_the_amount(self):
        dispute = self._decide(value=100)
        self.assertEqual(dispute.required_authority, "handler")
        dispute.action_we_accept()
        self.assertEqual(dispute.our_reply_by_id, self.user)

        dear = self._decide(value=101)
        with self.assertRaisesRegex(AccessError, "another role|Another role"):
            dear.action_we_accept()
        self.assertFalse(dear.our_reply)
        self.assertTrue(dear.with_user(self.users["manager"]).may_agree)
        dear.with_user(self.users["manager"]).action_we_accept()
        self.assertEqual(dear.our_reply_by_id, self.users["manager"])
        self.assertEqual(dear.settlement_value_company, 101)

        dearest = self._decide(value=1001)
        with self.assertRaisesRegex(AccessError, "Leader"):
            dearest.with_user(self.users["manager"]).action_we_accept()
        dearest.with_user(self.users["leader"]).action_we_accept()
        self.assertEqual(dearest.our_reply_by_id, self.users["leader"])

    def test_whoever_handles_it_does_not_agree_to_much_alone(self):
        dispute = self._decide(value=500)
        manager = self.users["manager"]
        dispute.sudo().user_id = manager
        with self.assertRaisesRegex(AccessError, "alone"):
            dispute.with_user(manager).action_we_accept()
        self.company.engagement_small_organisation = True
        dispute.with_user(manager).action_we_accept()
        self.assertEqual(dispute.our_reply, "accepted")

    def test_a_leader_who_only_reads_does_not_refuse(self):
        dispute = self._decide(value=50)
        with mute_logger(*ACCESS_LOGS), self.assertRaises(AccessError):
            dispute.with_user(self.users["leader"]).action_we_refuse()

    def test_a_reply_is_given_once_and_the_outcome_stays(self):
        dispute = self._decide()
        dispute.action_they_accept()
        with self.assertRaisesRegex(UserError, "already"):
            dispute.action_they_refuse()
        with self.assertRaisesRegex(UserError, "does not change any more"):
            dispute.settlement_value = 5
        dispute.action_we_accept()
        with self.assertRaisesRegex(UserError, "already"):
            dispute.action_we_refuse()

    def test_a_decision_that_binds_both_needs_no_yes(self):
        dispute = self._decide(
            "decision_against_us", method="determinative", bound="both"
        )
        self.assertEqual(dispute.acceptance, "both")
        dispute.no_terms = True
        dispute.action_implement()
        self.assertEqual(dispute.state, "verified")

    def test_a_refused_settlement_closes_as_not_accepted(self):
        dispute = self._decide()
        term = self._add_term(dispute)
        with self.assertRaisesRegex(UserError, "what both sides say"):
            dispute.action_close()
        dispute.action_they_refuse()
        dispute.lesson = "Listen first."
        with self.assertRaisesRegex(UserError, "Both sides have to agree"):
            dispute.action_implement()
        dispute.action_close()
        self.assertEqual(term.state, "cancelled")
        complaint = dispute.complaint_id
        self.assertEqual((complaint.state, complaint.reply), ("disputed", "rejected"))
        self.assertTrue(complaint.second_look_declined)
        complaint.action_close()
        self.assertEqual(complaint.closing_reason, "final_not_accepted")

    def test_what_was_agreed_is_carried_out_before_it_is_closed(self):
        dispute = self._decide()
        dispute.action_they_accept()
        dispute.action_we_accept()
        dispute.lesson = "Listen first."
        with self.assertRaisesRegex(UserError, "carried out first"):
            dispute.action_close()

    def test_side_exits_say_why_and_let_the_complaint_go_on(self):
        dispute = self._dispute().with_user(self.user)
        with self.assertRaisesRegex(UserError, "why it ended"):
            dispute.action_not_eligible()
        dispute.ending_note = "Too old a matter."
        dispute.action_not_eligible()
        self.assertEqual(dispute.state, "not_eligible")
        complaint = dispute.complaint_id
        self.assertEqual((complaint.state, complaint.reply), ("disputed", "rejected"))
        again = self.env["engagement.dispute"].browse(
            complaint.action_dispute()["res_id"]
        )
        with self.assertRaisesRegex(UserError, f"a dispute already: {again.number}"):
            complaint.action_dispute()
        with self.assertRaisesRegex(UserError, f"{again.number} is still open"):
            complaint.action_close()
        again.with_user(self.user).ending_note = "They sued us."
        again.with_user(self.user).action_in_court()
        self.assertEqual(again.state, "in_court")

    def test_we_may_take_it_outside_ourselves_and_then_say_so(self):
        complaint = self._answer()
        self.assertEqual(complaint.external_told_on, fields.Date.today())
        complaint.external_told_on = False
        dispute = self.env["engagement.dispute"].browse(
            complaint.action_dispute()["res_id"]
        )
        self.assertEqual(dispute.started_by, "organisation")
        letter = complaint.notice_ids.sorted("id")[-1]
        self.assertEqual(letter.moment, "external")
        self.assertIn("https://ombuds.example", letter.body)
        self.assertEqual(complaint.external_told_on, fields.Date.today())
        dispute.with_user(self.user).ending_note = "We talked instead."
        dispute.with_user(self.user).action_withdraw()
        # nobody had replied to the answer: they still can
        self.assertEqual((complaint.state, complaint.reply), ("awaiting", False))

    def test_an_accepted_answer_does_not_go_outside(self):
        complaint = self._answer()
        complaint.action_accept()
        with self.assertRaisesRegex(UserError, "accepted the answer"):
            complaint.action_dispute()
        self.assertEqual(complaint.state, "awaiting")

    def test_letters_name_the_body_of_the_code_the_group_or_the_company(self):
        complaint = self._answer()
        letter = complaint.notice_ids.filtered(lambda n: n.moment == "decision")
        self.assertIn("Ombuds office: https://ombuds.example.", letter.body)
        self.assertIn("It costs you nothing.", letter.body)
        group = self.provider.copy(
            {"name": "For customers", "category_ids": self.category.ids}
        )
        complaint.category_id = self.category
        self.assertEqual(complaint._get_provider(), group)
        code = self.env["engagement.code"].create(
            {
                "name": "Our word",
                "provision_ids": [Command.create({"promise": "We come on the day."})],
            }
        )
        code._step().write({"state": "in_force", "in_force_from": "2020-01-01"})
        of_code = self.provider.copy({"name": "Of the code", "code_ids": code.ids})
        complaint.provision_ids = code.provision_ids
        self.assertEqual(complaint._get_provider(), of_code)
        of_code.write({"user_id": False, "company_id": self.other_company.id})
        group.active = False
        self.assertEqual(complaint._get_provider(), self.provider)
        self.provider.complainant_fee = 25
        self.assertIn("It costs you", complaint._get_outside_text())
        self.assertNotIn("nothing", complaint._get_outside_text())
        self.company.engagement_provider_id = False
        self.assertEqual(complaint._get_outside_text(), "")

    def test_each_term_is_a_promise_of_the_dispute_and_of_its_complaint(self):
        dispute = self._decide()
        term = self._add_term(dispute, user_id=self.users["internal"].id)
        self.assertEqual(
            (term.kind, term.partner_id, term.complaint_id, term.dispute_id),
            ("term", self.customer, dispute.complaint_id, dispute),
        )
        self.assertEqual(term.origin_ref, dispute.display_name)
        # the handler of the complaint changes, whoever has the term keeps it
        dispute.complaint_id.sudo().user_id = self.users["officer"]
        self.assertEqual(term.sudo().user_id, self.users["internal"])

    def test_a_term_is_due_at_the_end_of_its_day(self):
        self.company.resource_calendar_id.tz = "Europe/Brussels"
        dispute = self._decide()
        term = self._add_term(dispute)
        term.with_user(self.user).action_cancel()
        with freeze_time("2026-12-01 10:00:00"):
            late = self._add_term(dispute, days=1)
            self.assertEqual(str(late.due_at), "2026-12-02 22:59:59")

    def test_terms_are_written_in_the_form(self):
        dispute = self._decide()
        with (
            Form(dispute, "engagement_qms.engagement_dispute_view_form") as form,
            form.term_ids.new() as line,
        ):
            line.name = "Send a new desk"
            line.due_at = fields.Datetime.now() + timedelta(days=3)
        self.assertEqual(dispute.term_ids.name, "Send a new desk")
        self.assertEqual(dispute.term_ids.origin_res_id, dispute.id)

    def test_a_term_of_another_dispute_cannot_be_made_up(self):
        dispute = self._hand_over()
        stranger = self.users["leader"]
        dispute.complaint_id.sudo().confidentiality = "restricted"
        values = {"name": "Pay", "due_at": "2100-01-01", "dispute_id": dispute.id}
        ledger = self.env["engagement.commitment"].with_user(stranger)
        with (
            mute_logger(*ACCESS_LOGS),
            self.assertRaises(UserError),
        ):
            ledger.create(values)
        with (
            mute_logger(*ACCESS_LOGS),
            self.assertRaises(UserError),
        ):
            del values["dispute_id"]
            ledger.with_context(default_dispute_id=dispute.id).create(values)
        term = ledger.create(values)
        with self.assertRaisesRegex(UserError, "cannot be typed in"):
            term.dispute_id = dispute.id

    def test_what_was_agreed_and_is_late_shows_red(self):
        dispute = self._decide()
        dispute.action_they_accept()
        dispute.action_we_accept()
        self.assertEqual(dispute.terms_mood, "missing")
        term = self._add_term(dispute)
        dispute.action_implement()
        self.assertEqual(dispute.terms_mood, "running")
        late = [("id", "=", dispute.id), ("terms_overdue", "=", True)]
        self.assertFalse(dispute.search(late))
        with freeze_time(fields.Datetime.now() + timedelta(days=30)):
            dispute.invalidate_recordset()
            self.assertEqual(dispute.terms_mood, "overdue")
            self.assertEqual(dispute.search(late), dispute)
            counters = {c["filter"]: c["count"] for c in dispute.get_counters([])}
            self.assertEqual(counters["terms_overdue"], 1)
            term.action_done()
            self.assertEqual(dispute.terms_mood, "missed")
        self.assertEqual(dispute.implementation, "late")
        self.assertEqual(
            (dispute.term_count, dispute.term_kept_count, dispute.term_missed_count),
            (1, 0, 1),
        )

    def test_the_date_that_the_body_set_is_watched(self):
        dispute = self._hand_over()
        dispute.deadline = fields.Date.today() - timedelta(days=1)
        self.assertTrue(dispute.overdue)
        self.assertEqual(dispute.search([("overdue", "=", True)]), dispute)
        self.user.write({"email": "u@example.com", "engagement_daily_summary": True})
        rows = self.env["engagement.daily.summary"]._get_rows(
            self.user, fields.Date.today()
        )
        [row] = [row for row in rows if row.url.endswith(f"dispute/{dispute.id}")]
        self.assertEqual(row.day, dispute.deadline)
        dispute.ending_note = "Settled by itself."
        dispute.action_withdraw()
        self.assertFalse(dispute.overdue)

    def test_an_offer_answers_one_of_the_same_dispute(self):
        first, other = self._dispute(), self._dispute()
        offer = first.offer_ids.create({"dispute_id": other.id, "name": "Half"})
        with self.assertRaisesRegex(ValidationError, "same dispute"):
            offer.create(
                {"dispute_id": first.id, "name": "More", "counter_id": offer.id}
            )


@tagged("post_install", "-at_install", "engagement")
class TestDisputeFigures(DisputeCase):
    """What the statistics of disputes are made of."""

    def test_an_average_of_days_leaves_open_disputes_out(self):
        self._dispute()
        dispute = self._decide()
        dispute.opened_on = dispute.decided_on - timedelta(days=12)
        self.assertEqual(dispute.days, 12)
        [(count, days)] = dispute._read_group(
            [("company_id", "=", self.company.id), ("user_id", "=", self.user.id)],
            [],
            ["__count", "days:avg"],
        )
        self.assertEqual((count, days), (2, 12))

    def test_no_outcome_is_no_average(self):
        dispute = self._dispute()
        [(days,)] = dispute._read_group([("id", "=", dispute.id)], [], ["days:avg"])
        self.assertIs(days, False)

    def test_costs_are_summed_in_the_currency_of_the_company(self):
        currency = self.env["res.currency"].create(
            {
                "name": "TST",
                "symbol": "T",
                "rate_ids": [Command.create({"name": "2020-01-01", "rate": 2})],
            }
        )
        dispute = self._hand_over()
        dispute.write({"currency_id": currency.id, "cost": 80})
        self.assertEqual(dispute.cost_company, 40)
        dispute.write(
            {"outcome": "settlement", "outcome_text": "x", "settlement_value": 150}
        )
        # 150 of the other currency are 75 here: the handler decides
        self.assertEqual(dispute.required_authority, "handler")
        dispute.action_decide()
        self.assertEqual(dispute.settlement_value_company, 75)

    def test_the_funnel_ends_in_disputes(self):
        def count():
            self.env.flush_all()
            rows = self.env["engagement.complaint.funnel"].search(
                [("stage", "=", "3_dispute"), ("company_id", "=", self.company.id)]
            )
            return sum(rows.mapped("number"))

        before = count()
        self._dispute()
        self._dispute(confidentiality="secret")
        self.assertEqual(count(), before + 2)

    def test_columns_stand_in_the_order_of_the_steps(self):
        with_body, announced = self._hand_over(), self._dispute()
        disputes = with_body | announced
        groups = disputes.web_read_group([("id", "in", disputes.ids)], ["state"])
        self.assertEqual(
            [group["state"] for group in groups["groups"]], ["notice", "with_provider"]
        )

    def test_an_action_that_comes_from_a_secret_dispute_is_secret(self):
        dispute = self._dispute(confidentiality="secret")
        context = dispute.action_create_action()["context"]
        action = (
            self.env["engagement.action"]
            .with_context(**context)
            .create({"name": "Talk sooner"})
        )
        self.assertEqual(action.confidentiality, "secret")
        self.assertEqual(action.origin_ref, dispute.number)

    def test_a_list_costs_the_same_for_many(self):
        one = self._decide()
        many = one | self._decide() | self._decide() | self._dispute()
        names = ("display_name", "terms_mood", "overdue", "required_authority")

        def count_queries(disputes):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            for dispute in disputes.with_user(self.users["officer"]):
                for name in names:
                    dispute[name]
            return self.env.cr.sql_log_count - before

        count_queries(many)  # warms the caches
        self.assertEqual(count_queries(many), count_queries(one))


@tagged("post_install", "-at_install", "engagement")
class TestDisputeAccess(DisputeCase):
    """A dispute is as protected as its complaint."""

    def test_a_dispute_and_its_terms_are_as_protected_as_the_complaint(self):
        dispute = self._decide()
        term = self._add_term(dispute)
        dispute.complaint_id.sudo().confidentiality = "secret"
        self.assertEqual(dispute.confidentiality, "secret")
        self.assertEqual(term.confidentiality, "secret")
        self.assertEqual(dispute.display_name, dispute.number)
        self.assertNotIn("desk", term.origin_ref)
        with self.assertRaisesRegex(ValidationError, "more protected"):
            dispute.confidentiality = "normal"

    def test_a_dispute_of_a_secret_complaint_is_secret_from_the_start(self):
        dispute = self._dispute(kind="conduct")
        self.assertEqual(dispute.confidentiality, "secret")
        self.assertFalse(dispute.message_follower_ids)

    def test_whom_it_is_about_neither_handles_nor_sees_it(self):
        manager = self.users["manager"]
        employee = self.env["hr.employee"].create(
            {"name": "Mona Manager", "user_id": manager.id}
        )
        dispute = self._dispute(
            employee_ids=employee.ids, hearing_note="It was the weather."
        )
        self.assertFalse(dispute.with_user(manager).has_access("read"))
        with self.assertRaisesRegex(ValidationError, "cannot handle it"):
            dispute.user_id = manager

    def test_confidential_terms_are_for_the_handler_and_for_named_people(self):
        dispute = self._decide()
        dispute.confidential_terms_text = "Nobody talks about the sum."
        officer, named = self.users["officer"], self.users["confidential"]
        self.assertFalse(dispute.with_user(officer).confidential_terms_text)
        self.assertEqual(
            dispute.with_user(named).confidential_terms, "Nobody talks about the sum."
        )
        with mute_logger(*ACCESS_LOGS), self.assertRaises(AccessError):
            dispute.with_user(officer).read(["confidential_terms"])
        with self.assertRaisesRegex(AccessError, "Only whoever handles"):
            dispute.with_user(officer).confidential_terms_text = "Said"
        with mute_logger(*ACCESS_LOGS), self.assertRaises(AccessError):
            dispute.with_user(officer).search([("confidential_terms", "ilike", "sum")])

    def test_the_step_opens_a_dispute_for_whoever_of_the_team_does_it(self):
        member = self.users["leader"]
        team = self.env["engagement.complaint.team"].create(
            {"name": "Desk", "member_ids": member.ids}
        )
        complaint = self._answer(team_id=team.id)
        complaint.action_reject("No.")
        complaint.with_user(member).action_dispute()
        self.assertEqual(complaint.dispute_ids.user_id, self.user)

    def test_a_dispute_belongs_to_a_complaint_that_one_may_see(self):
        complaint = self._answer(confidentiality="restricted")
        disputes = self.env["engagement.dispute"].with_user(self.users["officer"])
        with (
            mute_logger(*ACCESS_LOGS),
            self.assertRaises(UserError),
        ):
            disputes.create({"complaint_id": complaint.id, "opened_on": "2026-01-01"})


@tagged("post_install", "-at_install", "engagement")
class TestDisputeProvider(DisputeCase):
    """The bodies outside, and whether they are fair, fast and skilled."""

    def test_a_body_offers_something_and_costs_nothing_less(self):
        with self.assertRaisesRegex(ValidationError, "mediate, recommend or decide"):
            self.provider.write(
                {"facilitative": False, "advisory": False, "determinative": False}
            )

    def test_a_body_is_evaluated_every_year(self):
        self.provider.since = "2025-02-01"
        self.assertEqual(str(self.provider.next_review_date), "2026-02-01")
        with freeze_time("2026-02-02"):
            self.provider.invalidate_recordset(["overdue"])
            self.assertTrue(self.provider.overdue)
            overdue = self.provider.search([("overdue", "=", True)])
            self.assertIn(self.provider, overdue)
            rows = self.env["engagement.daily.summary"]._get_rows(
                self.users["officer"], fields.Date.today()
            )
            self.assertEqual([row.name for row in rows], ["Ombuds office"])
            self.env["engagement.dispute.provider.evaluation"].with_user(
                self.users["officer"]
            ).create(
                {
                    "provider_id": self.provider.id,
                    "fair": 5,
                    "fast": 2,
                    "skilled": 5,
                    "comment": "Good, but slow.",
                }
            )
            self.assertEqual(self.provider.score, 4)
            self.assertEqual(str(self.provider.next_review_date), "2027-02-02")
            self.provider.invalidate_recordset(["overdue"])
            self.assertFalse(self.provider.overdue)

    def test_the_last_day_counts_not_the_last_row(self):
        for day, grade in (("2026-03-01", 4), ("2024-03-01", 1)):
            self.provider.evaluation_ids = [
                Command.create(
                    {"date": day, "fair": grade, "fast": grade, "skilled": grade}
                )
            ]
        self.assertEqual(self.provider.score, 4)
        self.assertEqual(str(self.provider.next_review_date), "2027-03-01")

    def test_a_body_counts_its_disputes(self):
        self._dispute()
        self._dispute()
        self.assertEqual(self.provider.dispute_count, 2)
        domain = self.provider.action_view_disputes()["domain"]
        self.assertEqual(self.env["engagement.dispute"].search_count(domain), 2)


@tagged("post_install", "-at_install", "engagement")
class TestDisputeKeeping(DisputeCase):
    """What stays of a dispute when its complaint is emptied."""

    def test_an_emptied_complaint_leaves_no_word_in_its_disputes(self):
        word = "Canarybird"
        dispute = self._decide(description=f"The desk came late, says {word}.")
        dispute.write(
            {
                "position_them": word,
                "position_us": word,
                "consent_note": word,
                "representative": word,
                "our_representative": word,
                "confidential_terms_text": word,
                "ending_note": word,
                "lesson": "Say it before the day.",
                "offer_ids": [Command.create({"name": word, "reply_note": word})],
            }
        )
        dispute.message_post(body=word, attachments=[("note.txt", word.encode())])
        term = self._add_term(dispute, name=f"Pay {word}")
        dispute.action_they_accept()
        dispute.action_we_accept()
        dispute.action_implement()
        term.action_done()
        dispute.action_verify()
        dispute.action_close()
        dispute.complaint_id.action_close()
        dispute.complaint_id.with_user(self.users["manager"]).action_empty()
        self.env.flush_all()
        for table in (
            "engagement_dispute",
            "engagement_dispute_offer",
            "engagement_commitment",
            "mail_message",
        ):
            rows = self.env.execute_query(
                SQL(
                    "SELECT t.id FROM %s AS t WHERE t::text ILIKE %s",
                    SQL.identifier(table),
                    f"%{word}%",
                )
            )
            self.assertEqual(rows, [], table)
        files = self.env["ir.attachment"].search(
            [("res_model", "=", dispute._name), ("res_id", "=", dispute.id)]
        )
        self.assertFalse(files)
        self.assertFalse(dispute.partner_id)
        self.assertEqual(
            (dispute.state, dispute.outcome, dispute.implementation, dispute.lesson),
            ("closed", "settlement", "in_time", "Say it before the day."),
        )
        self.assertEqual(dispute.display_name.split()[0], dispute.number)
