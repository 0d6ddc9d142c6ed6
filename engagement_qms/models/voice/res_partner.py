# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER_GROUP = "engagement_qms.group_engagement_user"


class ResPartner(models.Model):
    """What the whole company of a contact complained about, as far as one may see."""

    _inherit = "res.partner"

    engagement_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_engagement_complaint_count",
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_complaint_count(self):
        counts = dict(
            self.env["engagement.complaint"]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for partner in self:
            partner.engagement_complaint_count = counts.get(
                partner.commercial_partner_id, 0
            )

    def action_view_engagement_complaints(self):
        """Open what anybody of the company of the contact complained about."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }
