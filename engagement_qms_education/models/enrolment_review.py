# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: Of more learners at once, as in an import, the job of the night plans the reviews
AT_ONCE = 50


class EngagementEnrolment(models.Model):
    """Whoever is enrolled has a first review planned in the same moment."""

    _inherit = "engagement.enrolment"

    @api.model_create_multi
    def create(self, vals_list):
        enrolments = super().create(vals_list)
        enrolled = enrolments.filtered(lambda row: row.state == "enrolled")
        enrolled.learner_id._plan_at_once()
        return enrolments

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "enrolled":
            self.learner_id._plan_at_once()
        return result


class EngagementLearner(models.Model):
    """Reviews of few learners are planned at once."""

    _inherit = "engagement.learner"

    def _plan_at_once(self):
        """Plan the reviews of a few learners now; many wait for the night."""
        if 0 < len(self) <= AT_ONCE:
            self._plan_reviews()
