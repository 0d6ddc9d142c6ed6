# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .judging import STATUSES


class EngagementMeasureRevision(models.Model):
    """What a frozen value was before it was restated, and why it was."""

    _name = "engagement.measure.revision"
    _description = "Restated Value"
    _order = "id desc"

    measure_id = fields.Many2one(
        comodel_name="engagement.measure",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="measure_id.company_id", store=True, index=True
    )
    value = fields.Float(string="Was", readonly=True)
    empty = fields.Boolean(string="No value", readonly=True)
    sample = fields.Integer(string="n", readonly=True)
    status = fields.Selection(selection=STATUSES, readonly=True)
    version = fields.Integer(
        string="Version of the formula", readonly=True, aggregator=None
    )
    reason = fields.Char(required=True, readonly=True)
