# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCommunication(models.Model):
    """A communication may tell of a code: staff first, then everybody else."""

    _inherit = "engagement.communication"

    code_id = fields.Many2one(
        comodel_name="engagement.code",
        string="Code of conduct",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
