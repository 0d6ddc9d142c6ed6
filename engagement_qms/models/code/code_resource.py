# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCodeResource(models.Model):
    """What a code needs to be kept: people, training, money, systems; who decided."""

    _name = "engagement.code.resource"
    _description = "Resource of a Code"
    _inherit = ["engagement.code.line.mixin"]
    _order = "id"

    name = fields.Char(string="What is needed", required=True)
    decision = fields.Selection(
        selection=[
            ("asked", "Asked for"),
            ("granted", "Granted"),
            ("refused", "Refused"),
        ],
        required=True,
        default="asked",
    )
    decided_by_id = fields.Many2one(
        comodel_name="res.users", string="Decided by", index="btree_not_null"
    )
    decided_on = fields.Date()

    _decision_is_dated = models.Constraint(
        "CHECK (decision = 'asked' OR (decided_on IS NOT NULL"
        " AND decided_by_id IS NOT NULL))",
        "Say who decided on the resource, and when.",
    )
