# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementSurveyOutcome(models.Model):
    """“You said, we did”: what people told us, and what they get for it."""

    _name = "engagement.survey.outcome"
    _description = "You Said, We Did"
    _order = "sequence, id"
    _rec_name = "said"
    _check_company_auto = True

    round_id = fields.Many2one(
        comodel_name="engagement.survey.round",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="round_id.company_id", store=True, precompute=True, index=True
    )
    sequence = fields.Integer(default=10)
    said = fields.Char(
        string="You said",
        required=True,
        help="In a few words, and so that nobody can be recognised.",
    )
    did = fields.Text(
        string="We did", required=True, help="What is changed, or why it is not."
    )
    action_id = fields.Many2one(
        comodel_name="engagement.action",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
