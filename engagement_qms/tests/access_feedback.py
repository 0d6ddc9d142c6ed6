# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


class AccessFeedbackRecords:
    """The records of the access matrix that belong to feedback and what comes back."""

    @classmethod
    def _make_feedback(cls, ties, **values):
        return cls._make(
            "engagement.feedback",
            ties,
            text="Matrix",
            partner_name="Somebody",
            **values,
        )

    @classmethod
    def _make_feedback_restricted(cls, ties):
        return cls._make_feedback(ties, confidentiality="restricted")

    @classmethod
    def _make_feedback_secret(cls, ties):
        return cls._make_feedback(ties, confidentiality="secret")

    @classmethod
    def _make_feedback_secret_own(cls, ties):
        return cls._make_feedback(ties, confidentiality="secret")

    @classmethod
    def _make_feedback_secret_created(cls, ties):
        return cls._make_feedback(ties, confidentiality="secret")

    @classmethod
    def _make_cluster(cls, ties):
        return cls.env["engagement.cluster"].create(
            {
                "company_id": ties.company.id,
                "cause_id": cls.env["engagement.cause"].create({"name": "Matrix"}).id,
                "subject_key": "matrix",
                "subject_name": "Matrix",
            }
        )

    @classmethod
    def _make_intake_binding(cls, ties):
        return cls.env["engagement.intake.binding"].create(
            {"model_name": f"matrix.{ties.role or 'nobody'}"}
        )

    @classmethod
    def _make_complaint_reclass(cls, ties):
        complaint = cls.env["engagement.complaint"].create(
            {"partner_name": "Somebody", "description": "Matrix"}
        )
        wizard = cls.env["engagement.complaint.reclass"].create(
            {"complaint_id": complaint.id, "kind": "concern", "reason": "Matrix"}
        )
        return cls._sign(wizard, ties)

    @classmethod
    def _make_complaint_raise(cls, ties):
        wizard = cls.env["engagement.complaint.raise"].create(
            {"text": "Matrix", "company_id": ties.company.id}
        )
        return cls._sign(wizard, ties)

    @classmethod
    def _make_feedback_record(cls, ties):
        wizard = cls.env["engagement.feedback.record"].create(
            {"text": "Matrix", "company_id": ties.company.id}
        )
        return cls._sign(wizard, ties)
