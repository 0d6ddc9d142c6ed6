# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo.tests import tagged

from .test_signal import SignalCase


@tagged("post_install", "-at_install", "engagement")
class TestSignalFacts(SignalCase):
    """What each signal counts, to the last record."""

    def hold_review(self, before=0, **values):
        review = self.make_plainly(
            "engagement.review",
            kind="objective",
            planned_date=self.day(before),
            held_date=self.day(before),
            **values,
        )
        review.action_hold()
        return review

    def test_the_engine_stops_when_nothing_moves(self):
        stopped = self.measure("engine_stopped")
        self.assertEqual((stopped.value, stopped.level), (12, "bad"))
        self.signals.search([]).unlink()
        objective = self.make_objective()
        review = self.hold_review(
            before=self.last_day.day + 2, objective_id=objective.id
        )
        moved = self.measure("engine_stopped")
        self.assertEqual((moved.value, moved.sample, moved.level), (1, 1, "good"))
        action = moved.action_view_evidence()
        self.assertEqual(action["domain"], [("id", "in", review.ids)])
        self.signals.search([]).unlink()
        self.date_back(self.make_action(), self.moment(3))
        moved = self.measure("engine_stopped")
        self.assertEqual((moved.value, moved.sample), (0, 2))
        self.assertEqual(moved.action_view_evidence()["res_model"], "engagement.action")

    def make_cluster(self, before, **values):
        cause = self.env["engagement.cause"].create({"name": f"Cause {before}"})
        return self.make_plainly(
            "engagement.cluster",
            cause_id=cause.id,
            subject_key="desk",
            count=4,
            opened_on=self.day(before),
            **values,
        )

    def make_plainly(self, model, **values):
        """Make something without a name."""
        return self.env[model].create({"company_id": self.company.id, **values})

    def test_what_comes_back_and_nobody_decided_is_ignored(self):
        decided = {"state": "decided", "decision": "accept", "decision_note": "Old."}
        self.make_cluster(before=13)
        ignored = self.make_cluster(before=14)
        self.make_cluster(before=30, decided_at=self.moment(2), **decided)
        late = self.make_cluster(before=31, decided_at=self.moment(-2), **decided)
        given_up = self.make_action()
        given_up.action_cancel("No money")
        acted = {**decided, "decision": "act", "action_id": given_up.id}
        undone = self.make_cluster(before=32, decided_at=self.moment(20), **acted)
        signal = self.check("recurring_ignored", 3, 4, "bad")
        action = signal.action_view_against()
        self.assertEqual(
            set(action["domain"][0][2]), set((ignored + late + undone).ids)
        )

    def test_objectives_drift_without_a_goal_or_a_look(self):
        goal = self.make("engagement.business.goal")
        self.make_objective()  # no goal
        retired = self.make("engagement.business.goal", active=False)
        self.make_objective(goal_id=retired.id, date_start=self.day(5))
        self.make_objective(goal_id=goal.id)  # nobody looked
        looked = self.make_objective(goal_id=goal.id)
        self.hold_review(before=20, objective_id=looked.id)
        self.make_objective(goal_id=goal.id, date_start=self.day(5))
        self.make_objective(goal_id=goal.id, date_start=self.day(-5))  # later
        self.check("objective_drift", 3, 5, "bad", self.ada)
        self.check("goal_link", 3, 5, "bad", self.ada)

    def test_a_goal_is_pursued_by_a_live_objective(self):
        goals = [self.make("engagement.business.goal") for _number in range(4)]
        self.make_objective(goal_id=goals[0].id)
        done = self.make_objective(goal_id=goals[1].id)
        done._set_state({"state": "reached", "closed_on": self.day(1)})
        still = self.make_objective(goal_id=goals[2].id)
        still._set_state({"state": "reached", "closed_on": self.day(-1)})
        self.check("goal_pursued", 2, 4, "warning")

    def test_a_process_has_a_direction_by_a_live_objective(self):
        led = self.make("engagement.process", owner_id=self.worker.id)
        self.make("engagement.process", owner_id=self.worker.id)
        self.make("engagement.process")
        self.make_objective(process_ids=led.ids)
        self.check("process_direction", 1, 2, "warning", self.ada)
        self.check("process_direction", 1, 3, "bad")

    def test_a_policy_is_known_when_people_confirmed_it(self):
        policy = self.make("engagement.communication", kind="policy", why="Because")
        for number, confirmed in enumerate((True, True, False, False)):
            person = self.make_employee(f"Reader {number}", parent_id=self.ada.id)
            self.make_plainly(
                "engagement.acknowledgement",
                communication_id=policy.id,
                employee_id=person.id,
                sent_on=self.moment(20 if number < 3 else 3),
                acknowledged_on=self.moment(2) if confirmed else False,
            )
        policy._set_sent()
        self.check("direction_known", 2, 3, "warning", self.ada)

    def test_promises_sleep_when_nobody_meets_them(self):
        code = self.env["engagement.code"].create(
            {
                "name": "Delivery",
                "company_id": self.company.id,
                "provision_ids": [
                    (0, 0, {"promise": f"Promise {n}", "owner_id": self.worker.id})
                    for n in range(3)
                ],
            }
        )
        code._step().write({"state": "in_force", "in_force_from": self.day(300)})
        self.make(
            "engagement.commitment",
            provision_id=code.provision_ids[0].id,
            started_at=self.moment(30),
            first_due_at=self.moment(20),
        )
        self.make(
            "engagement.commitment",
            provision_id=code.provision_ids[1].id,
            started_at=self.moment(250),
            first_due_at=self.moment(240),
        )
        self.check("promises_asleep", 2, 3, "bad", self.ada)

    def test_processes_sleep_without_action_and_complaint(self):
        processes = [self.make("engagement.process") for _number in range(4)]
        self.date_back(self.make_action(process_id=processes[0].id), self.moment(40))
        complaint = self.make_plainly(
            "engagement.complaint",
            description="Late",
            partner_name="Vera",
            received_at=self.moment(9),
        )
        complaint.process_id = processes[1]
        self.date_back(self.make_action(process_id=processes[2].id), self.moment(500))
        self.check("processes_asleep", 2, 4, "warning")

    def test_improvements_begun_are_counted_also_when_there_are_none(self):
        self.date_back(self.make_action(), self.moment(4))
        self.date_back(self.make_action(), self.moment(200))
        self.check("improvement_begun", 1, 1, "warning", self.ada)
        self.check("improvement_begun", 0, 0, "bad", self.bo)

    def test_causes_in_a_person_are_a_share_of_those_known(self):
        causes = self.env["engagement.cause"].create(
            [{"name": "Way", "level": "system"}, {"name": "Who", "level": "person"}]
        )
        for number in range(5):
            complaint = self.make_plainly(
                "engagement.complaint",
                description="Late",
                partner_name="Vera",
                received_at=self.moment(number),
            )
            complaint.cause_id = causes[number % 2]
        self.make_plainly(
            "engagement.complaint",
            description="No cause yet",
            partner_name="Vera",
            received_at=self.moment(2),
        )
        self.check("cause_person", 2, 5, "warning")

    def check_action(self, before, result, **values):
        action = self.make_action()
        action._step().write(
            {
                "state": "act" if result != "effective" else "done",
                "implemented_on": self.day(before + 40),
                "implemented_by_id": self.worker.user_id.id,
                "check_result": result,
                "checked_by_id": self.manager.id,
                "checked_on": self.day(before),
                **values,
            }
        )
        return action

    def test_a_lesson_is_kept_when_it_is_written_down(self):
        self.check_action(20, "effective", lesson="Measure first.")
        self.check_action(21, "effective", lesson="  ")
        self.check_action(22, "partly")
        self.check("lesson_kept", 1, 3, "warning", self.ada)

    def test_what_did_not_help_is_taken_further(self):
        self.check_action(40, "partly", accept_reason="It is enough.")
        further = self.check_action(41, "not_effective")
        self.make_action(previous_id=further.id)
        given_up = self.check_action(43, "not_effective")
        self.make_action(previous_id=given_up.id).action_cancel("No money")
        self.check_action(42, "effective")
        self.check_action(5, "partly")  # not yet
        self.check("loop_repeated", 1, 3, "bad", self.ada)

    def test_hours_that_were_planned_are_given(self):
        for planned, used in ((10, 2), (10, 6), (10, 10), (0, 5)):
            self.check_action(20, "effective", hours_planned=planned, hours_used=used)
        signal = self.check("hours_given", 0, 3, "warning", self.ada)
        self.assertAlmostEqual(signal.value, 60)

    def test_requests_for_money_and_hours_get_an_answer_soon(self):
        requests = [
            ("asked", 20, None),
            ("granted", 20, 6),
            ("refused", 14, 0),
            ("granted", 20, 5),  # a day late
            ("asked", 13, None),  # its two weeks are not over yet
            (False, None, None),
        ]
        for state, asked, decided in requests:
            action = self.make_action()
            action._step().write(
                {
                    "resource_state": state,
                    "resource_asked_on": asked and self.day(asked),
                    "resource_decided_on": decided is not None and self.day(decided),
                }
            )
        self.check("means_decided", 2, 4, "warning", self.ada)

    def test_people_begin_actions_who_do_not_lead(self):
        begun = [self.worker, self.worker, self.ada, self.bo, self.ada, self.ada]
        for employee in begun:
            action = self.make_action()
            action.flush_recordset()
            self.env.cr.execute(
                "UPDATE engagement_action SET create_uid = %s, create_date = %s"
                " WHERE id = %s",
                [employee.user_id.id, self.moment(9), action.id],
            )
        self.env.invalidate_all()
        self.check("begun_below", 2, 6, "warning", self.ada)

    def test_questions_are_answered_in_time(self):
        for number, answered in enumerate((30, 3, None, None)):
            feedback = self.make_plainly(
                "engagement.feedback",
                kind="suggestion",
                text="An idea",
                partner_name="Vera",
                user_id=self.worker.user_id.id,
                received_at=self.moment(60),
            )
            promise = feedback.commitment_id
            self.assertTrue(promise)
            self.env.cr.execute(
                "UPDATE engagement_commitment"
                " SET first_due_at = %(at)s, due_at = %(at)s WHERE id = %(id)s",
                {"at": self.moment(10 if number < 3 else -3), "id": promise.id},
            )
            if answered:
                feedback._step().answered_at = self.moment(answered)
        self.check("question_answered", 1, 3, "bad", self.ada)

    def test_surveys_are_told_back(self):
        survey = self.env["survey.survey"].create({"title": "How are we?"})
        for closed, told in ((100, 50), (100, None), (100, -3), (30, None), (500, 400)):
            wave = self.make("engagement.survey.round", survey_id=survey.id)
            wave.flush_recordset()
            self.env.cr.execute(
                "UPDATE engagement_survey_round SET closed_on = %s,"
                " reported_back_on = %s WHERE id = %s",
                [self.day(closed), told and self.day(told), wave.id],
            )
        self.check("told_back", 1, 3, "bad")

    def plan_review(self, before):
        """Plan a review of an objective of its own."""
        return self.make_plainly(
            "engagement.review",
            kind="objective",
            objective_id=self.make_objective().id,
            planned_date=self.day(before),
            user_id=self.ada.user_id.id,
        )

    def test_reviews_are_held_about_when_they_were_planned(self):
        for planned, held in ((20, 14), (21, 13), (22, None), (3, None)):
            review = self.plan_review(planned)
            if held is not None:
                review.held_date = self.day(held)
                review.action_hold()
        gone = self.plan_review(30)
        gone.outcome = "Their adviser changes."
        gone.action_cancel()
        self.check("review_on_time", 1, 3, "bad", self.ada)

    def test_late_actions_have_a_new_day_and_a_reason(self):
        moved = self.make_action()
        moved.write(
            {"due_date": self.day(-30), "due_change_reason": "Parts are missing."}
        )
        again = self.make_action()
        again.write(
            {"due_date": self.day(2), "due_change_reason": "Parts are missing."}
        )
        self.make_action()
        self.make_action(due_date=self.day(-1))
        done = self.make_action()
        done._step().write(
            {
                "state": "check",
                "implemented_on": self.day(12),
                "implemented_by_id": self.worker.user_id.id,
            }
        )
        signal = self.check("overdue_explained", 1, 3, "bad", self.ada)
        self.assertAlmostEqual(signal.value, 100 / 3)
        self.assertEqual(signal.counted_text, "1 of 3")
        self.assertEqual(signal.shown_from, self.today + timedelta(days=7))
