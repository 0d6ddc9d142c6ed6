# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

MANAGER_GROUP = "engagement_qms.group_engagement_manager"


class HrEmployee(models.Model):
    """Complaints about somebody of ours, for those who may open them."""

    _inherit = "hr.employee"

    engagement_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_engagement_complaint_count",
        groups=MANAGER_GROUP,
    )

    def _compute_engagement_complaint_count(self):
        counts = dict(
            self.env["engagement.complaint"]._read_group(
                [("employee_ids", "in", self.ids)], ["employee_ids"], ["__count"]
            )
        )
        for employee in self:
            employee.engagement_complaint_count = counts.get(employee, 0)

    def action_view_engagement_complaints(self):
        """Open the complaints about this person."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_action"
        )
        return action | {"domain": [("employee_ids", "in", self.ids)], "context": {}}
