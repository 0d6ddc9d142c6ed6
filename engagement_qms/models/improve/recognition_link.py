# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER_GROUP = "engagement_qms.group_engagement_user"


class ResPartner(models.Model):
    """Thanks that anybody of the company of a contact got."""

    _inherit = "res.partner"

    engagement_recognition_count = fields.Integer(
        string="Thanks",
        compute="_compute_engagement_recognition_count",
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_recognition_count(self):
        counts = {}
        for partner, ids in self.env["engagement.recognition"]._read_group(
            [("partner_ids", "child_of", self.commercial_partner_id.ids)],
            ["partner_ids"],
            ["id:array_agg"],
        ):
            counts.setdefault(partner.commercial_partner_id, set()).update(ids)
        for partner in self:
            found = counts.get(partner.commercial_partner_id, ())
            partner.engagement_recognition_count = len(found)

    def action_view_engagement_recognitions(self):
        """Open the thanks that anybody of the company got."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_recognition_action"
        )
        return action | {
            "domain": [("partner_ids", "child_of", self.commercial_partner_id.ids)],
            "context": {"default_partner_ids": self.ids},
        }


class EngagementEmployeeMixin(models.AbstractModel):
    """Thanks that an employee got, as far as one may read them."""

    _inherit = "engagement.employee.mixin"

    engagement_recognition_count = fields.Integer(
        string="Thanks",
        compute="_compute_engagement_recognition_count",
        groups=USER_GROUP,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_recognition_count(self):
        counts = {
            employee.id: count
            for employee, count in self.env["engagement.recognition"]._read_group(
                [("employee_ids", "in", self.ids)], ["employee_ids"], ["__count"]
            )
        }
        for employee in self:
            employee.engagement_recognition_count = counts.get(employee.id, 0)

    def action_view_engagement_recognitions(self):
        """Open the thanks that the employee got."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_recognition_action"
        )
        return action | {
            "domain": [("employee_ids", "in", self.ids)],
            "context": {"default_employee_ids": self.ids},
        }
