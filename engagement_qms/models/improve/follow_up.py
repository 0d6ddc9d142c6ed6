# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementNeed(models.Model):
    """A need that is not met asks for an action."""

    _name = "engagement.need"
    _inherit = ["engagement.need", "engagement.follow.up.mixin"]

    def _get_action_defaults(self):
        return super()._get_action_defaults() | {
            "default_objective_ids": self.objective_ids.ids
        }


class EngagementEvent(models.Model):
    """What came up at an event asks for an action."""

    _name = "engagement.event"
    _inherit = ["engagement.event", "engagement.follow.up.mixin"]
