# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: Marks that a whole set is written, and looked at when that is done. An object,
#: because a client can send any context in JSON, but never this one
WHOLE = object()


class EngagementCriteriaPartMixin(models.AbstractModel):
    """A part of a set of criteria, which makes sense with the other parts only."""

    _name = "engagement.criteria.part.mixin"
    _description = "Part of a Set of Criteria"

    set_id = fields.Many2one(
        comodel_name="engagement.criteria.set",
        string="Criteria",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="set_id.company_id", store=True, precompute=True, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts._check_set(parts.set_id)
        return parts

    def write(self, vals):
        sets = self.set_id
        result = super().write(vals)
        self._check_set(sets | self.set_id)
        return result

    def unlink(self):
        sets = self.set_id
        result = super().unlink()
        self._check_set(sets)
        return result

    def _check_set(self, sets):
        """Look whether the parts still fit together, unless more of them follow."""
        if self.env.context.get("engagement_whole") is not WHOLE:
            sets._check_weights()
            sets._check_bands()
