# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from .test_signal import SignalCase


@tagged("post_install", "-at_install", "engagement")
class TestSignalMeeting(SignalCase):
    """What management reviews and audits say about leadership, to the last record."""

    def hold(self, before, kind="management", **values):
        """Return a review held some days before the end of the month."""
        day = self.day(before)
        review = self.make(
            "engagement.review",
            kind=kind,
            schedule_id=False,
            **{"planned_date": day, "user_id": self.ada.user_id.id, **values},
        )
        review._step().write({"state": "held", "held_date": day})
        return review

    def audit(self, before, audit_kind="body", **values):
        return self.hold(before, kind="audit", audit_kind=audit_kind, **values)

    def seat(self, review, employee, presence, required=True):
        review.attendance_ids.filtered(lambda s: s.employee_id == employee).unlink()
        return self.env["engagement.review.attendance"].create(
            {
                "review_id": review.id,
                "employee_id": employee.id,
                "required_leader": required,
                "presence": presence,
                "delegate_id": self.worker.id if presence == "delegate" else False,
            }
        )

    def find(self, review, found, decided=None, **values):
        finding = self.env["engagement.review.finding"].create(
            {
                "review_id": review.id,
                "name": "Something",
                "found_on": self.day(found),
                **values,
            }
        )
        if decided is not None:
            finding._step().write({"outcome": "fix", "decided_on": self.day(decided)})
        return finding

    def test_leaders_attend_send_somebody_or_stay_away(self):
        for number, presence in enumerate(("present", "delegate", "absent")):
            review = self.hold(20 + number)
            self.seat(review, self.ada, presence)
            self.seat(review, self.worker, "present", required=False)
        self.seat(self.hold(400), self.ada, "present")
        self.seat(self.audit(5), self.ada, "present")
        mine = self.check("attendance", 1, 3, "bad", self.ada)
        self.assertAlmostEqual(mine.value, 100 / 3)
        self.check("delegated", 1, 2, "warning", self.ada)
        self.assertFalse(self.measure("attendance", employee=self.bo))

    def test_a_seat_is_of_whoever_had_to_be_there(self):
        """It does not go to the leader of somebody who is no leader."""
        self.seat(self.hold(20), self.worker, "absent")
        self.assertFalse(self.measure("attendance", employee=self.ada))
        self.check("attendance", 0, 1, "bad")

    def test_findings_are_decided_fast_or_wait(self):
        audit = self.audit(60)
        self.find(audit, found=60, decided=50)
        self.find(audit, found=60, decided=40)
        self.find(audit, found=60, decided=-3)  # after the month: it waited 60 days
        self.find(audit, found=60, kind="strength")
        self.find(audit, found=-2)
        signal = self.check("decision_days", 0, 3, "warning", self.ada)
        self.assertEqual(signal.value, 20)
        self.check("finding_outcome", 2, 3, "bad", self.ada)
        action = signal.action_view_against()
        self.assertEqual(len(action["domain"][0][2]), 2)

    def test_findings_are_ours_or_of_others(self):
        audit = self.audit(60)
        for number in range(5):
            self.find(audit, found=30, found_by="us" if number < 2 else "others")
        self.check("found_ourselves", 2, 5, "warning")

    def test_decisions_rest_on_evidence_or_judgement(self):
        review = self.hold(20, chair_id=self.ada.id)
        decisions = self.env["engagement.review.decision"].create(
            [
                {"review_id": review.id, "name": f"Decision {number}"}
                for number in range(4)
            ]
        )
        decisions[0].evidence_count = 2
        decisions[1].judgement = True
        self.check("evidence", 1, 4, "warning", self.ada)

    def test_what_may_not_be_left_out_is_filled_in(self):
        review = self.hold(20)
        review.input_ids.unlink()
        sections = self.env["engagement.review.input"].create(
            [
                {"review_id": review.id, "name": f"Section {number}"}
                for number in range(4)
            ]
        )
        sections[:3]._step().mandatory = True
        sections[0].note = "Fewer complaints."
        self.check("sections_filled", 1, 3, "bad")

    def test_a_management_review_is_dropped_from_the_agenda(self):
        fine = self.hold(20)
        fine.input_ids.unlink()
        moved = self.hold(30)
        moved.input_ids.unlink()
        moved._step().moved_count = 2
        cancelled = self.hold(40)
        cancelled._step().state = "cancelled"
        signal = self.check("review_dropped", 2, 3, "bad")
        action = signal.action_view_against()
        self.assertEqual(set(action["domain"][0][2]), {moved.id, cancelled.id})

    def test_audits_are_put_off_or_cut_short(self):
        self.audit(20)
        moved = self.audit(30)
        moved._step().write({"first_planned_date": self.day(50)})
        self.audit(40, planned_hours=8, spent_hours=5)
        self.audit(41, planned_hours=8, spent_hours=6)
        self.check("audit_moved", 2, 4, "warning", self.ada)

    def write_actions(self, days):
        actions = self.env["engagement.action"].create(
            [{"name": "A", "company_id": self.company.id} for _day in days]
        )
        for action, day in zip(actions, days, strict=True):
            self.date_back(action, self.moment(day))

    def test_what_is_written_before_an_audit_is_compared_with_the_usual(self):
        audit = self.audit(20)
        self.date_back(audit, self.moment(20))
        # 26 in the year, of these 5 within two weeks: five times the usual
        self.write_actions([*range(60, 60 + 21 * 10, 10), 21, 22, 23, 24, 34])
        signal = self.check("cramming", 0, 1, "bad")
        self.assertAlmostEqual(signal.value, 5 * 365 / 14 / 26)
        self.assertEqual(
            signal.action_view_evidence()["domain"], [("id", "in", audit.ids)]
        )

    def test_too_little_was_written_to_compare(self):
        self.date_back(self.audit(20), self.moment(20))
        self.write_actions([22, 23, 24])
        self.check("cramming", 0, 0, "none")

    def test_actions_go_on_after_certification(self):
        self.audit(100)
        self.audit(100, audit_kind="internal")
        self.audit(50)  # not three months ago
        for day in (110, 120, 130, 140, 150, 90, 80):
            action = self.make_action()
            action._step().write(
                {
                    "state": "check",
                    "implemented_on": self.day(day),
                    "implemented_by_id": self.manager.id,
                }
            )
        signal = self.check("pace_after", 0, 1, "bad")
        self.assertEqual(signal.value, 40)

    def test_leaders_are_there_also_when_nobody_audits(self):
        for day in (100, 70, 60, 200):
            self.seat(self.hold(day), self.ada, "present")
        self.assertFalse(self.measure("only_at_audits", employee=self.ada))
        self.signals.search([]).unlink()
        self.seat(self.audit(80), self.ada, "present")
        self.check("only_at_audits", 3, 4, "bad", self.ada)
