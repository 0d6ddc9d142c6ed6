# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.fields import Domain


class EngagementProvision(models.Model):
    """Complaints that say a promise was not kept, over all its wordings."""

    _inherit = "engagement.provision"

    complaint_count = fields.Integer(
        string="Complaints", compute="_compute_complaint_count"
    )

    @api.depends("root_id")
    def _compute_complaint_count(self):
        counts = {}
        for wording, count in self.env["engagement.complaint"]._read_group(
            [("provision_ids.root_id", "in", self.root_id.ids)],
            ["provision_ids"],
            ["__count"],
        ):
            counts[wording.root_id] = counts.get(wording.root_id, 0) + count
        for provision in self:
            provision.complaint_count = counts.get(provision.root_id, 0)

    def action_view_complaints(self):
        """Open the complaints about this promise."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_complaint_action"
        )
        return action | {
            "domain": [("provision_ids.root_id", "=", self.root_id.id)],
            "context": {"default_provision_ids": self.ids},
        }

    @api.model
    def _get_in_force_domain(self, day):
        """Return which wordings were in force on a day.

        :param datetime.date day: the day asked for
        """
        return Domain("code_id.in_force_from", "<=", day) & (
            Domain("code_id.in_force_to", "=", False)
            | Domain("code_id.in_force_to", ">=", day)
        )
