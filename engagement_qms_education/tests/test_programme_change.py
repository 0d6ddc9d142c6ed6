# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

TODAY = "2026-11-02"


@tagged("post_install", "-at_install", "engagement")
@freeze_time(TODAY)
class TestProgrammeChange(College, EngagementCase):
    """What is asked of a programme, what follows from it, and what nobody followed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._open_college()
        cls.employer = cls.env["res.partner"].create({"name": "Boat yard"})
        cls.actions = cls.env["engagement.action"]

    def _gap(self, **values):
        return self.env["engagement.skill.gap"].create(
            {
                "name": "Reading drawings",
                "programme_id": self.programme.id,
                "partner_id": self.employer.id,
                **values,
            }
        )

    def _act(self, record):
        """Open an action for a record as its button does."""
        context = record.action_open_action()["context"]
        return self.actions.with_context(**context).create(
            {"name": "Teach it", "due_date": "2026-12-01"}
        )

    def test_a_gap_is_answered_by_an_action_that_cites_the_employer(self):
        gap = self._gap()
        self.assertEqual((gap.state, self.programme.skill_gap_count), ("open", 1))
        action = self._act(gap)
        self.assertEqual(gap.action_id, action)
        self.assertEqual(gap.state, "acting")
        self.assertEqual(
            (action.learning_programme_id, action.cites_input, action.kind),
            (self.programme, "employer", "improvement"),
        )
        self.assertEqual(self.programme.change_count, 1)
        with self.assertRaisesRegex(UserError, "has an action already"):
            gap.action_open_action()

    def test_a_gap_is_answered_by_saying_why_not(self):
        gap = self._gap()
        gap.answer = "They learn it in the second year."
        self.assertEqual((gap.state, str(gap.answered_on)), ("answered", TODAY))

    def test_a_cancelled_action_leaves_the_gap_open(self):
        gap = self._gap()
        action = self._act(gap)
        action._step().write({"state": "cancelled"})
        self.assertEqual(gap.state, "open")
        self.assertEqual(self.programme.change_count, 0)
        self.assertEqual(self._act(gap), gap.action_id)

    def test_a_change_that_follows_from_a_need_cites_who_needs_it(self):
        party = self._new_party(
            category_id=self.env.ref("engagement_qms_education.category_learner").id
        )
        need = self._new_need(
            party,
            "More time in the workshop",
            learning_programme_ids=self.programme.ids,
        )
        action = self._act(need)
        self.assertEqual(
            (action.learning_programme_id, action.cites_input, action.cites_what),
            (self.programme, "learner", "More time in the workshop"),
        )
        other = self._act(self._new_need(self._new_party("Other")))
        self.assertFalse(other.cites_input or other.learning_programme_id)

    def test_the_matrix_shows_needs_that_no_programme_meets(self):
        party = self._new_party(
            category_id=self.env.ref("engagement_qms_education.category_learner").id
        )
        met = self._new_need(party, "Met", learning_programme_ids=self.programme.ids)
        unmet = self._new_need(party, "Unmet")
        strange = self._new_need(self._new_party("Customer"), "Strange")
        rows = dict(self.programme._get_need_matrix())
        self.assertEqual((rows[met], rows[unmet]), ([True], [False]))
        self.assertNotIn(strange, rows)
        html, _kind = self.env["ir.actions.report"]._render_qweb_html(
            "engagement_qms_education.report_need_matrix", self.programme.ids
        )
        self.assertIn("ISO 21001:2025", html.decode())
        self.assertIn("no programme", html.decode())

    def test_an_objective_of_a_programme_has_a_sponsor_and_a_champion(self):
        party = self._new_party("Learners")
        objective = self.env["engagement.objective"].create(
            {
                "name": "Nobody leaves without a certificate",
                "learning_programme_ids": self.programme.ids,
                "champion_party_id": party.id,
                "date_target": "2027-07-01",
                "need_ids": self._new_need(party).ids,
            }
        )
        with self.assertRaisesRegex(UserError, "Name a sponsor first"):
            objective.action_activate()
        objective.sponsor_id = self.educator
        objective.action_activate()
        self.assertEqual(objective.state, "active")

    def _risk(self, **values):
        return self.env["engagement.risk"].create(
            {"name": "Nobody notices", "party_id": self._new_party().id, **values}
        )

    def _closed_round(self, survey, day, answered=3):
        asked = self.env["engagement.survey.round"].create(
            {"programme_id": survey.id, "name": day}
        )
        asked._step().write(
            {
                "state": "closed",
                "opened_on": day,
                "closes_on": day,
                "closed_on": day,
                "answered_count": answered,
            }
        )
        return asked

    def test_only_a_round_with_answers_proves_that_a_survey_controls_a_risk(self):
        survey = self.env["engagement.survey.programme"].create(
            {
                "name": "Learners",
                "survey_id": self.env.ref("engagement_qms_education.survey_learner").id,
                "category_ids": self.category.ids,
                "interval_number": 3,
                "interval_unit": "month",
            }
        )
        risk = self._risk(survey_programme_id=survey.id)
        self.assertEqual(risk.control_state, "never")
        self._closed_round(survey, "2026-10-20", answered=0)
        self.assertEqual(risk.control_state, "never")
        self._closed_round(survey, "2026-07-01")
        self.assertEqual(risk.control_state, "overdue")
        self._closed_round(survey, "2026-10-01")
        self.assertEqual(risk.control_state, "controlled")
        self.assertEqual(str(risk.controlled_until), "2027-01-01")

    def test_gaps_that_nobody_answered_show_on_the_risk(self):
        self.env["engagement.skill.gap"].search([]).answer = "Known"
        risk = self._risk(watches_skill_gaps=True)
        self.assertFalse(risk.control_finding)
        gap = self._gap()
        risk.invalidate_recordset()
        self.assertEqual(risk.control_finding, "Skill gaps without an answer: 1")
        domain = risk.action_view_unfollowed()["domain"]
        self.assertEqual(self.env["engagement.skill.gap"].search(domain), gap)
        self._act(gap)
        risk.invalidate_recordset()
        self.assertFalse(risk.control_finding)

    def test_a_finding_of_a_focus_group_needs_an_action_or_a_reason(self):
        risk = self._risk()
        plan = self.env["engagement.plan"].create(
            {"name": "Focus group", "party_id": risk.party_id.id, "risk_id": risk.id}
        )
        event = self._new_event(
            plan.party_id,
            plan_id=plan.id,
            date=fields.Date.today(),
            summary="<p>Talked</p>",
            outcome="The timetable changes every week.",
        )
        self.assertFalse(risk.control_finding)
        event.action_hold()
        risk.invalidate_recordset()
        self.assertIn("no reason says why: 1", risk.control_finding)
        event.no_action_reason = "It ends in December anyway"
        risk.invalidate_recordset()
        self.assertFalse(risk.control_finding)
        event.no_action_reason = False
        self._act(event)
        self.env.invalidate_all()
        self.assertFalse(risk.control_finding)

    def test_a_review_of_the_programme_starts_with_what_was_said(self):
        self._act(self._gap(importance=5))
        self._gap(name="Working in a team")
        party = self._new_party()
        self._new_need(party, learning_programme_ids=self.programme.ids)
        review = self.env["engagement.review"].create(
            {
                "kind": "programme",
                "programme_id": self.programme.id,
                "planned_date": TODAY,
            }
        )
        sections = {}
        for line in review._get_input_lines():
            sections.setdefault(line.section, []).append(line)
        missed = sections["What employers miss"]
        self.assertEqual(
            [(line.label, line.note, line.tone) for line in missed],
            [
                ("Reading drawings", "We do something", ""),
                ("Working in a team", "Not answered", "danger"),
            ],
        )
        [change] = sections["Changes of the programme"]
        self.assertIn("Employers", change.note)
        self.assertIn("Needs it is to meet", sections)

    def test_few_complaints_are_not_counted_in_a_review(self):
        review = self.env["engagement.review"].create(
            {
                "kind": "programme",
                "programme_id": self.programme.id,
                "planned_date": TODAY,
            }
        )
        said = {
            "partner_name": "Somebody",
            "description": "It is cold.",
            "programme_id": self.programme.id,
        }
        complaints = self.env["engagement.complaint"]
        complaints.create([said] * 4 + [said | {"confidentiality": "secret"}])
        section = "Complaints and appeals"
        lines = review._get_input_lines()
        self.assertFalse([line for line in lines if line.section == section])
        complaints.create(said)
        lines = review._get_input_lines()
        counted = [line.value for line in lines if line.section == section]
        self.assertEqual(counted, ["5", "0"])


@tagged("post_install", "-at_install", "engagement")
class TestSchoolMap(EngagementCase):
    """What a school finds on the first day, and may change."""

    def _ref(self, name):
        return self.env.ref(f"engagement_qms_education.{name}")

    def test_each_group_has_a_need_a_risk_and_a_plan_that_controls_it(self):
        for name, priority, channel in (
            ("learner", "high", "survey"),
            ("guardian", "high", "phone"),
            ("educator", "medium", "workshop"),
            ("employer", "high", "meeting"),
            ("regulator", "critical", "report"),
            ("alumni", "medium", "survey"),
            ("funder", "high", "report"),
            ("provider", "medium", "meeting"),
            ("school_community", "low", "meeting"),
        ):
            with self.subTest(group=name):
                category = self._ref(f"category_{name}")
                self.assertEqual(category.priority, priority)
                self.assertEqual(
                    category.channel_id,
                    self.env.ref(f"engagement_qms.channel_{channel}"),
                )
                party = self._ref(f"party_{name}")
                self.assertEqual(party.category_id, category)
                self.assertTrue(party.need_ids)
                self.assertEqual(self._ref(f"risk_{name}").party_id, party)
                plan = self._ref(f"plan_{name}")
                self.assertEqual(plan.risk_id, self._ref(f"risk_{name}"))
                self.assertEqual(plan.party_id, party)

    def test_what_a_school_changes_stays(self):
        rows = self.env["ir.model.data"].search(
            [
                ("module", "=", "engagement_qms_education"),
                (
                    "model",
                    "in",
                    [
                        "engagement.party",
                        "engagement.party.category",
                        "engagement.plan",
                        "engagement.risk",
                        "engagement.need",
                        "engagement.principle",
                    ],
                ),
            ]
        )
        self.assertEqual(set(rows.mapped("noupdate")), {True})

    def test_a_risk_on_paper_is_not_controlled(self):
        for name in ("learner", "employer", "educator"):
            risk = self._ref(f"risk_{name}").copy()
            with self.subTest(risk=name):
                self.assertEqual(risk.control_state, "never")
        self.assertTrue(self._ref("risk_employer").watches_skill_gaps)

    def test_a_day_with_the_community_is_written_down(self):
        party = self._ref("party_school_community").copy({"name": "Street"})
        event = self._new_event(
            party, date=fields.Date.today(), summary="<p>Open day</p>"
        )
        event.action_hold()
        self.assertEqual(party.last_contact_date, fields.Date.today())

    def test_there_are_eleven_principles_of_education(self):
        principles = self.env["engagement.principle"].search(
            [("in_education", "=", True)]
        )
        self.assertEqual(len(principles), 11)
        for name in (
            "vision",
            "inclusion",
            "responsibility",
            "ethics",
            "data_security",
        ):
            self.assertIn(self._ref(f"principle_{name}"), principles)

    def test_the_edition_is_a_label_to_choose(self):
        self.assertEqual(self.env.company.engagement_education_edition, "2025")
        self.env.company.engagement_education_edition = "2018"
        programme = self.env["engagement.programme"].create(
            {"name": "Carpentry", "code": "C1"}
        )
        self.assertEqual(programme._get_edition_label(), "ISO 21001:2018")
