# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementAction(models.Model):
    """An action that was decided on keeps the promise of its decision."""

    _inherit = "engagement.action"

    decision_ids = fields.One2many(
        comodel_name="engagement.review.decision", inverse_name="action_id"
    )

    def action_implement(self):
        result = super().action_implement()
        self._get_decided()._set_done(fields.Datetime.now())
        return result

    def action_cancel(self, reason=None):
        promises = self._get_decided()
        result = super().action_cancel(reason)
        promises.action_cancel(reason)
        return result

    def _get_decided(self):
        """Return the open promises of the decisions behind these actions."""
        # sudo: the promise goes with its action, whoever works on that
        promises = self.sudo().decision_ids.commitment_id
        return promises.filtered(lambda promise: promise.state == "open")
