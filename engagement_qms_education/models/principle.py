# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementPrinciple(models.Model):
    """Eleven of the principles are those of a school, too."""

    _inherit = "engagement.principle"

    in_education = fields.Boolean(
        string="Principle of education",
        help="One of the eleven of ISO 21001; five of them are those of quality "
        "management, too.",
    )
