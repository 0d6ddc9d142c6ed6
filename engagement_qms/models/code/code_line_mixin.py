# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCodeLineMixin(models.AbstractModel):
    """A line of one version of a code, which comes and goes with it."""

    _name = "engagement.code.line.mixin"
    _description = "Line of a Code"
    _check_company_auto = True

    code_id = fields.Many2one(
        comodel_name="engagement.code",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        related="code_id.company_id", store=True, precompute=True, index=True
    )
