# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models

#: Held events follow planned ones in the agenda, whatever their dates
AFTER_PLANNED = 10_000_000


class EngagementEventAgenda(models.Model):
    """What the first screen of events answers: what needs somebody today."""

    _name = "engagement.event"
    _inherit = ["engagement.event", "engagement.counter.mixin"]

    agenda_sequence = fields.Integer(
        compute="_compute_agenda_sequence", store=True, aggregator=None
    )
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")

    _agenda_idx = models.Index("(agenda_sequence, id DESC)")
    _planned_idx = models.Index("(date) WHERE state = 'planned'")

    @api.depends("state", "date")
    def _compute_agenda_sequence(self):
        """Order the planned ones by urgency, then the past from the newest down."""
        for event in self:
            day = event.date.toordinal() if event.date else 0
            planned = event.state == "planned"
            event.agenda_sequence = day if planned else AFTER_PLANNED - day

    @api.depends("state", "date")
    @api.depends_context("tz")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for event in self:
            event.overdue = bool(
                event.state == "planned" and event.date and event.date < today
            )

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "=", "planned"), ("date", "<", today)]

    @api.model
    def _get_counters(self):
        return [
            ("overdue", "danger", [("overdue", "=", True)]),
            (
                "strained",
                "warning",
                [("health", "in", ["1", "2"]), ("date", ">=", "-90d")],
            ),
            (
                "soon",
                "info",
                [
                    ("state", "=", "planned"),
                    ("date", ">=", "today"),
                    ("date", "<=", "+14d"),
                ],
            ),
        ]
