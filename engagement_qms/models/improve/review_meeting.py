# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_date

from .review_pack import Pack

#: Kinds of review that look at the whole company, not at one party, code or objective
MEETINGS = ("management", "audit")


class EngagementReviewMeeting(models.Model):
    """A management review or an audit: it looks at the company as a whole.

    A management review fills itself with what Odoo knows and proposes the leaders who
    have to be there. The first day planned is kept: how often it was moved is seen.
    """

    _inherit = ["engagement.review", "engagement.follow.up.mixin", "hr.mixin"]
    _name = "engagement.review"

    name = fields.Char(string="Title", index="trigram")
    chair_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Chaired by",
        ondelete="restrict",
        index="btree_not_null",
        copy=False,
        check_company=True,
    )
    attendance_ids = fields.One2many(
        comodel_name="engagement.review.attendance",
        inverse_name="review_id",
    )
    input_ids = fields.One2many(
        comodel_name="engagement.review.input",
        inverse_name="review_id",
        string="Inputs",
    )
    finding_ids = fields.One2many(
        comodel_name="engagement.review.finding",
        inverse_name="review_id",
        string="Findings",
    )
    decision_ids = fields.One2many(
        comodel_name="engagement.review.decision",
        inverse_name="review_id",
        string="Decisions",
    )
    filled_at = fields.Datetime(string="Figures as of", readonly=True, copy=False)

    # When, and how long
    first_planned_date = fields.Date(
        string="First planned for",
        compute="_compute_first_planned_date",
        store=True,
        precompute=True,
        copy=False,
    )
    moved_count = fields.Integer(
        string="Times moved", readonly=True, copy=False, aggregator=None
    )
    planned_hours = fields.Float(string="Hours planned", default=2, aggregator=None)
    spent_hours = fields.Float(string="Hours spent", copy=False, aggregator=None)

    # An audit
    audit_kind = fields.Selection(
        selection=[
            ("internal", "By ourselves"),
            ("external", "By a customer or another party"),
            ("body", "By a certification body"),
            ("standard", "Against a standard, by ourselves"),
        ],
        string="Sort of audit",
        tracking=True,
    )
    audit_body = fields.Char(string="Audited by")
    audit_scope = fields.Text(
        string="Scope", help="What was looked at: sites, processes, requirements."
    )

    _meeting_has_name = models.Constraint(
        "CHECK (kind NOT IN ('management', 'audit') OR name IS NOT NULL)",
        "Give the management review or the audit a title.",
    )
    _audit_has_kind = models.Constraint(
        "CHECK ((kind = 'audit') = (audit_kind IS NOT NULL))",
        "Say what sort of audit it is: by ourselves, by a customer, by a body.",
    )
    _hours_not_negative = models.Constraint(
        "CHECK (planned_hours >= 0 AND spent_hours >= 0)",
        "Hours are 0 or more.",
    )
    _one_open_of_company = models.UniqueIndex(
        "(company_id, schedule_id) WHERE state IN ('planned', 'held')"
        " AND schedule_id IS NOT NULL AND kind IN ('management', 'audit')",
        "This rhythm has an open review already. Hold and close that one, or cancel "
        "it.",
    )
    _meeting_idx = models.Index(
        "(company_id, held_date DESC) WHERE kind IN ('management', 'audit')"
    )

    @api.depends("name")
    def _compute_subject_name(self):
        meetings = self.filtered(lambda review: review.kind in MEETINGS)
        for review in meetings:
            review.subject_name = review.name
        return super(EngagementReviewMeeting, self - meetings)._compute_subject_name()

    @api.depends("planned_date")
    def _compute_first_planned_date(self):
        for review in self:
            review.first_planned_date = review.first_planned_date or review.planned_date

    @api.onchange("kind")
    def _onchange_kind(self):
        result = super()._onchange_kind()
        self.audit_kind = self.kind == "audit" and (self.audit_kind or "internal")
        return result

    @api.model_create_multi
    def create(self, vals_list):
        reviews = super().create([self._complete_meeting(vals) for vals in vals_list])
        management = reviews.filtered(lambda review: review.kind == "management")
        management._propose_attendance()
        management._fill_inputs()
        return reviews

    def write(self, vals):
        day = fields.Date.to_date(vals.get("planned_date"))
        moved = self.filtered(lambda r: day and r.planned_date != day)
        result = super().write(vals)
        for count, reviews in moved.grouped("moved_count").items():
            reviews._step().write({"moved_count": count + 1})
        return result

    @api.model
    def _complete_meeting(self, vals):
        """Return values of a management review or an audit with a title and a sort."""
        kind = vals.get("kind") or self.env.context.get("default_kind")
        if kind not in MEETINGS:
            return vals
        day = fields.Date.to_date(vals.get("planned_date"))
        day = day or fields.Date.context_today(self)
        vals = {"name": format_date(self.env, day, date_format="MMMM y"), **vals}
        if kind == "audit":
            vals.setdefault(
                "audit_kind", self.env.context.get("default_audit_kind", "internal")
            )
        return vals

    # What it looks at

    def action_fill_inputs(self):
        """Fill the sections anew with what Odoo knows by now."""
        self.check_access("write")
        self._check_review_state(
            ["planned"],
            self.env._(
                "“%(name)s” is “%(state)s”: what was known then stays as it was."
            ),
        )
        self._fill_inputs()
        return True

    def _fill_inputs(self):
        """Write what Odoo knows into the sections; notes and owners stay."""
        if not self:
            return
        sections = self.env["engagement.review.section"].search_fetch(
            [("active", "=", True)],
            ["key", "name", "question", "sequence", "mandatory"],
        )
        for review in self:
            # sudo: the text is nobody's to write; who may fill it was checked
            review.sudo()._fill_sections(sections)
        self._step().write({"filled_at": fields.Datetime.now()})

    def _fill_sections(self, sections):
        self.ensure_one()
        previous = self._get_previous()
        today = fields.Date.context_today(self)
        pack = Pack(
            self.company_id,
            previous.held_date or today - relativedelta(years=1),
            today,
        )
        texts = self.env["engagement.review.input"]._get_texts(pack)
        lines = self.env["engagement.review.input"].search_fetch(
            [("review_id", "in", (self + previous).ids)],
            ["review_id", "key", "name", "owner_id", "text", "note"],
        )
        by_place = {(line.review_id, line.key or line.name): line for line in lines}
        new = []
        for section in sections:
            place = section.key or section.name
            text = texts.get(section.key, "")
            if line := by_place.get((self, place)):
                line.text = text
            else:
                before = by_place.get((previous, place), lines.browse())
                new.append(
                    {
                        "review_id": self.id,
                        "key": section.key,
                        "name": section.name,
                        "question": section.question,
                        "sequence": section.sequence,
                        "mandatory": section.mandatory,
                        "owner_id": before.owner_id.id,
                        "text": text,
                    }
                )
        self.env["engagement.review.input"].create(new)

    def _propose_attendance(self):
        """List the leaders of the company as those who have to be there."""
        leaders = self.env.ref("engagement_qms.group_engagement_leader")
        vals_list = []
        # sudo: who leads is no secret; the one who plans may not open employees
        for company, reviews in self.sudo().grouped("company_id").items():
            found = reviews.env["hr.employee"].search(
                [
                    ("company_id", "=", company.id),
                    ("user_id.active", "=", True),
                    ("user_id.all_group_ids", "in", leaders.ids),
                ]
            )
            vals_list += [
                {
                    "review_id": review.id,
                    "employee_id": employee.id,
                    "required_leader": True,
                }
                for review in reviews
                for employee in found - review.attendance_ids.employee_id
            ]
        # sudo: as above
        self.env["engagement.review.attendance"].sudo().create(vals_list)

    def _get_previous(self):
        if self.kind not in MEETINGS:
            return super()._get_previous()
        return self.search_fetch(
            Domain("kind", "=", self.kind)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "in", ("held", "closed"))
            & Domain("id", "!=", self._origin.id),
            ["held_date"],
            order="held_date desc, id desc",
            limit=1,
        )

    def _keep_evidence(self):
        """What a management review looks at is kept in its sections."""
        meetings = self.filtered(lambda review: review.kind in MEETINGS)
        meetings.filtered(lambda review: review.kind == "management")._fill_inputs()
        return super(EngagementReviewMeeting, self - meetings)._keep_evidence()
