# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

from .learner import GONE, INSIDE


class EngagementLearner(models.Model):
    """Whoever has left and still stands in a course is asked about."""

    _inherit = "engagement.learner"

    left_enrolled = fields.Boolean(
        compute="_compute_left_enrolled",
        groups=INSIDE,
        export_string_translation=False,
    )

    @api.depends("status", "enrolment_ids.state")
    def _compute_left_enrolled(self):
        for learner in self:
            learner.left_enrolled = (
                learner.status in GONE
                and "enrolled" in learner.enrolment_ids.mapped("state")
            )
