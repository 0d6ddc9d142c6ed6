# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCodePrinciple(models.Model):
    """One of the twelve guiding principles that a code is held against."""

    _name = "engagement.code.principle"
    _description = "Guiding Principle of Codes"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    question = fields.Text(
        translate=True, help="What to ask of a code, to see whether it follows this."
    )
    reference = fields.Char(help="The clause it supports, as an editable reference.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
