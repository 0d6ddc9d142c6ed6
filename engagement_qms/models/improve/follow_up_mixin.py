# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementFollowUpMixin(models.AbstractModel):
    """Something that actions follow from: how many, and the way to them."""

    _name = "engagement.follow.up.mixin"
    _description = "Actions Follow From It"

    #: What kind of action one begins here
    _follow_up_kind = "improvement"

    follow_up_count = fields.Integer(
        string="Actions", compute="_compute_follow_up_count"
    )

    def _compute_follow_up_count(self):
        counts = dict(
            self.env["engagement.action"]._read_group(
                [("origin_model", "=", self._name), ("origin_res_id", "in", self.ids)],
                ["origin_res_id"],
                ["__count"],
            )
        )
        for record in self:
            record.follow_up_count = counts.get(record.id, 0)

    def action_view_actions(self):
        """Open the actions that follow from it."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_action_action"
        )
        return action | {
            "domain": [
                ("origin_model", "=", self._name),
                ("origin_res_id", "=", self.id),
            ],
            "context": self._get_action_defaults(),
        }

    def action_open_action(self):
        """Open a new action to do something about it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What we do about it"),
            "res_model": "engagement.action",
            "view_mode": "form",
            "views": [(False, "form")],
            "context": self._get_action_defaults(),
        }

    def _get_action_defaults(self):
        """Return what a new action takes over from it."""
        self.ensure_one()
        return self.env["engagement.action"]._get_origin_defaults(self) | {
            "default_kind": self._follow_up_kind,
            "default_company_id": self.company_id.id,
        }
