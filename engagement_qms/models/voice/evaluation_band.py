# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

STANDINGS = [
    ("approved", "Approved"),
    ("conditional", "On conditions"),
    ("blocked", "Blocked"),
]


class EngagementCriteriaBand(models.Model):
    """What follows from a score: how a partner stands, and when to look again."""

    _name = "engagement.criteria.band"
    _description = "Band of Scores"
    _inherit = ["engagement.criteria.part.mixin"]
    _order = "set_id, low, id"

    name = fields.Char(required=True, translate=True)
    low = fields.Float(string="From", required=True, digits=(5, 2), aggregator=None)
    high = fields.Float(
        string="Below",
        required=True,
        default=100,
        digits=(5, 2),
        aggregator=None,
        help="The highest band includes 100.",
    )
    standing = fields.Selection(
        selection=STANDINGS, string="The partner is", required=True, default="approved"
    )
    reevaluate_months = fields.Integer(
        string="Look again after (months)", required=True, default=12, aggregator=None
    )

    _span_range = models.Constraint(
        "CHECK (low >= 0 AND low < high AND high <= 100)",
        "A band begins at 0 or more, ends at 100 or less, and begins below its end.",
    )
    _months_range = models.Constraint(
        "CHECK (reevaluate_months BETWEEN 1 AND 60)",
        "A partner is looked at again after 1 to 60 months.",
    )

    def _get_spans(self):
        """Return (low, high) of each band."""
        return [(band.low, band.high) for band in self]
