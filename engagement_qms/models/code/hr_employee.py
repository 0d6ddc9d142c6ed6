# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain

from .code_lifecycle import HOLDING_STATES

USER_GROUP = "engagement_qms.group_engagement_user"


class EngagementEmployeeMixin(models.AbstractModel):
    """The promises that an employee has to keep now, for the same readers."""

    _inherit = "engagement.employee.mixin"

    engagement_commitment_count = fields.Integer(
        string="Promises due",
        compute="_compute_engagement_commitment_count",
        groups=USER_GROUP,
    )

    engagement_provision_ids = fields.Many2many(
        comodel_name="engagement.provision",
        compute="_compute_engagement_provision_ids",
        string="Promises to keep",
        exportable=False,
        groups=USER_GROUP,
    )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_provision_ids(self):
        """Show the promises in force that the employee answers for."""
        provisions = self.env["engagement.provision"]
        for employee in self:
            # a page shows one employee; lists do not read this field
            employee.engagement_provision_ids = (
                provisions.search(
                    Domain("owner_id", "in", employee.ids)
                    & Domain("code_id.state", "in", HOLDING_STATES)
                )
                if employee.engagement_visible and employee.ids
                else provisions
            )

    @api.depends("user_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_commitment_count(self):
        counts = dict(
            self.env["engagement.commitment"]._read_group(
                Domain("user_id", "in", self.user_id.ids)
                & Domain("state", "=", "open"),
                ["user_id"],
                ["__count"],
            )
        )
        for employee in self:
            employee.engagement_commitment_count = counts.get(employee.user_id, 0)

    def action_view_engagement_commitments(self):
        """Open the promises that the employee is responsible for."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_commitment_action"
        )
        return action | {
            "domain": [("user_id", "in", self.user_id.ids)],
            "context": {"search_default_open": 1},
        }


class HrEmployee(models.Model):
    """What somebody can do today."""

    _inherit = "hr.employee"

    def _get_valid_skills(self, day):
        """Return the skills that these people have, without expired certificates.

        :param datetime.date day: the day that counts
        """
        return self.employee_skill_ids.filtered(
            lambda line: not line.valid_to or line.valid_to >= day
        ).skill_id
