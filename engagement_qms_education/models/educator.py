# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.fields import Domain

#: Skill types of ours: what somebody teaches, may teach, and can do for special needs
SKILL_TYPES = (
    "engagement_qms_education.skill_type_subject",
    "engagement_qms_education.skill_type_qualification",
    "engagement_qms_education.skill_type_special_needs",
)


class EngagementEducator(models.Model):
    """What the school keeps of an employee who teaches, and nobody else reads.

    Subjects, qualifications and what somebody can do for special needs are skills of
    the employee, where Odoo keeps them. Of a background check only the day is kept.
    """

    _name = "engagement.educator"
    _description = "Educator"
    _inherit = [
        "engagement.company.mixin",
        "engagement.renewal.mixin",
        "hr.mixin",
    ]
    _order = "name, id"
    _check_company_auto = True

    _reminded_field = "safeguarding_valid_to"
    _reminded_activity = "engagement_qms_education.mail_activity_type_training"

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(related="employee_id.name", store=True, index="trigram")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True, index=True
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        check_company=True,
        index="btree_not_null",
        domain="[('share', '=', False)]",
        default=lambda self: self.env.user,
        help="Is reminded when the training has to be renewed.",
    )
    safeguarding_valid_to = fields.Date(
        string="Safeguarding training valid until", tracking=True
    )
    background_check_date = fields.Date(
        string="Background checked on",
        tracking=True,
        help="The day only. What the check said is not kept here.",
    )
    renewal = fields.Selection(
        selection=[
            ("none", "No training"),
            ("ended", "Ended"),
            ("soon", "Ends soon"),
            ("valid", "Valid"),
        ],
        string="Safeguarding training",
    )

    # What they can do, and how much they have to do
    skill_line_ids = fields.Many2many(
        comodel_name="hr.employee.skill",
        string="Subjects and qualifications",
        compute="_compute_skill_line_ids",
    )
    course_count = fields.Integer(string="Courses", compute="_compute_load")
    learner_count = fields.Integer(string="Learners", compute="_compute_load")

    _employee_once = models.Constraint(
        "UNIQUE (employee_id)",
        "This employee is an educator already. Change that record.",
    )
    _training_idx = models.Index(
        "(safeguarding_valid_to) WHERE active IS TRUE AND reminded_for IS NULL"
    )

    def _compute_skill_line_ids(self):
        types = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in SKILL_TYPES]
        today = fields.Date.context_today(self)
        skills = self.env["hr.employee.skill"]
        # sudo: who may read an educator may read what it says of the employee
        educators, found = self.sudo(), skills.sudo()
        lines = found.search(
            Domain("employee_id", "in", educators.employee_id.ids)
            & Domain("skill_type_id", "in", [t.id for t in types if t])
            & (Domain("valid_to", "=", False) | Domain("valid_to", ">=", today))
        ).grouped("employee_id")
        for educator in educators:
            educator.skill_line_ids = lines.get(educator.employee_id, skills).ids

    def _compute_load(self):
        """Count what runs now: courses, and different learners in them."""
        # sudo: how many there are, of an educator who may be read
        educators = self.sudo()
        courses = educators.env["engagement.course"].search_fetch(
            Domain("educator_ids", "in", educators.employee_id.ids)
            & Domain("state", "in", ("planned", "running")),
            ["educator_ids"],
        )
        learners = dict(
            educators.env["engagement.enrolment"]._read_group(
                Domain("course_id", "in", courses.ids)
                & Domain("state", "=", "enrolled"),
                ["course_id"],
                ["learner_id:array_agg"],
            )
        )
        for educator in educators:
            employee = educator.employee_id
            own = [course for course in courses if employee in course.educator_ids]
            educator.course_count = len(own)
            educator.learner_count = len(
                {number for course in own for number in learners.get(course, ())}
            )

    def action_open_employee(self):
        """Open the employee, where the skills are kept."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "res_id": self.employee_id.id,
            "view_mode": "form",
        }

    def action_view_courses(self):
        """Open the courses that the educator teaches."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_course_action"
        )
        return action | {
            "domain": [("educator_ids", "in", self.employee_id.ids)],
            "context": {"search_default_current": 1},
        }
