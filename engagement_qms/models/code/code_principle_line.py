# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCodePrincipleLine(models.Model):
    """How one version of a code follows one guiding principle, and where it shows."""

    _name = "engagement.code.principle.line"
    _description = "Guiding Principle of a Code"
    _inherit = ["engagement.code.line.mixin", "engagement.origin.mixin"]
    _order = "sequence, id"

    principle_id = fields.Many2one(
        comodel_name="engagement.code.principle",
        required=True,
        ondelete="restrict",
        index=True,
    )
    sequence = fields.Integer(related="principle_id.sequence", store=True)
    question = fields.Text(related="principle_id.question")
    status = fields.Selection(
        selection=[("open", "Open"), ("partly", "Partly"), ("done", "Covered")],
        required=True,
        default="open",
    )
    note = fields.Char(string="How it shows")

    _once = models.UniqueIndex(
        "(code_id, principle_id)", "This principle is on the list already."
    )
