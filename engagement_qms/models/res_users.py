# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResUsers(models.Model):
    """Whether a person wants the daily summary, and had one today."""

    _inherit = "res.users"

    engagement_daily_summary = fields.Boolean(
        string="Daily engagement summary",
        default=True,
        help="One e-mail a day with what is due and overdue. No e-mail on days on "
        "which nothing is.",
    )
    engagement_summary_sent_on = fields.Date(
        string="Last engagement summary", readonly=True, copy=False
    )

    @property
    def SELF_READABLE_FIELDS(self):
        return super().SELF_READABLE_FIELDS + ["engagement_daily_summary"]

    @property
    def SELF_WRITEABLE_FIELDS(self):
        return super().SELF_WRITEABLE_FIELDS + ["engagement_daily_summary"]
