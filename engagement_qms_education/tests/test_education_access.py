# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command
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
    def _list_material(cls, course):
        return cls.env["engagement.course.material"].create(
            {"name": "Matrix", "course_id": course.id}
        )

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
            ("course.material", "own"): cls._list_material(cls.course),
            ("course.material", "other"): cls._list_material(cls._new_course()),
            ("course.material", "other_company"): cls._list_material(course),
            ("enrolment", "minor"): cls._enrol(minor),
            ("enrolment", "other"): cls._enrol(other, cls._new_course()),
            ("enrolment", "other_company"): cls._enrol(elsewhere, course),
        }
        found |= cls._make_reviews(found)
        found |= cls._make_links(programme)
        found |= cls._make_voice(minor, elsewhere, programme)
        found |= cls._make_consents(minor, of_age, other, elsewhere)
        found |= cls._make_support(minor, of_age, other, elsewhere)
        # who wrote them must open no door
        return {key: record.with_env(cls.env) for key, record in found.items()}

    @classmethod
    def _make_reviews(cls, found):
        """Reviews of the learners, with who took part and who signed."""
        nobody = {"user_id": cls.env.ref("base.user_root").id}
        minor, other = found["learner", "minor"], found["learner", "other"]
        guardian = found["guardianship", "guardian"]
        # of a minor, a guardian without the right to be told is told nothing
        guardian.may_receive_information = True
        found["guardianship", "kept_away"].may_receive_information = True
        reviews = cls.env["engagement.learner.review"].create(
            [
                {"learner_id": minor.id, **nobody},
                {"learner_id": minor.id, "kind": "at_risk", **nobody},
                {"learner_id": minor.id, "state": "cancelled", **nobody},
                {
                    "learner_id": minor.id,
                    "kind": "guardian_contact",
                    "guardianship_id": guardian.id,
                    **nobody,
                },
                {
                    "learner_id": minor.id,
                    "kind": "guardian_contact",
                    "guardianship_id": found["guardianship", "other_parent"].id,
                    **nobody,
                },
                {
                    "learner_id": other.id,
                    "kind": "support",
                    "user_id": cls.users["other_tutor"].id,
                },
                {"learner_id": other.id, **nobody},
                {"learner_id": found["learner", "of_age"].id, **nobody},
                {"learner_id": found["learner", "other_company"].id, **nobody},
            ]
        )
        ties = (
            *("minor", "at_risk", "cancelled", "contact", "contact_other"),
            *("support", "other", "of_age", "other_company"),
        )
        stranger = cls.env["res.partner"].create({"name": "Matrix"})
        made = {}
        for tie, review in zip(ties, reviews, strict=True):
            line = {"review_id": review.id, "partner_id": stranger.id}
            made["learner.review", tie] = review
            made["learner.review.participant", tie] = cls.env[
                "engagement.learner.review.participant"
            ].create(line)
            made["learner.review.signature", tie] = cls.env[
                "engagement.learner.review.signature"
            ].create(line | {"role": "guardian"})
        days = {"date_start": "2026-09-01", "date_end": "2026-12-01"}
        elsewhere = cls.other_company.id
        schedules = cls.env["engagement.review.schedule"]
        return made | {
            ("term", "other"): cls.env["engagement.term"].create(
                {"name": "Matrix", **days}
            ),
            ("term", "other_company"): cls.env["engagement.term"].create(
                {"name": "Matrix", "company_id": elsewhere, **days}
            ),
            ("review.schedule", "other"): schedules.create(
                {
                    "name": "Matrix",
                    "kind": "progress",
                    "company_id": minor.company_id.id,
                }
            ),
            ("review.schedule", "other_company"): schedules.create(
                {"name": "Matrix", "kind": "progress", "company_id": elsewhere}
            ),
        }

    @classmethod
    def _make_links(cls, elsewhere):
        """Return what stands round the programmes, here and in the other company."""
        found = {}
        company = {"company_id": cls.other_company.id}
        firm = cls.env["res.partner"].create({"name": "Matrix"})
        category = cls.env.ref("engagement_qms_education.category_employer")
        for tie, programme, values in (
            ("other", cls.programme, {}),
            ("other_company", elsewhere, company),
        ):
            found["programme.partner", tie] = cls.env[
                "engagement.programme.partner"
            ].create({"programme_id": programme.id, "partner_id": firm.id})
            found["certificate", tie] = cls.env["engagement.certificate"].create(
                {
                    "name": "Matrix",
                    "partner_id": firm.id,
                    "date_from": "2026-01-01",
                    "date_to": "2028-12-31",
                    **values,
                }
            )
            found["touchpoint", tie] = cls.env["engagement.touchpoint"].create(
                {"name": "Matrix", "category_id": category.id, **values}
            )
        for tie, values in (
            ("tutor", {"user_id": cls.users["tutor"].id}),
            ("other", {}),
            ("other_company", company | {"user_id": cls._new_manager_elsewhere().id}),
        ):
            found["obligation", tie] = cls.env["engagement.obligation"].create(
                {
                    "name": "Matrix",
                    "partner_id": firm.id,
                    "date_due": "2026-09-01",
                    **values,
                }
            )
        for tie, employee in (
            ("tutor", cls.tutor),
            ("other", cls.env["hr.employee"].create({"name": "Matrix"})),
            (
                "other_company",
                cls.env["hr.employee"].create({"name": "Matrix", **company}),
            ),
        ):
            found["educator", tie] = cls.env["engagement.educator"].create(
                {"employee_id": employee.id, "user_id": False}
            )
        for tie, values in (
            ("published", {}),
            ("draft", {}),
            ("other_company", company),
        ):
            report = cls.env["engagement.report"].create(
                {
                    "name": "Matrix",
                    "date_from": "2026-01-01",
                    "date_to": "2026-06-30",
                    "change_ids": [Command.create({"said": "Matrix", "did": "Done"})],
                    "figure_ids": [Command.create({"name": "Matrix"})],
                    **values,
                }
            )
            found["report", tie] = report
            found["report.change", tie] = report.change_ids
            found["report.figure", tie] = report.figure_ids
            if tie != "draft":
                report._step().state = "published"
        return found

    @classmethod
    def _make_voice(cls, minor, elsewhere, abroad):
        """Create what learners and those who fear for them have said.

        own_child: of a learner whose guardian is of the safeguarding group;
        about_role and complained_of: about somebody of that group.
        """
        concerns = cls.env["engagement.safeguarding.concern"]
        child = cls._new_learner()
        cls._new_guardian(child, "safeguarding")
        employee = cls.employees["safeguarding"]
        complaint = cls.env["engagement.complaint"].create(
            {
                "description": "Matrix",
                "anonymous": True,
                "employee_ids": employee.ids,
            }
        )
        raising = cls.env["engagement.safeguarding.raise"]
        gaps = cls.env["engagement.skill.gap"]
        employer = cls.env["res.partner"].create({"name": "Matrix"})
        missing = {"name": "Matrix", "partner_id": employer.id}
        said = {"what": "Matrix", "raised_by_id": cls.users["educator"].id}
        return {
            ("safeguarding.concern", "minor"): concerns.create(
                said | {"learner_id": minor.id}
            ),
            ("safeguarding.concern", "own_child"): concerns.create(
                said | {"learner_id": child.id}
            ),
            ("safeguarding.concern", "about_role"): concerns.create(
                said | {"employee_ids": employee.ids}
            ),
            ("safeguarding.concern", "complained_of"): concerns.create(
                said | {"complaint_id": complaint.id}
            ),
            ("safeguarding.concern", "other_company"): concerns.create(
                said
                | {
                    "learner_id": elsewhere.id,
                    "company_id": cls.other_company.id,
                }
            ),
            ("safeguarding.raise", "internal"): raising.with_user(
                cls.users["internal"]
            ).create({"who": "Matrix"}),
            ("skill.gap", "other"): gaps.create(
                missing | {"programme_id": cls.programme.id}
            ),
            ("skill.gap", "other_company"): gaps.create(
                missing | {"programme_id": abroad.id}
            ),
            ("safeguarding.raise", "other"): raising.create({"who": "Matrix"}),
        }

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

        said = say(minor, guardian)
        taking_back = cls.env["engagement.consent.withdraw"]
        return {
            ("consent.purpose", "other"): purpose,
            ("consent.purpose", "other_company"): abroad,
            ("consent", "minor"): said,
            ("consent.withdraw", "manager"): taking_back.with_user(
                cls.users["manager"]
            ).create({"consent_id": said.id}),
            ("consent.withdraw", "other"): taking_back.create({"consent_id": said.id}),
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
            if self.env[model.model]._original_module == self.addon
            and not self.env[model.model]._abstract
        }
        # and those of other addons that we let somebody read
        lines = self._get_ours("ir.model.access").values()
        models |= {line.model_id.model for line in lines}
        # what is asked on a screen belongs to nobody but who is asked
        kept = {name for name in models if not self.env[name]._transient}
        rows = {row["model"] for row in self.rows}
        elsewhere = {
            row["model"] for row in self.rows if row["record"] == "other_company"
        }
        # there are rows of what this addon only extends, too
        self.assertEqual((models - rows, kept - elsewhere), (set(), set()))

    def test_a_manager_elsewhere_sees_only_what_is_there(self):
        user = self.env["res.users"].search([("login", "=", "test_manager_elsewhere")])
        readable = {row["model"] for row in self.rows if "r" in row["manager"]}
        for (model, tie, _key), record in self.records.items():
            if model not in readable:
                continue
            with self.subTest(model=model, record=tie):
                if not record._transient:
                    self.assertEqual(
                        record.with_user(user).has_access("read"),
                        tie == "other_company",
                    )


@tagged("post_install", "-at_install", "engagement_long", "-standard")
class TestEducationMutants(EducationMatrixCase):
    """Breaks every rule and every access line of this addon, one at a time."""

    maxDiff = None

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
