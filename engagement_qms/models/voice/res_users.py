# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class ResUsers(models.Model):
    """In which complaint teams somebody is, for the record rules.

    A rule that names the teams reads one column; one that went through the team to its
    members would join two tables for every complaint that is counted.
    """

    _inherit = "res.users"

    engagement_team_ids = fields.Many2many(
        comodel_name="engagement.complaint.team",
        compute="_compute_engagement_team_ids",
        string="Complaint teams",
        groups="base.group_user",
        exportable=False,
    )
    engagement_led_team_ids = fields.Many2many(
        comodel_name="engagement.complaint.team",
        compute="_compute_engagement_team_ids",
        string="Complaint teams led",
        groups="base.group_user",
        exportable=False,
    )

    @api.depends_context("allowed_company_ids")
    def _compute_engagement_team_ids(self):
        # sudo: in which teams somebody is, also those that are archived
        teams = self.env["engagement.complaint.team"].sudo()
        found = teams.with_context(active_test=False).search(
            ["|", ("member_ids", "in", self.ids), ("user_id", "in", self.ids)]
        )
        for user in self:
            user.engagement_team_ids = found.filtered(
                lambda team, user=user: user in team.member_ids
            )
            user.engagement_led_team_ids = found.filtered(
                lambda team, user=user: user == team.user_id
            )
