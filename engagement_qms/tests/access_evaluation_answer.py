# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


class AccessEvaluationAnswerRecords:
    """The records of the access matrix that belong to what partners answer."""

    @classmethod
    def _make_answered_evaluation(cls, ties, **values):
        partner = cls.env["res.partner"].create({"name": "Matrix", "is_company": True})
        return cls.env["engagement.evaluation"].create(
            {"partner_id": partner.id, "company_id": ties.company.id, **values}
        )

    @classmethod
    def _make_partner_mirror(cls, ties):
        evaluation = cls._make_answered_evaluation(ties)
        cls.env.flush_all()
        return cls.env["engagement.partner.mirror"].search(
            [("partner_id", "=", evaluation.partner_id.id)]
        )

    @classmethod
    def _make_evaluation_answer(cls, ties):
        line = cls._make_answered_evaluation(ties).line_ids[:1]
        wizard = cls.env["engagement.evaluation.answer"].create(
            {"line_id": line.id, "text": "Matrix"}
        )
        return cls._sign(wizard, ties)

    @classmethod
    def _make_evaluation_invitation(cls, ties):
        pool = cls._make_answered_evaluation(
            ties, partner_id=False, anonymous=True, direction="received"
        )
        partner = cls.env["res.partner"].create({"name": "Matrix"})
        return cls.env["engagement.evaluation.invitation"].create(
            {"evaluation_id": pool.id, "partner_id": partner.id}
        )

    @classmethod
    def _make_evaluation_rating_pool(cls, ties):
        pool = cls._make_answered_evaluation(
            ties, partner_id=False, anonymous=True, direction="received"
        )
        return cls.env["engagement.evaluation.rating"].create(
            {"line_id": pool.line_ids[:1].id, "score": 50, "user_id": False}
        )
