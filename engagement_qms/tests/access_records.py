# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv
from typing import NamedTuple

from odoo import models
from odoo.tools import SQL, file_open

from .access_complaint import AccessComplaintRecords
from .access_evaluation import AccessEvaluationRecords
from .access_evaluation_answer import AccessEvaluationAnswerRecords
from .access_feedback import AccessFeedbackRecords
from .access_indicator import AccessIndicatorRecords
from .access_leadership import AccessLeadershipRecords
from .access_review import AccessReviewRecords
from .access_survey import AccessSurveyRecords
from .common import EngagementCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


class Ties(NamedTuple):
    """Who has to do with a record: nobody in particular where nothing else is said."""

    user: models.Model  # responsible for the record, or for what it belongs to
    creator: models.Model  # wrote it, or what it belongs to
    keeper: models.Model  # responsible for its party
    company: models.Model
    role: str = ""
    tie: str = ""


class AccessRecordsCase(
    AccessComplaintRecords,
    AccessEvaluationRecords,
    AccessEvaluationAnswerRecords,
    AccessFeedbackRecords,
    AccessIndicatorRecords,
    AccessReviewRecords,
    AccessLeadershipRecords,
    AccessSurveyRecords,
    EngagementCase,
):
    """One record of every model for every row of the access matrix.

    The column *record* of the matrix says how the record is tied to the role:

    - own: the role is responsible for it; of a confirmation: its reader
    - created: the role wrote it, somebody else is responsible by now
    - created_elsewhere: likewise, in a company of others
    - own_party: the role is responsible for its party only
    - event_line: of a participation: the role wrote it for the event of somebody else
    - eventless: of a participation: somebody else wrote it, without an event
    - parent_own, parent_created: the same of the event or communication it belongs to
    - sent_to, draft_to: a communication for the role, sent or not yet
    - sent_to_other: a communication for somebody else
    - participant: of a review or its line: the role takes part in it
    - owner, checker: of an action: the role answers for it, or is to check it
    - named, team, giver: of thanks: they are for the role, its team, or by the role
    - public: of thanks: everybody inside may read them
    - person, leader_of: of a self-assessment: the role made it, or leads who made it
    - of_code: a review of a code, of somebody else
    - no_need: of the trace: an objective without a need
    - restricted, secret: of somebody else, and protected
    - secret_own: protected, and the role is responsible for it
    - secret_created: protected, and the role wrote it for somebody else
    - complaint_own: of a dispute: the role handles its complaint
    - dispute_own: of a promise: a secret term of a dispute that the role handles
    - organisation, fresh: of a signal: of the whole organisation, or of another leader,
      in the week that the leader has alone
    - concerned: of a dispute: it is about the role, who is no handler
    - restricted_to, restricted_others: of a questionnaire: who may ask it
    - named, anonymous, roundless: of an answer: its round, or none
    - pool: of feedback: what one of many said of us without a name
    - app_...: likewise, and the role administers Odoo's surveys, too
    - other: the role has nothing to do with it
    - other_company: likewise, and it belongs to a company of others
    """

    #: Whose matrix it is
    addon = "engagement_qms"
    matrix = "engagement_qms/security/access_matrix.csv"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(cls.matrix) as matrix:
            cls.rows = list(csv.DictReader(matrix))
        cls.employees = {
            role: cls.env["hr.employee"].create({"name": role, "user_id": user.id})
            for role, user in cls.users.items()
            if not user.share
        }
        cls.app_users = cls._make_app_users()
        cls.records = {
            (row["model"], row["record"], role): cls._make_record(
                row["model"], row["record"], role
            )
            for row in cls.rows
            for role in cls._get_different_roles(row["record"])
        }
        cls.env.flush_all()

    @classmethod
    def _get_different_roles(cls, tie):
        """Return the roles that need a record each; what is nobody's is made once."""
        return [""] if tie in ("other", "other_company") else list(cls.roles)

    def _get_record(self, model, tie, role):
        """Return the record of a row of the matrix, as the role sees it."""
        key = "" if tie in ("other", "other_company") else role
        users = self.app_users if tie.startswith("app_") else self.users
        return self.records[model, tie, key].with_user(users[role])

    def _get_rights(self, model, tie, role):
        """Return the letters of what the role may do with such a record."""
        record = self._get_record(model, tie, role)
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.has_access(operation)
        )

    @classmethod
    def _make_record(cls, model, tie, role):
        nobody = cls.env.user
        ties = Ties(nobody, nobody, nobody, cls.company, role, tie)
        if tie == "other_company":
            stranger = cls.other_officer
            ties = Ties(stranger, stranger, stranger, cls.other_company, tie=tie)
        elif tie in ("own", "parent_own", "secret_own"):
            ties = ties._replace(user=cls.users[role])
        elif tie in ("created", "parent_created", "secret_created"):
            ties = ties._replace(creator=cls.users[role])
        elif tie == "created_elsewhere":
            ties = ties._replace(creator=cls.users[role], company=cls.other_company)
        elif tie == "own_party":
            ties = ties._replace(keeper=cls.users[role])
        name = model.removeprefix("engagement.").replace(".", "_")
        special = getattr(cls, f"_make_{name}_{tie}", None)
        return (special or getattr(cls, f"_make_{name}"))(ties)

    @classmethod
    def _sign(cls, record, ties):
        """Let the record have been written by the one who is to have written it."""
        record.flush_recordset()
        cls.env.cr.execute(
            SQL(
                "UPDATE %s SET create_uid = %s WHERE id = %s",
                SQL.identifier(record._table),
                ties.creator.id,
                record.id,
            )
        )
        record.invalidate_recordset(["create_uid"])
        return record

    @classmethod
    def _make(cls, model, ties, **values):
        """Create a record that has a responsible and a company."""
        values = {"name": "Matrix", "company_id": ties.company.id, **values}
        if "user_id" in cls.env[model]._fields:
            values["user_id"] = ties.user.id
        return cls._sign(cls.env[model].create(values), ties)

    @classmethod
    def _make_their_party(cls, ties):
        return cls._new_party("Matrix", user=ties.keeper, company_id=ties.company.id)

    @classmethod
    def _make_party(cls, ties):
        party = cls._new_party("Matrix", user=ties.user, company_id=ties.company.id)
        return cls._sign(party, ties)

    @classmethod
    def _make_need(cls, ties):
        party = cls._make_their_party(ties)
        return cls._make("engagement.need", ties, party_id=party.id)

    @classmethod
    def _make_need_fulfilment(cls, ties):
        need = cls._make_need(ties)
        return cls.env["engagement.need.fulfilment"].create(
            {"need_id": need.id, "name": "Matrix"}
        )

    @classmethod
    def _make_need_trace(cls, ties):
        need = cls._make_need(ties)
        return cls.env["engagement.need.trace"].search([("need_id", "=", need.id)])

    @classmethod
    def _make_need_trace_no_need(cls, ties):
        """The line of an objective that serves no need."""
        objective = cls._make_objective(ties)
        lines = cls.env["engagement.need.trace"]
        return lines.search([("objective_id", "=", objective.id)])

    @classmethod
    def _make_plan(cls, ties):
        party = cls._make_their_party(ties)
        return cls._make("engagement.plan", ties, party_id=party.id)

    @classmethod
    def _make_event(cls, ties):
        party = cls._make_their_party(ties)
        return cls._make("engagement.event", ties, party_id=party.id)

    @classmethod
    def _make_participation(cls, ties):
        event = cls._make_event(ties)
        return cls.env["engagement.participation"].create(
            {"event_id": event.id, "partner_id": event.party_id.partner_id.id}
        )

    @classmethod
    def _make_participation_eventless(cls, ties):
        """Somebody else wrote that a contact was heard otherwise than at an event."""
        return cls._make_participation_created(ties)

    @classmethod
    def _make_participation_created(cls, ties):
        """The role wrote that somebody was heard otherwise than at an event."""
        party = cls._make_their_party(ties)
        values = {"party_id": party.id, "partner_id": party.partner_id.id}
        line = cls.env["engagement.participation"].create(values)
        return cls._sign(line, ties)

    @classmethod
    def _make_participation_event_line(cls, ties):
        """The role wrote a line of an event of somebody else."""
        creator = cls.users[ties.role]
        return cls._sign(cls._make_participation(ties), ties._replace(creator=creator))

    @classmethod
    def _make_risk(cls, ties):
        party = cls._make_their_party(ties)
        return cls._make("engagement.risk", ties, party_id=party.id)

    @classmethod
    def _make_objective(cls, ties):
        values = {"state": "active"}
        return cls._make("engagement.objective", ties, **values)

    @classmethod
    def _make_business_goal(cls, ties):
        return cls._make("engagement.business.goal", ties)

    @classmethod
    def _make_process(cls, ties):
        return cls._make("engagement.process", ties)

    @classmethod
    def _make_party_category(cls, ties):
        return cls._make("engagement.party.category", ties)

    @classmethod
    def _make_review_schedule(cls, ties):
        return cls._make("engagement.review.schedule", ties, kind="relationship")

    @classmethod
    def _make_review(cls, ties, **values):
        if "kind" not in values:
            party = cls._new_party("Matrix", company_id=ties.company.id)
            values |= {"kind": "relationship", "party_id": party.id}
        review = cls.env["engagement.review"].create(
            {"user_id": ties.user.id, "outcome": "Matrix", **values}
        )
        return cls._sign(review, ties)

    @classmethod
    def _make_review_participant(cls, ties):
        """The role takes part in a review of somebody else."""
        employee = cls.employees.get(ties.role)
        return cls._make_review(ties, participant_ids=employee and employee.ids)

    @classmethod
    def _make_review_of_code(cls, ties):
        code = cls._make_code(ties)
        return cls._make_review(ties, kind="code", code_id=code.id)

    @classmethod
    def _make_review_request(cls, ties):
        request = cls.env["engagement.review.request"].create(
            {"code_id": cls._make_code(ties).id, "reason": "Matrix"}
        )
        return cls._sign(request, ties)

    @classmethod
    def _make_action(cls, ties, **values):
        return cls._make("engagement.action", ties, **values)

    @classmethod
    def _make_action_owner(cls, ties):
        """The role answers for an action of somebody else."""
        employee = cls.employees.get(ties.role)
        return cls._make_action(ties, owner_id=employee and employee.id)

    @classmethod
    def _make_action_checker(cls, ties):
        """The role is to check an action of somebody else."""
        user = cls.users[ties.role]
        return cls._make_action(ties, checker_id=not user.share and user.id)

    @classmethod
    def _make_action_restricted(cls, ties):
        return cls._make_action(ties, confidentiality="restricted")

    @classmethod
    def _make_action_secret(cls, ties):
        return cls._make_action(ties, confidentiality="secret")

    @classmethod
    def _make_action_secret_own(cls, ties):
        return cls._make_action(ties, confidentiality="secret")

    @classmethod
    def _make_action_secret_created(cls, ties):
        return cls._make_action(ties, confidentiality="secret")

    @classmethod
    def _make_action_cancel(cls, ties):
        cancel = cls.env["engagement.action.cancel"].create(
            {"action_id": cls._make_action(ties).id, "reason": "Matrix"}
        )
        return cls._sign(cancel, ties)

    @classmethod
    def _make_action_resource(cls, ties):
        decision = cls.env["engagement.action.resource"].create(
            {"action_id": cls._make_action(ties).id}
        )
        return cls._sign(decision, ties)

    @classmethod
    def _make_lesson(cls, ties):
        action = cls._make_action(ties, lesson="Matrix")
        action.write({"state": "check", "implemented_on": "2026-01-01"})
        action.flush_recordset()
        return cls.env["engagement.lesson"].browse(action.id)

    @classmethod
    def _make_recognition(cls, ties, **values):
        """Thanks of one stranger to another."""
        given_by, somebody = cls.env["hr.employee"].create(
            [{"name": name, "company_id": ties.company.id} for name in ("Ann", "Bob")]
        )
        recognition = cls.env["engagement.recognition"].create(
            {
                "reason": "Matrix",
                "employee_ids": somebody.ids,
                "given_by_id": given_by.id,
                "public": False,
                "company_id": ties.company.id,
                **values,
            }
        )
        return cls._sign(recognition, ties)

    @classmethod
    def _make_recognition_public(cls, ties):
        return cls._make_recognition(ties, public=True)

    @classmethod
    def _make_recognition_named(cls, ties):
        """The role is thanked; people from outside are nobody's employees."""
        employee = cls.employees.get(ties.role)
        return cls._make_recognition(
            ties, **({"employee_ids": employee.ids} if employee else {})
        )

    @classmethod
    def _make_recognition_giver(cls, ties):
        """The role is who thanks; somebody else wrote it down."""
        employee = cls.employees.get(ties.role)
        return cls._make_recognition(
            ties, **({"given_by_id": employee.id} if employee else {})
        )

    @classmethod
    def _make_recognition_team(cls, ties):
        """The department of the role is thanked."""
        team = cls.env["hr.department"].create({"name": "Matrix"})
        if employee := cls.employees.get(ties.role):
            employee.department_id = team
        return cls._make_recognition(ties, department_id=team.id)

    @classmethod
    def _make_self_assessment(cls, ties, employee=None):
        """A stranger assessed the own work."""
        employee = employee or cls.env["hr.employee"].create(
            {"name": "Ann", "company_id": ties.company.id}
        )
        objective = cls.env["engagement.objective"].create(
            {"name": "Matrix", "company_id": ties.company.id}
        )
        return cls.env["engagement.self.assessment"].create(
            {
                "employee_id": employee.id,
                "objective_id": objective.id,
                "comment": "Matrix",
            }
        )

    @classmethod
    def _make_self_assessment_person(cls, ties):
        return cls._make_self_assessment(ties, cls.employees.get(ties.role))

    @classmethod
    def _make_self_assessment_person_elsewhere(cls, ties):
        """The role worked in a company of others, and may not log in there any more."""
        user = cls.users[ties.role]
        if user.share:
            return cls._make_self_assessment(ties)
        user.company_ids += cls.other_company
        person = cls.env["hr.employee"].create(
            {"name": "Before", "user_id": user.id, "company_id": cls.other_company.id}
        )
        assessment = cls._make_self_assessment(
            ties._replace(company=cls.other_company), person
        )
        user.company_ids -= cls.other_company
        return assessment

    @classmethod
    def _make_self_assessment_leader_of(cls, ties):
        leader = cls.employees.get(ties.role)
        employee = cls.env["hr.employee"].create(
            {"name": "Ann", "parent_id": leader and leader.id}
        )
        return cls._make_self_assessment(ties, employee)

    @classmethod
    def _make_communication(cls, ties):
        return cls._make("engagement.communication", ties, why="Because")

    @classmethod
    def _make_communication_draft_to(cls, ties):
        communication = cls._make_communication(ties)
        cls._address(communication, ties)
        return communication

    @classmethod
    def _make_communication_sent_to(cls, ties):
        communication = cls._make_communication_draft_to(ties)
        communication._set_sent()
        return communication

    @classmethod
    def _make_communication_sent_to_other(cls, ties):
        return cls._make_communication_sent_to(ties._replace(role=""))

    @classmethod
    def _make_acknowledgement(cls, ties):
        communication = cls._make_communication(ties)
        return cls._address(communication, ties._replace(role=""))

    @classmethod
    def _make_acknowledgement_own(cls, ties):
        communication = cls._make_communication(ties._replace(user=cls.env.user))
        return cls._address(communication, ties)

    @classmethod
    def _address(cls, communication, ties):
        """Return the line of the role's employee, or of somebody without a login."""
        employee = cls.employees.get(ties.role) or cls.env["hr.employee"].create(
            {"name": "Somebody", "company_id": ties.company.id}
        )
        return cls.env["engagement.acknowledgement"].create(
            {"communication_id": communication.id, "employee_id": employee.id}
        )

    @classmethod
    def _make_channel(cls, ties):
        return cls.channel

    @classmethod
    def _make_principle(cls, ties):
        return cls.env["engagement.principle"].create(
            {"name": "Matrix", "code": f"matrix {ties.role}"}
        )

    @classmethod
    def _make_benefit(cls, ties):
        return cls.env["engagement.benefit"].create({"name": "Matrix"})

    @classmethod
    def _make_discovery_source(cls, ties):
        return cls._make(
            "engagement.discovery.source",
            ties,
            model_name="res.partner",
            partner_field="parent_id",
        )

    @classmethod
    def _make_discovery(cls, ties):
        return cls._sign(
            cls.env["engagement.discovery"].create({"company_id": ties.company.id}),
            ties,
        )

    @classmethod
    def _make_discovery_line(cls, ties):
        discovery = cls._make_discovery(ties)
        line = cls.env["engagement.discovery.line"].create(
            {"discovery_id": discovery.id, "kind": "contact", "name": "Matrix"}
        )
        return cls._sign(line, ties)

    @classmethod
    def _make_code(cls, ties):
        return cls._make("engagement.code", ties)

    @classmethod
    def _make_provision(cls, ties):
        return cls.env["engagement.provision"].create(
            {"code_id": cls._make_code(ties).id, "promise": "Matrix"}
        )

    @classmethod
    def _make_code_principle(cls, ties):
        return cls.env["engagement.code.principle"].create({"name": "Matrix"})

    @classmethod
    def _make_code_principle_line(cls, ties):
        return cls.env["engagement.code.principle.line"].create(
            {
                "code_id": cls._make_code(ties).id,
                "principle_id": cls._make_code_principle(ties).id,
            }
        )

    @classmethod
    def _make_code_research(cls, ties):
        return cls.env["engagement.code.research"].create(
            {"code_id": cls._make_code(ties).id, "name": "Matrix"}
        )

    @classmethod
    def _make_code_resource(cls, ties):
        return cls.env["engagement.code.resource"].create(
            {"code_id": cls._make_code(ties).id, "name": "Matrix"}
        )

    @classmethod
    def _make_code_announcement(cls, ties):
        return cls.env["engagement.code.announcement"].create(
            {"code_id": cls._make_code(ties).id, "name": "Matrix"}
        )

    @classmethod
    def _make_consultation(cls, ties):
        return cls.env["engagement.consultation"].create(
            {
                "code_id": cls._make_code(ties).id,
                "party_id": cls._make_their_party(ties).id,
            }
        )

    @classmethod
    def _make_working_day(cls, ties):
        calendar = ties.company.resource_calendar_id
        return cls.env["engagement.working.day"].create(
            {"calendar_id": calendar.id, "date": "1999-12-31"}
        )

    @classmethod
    def _make_commitment(cls, ties, **values):
        return cls._make(
            "engagement.commitment",
            ties,
            calendar_id=ties.company.resource_calendar_id.id,
            limit_value=5,
            limit_unit="day",
            **values,
        )

    @classmethod
    def _make_commitment_restricted(cls, ties):
        return cls._make_commitment(ties, confidentiality="restricted")

    @classmethod
    def _make_commitment_secret(cls, ties):
        return cls._make_commitment(ties, confidentiality="secret")

    @classmethod
    def _make_commitment_secret_own(cls, ties):
        return cls._make_commitment(ties, confidentiality="secret")

    @classmethod
    def _make_commitment_secret_created(cls, ties):
        return cls._make_commitment(ties, confidentiality="secret")

    @classmethod
    def _make_commitment_extension(cls, ties):
        extension = cls.env["engagement.commitment.extension"].create(
            {
                "commitment_id": cls._make_commitment(ties).id,
                "due_at": "2100-01-01",
                "reason": "Matrix",
            }
        )
        return cls._sign(extension, ties)

    @classmethod
    def _make_simulation(cls, ties):
        simulation = cls.env["engagement.simulation"].create(
            {"provision_id": cls._make_provision(ties).id}
        )
        return cls._sign(simulation, ties)

    @classmethod
    def _make_simulation_line(cls, ties):
        line = cls.env["engagement.simulation.line"].create(
            {"simulation_id": cls._make_simulation(ties).id}
        )
        return cls._sign(line, ties)

    @classmethod
    def _make_code_adopt(cls, ties):
        return cls._sign(
            cls.env["engagement.code.adopt"].create({"company_id": ties.company.id}),
            ties,
        )

    @classmethod
    def _make_code_enquiry(cls, ties, **values):
        enquiry = cls.env["engagement.code.enquiry"].create(
            {
                "code_id": cls._make_code(ties).id,
                "text": "Matrix",
                "user_id": ties.user.id,
                **values,
            }
        )
        return cls._sign(enquiry, ties)

    @classmethod
    def _make_code_enquiry_restricted(cls, ties):
        return cls._make_code_enquiry(ties, confidentiality="restricted")

    @classmethod
    def _make_code_enquiry_secret(cls, ties):
        return cls._make_code_enquiry(ties, confidentiality="secret")

    @classmethod
    def _make_code_enquiry_secret_own(cls, ties):
        return cls._make_code_enquiry(ties, confidentiality="secret")

    @classmethod
    def _make_rate_limit(cls, ties):
        return cls.env["engagement.rate.limit"].create(
            {"key": "Matrix", "hour": "2026-01-01 10:00:00", "knocks": 1}
        )

    @classmethod
    def _make_disputed_complaint(cls, ties, **values):
        return cls.env["engagement.complaint"].create(
            {
                "partner_name": "Matrix",
                "description": "Matrix",
                "company_id": ties.company.id,
                **values,
            }
        )

    @classmethod
    def _make_dispute(cls, ties, complaint=None, **values):
        complaint = complaint or cls._make_disputed_complaint(ties)
        dispute = cls.env["engagement.dispute"].create(
            {"complaint_id": complaint.id, "user_id": ties.user.id, **values}
        )
        return cls._sign(dispute, ties)

    @classmethod
    def _make_dispute_complaint_own(cls, ties):
        user = cls.users[ties.role]
        if user.share:  # nobody outside handles a complaint
            return cls._make_dispute(ties)
        return cls._make_dispute(
            ties, cls._make_disputed_complaint(ties, user_id=user.id)
        )

    @classmethod
    def _make_dispute_restricted(cls, ties):
        return cls._make_dispute(ties, confidentiality="restricted")

    @classmethod
    def _make_dispute_concerned(cls, ties):
        employee = cls.employees.get(ties.role, cls.env["hr.employee"])
        values = {"employee_ids": employee.ids, "confidentiality": "restricted"}
        return cls._make_dispute(ties, cls._make_disputed_complaint(ties, **values))

    @classmethod
    def _make_dispute_secret(cls, ties):
        return cls._make_dispute(ties, confidentiality="secret")

    @classmethod
    def _make_dispute_secret_own(cls, ties):
        return cls._make_dispute(ties, confidentiality="secret")

    @classmethod
    def _make_dispute_offer(cls, ties, dispute=None):
        dispute = dispute or cls._make_dispute(ties)
        offer = cls.env["engagement.dispute.offer"].create(
            {"dispute_id": dispute.id, "name": "Matrix"}
        )
        return cls._sign(offer, ties)

    @classmethod
    def _make_dispute_offer_complaint_own(cls, ties):
        return cls._make_dispute_offer(ties, cls._make_dispute_complaint_own(ties))

    @classmethod
    def _make_dispute_offer_restricted(cls, ties):
        return cls._make_dispute_offer(ties, cls._make_dispute_restricted(ties))

    @classmethod
    def _make_dispute_offer_concerned(cls, ties):
        return cls._make_dispute_offer(ties, cls._make_dispute_concerned(ties))

    @classmethod
    def _make_dispute_offer_secret(cls, ties):
        return cls._make_dispute_offer(ties, cls._make_dispute_secret(ties))

    @classmethod
    def _make_dispute_offer_secret_own(cls, ties):
        return cls._make_dispute_offer(ties, cls._make_dispute_secret(ties))

    @classmethod
    def _make_dispute_provider(cls, ties):
        return cls._make("engagement.dispute.provider", ties, advisory=True)

    @classmethod
    def _make_dispute_provider_evaluation(cls, ties):
        evaluation = cls.env["engagement.dispute.provider.evaluation"].create(
            {"provider_id": cls._make_dispute_provider(ties).id}
        )
        return cls._sign(evaluation, ties)

    @classmethod
    def _make_commitment_dispute_own(cls, ties):
        user = cls.users[ties.role]
        handler = ties.user if user.share else user
        dispute = cls._make_dispute(
            ties._replace(user=handler), confidentiality="secret"
        )
        return cls._make_commitment(ties, dispute_id=dispute.id)
