# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementReviewSection(models.Model):
    """One thing that a management review looks at, wherever it is held.

    The key says what Odoo knows about it; a section of one's own has none and is
    filled by hand.
    """

    _name = "engagement.review.section"
    _description = "Section of a Management Review"
    _order = "sequence, id"

    name = fields.Char(string="Section", required=True, translate=True)
    key = fields.Char(
        string="Filled from",
        readonly=True,
        copy=False,
        help="What Odoo fills in. Empty: somebody writes it.",
    )
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    mandatory = fields.Boolean(
        string="May not be left out",
        help="A review is closed with something in this section, or a reason why not.",
    )
    question = fields.Char(
        string="What is asked", translate=True, help="What the review talks about here."
    )

    _key_once = models.UniqueIndex("(key) WHERE key IS NOT NULL", "Used already.")
