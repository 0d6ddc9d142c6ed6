# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementObjective(models.Model):
    """An objective is looked at again while it is pursued."""

    _name = "engagement.objective"
    _inherit = ["engagement.objective", "engagement.reviewed.mixin"]

    _reviewed_kind = "objective"
    _reviewed_field = "objective_id"

    review_ids = fields.One2many(
        comodel_name="engagement.review", inverse_name="objective_id", string="Reviews"
    )
