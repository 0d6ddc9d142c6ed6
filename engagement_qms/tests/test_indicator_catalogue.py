# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta

from odoo.tests import tagged

from ..models.measure import periods
from .test_measuring import IndicatorCase


class CatalogueCase(IndicatorCase):
    """The shipped indicators, measured for a period that is over."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.engagement_small_organisation = True
        # the quarter before last: whatever day it is, all of it is over
        quarter = periods.get_start(cls.today, "quarter")
        cls.start = periods.shift(quarter, "quarter", -2)
        cls.cause = cls.env["engagement.cause"].create({"name": "Too few vans"})
        cls.customers = cls.env["engagement.party.category"].create(
            {"name": "Measured customers", "value_role": "direct"}
        )

    def value_of(self, name, start=None):
        """Return what a shipped indicator says of the period."""
        indicator = self.env.ref(f"engagement_qms.indicator_{name}")
        start = periods.get_start(start or self.start, indicator.period)
        self.env.flush_all()
        indicator._measure(start, start)
        return self.env["engagement.measure"].search(
            [
                ("indicator_id", "=", indicator.id),
                ("company_id", "=", self.company.id),
                ("scope_key", "=", "all"),
                ("period_start", "=", start),
            ]
        )

    def check_share(self, name, number, whole, start=None):
        measure = self.value_of(name, start)
        self.assertEqual((measure.numerator, measure.denominator), (number, whole))
        self.assertAlmostEqual(measure.value, 100 * number / whole)

    def day(self, number=0):
        return self.start + timedelta(days=number)

    def moment(self, number=0):
        return datetime.combine(self.day(number), time(12))

    def make_partner(self, name, **values):
        return self.env["res.partner"].create({"name": name, **values})

    def make_party(self, name="Somebody", **values):
        if values.get("kind", "contact") == "contact":
            values.setdefault("partner_id", self.make_partner(name).id)
        return self.env["engagement.party"].create(
            {
                "name": name,
                "category_id": self.customers.id,
                "company_id": self.company.id,
                **values,
            }
        )

    def make_commitment(self, due, done=None, kind="term", **values):
        """Make a promise of the ledger, first due on a day of the period."""
        commitment = self.env["engagement.commitment"].create(
            {
                "name": "Promise",
                "kind": kind,
                "company_id": self.company.id,
                "started_at": self.moment(due - 10),
                "first_due_at": self.moment(due),
                **values,
            }
        )
        if done is not None:
            commitment.write(
                {
                    "done_at": self.moment(done),
                    "state": "kept" if done <= due else "missed",
                }
            )
        return commitment

    def make_action(self, **values):
        return self.env["engagement.action"].create(
            {"name": "Change", "company_id": self.company.id, **values}
        )

    def implement(self, action, number, result=None):
        """Let an action be in place since a day, and be checked on another."""
        values = {"state": "check", "implemented_on": self.day(number)}
        action.write(values)
        if result:
            action.write({"check_result": result})
            action.write(
                {
                    "state": "done",
                    "checked_on": self.day(number),
                    "checked_by_id": self.env.uid,
                }
            )
        return action


@tagged("post_install", "-at_install")
class TestIndicatorCatalogue(CatalogueCase):
    """Each shipped formula, with the trap that belongs to it."""

    def test_i_01_a_person_in_two_parties_takes_part_once(self):
        silent, heard = self.make_party("Silent"), self.make_party("Heard")
        member = self.make_partner("Member", company_id=self.company.id)
        self.make_party(
            "Group",
            kind="group",
            member_domain=f"[('id', 'in', {[member.id, heard.partner_id.id]})]",
        )
        self.make_party("Not relevant", relevant=False, relevance_reason="Small")
        for day in (3, 4):
            self.env["engagement.participation"].create(
                {
                    "partner_id": heard.partner_id.id,
                    "company_id": self.company.id,
                    "date": self.day(day),
                    "participated": True,
                }
            )
        self.env["engagement.participation"].create(
            {
                "partner_id": silent.partner_id.id,
                "company_id": self.company.id,
                "date": self.day(5),
                "invited": True,
            }
        )
        self.make_complaint(self.moment(5), partner_id=member.id)
        self.check_share("engagement_rate", 2, 3)

    def test_i_03_days_from_the_voice_to_the_action(self):
        for days in (10, 20, 60):
            complaint = self.make_complaint(self.moment(20 - days))
            action = self.make_action(
                origin_model=complaint._name, origin_res_id=complaint.id
            )
            self.implement(action, 20)
        self.implement(self.make_action(), 20)
        measure = self.value_of("closure_median")
        self.assertEqual((measure.value, measure.sample), (20, 3))
        self.assertAlmostEqual(self.value_of("closure_p90").value, 52)

    def test_i_03_what_is_not_in_place_yet_is_shown_beside_it(self):
        complaint = self.make_complaint(self.moment(0))
        action = self.make_action(
            origin_model=complaint._name, origin_res_id=complaint.id
        )
        self.env.cr.execute(
            "UPDATE engagement_action SET create_date = %s WHERE id = %s",
            [self.moment(1), action.id],
        )
        end = periods.get_end(self.start, "month")
        measure = self.value_of("closure_waiting")
        self.assertEqual(measure.value, (end - self.start).days)
        self.assertFalse(self.value_of("closure_median").sample)

    def test_i_04_a_day_agreed_later_does_not_make_an_action_punctual(self):
        self.implement(self.make_action(due_date=self.day(10)), 9)
        late = self.make_action(due_date=self.day(10))
        late.write({"due_date": self.day(40), "due_change_reason": "Ill"})
        self.implement(late, 30)
        self.make_action(due_date=self.day(12))
        cancelled = self.make_action(due_date=self.day(12))
        cancelled.write({"state": "cancelled", "cancel_reason": "Not needed"})
        self.check_share("action_on_time", 1, 3)

    def test_i_05_only_what_was_checked_counts(self):
        self.implement(self.make_action(), 5, "effective")
        self.implement(self.make_action(), 5, "partly")
        self.implement(self.make_action(), 5, "not_effective")
        self.implement(self.make_action(), 5)
        self.check_share("action_effective", 1, 3)

    def test_i_09_a_contact_held_within_a_week_is_as_planned(self):
        party = self.make_party()
        plan = self.env["engagement.plan"].create(
            {
                "party_id": party.id,
                "interval_number": 1,
                "interval_unit": "month",
                "next_date": self.day(1),
            }
        )
        self.env["engagement.event"].search([("plan_id", "=", plan.id)]).unlink()
        for planned, held in ((3, 10), (3, 11), (10, None)):
            event = self.env["engagement.event"].create(
                {
                    "name": "Talk",
                    "party_id": party.id,
                    "date": self.day(planned),
                    "planned_date": self.day(planned),
                    "kind": "report",
                }
            )
            event.plan_id = plan
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE engagement_event SET state = %s, date = %s WHERE id = %s",
                ["held" if held else "planned", self.day(held or planned), event.id],
            )
        self.check_share("contact_adherence", 1, 3)

    def test_i_10_needs_of_archived_parties_are_left_out(self):
        party, gone = self.make_party(), self.make_party()
        for owner, confirmed in ((party, 0), (party, 400), (gone, 0)):
            self.env["engagement.need"].create(
                {
                    "name": "Short lead times",
                    "party_id": owner.id,
                    "last_confirmed": self.today - timedelta(days=confirmed),
                    "interval_number": 12,
                    "interval_unit": "month",
                }
            )
        gone.active = False
        self.check_share("needs_current", 1, 2, self.today)

    def test_i_11_a_rate_of_several_promises_is_no_mean_of_rates(self):
        code = self.env["engagement.code"].create(
            {"name": "Charter", "company_id": self.company.id}
        )
        provisions = self.env["engagement.provision"].create(
            [
                {"code_id": code.id, "number": number, "promise": "We answer."}
                for number in ("1", "2")
            ]
        )
        often, once = provisions
        for number in range(3):
            document = self.make_partner(f"{number}", company_id=self.company.id)
            self.make_commitment(
                5,
                4,
                "rule",
                provision_id=often.id,
                origin_model=document._name,
                origin_res_id=document.id,
            )
        self.make_commitment(5, 9, "rule", provision_id=once.id)
        self.make_commitment(5, provision_id=often.id)
        gone = self.make_commitment(5, kind="remedy", provision_id=often.id)
        gone.write({"state": "cancelled", "cancel_reason": "Withdrawn"})
        self.make_commitment(5, 4)
        self.check_share("promises_kept", 3, 5)
        parts = self.env["engagement.measure"].search(
            [
                ("indicator_id.code", "=", "I-11"),
                ("company_id", "=", self.company.id),
                ("scope_key", "!=", "all"),
            ]
        )
        values = {measure.scope_key: measure.value for measure in parts}
        self.assertEqual(
            values, {f"provision_id:{often.id}": 75, f"provision_id:{once.id}": 0}
        )

    def test_i_12_a_remedy_nobody_gave_is_late(self):
        self.make_commitment(5, 4, "remedy")
        self.make_commitment(5, None, "remedy")
        self.make_commitment(5, 9, "remedy")
        self.check_share("remedy_on_time", 1, 3)

    def test_i_13_a_complaint_that_nobody_acknowledged_is_a_miss(self):
        self.make_commitment(5, 4, "acknowledge")
        self.make_commitment(5, None, "acknowledge")
        self.make_commitment(5, 4, "answer")
        self.check_share("acknowledged_on_time", 1, 2)

    def test_i_14_an_extension_does_not_hide_lateness(self):
        self.make_commitment(5, 4, "answer")
        extended = self.make_commitment(5, None, "answer")
        extended.write({"due_at": self.moment(25), "extension_reason": "An expert"})
        extended.write({"done_at": self.moment(20), "state": "missed"})
        # the answer after a reopening is another one
        self.make_commitment(5, 4, "answer", cycle=1)
        self.check_share("answered_on_time", 1, 2)

    def test_i_15_complaints_for_each_thousand_customers(self):
        customers = [self.make_party(f"Customer {n}") for n in range(4)]
        self.make_party("Archived").active = False
        self.make_complaint(self.moment(3), partner_id=customers[0].partner_id.id)
        wrong = self.make_complaint(self.moment(3))
        wrong.write({"state": "closed", "closing_reason": "reclassified"})
        self.make_complaint(self.moment(3), kind="appeal")
        measure = self.value_of("complaint_rate")
        if "sale.order" in self.env:
            self.assertTrue(measure.empty)
        else:
            self.assertEqual((measure.value, measure.sample), (250, 4))

    def test_i_16_only_what_comes_back_after_an_action_recurs(self):
        same = {"cause_id": self.cause.id, "subject_name": "Van 7"}
        first = self.make_complaint(self.moment(-100), **same)
        action = self.make_action(
            origin_model=first._name, origin_res_id=first.id, kind="corrective"
        )
        self.implement(action, 10)
        self.make_complaint(self.moment(5), **same)
        self.make_complaint(self.moment(20), **same)
        self.make_complaint(self.moment(20), **same | {"subject_name": "Van 8"})
        self.make_complaint(self.moment(20))
        self.check_share("recurrence", 1, 3)

    def test_i_18_a_review_is_on_time_within_a_week(self):
        for held in (7, 8, None):
            review = self.env["engagement.review"].create(
                {
                    "kind": "relationship",
                    "party_id": self.make_party().id,
                    "planned_date": self.day(0),
                }
            )
            if held:
                self.env.flush_all()
                self.env.cr.execute(
                    "UPDATE engagement_review SET state = 'held', held_date = %s"
                    " WHERE id = %s",
                    [self.day(held), review.id],
                )
        # a day that somebody wrote beforehand says nothing
        review.held_date = self.day(0)
        self.check_share("review_on_time", 1, 3)

    def make_review(self, number, state="closed", kind="management"):
        """Make a review that was held on a day of the period."""
        review = self.env["engagement.review"].create(
            {"kind": kind, "company_id": self.company.id}
        )
        review.attendance_ids.unlink()
        review._step().write({"held_date": self.day(number), "state": state})
        return review

    def test_i_17_a_delegate_is_no_leader_who_is_there(self):
        seats = self.env["engagement.review.attendance"]
        people = self.env["hr.employee"].create([{"name": str(n)} for n in range(5)])
        for state in ("closed", "cancelled"):
            review = self.make_review(5, state)
            for person, presence, required in (
                (people[0], "present", True),
                (people[1], "delegate", True),
                (people[2], "absent", True),
                (people[3], "present", False),
            ):
                seats.create(
                    {
                        "review_id": review.id,
                        "employee_id": person.id,
                        "presence": presence,
                        "required_leader": required,
                        "delegate_id": presence == "delegate" and people[4].id,
                    }
                )
        planned = self.env["engagement.review"].create({"kind": "management"})
        seats.create({"review_id": planned.id, "employee_id": people[0].id})
        self.check_share("leader_attendance", 1, 3)

    def test_i_19_a_judgement_is_no_evidence(self):
        review = self.make_review(5)
        complaint = self.make_complaint(self.moment(0))
        decisions = self.env["engagement.review.decision"].create(
            [
                {"review_id": review.id, "name": "On a complaint"},
                {"review_id": review.id, "name": "By feeling", "judgement": True},
                {"review_id": review.id, "name": "By feeling", "judgement": True},
            ]
        )
        decisions[0].complaint_ids = complaint
        self.assertEqual(decisions.mapped("evidence_count"), [1, 0, 0])
        self.check_share("evidence_decisions", 1, 3)

    def test_i_20_a_finding_waits_until_it_is_decided_on(self):
        review = self.make_review(5, kind="audit")
        for found, decided in ((0, 4), (0, 10), (0, 12), (1, None)):
            self.env["engagement.review.finding"].create(
                {
                    "review_id": review.id,
                    "name": "Found",
                    "found_on": self.day(found),
                    "outcome": decided is not None and "learn",
                    "decided_on": decided is not None and self.day(decided),
                }
            )
        measure = self.value_of("decision_time")
        self.assertEqual((measure.value, measure.sample), (10, 3))

    def test_i_21_a_score_that_nobody_gave_is_no_score(self):
        for score in (5, 3, 0):
            complaint = self.make_complaint(self.moment(0), handling_score=score)
            complaint.write({"state": "closed", "closed_at": self.moment(9)})
        measure = self.value_of("handling_score")
        self.assertEqual((measure.value, measure.sample), (75, 2))

    def test_i_22_a_dispute_counts_where_its_complaint_was_answered(self):
        taken, settled = (
            self.make_complaint(self.moment(0), partner_id=self.make_partner("A").id)
            for _number in range(2)
        )
        (taken + settled).write({"first_answered_at": self.moment(9)})
        body = self.env["engagement.dispute.provider"].create(
            {"name": "Board", "methods": "advisory"}
            if "methods" in self.env["engagement.dispute.provider"]._fields
            else {"name": "Board"}
        )
        self.env["engagement.dispute"].create(
            {
                "complaint_id": taken.id,
                "provider_id": body.id,
                "method": "advisory",
                "opened_on": self.today,
            }
        )
        self.check_share("escalation", 1, 2)

    def test_i_23_a_term_of_a_settlement_is_done_by_its_day(self):
        self.make_commitment(5, 5, "term")
        self.make_commitment(5, None, "term")
        self.check_share("dispute_terms", 1, 2)

    def test_i_29_what_our_own_people_name_is_found_by_ourselves(self):
        complaint = self.make_complaint(self.moment(3))
        own = self.make_action(kind="preventive")
        led = self.make_action(
            kind="corrective", origin_model=complaint._name, origin_res_id=complaint.id
        )
        self.env.cr.execute(
            "UPDATE engagement_action SET create_date = %s WHERE id IN %s",
            [self.moment(4), tuple((own + led).ids)],
        )
        for partner in (self.manager.partner_id, self.make_partner("Neighbour")):
            self.env["engagement.feedback"].create(
                {
                    "kind": "concern",
                    "text": "The ramp is slippery.",
                    "partner_id": partner.id,
                    "received_at": self.moment(5),
                    "company_id": self.company.id,
                }
            )
        self.check_share("self_found", 2, 4)

    def test_i_30_the_third_time_without_an_action_is_unaddressed(self):
        end = periods.get_end(self.start, "month")
        for subject in ("Van 7", "Van 8"):
            for number in range(3):
                complaint = self.make_complaint(
                    self.moment(number - 40),
                    cause_id=self.cause.id,
                    subject_name=subject,
                )
        self.make_complaint(
            datetime.combine(end - relativedelta(months=13), time(12)),
            cause_id=self.cause.id,
            subject_name="Van 9",
        )
        self.assertEqual(self.value_of("recurring_unaddressed").value, 2)
        action = self.make_action(
            origin_model=complaint._name, origin_res_id=complaint.id
        )
        self.env.cr.execute(
            "UPDATE engagement_action SET create_date = %s WHERE id = %s",
            [self.moment(5), action.id],
        )
        self.assertEqual(self.value_of("recurring_unaddressed").value, 1)

    def test_i_27_each_person_counts_once_however_often_thanked(self):
        employees = self.env["hr.employee"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Ann", "Bob", "Cleo", "Dan", "Left")
            ]
        )
        ann, bob, cleo, _dan, left = employees
        self.env.cr.execute(
            "UPDATE hr_employee SET create_date = %s WHERE id IN %s",
            [self.moment(-10), tuple(employees.ids)],
        )
        self.env["hr.employee"].create({"name": "New", "company_id": self.company.id})
        for people, day, values in (
            (ann | bob, 3, {}),
            (ann, 8, {}),
            (left, 8, {}),
            (cleo, -1, {}),
            (cleo, 5, {"active": False}),
        ):
            self.env["engagement.recognition"].create(
                {
                    "reason": "Helped",
                    "employee_ids": people.ids,
                    "given_by_id": cleo.id if people != cleo else ann.id,
                    "given_on": self.day(day),
                    "company_id": self.company.id,
                    **values,
                }
            )
        left.active = False
        self.check_share("recognition_rate", 2, 4)

    def test_f_4_tells_how_many_assessed_themselves_and_nothing_else(self):
        employees = self.env["hr.employee"].create(
            [
                {"name": name, "company_id": self.company.id}
                for name in ("Ann", "Bob", "Cleo", "Dan")
            ]
        )
        objectives = self.env["engagement.objective"].create(
            [
                {
                    "name": employee.name,
                    "owner_id": employee.id,
                    "company_id": self.company.id,
                    "state": "draft" if employee.name == "Dan" else "active",
                }
                for employee in employees
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE engagement_objective SET create_date = %s WHERE id IN %s",
            [self.moment(-200), tuple(objectives.ids)],
        )
        for objective, day in (
            (objectives[0], 3),
            (objectives[0], 5),
            (objectives[1], -200),
            (objectives[3], 3),
        ):
            self.env["engagement.self.assessment"].create(
                {
                    "employee_id": objective.owner_id.id,
                    "objective_id": objective.id,
                    "date": self.day(day),
                }
            )
        self.check_share("self_assessment", 1, 3)

    def test_what_is_not_there_yet_is_waited_for(self):
        indicator = self.env.ref("engagement_qms.indicator_supplier_index")
        indicator._write({"source": "of_a_later_part"})
        indicator.invalidate_recordset()
        self.assertTrue(indicator.waiting)
        self.assertFalse(indicator.error)

    def test_nothing_that_is_shipped_waits_any_more(self):
        shipped = self.env["engagement.indicator"].search([("code", "=like", "I-__")])
        self.assertEqual(shipped.filtered("waiting").mapped("code"), [])

    def test_all_thirty_are_shipped_with_all_that_people_ask_of_them(self):
        shipped = self.env["engagement.indicator"].search([("code", "=like", "I-__")])
        self.assertEqual(
            shipped.mapped("code"), [f"I-{number:02}" for number in range(1, 31)]
        )
        for indicator in shipped:
            self.assertTrue(indicator.purpose and indicator.formula, indicator.code)
            # what a good complaint rate is, only the organisation knows
            self.assertEqual(indicator.has_target, indicator.code != "I-15")


@tagged("post_install", "-at_install")
class TestSplit(CatalogueCase):
    """A figure of a part is never told where there is too little of it."""

    def test_a_part_below_the_minimum_says_nothing(self):
        indicator = self.make_indicator(
            aggregate="avg",
            measure_field="answer_days",
            scope_field="cause_id",
            minimum_sample=2,
        )
        other = self.env["engagement.cause"].create({"name": "Rain"})
        for cause in (self.cause, self.cause, other):
            complaint = self.make_complaint(cause_id=cause.id)
            complaint._step().first_answered_at = complaint.received_at
        whole = self.measure(indicator)
        self.assertEqual(whole.sample, 3)
        part = self.measure(indicator, scope=f"cause_id:{other.id}")
        self.assertTrue(part.empty)
        self.assertFalse(part.numerator or part.denominator)
        self.assertEqual(part.scope_name, "Rain")
