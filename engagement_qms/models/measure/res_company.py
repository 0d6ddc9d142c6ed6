# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

#: Days after the end of a period, where nobody said otherwise
FREEZE_DAYS = 10


class ResCompany(models.Model):
    """How long a company lets the figures of a past period follow late records."""

    _inherit = "res.company"

    engagement_freeze_days = fields.Integer(
        string="Freeze figures after",
        default=FREEZE_DAYS,
        help="Days after the end of a period. Until then its figures follow what is "
        "written down late.",
    )

    _freeze_days_not_negative = models.Constraint(
        "CHECK (engagement_freeze_days >= 0)",
        "Figures cannot be frozen before their period is over: give 0 days or more.",
    )
