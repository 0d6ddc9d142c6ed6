# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

from .learner import INSIDE


class EngagementLearnerSupport(models.Model):
    """What helps the learner."""

    _inherit = "engagement.learner"

    support_measure_ids = fields.One2many(
        comodel_name="engagement.support.measure",
        inverse_name="learner_id",
        string="Support measures",
        groups=INSIDE,
    )
