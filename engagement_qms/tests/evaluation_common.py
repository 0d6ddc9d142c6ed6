# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from contextlib import contextmanager
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .common import EngagementCase


class EvaluationCase(EngagementCase):
    """Two suppliers, the shipped criteria, and people who say what they think."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # what the demo company has going is not ours
        cls.env["engagement.evaluation.programme"].search([]).active = False
        cls.evaluations = cls.env["engagement.evaluation"]
        cls.ratings = cls.env["engagement.evaluation.rating"]
        cls.given = cls.env.ref("engagement_qms.criteria_set_given")
        cls.received = cls.env.ref("engagement_qms.criteria_set_received")
        cls.quality, cls.delivery, cls.communication, cls.price = (
            cls.env.ref(f"engagement_qms.criterion_{name}")
            for name in ("quality", "delivery", "communication", "price")
        )
        cls.wood = cls._new_supplier("Oak and Ash")
        cls.steel = cls._new_supplier("Steel Brothers")

    @classmethod
    def _new_supplier(cls, name, **values):
        return cls.env["res.partner"].create(
            {"name": name, "is_company": True, **values}
        )

    @classmethod
    def _new_evaluation(cls, partner, start="2026-01-01", stop="2026-03-31", **values):
        return cls.evaluations.create(
            {
                "partner_id": partner.id,
                "period_start": start,
                "period_end": stop,
                **values,
            }
        )

    @classmethod
    def _rate(cls, evaluation, user=None, **scores):
        """Give scores by criterion, as the user or a colleague."""
        for name, score in scores.items():
            criterion = getattr(cls, name)
            line = evaluation.line_ids.filtered(
                lambda own, c=criterion: own.criterion_id == c
            )
            cls.ratings.with_user(user or cls.env.user).create(
                {"line_id": line.id, "score": score}
            )

    @classmethod
    def _send(cls, evaluation):
        """Let the partner know it."""
        evaluation._step().write({"state": "sent", "sent_at": "2026-04-02 10:00:00"})

    @contextmanager
    def _refused(self, words, error=UserError):
        """Expect that something is refused in these words and changes nothing."""
        with self.assertRaises(error) as caught, mute_logger("odoo.sql_db"):
            yield
            self.env.flush_all()
        self.assertRegex(str(caught.exception), words)

    @classmethod
    def _run_cron(cls):
        """Let the scheduled job do its work, within the transaction of the test."""
        crons = type(cls.env["ir.cron"])
        with patch.object(crons, "_commit_progress", lambda *_args, **_more: 60):
            cls.env["engagement.evaluation.programme"]._cron_open_evaluations()
