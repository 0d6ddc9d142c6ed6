# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from odoo.addons.engagement_qms.tests.test_access_matrix import AccessMatrixCase
from odoo.addons.engagement_qms.tests.test_leaks import AccessDoors

from .common import College


class EducationMatrixCase(College, AccessMatrixCase):
    """One record for every row of the matrix of this addon.

    The column *record* says whom a learner has: minor the tutor, the educator, the
    learner, the guardian and who is kept away; of_age the same guardian, who had
    access until then; other nobody; other_company nobody, elsewhere.
    A measure for other is seen to by the tutor. Of openings: who opened.
    Of guardians: guardian, other_parent and kept_away are rows of the
    minor.
    """

    addon = "engagement_qms_education"
    matrix = "engagement_qms_education/security/access_matrix.csv"
    college = None

    @classmethod
    def _make_app_users(cls):
        return {}

    @classmethod
    def _get_different_roles(cls, tie):
        return [""]

    def _get_record(self, model, tie, role):
        return self.records[model, tie, ""].with_user(self.users[role])

    @classmethod
    def _make_record(cls, model, tie, role):
        cls.college = cls.college or cls._make_college()
        return cls.college[model.removeprefix("engagement."), tie]

    @classmethod
    def _make_college(cls):
        cls._open_college()
        portal = cls.users["learner"].partner_id
        minor = cls._new_learner(partner_id=portal.id, tutor_id=cls.tutor.id)
        of_age = cls._new_learner(birth_date="2000-05-10")
        other = cls._new_learner()
        abroad = {"company_id": cls.other_company.id}
        elsewhere = cls._new_learner(**abroad)
        stranger = cls.env["res.partner"].create({"name": "Matrix"})
        programme = cls.env["engagement.programme"].create(
            {"name": "Matrix", "code": "M", **abroad}
        )
        course = cls._new_course(programme_id=programme.id)
        told = {"may_consent": True, "may_receive_information": True}
        guardian = cls._new_guardian(minor, "guardian", **told)
        grown_up = cls._new_guardian(
            of_age, "guardian", valid_from="2010-01-01", **told
        )
        found = {
            ("learner", "minor"): minor,
            ("learner", "of_age"): of_age,
            ("learner", "other"): other,
            ("learner", "other_company"): elsewhere,
            ("guardianship", "guardian"): guardian,
            ("guardianship", "other_parent"): cls._new_guardian(minor, "other_parent"),
            ("guardianship", "kept_away"): cls._new_guardian(
                minor, "kept_away", no_contact=True
            ),
            ("guardianship", "of_age"): grown_up,
            ("guardianship", "other"): cls._new_guardian(other, stranger),
            ("guardianship", "other_company"): cls._new_guardian(elsewhere, stranger),
            ("programme", "other"): cls.programme,
            ("programme", "other_company"): programme,
            ("course", "other"): cls.course,
            ("course", "other_company"): course,
            ("enrolment", "minor"): cls._enrol(minor),
            ("enrolment", "other"): cls._enrol(other, cls._new_course()),
            ("enrolment", "other_company"): cls._enrol(elsewhere, course),
        }
        found |= cls._make_consents(minor, of_age, other, elsewhere)
        found |= cls._make_support(minor, of_age, other, elsewhere)
        # who wrote them must open no door
        return {key: record.with_env(cls.env) for key, record in found.items()}

    @classmethod
    def _make_consents(cls, minor, of_age, other, elsewhere):
        purposes = cls.env["engagement.consent.purpose"]
        purpose = purposes.create(
            {"name": "Matrix", "code": "matrix", "company_id": cls.env.company.id}
        )
        abroad = purposes.create(
            {"name": "Matrix", "code": "matrix", "company_id": cls.other_company.id}
        )
        guardian = cls.users["guardian"].partner_id

        def say(learner, giver=None, day="2026-09-01", purpose=purpose):
            return cls.env["engagement.consent"].create(
                {
                    "learner_id": learner.id,
                    "purpose_id": purpose.id,
                    "given_by_id": (giver or learner.partner_id).id,
                    "capacity": "guardian" if giver else "mature",
                    "given_on": day,
                }
            )

        return {
            ("consent.purpose", "other"): purpose,
            ("consent.purpose", "other_company"): abroad,
            ("consent", "minor"): say(minor, guardian),
            ("consent", "of_age"): say(of_age, guardian, "2015-01-01"),
            ("consent", "other"): say(other),
            ("consent", "other_company"): say(elsewhere, purpose=abroad),
        }

    @classmethod
    def _make_support(cls, minor, of_age, other, elsewhere):
        def agree(learner, **values):
            return cls.env["engagement.support.measure"].create(
                {
                    "learner_id": learner.id,
                    "area": "time",
                    "measure": "Matrix",
                    **values,
                }
            )

        def opened(measure, role):
            openings = cls.env["engagement.support.opening"]
            return openings.with_user(cls.users[role]).sudo()._open(measure)

        measure = agree(minor, educator_ids=cls.educator.ids)
        abroad = agree(elsewhere)
        return {
            ("support.measure", "minor"): measure,
            ("support.measure", "of_age"): agree(of_age),
            ("support.measure", "other"): agree(other, responsible_id=cls.tutor.id),
            ("support.measure", "other_company"): abroad,
            ("support.opening", "support"): opened(measure, "support"),
            ("support.opening", "safeguarding"): opened(measure, "safeguarding"),
            ("support.opening", "other_company"): opened(abroad, "support"),
        }


@tagged("post_install", "-at_install", "engagement")
class TestEducationMatrix(EducationMatrixCase):
    """Every cell of ``security/access_matrix.csv``: role x model x operation."""

    maxDiff = None

    def test_every_cell_holds(self):
        self.assertEqual(self._get_wrong_cells(), [])

    def test_every_model_has_its_rows_also_in_another_company(self):
        models = {
            model.model
            for model in self._get_ours("ir.model").values()
            if model.model.startswith("engagement.")
            and not self.env[model.model]._abstract
        }
        for tie in (None, "other_company"):
            rows = [row for row in self.rows if tie in (None, row["record"])]
            self.assertEqual(models, {row["model"] for row in rows})

    def test_a_manager_elsewhere_sees_only_what_is_there(self):
        user = self._new_manager_elsewhere()
        for (model, tie, _key), record in self.records.items():
            with self.subTest(model=model, record=tie):
                self.assertEqual(
                    record.with_user(user).has_access("read"), tie == "other_company"
                )

    def test_the_matrix_notices_every_rule(self):
        mutants = list(self._get_rule_mutants())
        self.assertGreater(len(mutants), 25)
        self.assertEqual(self._get_survivors(mutants), [])

    def test_the_matrix_notices_every_access_line(self):
        mutants = list(self._get_acl_mutants())
        self.assertGreater(len(mutants), 25)
        self.assertEqual(self._get_survivors(mutants), [])


@tagged("post_install", "-at_install", "engagement")
class TestEducationDoors(AccessDoors, EducationMatrixCase):
    """What a role may not read cannot be learned by another door either."""

    intruders = (
        "internal",
        "engagement",
        "tutor",
        "educator",
        "learner",
        "guardian",
        "other_parent",
        "kept_away",
        "portal",
        "public",
    )
