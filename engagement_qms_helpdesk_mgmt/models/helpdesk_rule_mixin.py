# Copyright 2026 Engagement QMS contributors
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl).
from odoo import fields, models


class EngagementHelpdeskRuleMixin(models.AbstractModel):
    """What a category or a team of tickets says about complaints.

    Empty says nothing: then the one above it counts. A category counts before a team.
    """

    _name = "engagement.helpdesk.rule.mixin"
    _description = "Says Which Tickets Are Complaints"

    engagement_complaint = fields.Selection(
        selection=[
            ("no", "No"),
            ("propose", "Ask on the ticket"),
            ("at_once", "Raise one at once"),
        ],
        string="Tickets are complaints",
        groups="base.group_user",
        help="Whether tickets of this sort are complaints. Ask: the ticket shows a "
        "reminder with a button. At once: the complaint is raised with the ticket. "
        "Empty: as it is said one level above.",
    )
    engagement_complaint_team_id = fields.Many2one(
        comodel_name="engagement.complaint.team",
        string="Complaint team",
        index="btree_not_null",
        groups="base.group_user",
        help="Who takes the complaints of these tickets. Empty, or a team of another "
        "company than the ticket's: the usual team.",
    )

    def _get_complaint_rule(self):
        """Return the nearest of these and those above that says something, or none."""
        level = self[:1]
        while level and not level.engagement_complaint:
            level = level.parent_id
        return level

    def _get_complaint_team(self, company):
        """Return the nearest complaint team of a company that is named, or none."""
        level = self[:1]
        while level:
            team = level.engagement_complaint_team_id
            if team.active and team.company_id == company:
                return team
            level = level.parent_id
        return self.env["engagement.complaint.team"]
