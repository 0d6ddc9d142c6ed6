# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


from odoo.tests.common import new_test_user

from .common import ROLES

OUTSIDE = ("portal", "public")


class AccessSurveyRecords:
    """The records of the access matrix that belong to rounds of surveys."""

    @classmethod
    def _make_app_users(cls):
        """Return users of each role who administer Odoo's surveys, too."""
        return {
            role: cls.users[role]
            if role in OUTSIDE
            else new_test_user(
                cls.env,
                f"test_app_{role}",
                groups=f"{group},survey.group_survey_manager",
                company_id=cls.company.id,
                company_ids=[(6, 0, cls.company.ids)],
            )
            for role, group in ROLES.items()
        }

    @classmethod
    def _make_survey_programme(cls, ties):
        survey = cls.env.ref("engagement_qms.survey_general")
        return cls._make("engagement.survey.programme", ties, survey_id=survey.id)

    @classmethod
    def _make_survey_round(cls, ties):
        survey = cls.env.ref("engagement_qms.survey_general")
        return cls._make("engagement.survey.round", ties, survey_id=survey.id)

    @classmethod
    def _make_survey_round_group(cls, ties):
        return cls.env["engagement.survey.round.group"].create(
            {
                "round_id": cls._make_survey_round(ties).id,
                "category_id": cls.category.id,
            }
        )

    @classmethod
    def _make_survey_round_topic(cls, ties):
        return cls.env["engagement.survey.round.topic"].create(
            {
                "round_id": cls._make_survey_round(ties).id,
                "question_id": cls.env.ref("engagement_qms.survey_general_1").id,
            }
        )

    @classmethod
    def _make_survey_outcome(cls, ties):
        return cls.env["engagement.survey.outcome"].create(
            {
                "round_id": cls._make_survey_round(ties).id,
                "said": "Matrix",
                "did": "Matrix",
            }
        )

    # Odoo's own models, of which rounds let somebody read something

    @classmethod
    def _make_survey_survey(cls, ties):
        allowed = {
            "restricted_to": cls.users[ties.role or "officer"],
            "restricted_others": cls.other_officer,
        }.get(ties.tie, cls.env["res.users"])
        return cls.env["survey.survey"].create(
            {"title": "Matrix", "restrict_user_ids": [(6, 0, allowed.ids)]}
        )

    @classmethod
    def _make_survey_question(cls, ties):
        return cls.env["survey.question"].create(
            {"title": "Matrix", "survey_id": cls._make_survey_survey(ties).id}
        )

    @classmethod
    def _make_survey_question_answer(cls, ties):
        return cls.env["survey.question.answer"].create(
            {"value": "Matrix", "question_id": cls._make_survey_question(ties).id}
        )

    @classmethod
    def _make_survey_user_input(cls, ties):
        tie = ties.tie.removeprefix("app_")
        company = cls.other_company if tie == "elsewhere" else cls.company
        survey = cls.env.ref("engagement_qms.survey_general")
        asked = cls.env["engagement.survey.round"]
        if tie != "roundless":
            asked = asked.create(
                {
                    "name": "Matrix",
                    "company_id": company.id,
                    "survey_id": survey.id,
                    "anonymous": tie == "anonymous",
                }
            )
        return cls.env["survey.user_input"].create(
            {"survey_id": survey.id, "engagement_round_id": asked.id}
        )

    @classmethod
    def _make_survey_user_input_line(cls, ties):
        return cls.env["survey.user_input.line"].create(
            {
                "user_input_id": cls._make_survey_user_input(ties).id,
                "question_id": cls.env.ref("engagement_qms.survey_general_1").id,
                "skipped": True,
            }
        )
