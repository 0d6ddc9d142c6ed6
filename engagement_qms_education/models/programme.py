# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

MODES = [
    ("on_site", "On site"),
    ("online", "Online"),
    ("hybrid", "Partly online"),
    ("distance", "At a distance"),
]


class EngagementProgramme(models.Model):
    """What can be learnt here: a course of study, from its aims to its end."""

    _name = "engagement.programme"
    _description = "Programme"
    _inherit = [
        "engagement.company.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _order = "code, name, id"
    _rec_names_search = ["code", "name"]
    _check_company_auto = True

    name = fields.Char(required=True, tracking=True)
    code = fields.Char(tracking=True)
    version = fields.Char()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        selection=[
            ("draft", "Being designed"),
            ("offered", "Offered"),
            ("ending", "No new learners"),
            ("closed", "Closed"),
        ],
        required=True,
        default="draft",
        tracking=True,
    )
    level = fields.Char(help="The level or stage that it leads to.")
    mode = fields.Selection(selection=MODES, string="Taught", default="on_site")
    aims = fields.Text(help="What learners are able to do at the end.")
    target_group = fields.Text(string="For whom", help="Which learners it is made for.")
    entry_rule = fields.Text(
        string="Who may enter", help="What a learner brings along to begin."
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Answers for it",
        check_company=True,
        index="btree_not_null",
        tracking=True,
    )
    course_ids = fields.One2many(
        comodel_name="engagement.course", inverse_name="programme_id"
    )
    course_count = fields.Integer(compute="_compute_course_count", string="Courses")

    _code_unique = models.UniqueIndex(
        "(company_id, code, (coalesce(version, '')))",
        "Another programme has this code and version. Give this one another version.",
    )

    @api.depends("course_ids")
    def _compute_course_count(self):
        counts = dict(
            self.env["engagement.course"]._read_group(
                [("programme_id", "in", self.ids)], ["programme_id"], ["__count"]
            )
        )
        for programme in self:
            programme.course_count = counts.get(programme._origin, 0)

    @api.depends("code", "name")
    def _compute_display_name(self):
        for programme in self:
            words = (programme.code, programme.name)
            programme.display_name = " ".join(filter(None, words))

    def action_view_courses(self):
        """Open the courses of the programme."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_course_action"
        )
        return action | {
            "domain": [("programme_id", "=", self.id)],
            "context": {"default_programme_id": self.id},
        }
