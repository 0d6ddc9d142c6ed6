# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """From when on misses ask for a look at the code."""

    _inherit = "res.company"

    engagement_review_threshold = fields.Integer(
        string="Review a code below (percent kept)",
        default=80,
        help="A code is reviewed when one of its promises was kept less often than "
        "this in each of the last two months. 0 switches it off.",
    )

    _engagement_review_threshold_range = models.Constraint(
        "CHECK (engagement_review_threshold BETWEEN 0 AND 100)",
        "The share of kept promises is given in percent, from 0 to 100.",
    )
