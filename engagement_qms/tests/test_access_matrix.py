# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import csv

from odoo.tests import tagged
from odoo.tools import file_open

from .common import ROLES, EngagementCase

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install", "engagement")
class TestAccessMatrix(EngagementCase):
    """Every cell of ``security/access_matrix.csv``: role x model x operation.

    Each model has a builder that makes one record for a given owner and company; the
    matrix says what each role may do with its own, with somebody else's and with
    another company's. A model without a row, or a row without a builder, fails.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employees = {
            role: cls.env["hr.employee"].create(
                {"name": f"Employee {role}", "user_id": user.id}
            )
            for role, user in cls.users.items()
            if role not in ("portal", "public")
        }
        cls.stranger = cls.other_officer
        with file_open("engagement_qms/security/access_matrix.csv") as matrix:
            cls.rows = list(csv.DictReader(matrix))

    def test_every_cell_holds(self):
        for row in self.rows:
            for role in ROLES:
                with self.subTest(
                    model=row["model"], record=row["record"], role=role
                ):
                    self.assertEqual(
                        self._get_rights(row["model"], row["record"], role),
                        row[role].replace("-", ""),
                    )

    def test_every_model_has_its_rows(self):
        models = {
            model._name
            for model in self.env.values()
            if model._name.startswith("engagement.")
            and not model._abstract
            and not model._transient
            and self._is_ours(model._name)
        }
        self.assertEqual(models, {row["model"] for row in self.rows})

    def _is_ours(self, model):
        """Say whether this addon, and not one built on it, defines the model."""
        modules = self.env["ir.model"]._get(model).modules.split(", ")
        return "engagement_qms" in modules

    def _get_rights(self, model, whose, role):
        """Return the letters of what the role may do with such a record."""
        user = self.users[role]
        record = getattr(self, f"_make_{whose}")(model, role)
        record = record.with_user(user)
        return "".join(
            letter
            for letter, operation in OPERATIONS.items()
            if record.has_access(operation)
        )

    def _make_own(self, model, role):
        return self._make(model, self.users[role], self.company, role)

    def _make_other(self, model, role):
        return self._make(model, self.env.user, self.company, None)

    def _make_other_company(self, model, role):
        return self._make(model, self.stranger, self.other_company, None)

    def _make_sent_to(self, model, role):
        """A communication of somebody else that was sent to the role's employee."""
        communication = self._make(model, self.env.user, self.company, None)
        if role in self.employees:
            self._make_acknowledgement(
                self.env.user, self.company, role, communication=communication
            )
        communication.state = "sent"
        return communication

    def _make(self, model, user, company, role):
        builder = getattr(self, "_make_" + model.removeprefix("engagement.").replace(".", "_"))
        return builder(user, company, role)

    def _make_party_category(self, user, company, role):
        return self.category.copy({"name": "Matrix", "company_id": company.id})

    def _make_party(self, user, company, role):
        return self._new_party("Matrix", user=user, company_id=company.id)

    def _make_need(self, user, company, role):
        return self._new_need(
            self._make_party(user, company, role),
            user_id=user.id,
            company_id=company.id,
        )

    def _make_need_fulfilment(self, user, company, role):
        need = self._make_need(user, company, role)
        return self.env["engagement.need.fulfilment"].create(
            {"need_id": need.id, "name": "Matrix"}
        )

    def _make_plan(self, user, company, role):
        return self._new_plan(
            self._make_party(user, company, role),
            user_id=user.id,
            company_id=company.id,
        )

    def _make_event(self, user, company, role):
        return self._new_event(
            self._make_party(user, company, role),
            user_id=user.id,
            company_id=company.id,
        )

    def _make_participation(self, user, company, role):
        event = self._make_event(user, company, role)
        return self.env["engagement.participation"].create(
            {
                "event_id": event.id,
                "party_id": event.party_id.id,
                "partner_id": event.party_id.partner_id.id,
                "date": event.date,
                "source": "event",
                "company_id": company.id,
            }
        )

    def _make_risk(self, user, company, role):
        return self.env["engagement.risk"].create(
            {
                "name": "Matrix",
                "party_id": self._make_party(user, company, role).id,
                "user_id": user.id,
                "company_id": company.id,
            }
        )

    def _make_objective(self, user, company, role):
        return self.env["engagement.objective"].create(
            {"name": "Matrix", "user_id": user.id, "company_id": company.id}
        )

    def _make_business_goal(self, user, company, role):
        return self.env["engagement.business.goal"].create(
            {"name": "Matrix", "category": "growth", "company_id": company.id}
        )

    def _make_process(self, user, company, role):
        return self.env["engagement.process"].create(
            {"name": "Matrix", "company_id": company.id}
        )

    def _make_communication(self, user, company, role):
        return self.env["engagement.communication"].create(
            {
                "name": "Matrix",
                "why": "Because",
                "user_id": user.id,
                "company_id": company.id,
            }
        )

    def _make_acknowledgement(self, user, company, role, communication=None):
        communication = communication or self._make_communication(
            self.env.user, company, None
        )
        employee = self.employees.get(role) or self.env["hr.employee"].create(
            {"name": "Somebody", "company_id": company.id}
        )
        communication.state = "sent"
        return self.env["engagement.acknowledgement"].create(
            {"communication_id": communication.id, "employee_id": employee.id}
        )

    def _make_channel(self, user, company, role):
        return self.channel

    def _make_principle(self, user, company, role):
        return self.env["engagement.principle"].create({"name": "Matrix", "code": "M"})

    def _make_benefit(self, user, company, role):
        return self.env["engagement.benefit"].create({"name": "Matrix"})

    def _make_discovery_source(self, user, company, role):
        return self.env["engagement.discovery.source"].create(
            {
                "name": "Matrix",
                "category_id": self.category.id,
                "model_name": "res.partner",
                "company_id": company.id,
            }
        )

    def _make_review_schedule(self, user, company, role):
        return self.env["engagement.review.schedule"].create(
            {"name": "Matrix", "kind": "relationship", "company_id": company.id}
        )
