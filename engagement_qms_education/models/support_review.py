# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementSupportMeasure(models.Model):
    """Whether a measure helps is looked at some weeks after it was agreed."""

    _inherit = "engagement.support.measure"

    @api.model_create_multi
    def create(self, vals_list):
        measures = super().create(vals_list)
        # sudo: whether somebody is enrolled decides, whoever agrees on the measure
        measures.sudo().learner_id.filtered("enrolled_since")._plan_at_once()
        return measures

    def _get_first_day(self):
        """Return the day on which the first of these measures began."""
        days = (
            measure.in_place_on
            or measure.date_from
            or measure.agreed_on
            or fields.Date.to_date(measure.create_date)
            for measure in self
        )
        return min(days, default=None)


class EngagementLearner(models.Model):
    """Which measures run."""

    _inherit = "engagement.learner"

    def _get_running_measures(self):
        """Return the support measures that have not ended."""
        today = fields.Date.context_today(self)
        return self.support_measure_ids.filtered(
            lambda measure: not measure.date_to or measure.date_to >= today
        )
