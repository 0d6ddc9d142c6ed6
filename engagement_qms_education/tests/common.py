# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user

#: Login -> groups of one user per role, named as the access matrix names them
ROLES = {
    "internal": "base.group_user",
    "engagement": "engagement_qms.group_engagement_manager",
    "tutor": "base.group_user",
    "other_tutor": "engagement_qms_education.group_education_user",
    "educator": "engagement_qms_education.group_education_user",
    "manager": "engagement_qms_education.group_education_manager",
    "support": "engagement_qms_education.group_education_support",
    "safeguarding": "engagement_qms_education.group_education_safeguarding",
    "learner": "base.group_portal",
    "guardian": "base.group_portal",
    "other_parent": "base.group_portal",
    "kept_away": "base.group_portal",
    "portal": "base.group_portal",
    "public": "base.group_public",
}


class College:
    """A small college: builders, for test cases that have a user per role.

    One learner is a minor: with a tutor, an educator, two parents who live apart, and
    somebody who is to be kept away although the portal is ticked.
    """

    roles = ROLES

    @classmethod
    def _open_college(cls):
        """Create what is the same for all tests."""
        cls.tutor, cls.educator = (
            cls.users[role].employee_id
            or cls.env["hr.employee"].create(
                {"name": role, "user_id": cls.users[role].id}
            )
            for role in ("tutor", "educator")
        )
        cls.programme = cls.env["engagement.programme"].create(
            {"name": "Carpentry", "code": "C1", "state": "offered"}
        )
        cls.course = cls._new_course(educator_ids=cls.educator.ids)

    @classmethod
    def _new_course(cls, **values):
        return cls.env["engagement.course"].create(
            {
                "name": "Carpentry 2026",
                "programme_id": cls.programme.id,
                "date_from": "2026-09-01",
                "state": "running",
                **values,
            }
        )

    @classmethod
    def _new_learner(cls, name="Matrix", **values):
        """Create a contact and the learner; a minor where nothing else is said."""
        if "partner_id" not in values:
            partner = cls.env["res.partner"].create(
                {"name": name, "company_id": values.get("company_id", False)}
            )
            values["partner_id"] = partner.id
        return cls.env["engagement.learner"].create(
            {"birth_date": "2012-05-10", **values}
        )

    @classmethod
    def _new_guardian(cls, learner, person, **values):
        """Create a row that opens the portal, of a role or of a contact."""
        if isinstance(person, str):
            person = cls.users[person].partner_id
        return cls.env["engagement.guardianship"].create(
            {
                "learner_id": learner.id,
                "partner_id": person.id,
                "relation": "parent",
                "valid_from": "2020-01-01",
                "portal_access": True,
                **values,
            }
        )

    @classmethod
    def _enrol(cls, learner, course=None, **values):
        return cls.env["engagement.enrolment"].create(
            {
                "learner_id": learner.id,
                "course_id": (course or cls.course).id,
                "date_from": "2026-09-01",
                **values,
            }
        )

    @classmethod
    def _new_manager_elsewhere(cls):
        """Create who may do all of education, in the other company."""
        return new_test_user(
            cls.env,
            "test_manager_elsewhere",
            groups=",".join(
                ROLES[role] for role in ("manager", "support", "safeguarding")
            ),
            company_id=cls.other_company.id,
            company_ids=[(6, 0, cls.other_company.ids)],
        )
