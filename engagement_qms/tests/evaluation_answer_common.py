# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, new_test_user

from .common import EngagementCase

TODAY = "2026-04-07"


class AnsweredEvaluationCase(EngagementCase):
    """A supplier with a login, what we say of it, and what it says of us."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what the demo company has going is not ours
        cls.env["engagement.evaluation.programme"].search([]).active = False
        cls.firm = cls.env["res.partner"].create(
            {"name": "Lumber", "is_company": True, "email": "office@lumber.example"}
        )
        cls.partner_user = cls.users["portal"]
        cls.partner_user.partner_id.parent_id = cls.firm
        cls.stranger = new_test_user(
            cls.env, "test_other_partner", groups="base.group_portal"
        )
        cls.officer = cls.users["officer"]
        cls.evaluations = cls.env["engagement.evaluation"]

    @classmethod
    def _new_evaluation(cls, scores=(100, 50), sent=False, **values):
        """Create the evaluation of a quarter that is over.

        :param scores: what two buyers said, for the first criteria of the set
        """
        evaluation = cls.evaluations.create(
            {
                "partner_id": cls.firm.id,
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 3, 31),
                "user_id": cls.officer.id,
                **values,
            }
        )
        cls._rate(evaluation, scores)
        if sent:
            evaluation.with_user(cls.officer).action_send()
        return evaluation

    @classmethod
    def _rate(cls, evaluation, scores, **values):
        """Add feedback of the test user, one score for each criterion."""
        return cls.env["engagement.evaluation.rating"].create(
            [
                {
                    "line_id": line.id,
                    "score": score,
                    "text": f"Said of {line.name}",
                    "user_id": cls.users["user"].id,
                    **values,
                }
                for line, score in zip(evaluation.line_ids, scores, strict=False)
            ]
        )

    @classmethod
    def _new_received(cls, sent=True, **values):
        """Create what the supplier is asked about us."""
        return cls._new_evaluation(scores=(), direction="received", sent=sent, **values)

    def _seen_by(self, user):
        return self.evaluations.with_user(user)

    def _get_mails(self, subject):
        return self.env["mail.mail"].search([("subject", "like", subject)])

    def _follow_up(self, day):
        """Run the job of a day."""
        crons = type(self.env["ir.cron"])
        with (
            freeze_time(day),
            patch.object(crons, "_commit_progress", lambda *_args, **_more: 60),
        ):
            self.evaluations._cron_follow_up()
