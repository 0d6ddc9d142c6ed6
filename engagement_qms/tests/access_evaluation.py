# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo.fields import Command


class AccessEvaluationRecords:
    """The records of the access matrix that belong to evaluations of partners."""

    @classmethod
    def _make_criteria_set(cls, ties):
        return cls._make(
            "engagement.criteria.set",
            ties,
            criterion_ids=[Command.create({"name": "Matrix", "weight": 100})],
            band_ids=[Command.create({"name": "Matrix", "low": 0, "high": 100})],
        )

    @classmethod
    def _make_criterion(cls, ties):
        return cls._make_criteria_set(ties).criterion_ids

    @classmethod
    def _make_criteria_band(cls, ties):
        return cls._make_criteria_set(ties).band_ids

    @classmethod
    def _make_evaluation(cls, ties):
        partner = cls.env["res.partner"].create({"name": "Matrix"})
        evaluation = cls.env["engagement.evaluation"].create(
            {
                "partner_id": partner.id,
                "company_id": ties.company.id,
                "user_id": ties.user.id,
                "period_start": date(2026, 1, 1),
                "period_end": date(2026, 3, 31),
            }
        )
        return cls._sign(evaluation, ties)

    @classmethod
    def _make_evaluation_line(cls, ties):
        return cls._make_evaluation(ties).line_ids[0]

    @classmethod
    def _make_evaluation_rating(cls, ties):
        line = cls._make_evaluation_line(ties)
        return cls.env["engagement.evaluation.rating"].create(
            {"line_id": line.id, "score": 50, "user_id": ties.user.id}
        )

    @classmethod
    def _make_evaluation_programme(cls, ties):
        return cls._make("engagement.evaluation.programme", ties)

    @classmethod
    def _make_evaluation_feedback(cls, ties):
        partner = cls.env["res.partner"].create({"name": "Matrix"})
        feedback = cls.env["engagement.evaluation.feedback"].create(
            {"partner_ids": partner.ids}
        )
        return cls._sign(feedback, ties)
