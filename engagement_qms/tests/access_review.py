# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).


class AccessReviewRecords:
    """Management reviews with their lines, for the rows of the access matrix.

    - attendee: the role has a seat in a review of somebody else
    - delegate: likewise, in place of somebody who has the seat
    - assigned: of a finding or a decision: the role is to see to it
    """

    @classmethod
    def _make_management_review(cls, ties):
        values = {"kind": "management", "company_id": ties.company.id}
        if ties.tie == "participant":
            employee = cls.employees.get(ties.role)
            values["participant_ids"] = employee and employee.ids
        review = cls._make_review(ties, **values)
        # leaders are listed by themselves; here each row says who has a seat
        review.attendance_ids.unlink()
        if ties.tie in ("attendee", "delegate"):
            cls._seat(review, ties)
        return review

    @classmethod
    def _seat(cls, review, ties):
        """Give the role a seat, or let it sit there for somebody else."""
        role = cls.employees.get(ties.role)
        other = cls.env["hr.employee"].create({"name": "Somebody"})
        values = {"review_id": review.id, "employee_id": (role or other).id}
        if role and ties.tie == "delegate":
            values |= {
                "employee_id": other.id,
                "presence": "delegate",
                "delegate_id": role.id,
            }
        return cls.env["engagement.review.attendance"].create(values)

    @classmethod
    def _make_review_attendee(cls, ties):
        return cls._make_management_review(ties)

    @classmethod
    def _make_review_delegate(cls, ties):
        return cls._make_management_review(ties)

    @classmethod
    def _make_review_line(cls, model, ties, **values):
        review = cls._make_management_review(ties)
        return cls.env[model].create({"review_id": review.id, **values})

    @classmethod
    def _make_review_attendance(cls, ties):
        employee = cls.env["hr.employee"].create(
            {"name": "Matrix", "company_id": ties.company.id}
        )
        return cls._make_review_line(
            "engagement.review.attendance", ties, employee_id=employee.id
        )

    @classmethod
    def _make_review_input(cls, ties):
        return cls._make_review_line("engagement.review.input", ties, name="Matrix")

    @classmethod
    def _make_review_finding(cls, ties, **values):
        return cls._make_review_line(
            "engagement.review.finding", ties, name="Matrix", **values
        )

    @classmethod
    def _make_review_finding_assigned(cls, ties):
        user = cls.users[ties.role]
        return cls._make_review_finding(ties, user_id=not user.share and user.id)

    @classmethod
    def _make_review_decision(cls, ties, **values):
        return cls._make_review_line(
            "engagement.review.decision", ties, name="Matrix", **values
        )

    @classmethod
    def _make_review_decision_assigned(cls, ties):
        user = cls.users[ties.role]
        return cls._make_review_decision(ties, user_id=not user.share and user.id)

    @classmethod
    def _make_review_amendment(cls, ties):
        return cls._make_review_line(
            "engagement.review.amendment",
            ties,
            what="addition",
            new_text="Matrix",
            reason="Matrix",
            user_id=cls.env.uid,
        )

    @classmethod
    def _make_review_amend(cls, ties):
        amend = cls.env["engagement.review.amend"].create(
            {
                "review_id": cls._make_management_review(ties).id,
                "new_text": "Matrix",
                "reason": "Matrix",
            }
        )
        return cls._sign(amend, ties)

    @classmethod
    def _make_review_section(cls, ties):
        return cls.env["engagement.review.section"].create({"name": "Matrix"})
