# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementBenefit(models.Model):
    """A benefit that an objective is expected to bring; expected, never claimed."""

    _name = "engagement.benefit"
    _description = "Expected Benefit"
    _order = "sequence, name, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    principle_id = fields.Many2one(
        comodel_name="engagement.principle",
        ondelete="set null",
        index="btree_not_null",
        help="The principle that usually brings this benefit.",
    )
