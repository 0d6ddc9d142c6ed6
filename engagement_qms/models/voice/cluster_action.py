# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .complaint import TITLE_LENGTH


class EngagementClusterAction(models.Model):
    """A leader who decides to act has an action: an existing one, or a new one."""

    _inherit = "engagement.cluster"

    action_id = fields.Many2one(
        comodel_name="engagement.action",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        help="Empty: a new one is made of what is written here.",
    )

    def action_decide(self):
        result = super().action_decide()
        begun = self.env["engagement.action"]
        for cluster in self:
            if cluster.decision == "act" and not cluster.action_id:
                begun += begun.create(cluster._prepare_action())
                cluster._step().action_id = begun[-1]
        return begun.get_formview_action() if len(begun) == 1 else result

    def _prepare_action(self):
        """Return the values of the action; who does it, and until when, comes next."""
        self.ensure_one()
        words = " ".join(self.decision_note.split())
        short = words[:TITLE_LENGTH].rstrip()
        return {
            "name": f"{short}…" if len(words) > TITLE_LENGTH else short,
            "description": self.decision_note,
            "kind": "corrective",
            "company_id": self.company_id.id,
            "origin_model": self._name,
            "origin_res_id": self.id,
        }
