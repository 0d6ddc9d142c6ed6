# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

LEARNER_GROUPS = (
    "engagement_qms_education.group_education_user,"
    "engagement_qms_education.group_education_support,"
    "engagement_qms_education.group_education_safeguarding"
)


class ResPartner(models.Model):
    """From a contact to the learner it is, and to the learners it looks after."""

    _inherit = "res.partner"

    engagement_learner_count = fields.Integer(
        compute="_compute_engagement_learner_count",
        string="Learners",
        groups=LEARNER_GROUPS,
    )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_engagement_learner_count(self):
        learners = self.env["engagement.learner"].search(
            self._get_engagement_learner_domain()
        )
        for partner in self:
            partner.engagement_learner_count = len(
                learners.filtered(
                    lambda learner, partner=partner: (
                        partner._origin
                        in learner.partner_id + learner.guardianship_ids.partner_id
                    )
                )
            )

    def action_view_engagement_learners(self):
        """Open the learner that the contact is, and those the contact looks after."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms_education.engagement_learner_action"
        )
        return action | {
            "domain": self._get_engagement_learner_domain(),
            "context": {"default_partner_id": self.id},
        }

    def _get_engagement_learner_domain(self):
        return [
            "|",
            ("partner_id", "in", self.ids),
            ("guardianship_ids.partner_id", "in", self.ids),
        ]
