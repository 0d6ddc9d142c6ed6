# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class ResCompany(models.Model):
    """Whether everybody may complain on the website."""

    _inherit = "res.company"

    engagement_complaint_form = fields.Boolean(
        string="Public complaint form",
        help="Everybody may complain on the website without a login, also without a "
        "name, and follow the matter there.",
    )
