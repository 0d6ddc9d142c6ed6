# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementCodeResearch(models.Model):
    """Something found out before a code is written: a problem, a cause, a law, a cost.

    ISO 10001, 6.2: promises that nobody looked into are wishes.
    """

    _name = "engagement.code.research"
    _description = "Finding behind a Code"
    _inherit = ["engagement.code.line.mixin"]
    _order = "id"

    name = fields.Char(
        string="Question", required=True, help="What we wanted to know, in a sentence."
    )
    source = fields.Selection(
        selection=[
            ("complaints", "Complaints and questions"),
            ("customers", "Talks with customers"),
            ("staff", "Our own people"),
            ("records", "Our records and figures"),
            ("others", "Codes of others"),
            ("law", "Laws and contracts"),
            ("costs", "Costs and capacity"),
        ],
        string="Where we looked",
        required=True,
        default="records",
    )
    finding = fields.Text(string="What we found")
    law = fields.Char(string="Law or rule behind it")
    found_on = fields.Date(string="Found on", default=fields.Date.context_today)
