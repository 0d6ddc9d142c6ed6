# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementParty(models.Model):
    """What a party told us: complaints and feedback."""

    _inherit = "engagement.party"

    complaint_count = fields.Integer(compute="_compute_complaint_count")
    feedback_count = fields.Integer(compute="_compute_feedback_count")

    def _compute_complaint_count(self):
        counts = self.commercial_partner_id._count_voices("engagement.complaint")
        for party in self:
            party.complaint_count = counts.get(party.commercial_partner_id, 0)

    def _compute_feedback_count(self):
        counts = self.commercial_partner_id._count_voices("engagement.feedback")
        for party in self:
            party.feedback_count = counts.get(party.commercial_partner_id, 0)

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

    def action_view_feedback(self):
        """Open what the party told us without complaining."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_feedback_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.partner_id.id},
        }
