# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

USER_GROUP = "engagement_qms.group_engagement_user"


class EngagementComplaintAction(models.Model):
    """What we change because of a complaint."""

    _inherit = "engagement.complaint"

    action_ids = fields.One2many(
        comodel_name="engagement.action",
        inverse_name="complaint_id",
        string="Actions",
        groups=USER_GROUP,
    )
    change_count = fields.Integer(
        string="Number of actions", compute="_compute_change_count", groups=USER_GROUP
    )

    @api.depends("action_ids")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_change_count(self):
        counts = dict(
            self.env["engagement.action"]._read_group(
                [("complaint_id", "in", self.ids)], ["complaint_id"], ["__count"]
            )
        )
        for complaint in self:
            complaint.change_count = counts.get(complaint._origin, 0)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("confidentiality", "normal") != "normal":
            # sudo: also in actions that are hidden from whoever protects it
            actions = self.sudo().with_context(active_test=False).action_ids
            actions._forget_title_of_complaint()
        return result

    def action_view_actions(self):
        """Open the actions that come from this complaint."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_action_action"
        )
        return action | {
            "domain": [("complaint_id", "=", self.id)],
            "context": self._get_action_defaults(),
        }

    def action_create_action(self):
        """Open a new action that comes from this complaint."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New action"),
            "res_model": "engagement.action",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._get_action_defaults(),
        }

    def _get_action_defaults(self):
        """Return what a new action takes over; never the title of the complaint."""
        return self.env["engagement.action"]._get_origin_defaults(self) | {
            "default_kind": "corrective",
            "default_confidentiality": self.confidentiality,
            "default_process_id": self.process_id.id,
            "default_department_id": self.department_id.id,
            "default_company_id": self.company_id.id,
        }

    def _get_missing_to_close(self, reason):
        decided = reason in ("accepted", "final_not_accepted", "no_reply")
        return [
            *super()._get_missing_to_close(reason),
            (
                self.env._("It lies in how we work: say what we change, in an action."),
                decided and self.systemic and not self.action_ids,
            ),
        ]
