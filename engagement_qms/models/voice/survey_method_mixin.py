# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementSurveyMethodMixin(models.AbstractModel):
    """How people are asked, and what that can and cannot tell."""

    _name = "engagement.survey.method.mixin"
    _description = "Has a Method Sheet"

    method_who = fields.Text(
        string="Whom we ask",
        default=lambda self: self.env._(
            "Everybody in the groups above whom we know, each person once."
        ),
    )
    method_chosen = fields.Text(
        string="How they are chosen",
        default=lambda self: self.env._(
            "All of them; nobody picks. Left out is who was asked often lately."
        ),
    )
    method_number = fields.Integer(
        string="Answers wanted",
        aggregator=None,
        help="So many answers make the result worth acting on. Empty: no number set.",
    )
    method_language = fields.Char(
        string="Language",
        default=lambda self: self.env._("The language of the contact"),
    )
    method_channel = fields.Char(
        string="Way of asking",
        default=lambda self: self.env._(
            "E-mail; a printed link where we have no address"
        ),
    )
    method_limits = fields.Text(
        string="What it cannot tell",
        default=lambda self: self.env._(
            "Those who answer may differ from those who do not: compare the groups. "
            "Small groups say little."
        ),
    )

    _method_number_not_negative = models.Constraint(
        "CHECK (method_number >= 0)", "The number of answers wanted is 0 or more."
    )
