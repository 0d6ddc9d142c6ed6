# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
import re
from contextlib import contextmanager
from unittest.mock import patch

from odoo import fields

from .common import EngagementCase


class SurveyCase(EngagementCase):
    """A questionnaire, people to ask, and answers as the survey app takes them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what the demo company or a shipped example runs is not ours
        cls.env["engagement.survey.programme"].search([]).active = False
        cls.env["mail.mail"].search([]).unlink()
        cls.other_category = cls.category.copy({"name": "Test dealers", "sequence": 99})
        cls.survey = cls._new_survey()

    @classmethod
    def _new_survey(cls, **values):
        scale = {"question_type": "scale", "scale_min": 1, "scale_max": 5}
        return cls.env["survey.survey"].create(
            {
                "title": "Test survey",
                "access_mode": "token",
                "questions_layout": "one_page",
                "scoring_type": "no_scoring",
                "question_and_page_ids": [
                    fields.Command.create(line)
                    for line in (
                        {
                            **scale,
                            "title": "All in all?",
                            "engagement_measures": "overall",
                            "sequence": 1,
                        },
                        {
                            **scale,
                            "title": "On time?",
                            "engagement_measures": "satisfaction",
                            "engagement_topic": "On time",
                            "sequence": 2,
                        },
                        {
                            **scale,
                            "title": "How important is it?",
                            "engagement_measures": "importance",
                            "engagement_topic": "On time",
                            "sequence": 3,
                        },
                        {
                            "title": "What else",
                            "question_type": "text_box",
                            "sequence": 4,
                        },
                    )
                ],
                **values,
            }
        )

    @classmethod
    def _new_people(cls, count, category=None):
        """Put so many people on the register, each a party."""
        known = cls.env["res.partner"].search_count([("name", "=like", "Person %")])
        people = cls.env["res.partner"].create(
            [
                {"name": f"Person {n}", "email": f"person{n}@example.com"}
                for n in range(known, known + count)
            ]
        )
        cls.env["engagement.party"].create(
            [
                {
                    "partner_id": partner.id,
                    "category_id": (category or cls.category).id,
                    "user_id": cls.env.user.id,
                }
                for partner in people
            ]
        )
        return people

    @classmethod
    def _new_group(cls, category, people):
        ids = [partner.id for partner in people]
        return cls._new_party(
            "Test group",
            kind="group",
            category_id=category.id,
            member_domain=repr([("id", "in", ids)]),
        )

    @classmethod
    def _new_programme(cls, **values):
        return cls.env["engagement.survey.programme"].create(
            {
                "name": "Test programme",
                "survey_id": cls.survey.id,
                "category_ids": cls.category.ids,
                **values,
            }
        )

    @classmethod
    def _open_round(cls, programme=None, **values):
        programme = programme or cls._new_programme(**values)
        return programme._open_rounds()

    @classmethod
    def _get_invited(cls, survey_round):
        return cls.env["engagement.participation"].search(
            [("round_id", "=", survey_round.id)], order="id"
        )

    @classmethod
    def _get_mails(cls):
        return cls.env["mail.mail"].search([("email_to", "like", "@example.com")])

    @classmethod
    def _get_code(cls, mail):
        return re.search(r"/engagement/survey/([0-9A-Z-]+)", mail.body_html).group(1)

    @classmethod
    def _answer(
        cls, survey_round, partner, score, text="Fine", importance=5, as_user=None
    ):
        """Answer as the pages of the survey app do it, with all scales the same.

        :param as_user: who is signed in at the browser; nobody when empty
        """
        user = as_user or cls.env.ref("base.public_user")
        lines = cls.env["engagement.participation"]
        line = lines.search(
            [("round_id", "=", survey_round.id), ("partner_id", "=", partner.id)]
        )
        answer = (
            line.with_user(user)
            .sudo()
            ._start_answer(cls.env["survey.user_input"].sudo())
        )
        answer = answer.with_user(user).sudo()
        answer = answer.with_context(
            engagement_invitations={str(survey_round.id): line.id}
        )
        answer._mark_in_progress()
        for question in survey_round.survey_id.question_ids:
            if question.question_type == "scale":
                weight = question.engagement_measures == "importance"
                value = str(importance if weight else score)
            else:
                value = text or ""
            answer._save_lines(question, value)
        answer._mark_done()
        answer.last_displayed_page_id = survey_round.survey_id.question_ids[-1]
        return answer.with_user(cls.env.user).with_context(engagement_invitations={})

    @contextmanager
    def _cron(self):
        """Let a scheduled job commit nothing: it runs inside the test."""
        crons = self.registry["ir.cron"]
        with patch.object(crons, "_commit_progress", lambda *_args, **_more: 60):
            yield

    def _work(self):
        """Run the job that sends and closes."""
        with self._cron():
            self.env["engagement.survey.round"]._cron_work()

    def _open_due(self):
        """Run the job that opens."""
        with self._cron():
            self.env["engagement.survey.programme"]._cron_open_rounds()
