# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import SQL

from .complaint_point import OUTCOMES

DAY = 24 * 60 * 60


class EngagementComplaintFigures(models.Model):
    """What the figures about complaints count beside the fields of each one."""

    _inherit = "engagement.complaint"

    answer_days = fields.Float(
        string="Days to the answer",
        compute="_compute_answer_days",
        store=True,
        precompute=True,
        aggregator="avg",
        help="Calendar days from the day it was received to the first answer.",
    )
    verdict = fields.Selection(
        selection=OUTCOMES,
        compute="_compute_verdict",
        store=True,
        help="Upheld when every point is, not upheld when none is.",
    )

    @api.depends("received_at", "first_answered_at")
    def _compute_answer_days(self):
        for complaint in self:
            answered = complaint.first_answered_at
            complaint.answer_days = (
                answered and (answered - complaint.received_at).total_seconds() / DAY
            )

    @api.depends("point_ids.outcome")
    def _compute_verdict(self):
        for complaint in self:
            outcomes = set(complaint.point_ids.mapped("outcome"))
            if not outcomes or False in outcomes:
                complaint.verdict = False
            else:
                complaint.verdict = "partly" if len(outcomes) > 1 else outcomes.pop()

    def _read_group_select(self, aggregate_spec, query):
        """Leave complaints without an answer out of the average of days."""
        if aggregate_spec == "answer_days:avg":
            return SQL(
                "AVG(%s) FILTER (WHERE %s IS NOT NULL)",
                self._field_to_sql(self._table, "answer_days", query),
                self._field_to_sql(self._table, "first_answered_at", query),
            )
        return super()._read_group_select(aggregate_spec, query)
