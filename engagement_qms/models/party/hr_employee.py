# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

USER_GROUP = "engagement_qms.group_engagement_user"
OFFICER_GROUP = "engagement_qms.group_engagement_officer"
#: Events on the tab of an employee
TAB_LIMIT = 20


class EngagementEmployeeMixin(models.AbstractModel):
    """What an employee does for interested parties, for the employee and for officers.

    The objectives that the employee owns or sponsors, the parties that the employee
    serves, what these need, and which contacts come next. Both faces of an employee
    show it, the one of personnel officers and the public one.
    """

    _name = "engagement.employee.mixin"
    _description = "What an employee does for interested parties"

    engagement_visible = fields.Boolean(
        compute="_compute_engagement", groups=USER_GROUP
    )
    engagement_objective_ids = fields.Many2many(
        comodel_name="engagement.objective",
        compute="_compute_engagement",
        string="Objectives",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_party_ids = fields.Many2many(
        comodel_name="engagement.party",
        compute="_compute_engagement",
        string="Parties served",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_need_ids = fields.Many2many(
        comodel_name="engagement.need",
        compute="_compute_engagement",
        string="What they need",
        exportable=False,
        groups=USER_GROUP,
    )
    engagement_event_ids = fields.Many2many(
        comodel_name="engagement.event",
        compute="_compute_engagement",
        string="Coming events",
        exportable=False,
        groups=USER_GROUP,
    )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement(self):
        officer = self.env.user.has_group(OFFICER_GROUP)
        for employee in self:
            visible = employee.user_id == self.env.user or officer
            employee.engagement_visible = visible
            parties = self.env["engagement.party"]
            objectives = self.env["engagement.objective"]
            events = self.env["engagement.event"]
            if visible and employee.ids:
                # a page shows one employee; lists do not read these fields
                parties = parties.search(employee._get_engagement_party_domain())
                objectives = objectives.search(
                    [
                        "|",
                        ("owner_id", "in", employee.ids),
                        ("sponsor_id", "in", employee.ids),
                        ("state", "!=", "dropped"),
                    ]
                )
                events = events.search(
                    employee._get_engagement_event_domain(parties), limit=TAB_LIMIT
                )
            employee.engagement_party_ids = parties
            employee.engagement_objective_ids = objectives
            employee.engagement_need_ids = parties.need_ids
            employee.engagement_event_ids = events

    def _get_engagement_party_domain(self):
        """Return the domain of the relevant parties that the employees look after."""
        served = Domain("owner_id", "in", self.ids)
        if users := self.user_id:
            served |= Domain("user_id", "in", users.ids)
        return served & Domain("relevant", "=", True)

    def _get_engagement_event_domain(self, parties):
        """Return the domain of the events to come, theirs and those of their parties.

        :param parties: the parties that the employees serve
        """
        mine = Domain("party_id", "in", parties.ids)
        if users := self.user_id:
            mine |= Domain("user_id", "in", users.ids)
        return mine & Domain("state", "=", "planned")


class HrEmployee(models.Model):
    """The employee as personnel officers see it."""

    _name = "hr.employee"
    _inherit = ["hr.employee", "engagement.employee.mixin"]


class HrEmployeePublic(models.Model):
    """The employee as colleagues see it."""

    _name = "hr.employee.public"
    _inherit = ["hr.employee.public", "engagement.employee.mixin"]
