# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER_GROUP = "engagement_qms.group_engagement_user"


class ResPartner(models.Model):
    """What the whole company of a contact told us, as far as one may see."""

    _inherit = "res.partner"

    engagement_complaint_count = fields.Integer(
        string="Complaints",
        compute="_compute_engagement_complaint_count",
        groups=USER_GROUP,
    )
    engagement_feedback_count = fields.Integer(
        string="Feedback",
        compute="_compute_engagement_feedback_count",
        groups=USER_GROUP,
    )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_complaint_count(self):
        counts = self._count_voices("engagement.complaint")
        for partner in self:
            partner.engagement_complaint_count = counts.get(
                partner.commercial_partner_id, 0
            )

    @api.depends("commercial_partner_id")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_feedback_count(self):
        counts = self._count_voices("engagement.feedback")
        for partner in self:
            partner.engagement_feedback_count = counts.get(
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

    def action_view_engagement_feedback(self):
        """Open what anybody of the company of the contact told us."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_feedback_action"
        )
        return action | {
            "domain": [("commercial_partner_id", "=", self.commercial_partner_id.id)],
            "context": {"default_partner_id": self.id},
        }

    def _count_voices(self, model):
        """Return {company: how many it has}, in one query.

        :param str model: complaints or feedback
        """
        return dict(
            self.env[model]._read_group(
                [("commercial_partner_id", "in", self.commercial_partner_id.ids)],
                ["commercial_partner_id"],
                ["__count"],
            )
        )
