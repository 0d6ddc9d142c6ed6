# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementParty(models.Model):
    """What a party complained about."""

    _inherit = "engagement.party"

    complaint_count = fields.Integer(compute="_compute_complaint_count")

    def _compute_complaint_count(self):
        companies = self.commercial_partner_id
        counts = dict(
            self.env["engagement.complaint"]._read_group(
                [("commercial_partner_id", "in", companies.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
        for party in self:
            party.complaint_count = counts.get(party.commercial_partner_id, 0)

    def action_view_complaints(self):
        """Open what the party complained about."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }
