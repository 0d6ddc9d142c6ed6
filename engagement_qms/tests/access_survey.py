# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


class AccessSurveyRecords:
    """The records of the access matrix that belong to rounds of surveys."""

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
