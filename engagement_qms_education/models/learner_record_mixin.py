# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .learner import SHOW_NAME


class EngagementLearnerRecordMixin(models.AbstractModel):
    """A record of one learner, in the company of the learner."""

    _name = "engagement.learner.record.mixin"
    _description = "Record of a Learner"
    _inherit = ["engagement.company.mixin", "engagement.learner.data.mixin"]
    _check_company_auto = True

    learner_id = fields.Many2one(
        comodel_name="engagement.learner",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        context=SHOW_NAME,
    )
    learner_name = fields.Char(related="learner_id.name", string="Name of the learner")
    company_id = fields.Many2one(
        related="learner_id.company_id", store=True, precompute=True, index=True
    )
