# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from . import clock


class EngagementCommitmentClock(models.Model):
    """When a promise is due, at risk and overdue; the first due moment never moves."""

    _inherit = "engagement.commitment"

    @api.depends("started_at", "limit_value", "limit_unit", "calendar_id")
    def _compute_first_due_at(self):
        timed = self.browse()
        for commitment in self:
            if commitment._origin.first_due_at:
                commitment.first_due_at = commitment._origin.first_due_at
            elif commitment.started_at and commitment.limit_value:
                timed += commitment
            else:
                commitment.first_due_at = commitment.due_at
        for commitment, moment in zip(timed, timed._get_due_at(), strict=True):
            commitment.first_due_at = moment

    @api.depends("first_due_at")
    def _compute_due_at(self):
        for commitment in self:
            commitment.due_at = commitment.due_at or commitment.first_due_at

    @api.depends("started_at", "due_at")
    def _compute_at_risk_at(self):
        for commitment in self:
            commitment.at_risk_at = (
                commitment.started_at
                and commitment.due_at
                and clock.risk_at(commitment.started_at, commitment.due_at)
            )

    @api.depends("first_due_at", "due_at")
    def _compute_extended(self):
        for commitment in self:
            commitment.extended = commitment.due_at != commitment.first_due_at

    @api.depends("state", "due_at", "first_due_at", "at_risk_at")
    def _compute_overdue(self):
        now = fields.Datetime.now()
        for commitment in self:
            is_open = commitment.state == "open" and bool(commitment.due_at)
            commitment.overdue = is_open and commitment.due_at < now
            commitment.at_risk = (
                is_open and not commitment.overdue and commitment.at_risk_at <= now
            )
            if not is_open:
                commitment.mood = commitment.state if commitment.due_at else False
            elif commitment.overdue:
                commitment.mood = "overdue"
            else:
                commitment.mood = "at_risk" if commitment.at_risk else "running"

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        return self._get_overdue_domain()

    def _search_at_risk(self, operator, value):
        if operator != "in":
            return NotImplemented
        now = fields.Datetime.now()
        return (
            Domain("state", "=", "open")
            & Domain("at_risk_at", "<=", now)
            & Domain("due_at", ">=", now)
        )

    @api.model
    def _get_overdue_domain(self):
        return Domain("state", "=", "open") & Domain(
            "due_at", "<", fields.Datetime.now()
        )

    def _get_due_at(self):
        """Return when each promise is due, by its limit and its calendar."""
        terms = []
        for commitment in self:
            if not 0 < commitment.limit_value <= clock.MAX_LIMIT:
                raise ValidationError(
                    self.env._(
                        "The limit of “%(name)s” must be above 0 and at most %(most)s.",
                        name=commitment.name,
                        most=clock.MAX_LIMIT,
                    )
                )
            terms.append(
                (
                    commitment.started_at,
                    commitment.limit_value,
                    commitment.limit_unit or "day",
                    commitment.calendar_id
                    or commitment.company_id.resource_calendar_id,
                )
            )
        moments = self._get_moments(terms)
        for commitment, term, moment in zip(self, terms, moments, strict=True):
            if not moment:
                raise ValidationError(
                    self.env._(
                        "“%(calendar)s” has too few working days for the limit of "
                        "“%(name)s”. Choose another working time or a shorter limit.",
                        calendar=term[-1].name,
                        name=commitment.name,
                    )
                )
        return moments

    @api.model
    def _get_moments(self, terms):
        """Return until when promises can be kept; one query per calendar.

        :param terms: tuples of when it starts, the limit, its unit and the calendar
        :return: a list of moments in the same order, nothing where a calendar has too
            few working days
        """
        limits = defaultdict(set)
        for started_at, value, unit, calendar in set(terms):
            if unit == "working_day":
                day = clock.local_date(started_at, calendar.tz or "UTC")
                limits[calendar].add((day, value))
        days = self.env["engagement.working.day"]
        dates = {
            calendar: days._get_dates(calendar, wanted)
            for calendar, wanted in limits.items()
        }
        moments = {}
        # in a batch, many start at the same moment
        for term in set(terms):
            started_at, value, unit, calendar = term
            try:
                moments[term] = clock.due_at(
                    started_at, value, unit, calendar.tz or "UTC", dates.get(calendar)
                )
            except clock.TooFewDays:
                moments[term] = None
        return [moments[term] for term in terms]
