# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

OFFICER_GROUP = "engagement_qms.group_engagement_officer"


class EngagementProvisionSkill(models.Model):
    """Who keeps a promise, and who of them still lacks a skill that it needs."""

    _inherit = "engagement.provision"

    skill_ids = fields.Many2many(comodel_name="hr.skill", string="Skills needed")
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Kept by",
        check_company=True,
        help="The departments whose people keep the promise, beside its owner.",
    )
    untrained_count = fields.Integer(
        string="To train", compute="_compute_untrained", groups=OFFICER_GROUP
    )
    untrained = fields.Json(
        string="Still to train", compute="_compute_untrained", groups=OFFICER_GROUP
    )

    @api.depends("skill_ids", "department_ids", "owner_id")
    def _compute_untrained(self):
        today = fields.Date.context_today(self)
        # sudo: officers see who lacks a skill, not the files of personnel
        people = self.sudo().env["hr.employee"]
        for provision in self:
            needed = provision.skill_ids
            team = people
            if needed:
                team = people.search(
                    [
                        ("company_id", "=", provision.company_id.id),
                        "|",
                        ("id", "in", provision.owner_id.ids),
                        ("department_id", "child_of", provision.department_ids.ids),
                    ]
                )
            gaps = [
                {
                    "name": employee.name,
                    "skills": (needed - employee._get_valid_skills(today)).mapped(
                        "name"
                    ),
                }
                for employee in team
            ]
            gaps = [gap for gap in gaps if gap["skills"]]
            provision.untrained = gaps
            provision.untrained_count = len(gaps)
