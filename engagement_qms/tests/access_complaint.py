# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.fields import Command


class AccessComplaintRecords:
    """The records of the access matrix that belong to complaints.

    Ties beside those of `AccessRecordsCase`:

    - investigator, reviewer: the role looks into it, or takes the second look
    - team_member, team_leader: the role belongs to its team, or leads it
    - team_member_restricted, team_leader_restricted, team_leader_secret: protected
    - taken, secret_taken: the role wrote it, and it was taken up since
    - concerned: it is about the employee of the role
    - asked, unasked: of a hearing: the role is the one who is heard
    - unasked_small: likewise, in an organisation too small to keep them apart
    """

    @classmethod
    def _get_complaint_values(cls, ties):
        """Return what makes a complaint one of a tie to a role."""
        level = next(
            (name for name in ("restricted", "secret") if name in ties.tie), "normal"
        )
        user = cls.users.get(ties.role)
        values = {"confidentiality": level}
        if ties.tie.startswith("team_"):
            field = "user_id" if "leader" in ties.tie else "member_ids"
            linked = user.id if field == "user_id" else [Command.link(user.id)]
            team = cls.env["engagement.complaint.team"].create(
                {"name": "Matrix", field: linked}
            )
            values["team_id"] = team.id
        elif ties.tie in ("investigator", "reviewer"):
            values[f"{ties.tie}_id"] = user.id
        elif ties.tie == "concerned" or "asked" in ties.tie:
            # who has no employee is nobody that a complaint is about
            employee = cls.employees.get(ties.role) or cls.employees["internal"]
            values["employee_ids"] = employee.ids
        return values

    @classmethod
    def _make_complaint(cls, ties):
        """Return the complaint of a tie; what hangs on it is made on the same one."""
        known = cls.__dict__.get("complaints")
        if known is None:
            known = cls.complaints = {}
        key = (ties.tie, ties.role)
        if key not in known:
            known[key] = cls._make_new_complaint(ties)
        return known[key]

    @classmethod
    def _make_new_complaint(cls, ties):
        complaint = cls._make(
            "engagement.complaint",
            ties,
            description="Matrix",
            partner_name="Matrix of Troy",
            channel_id=cls.channel.id,
            **cls._get_complaint_values(ties),
        )
        if ties.tie.endswith("taken"):
            complaint._step().state = "acknowledged"
            cls._sign(complaint, ties._replace(creator=cls.users[ties.role]))
        return complaint

    @classmethod
    def _make_complaint_point(cls, ties):
        return cls.env["engagement.complaint.point"].create(
            {"complaint_id": cls._make_complaint(ties).id, "name": "Matrix"}
        )

    @classmethod
    def _make_complaint_evidence(cls, ties):
        return cls.env["engagement.complaint.evidence"].create(
            {"complaint_id": cls._make_complaint(ties).id, "name": "Matrix"}
        )

    @classmethod
    def _make_complaint_investigation(cls, ties):
        return cls.env["engagement.complaint.investigation"].create(
            {"complaint_id": cls._make_complaint(ties).id, "findings": "Matrix"}
        )

    @classmethod
    def _make_complaint_notice(cls, ties):
        return cls.env["engagement.complaint.notice"].create(
            {
                "complaint_id": cls._make_complaint(ties).id,
                "moment": "update",
                "body": "Matrix",
            }
        )

    @classmethod
    def _make_complaint_hearing(cls, ties):
        """A hearing; of “concerned” that of somebody else whom it is about, too."""
        complaint = cls._make_new_complaint(ties)
        own = "asked" in ties.tie
        employee = own and complaint.employee_ids
        if not employee:
            employee = cls.env["hr.employee"].create(
                {"name": "Matrix", "company_id": complaint.company_id.id}
            )
            complaint.employee_ids += employee
        hearing = cls.env["engagement.complaint.hearing"].create(
            {
                "complaint_id": complaint.id,
                "employee_id": employee.id,
                "statement": "Matrix",
            }
        )
        if not ties.tie.startswith("unasked"):
            hearing.sudo().action_ask()
        if ties.tie == "unasked_small":
            complaint.concerned_user_ids = False
        return hearing

    @classmethod
    def _make_complaint_check(cls, ties):
        return cls.env["engagement.complaint.check"].create(
            {
                "complaint_id": cls._make_complaint(ties).id,
                "days": 30,
                "planned_on": "2026-01-01",
                "note": "Matrix",
            }
        )

    @classmethod
    def _make_commitment_concerned(cls, ties):
        return cls._make_complaint(ties).commitment_ids[:1] or cls._make_commitment(
            ties,
            confidentiality="restricted",
            origin_model="engagement.complaint",
            origin_res_id=cls._make_complaint(ties).id,
        )

    @classmethod
    def _make_complaint_step(cls, ties):
        step = cls.env["engagement.complaint.step"].create(
            {
                "complaint_id": cls._make_complaint(ties).id,
                "step": "inform",
                "note": "Matrix",
            }
        )
        return cls._sign(step, ties)

    @classmethod
    def _make_complaint_fast(cls, ties):
        dialog = cls.env["engagement.complaint.fast"].create(
            {
                "complaint_id": cls._make_complaint(ties).id,
                "answer": "Matrix",
                "cause_id": cls._make_cause(ties).id,
            }
        )
        return cls._sign(dialog, ties)

    @classmethod
    def _make_complaint_funnel(cls, ties):
        """A figure of the complaints that are there; it comes last in the matrix."""
        return cls._get_figure("engagement.complaint.funnel", ties)

    @classmethod
    def _make_complaint_share(cls, ties):
        return cls._get_figure("engagement.complaint.share", ties)

    @classmethod
    def _get_figure(cls, model, ties):
        cls.env.flush_all()
        rows = cls.env[model].search([("company_id", "=", ties.company.id)], limit=1)
        rows.ensure_one()
        return rows

    @classmethod
    def _make_complaint_team(cls, ties):
        return cls.env["engagement.complaint.team"].create(
            {"name": "Matrix", "company_id": ties.company.id}
        )

    @classmethod
    def _make_cause(cls, ties):
        return cls._make("engagement.cause", ties)

    @classmethod
    def _make_clock_profile(cls, ties):
        return cls._make("engagement.clock.profile", ties)

    @classmethod
    def _make_clock_profile_line(cls, ties):
        return cls.env["engagement.clock.profile.line"].create(
            {
                "profile_id": cls._make_clock_profile(ties).id,
                "stage": "answer",
                "limit_value": 5,
            }
        )
