# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

from . import periods
from .scan import EVERYTHING

#: What may be looked at; the first is chosen until somebody chooses
PERIODS = ("last_12_months", "month", "quarter", "year")
#: The way from a missed promise outside: which indicators count it, the first first
FUNNEL = (
    "indicator_promises_missed",
    "indicator_complaints_received",
    "indicator_disputes_opened",
)
#: What is off target comes first, what says nothing last
URGENCY = {"bad": 0, "warning": 1, "good": 2, "none": 3}
TILE_FIELDS = (
    *("code", "name", "key_figure", "period", "unit", "direction", "measured_at"),
    *("has_target", "target", "warning", "target_low", "target_high", "scope_field"),
    *("source", "denominator_source", "aggregate"),
)


@dataclass(frozen=True)
class Shown:
    """What somebody looks at: which months of which company, and which group."""

    period: str
    company_id: int
    category_id: int
    start: date
    stop: date  # the first day after it

    @property
    def filters(self):
        return {
            "period": self.period,
            "company_id": self.company_id,
            "category_id": self.category_id,
        }


class EngagementOverview(models.AbstractModel):
    """The first screen: how we are doing, and what needs me today.

    Figures are measured values, so that they cost the same however many records there
    are. What is counted live is what somebody has to do: the open promises and the
    own work. One call, a constant number of queries.
    """

    _name = "engagement.overview"
    _description = "Overview"

    @api.model
    @api.readonly
    def get_overview(self, filters=None):
        """Return all that the overview shows of one company.

        :param dict filters: `period`, `company_id` and `category_id`, all optional;
            what is not there, or not allowed, is as if it was not chosen
        :rtype: dict
        """
        self._check_may_look()
        categories = self._get_categories()
        shown = self._get_shown(filters, categories)
        overview = self._at(shown)
        indicators = overview._get_indicators()
        return {
            "filters": shown.filters,
            "categories": [
                {"id": category.id, "name": category.name} for category in categories
            ],
            "span": overview._get_span_name(shown),
            "measured_at": max(
                filter(None, indicators.mapped("measured_at")), default=False
            ),
            "tiles": overview._get_tiles(indicators.filtered("key_figure"), shown),
            "funnel": overview._get_funnel(indicators, shown),
            **overview._get_sections(shown),
        }

    @api.model
    def _get_sections(self, shown):
        """Return what else is shown, by name; other parts add theirs."""
        return {}

    @api.model
    def _check_may_look(self):
        """Refuse whoever may not read the figures.

        :raises AccessError: as Odoo says it
        """
        self.env["engagement.indicator"].browse().check_access("read")

    @api.model
    def _at(self, shown):
        """Return the overview as the one company that is shown sees it."""
        return self.with_context(allowed_company_ids=[shown.company_id])

    @api.model
    def _get_categories(self):
        """Return the groups of parties that one may choose."""
        categories = self.env["engagement.party.category"]
        if not categories.has_access("read"):
            return categories
        return categories.search_fetch([], ["name", "company_id"])

    @api.model
    def _get_shown(self, filters, categories):
        """Return what is shown, of what somebody asked for."""
        filters = filters or {}
        period = filters.get("period")
        if period not in PERIODS:
            period = PERIODS[0]
        company_id = filters.get("company_id")
        if company_id not in self.env.companies.ids:
            company_id = self.env.company.id
        category_id = filters.get("category_id")
        mine = categories.filtered(lambda c: c.company_id.id in (False, company_id))
        if category_id not in mine.ids:
            category_id = False
        month = fields.Date.context_today(self).replace(day=1)
        start = (
            periods.shift(month, "month", -11)
            if period == "last_12_months"
            else periods.get_start(month, period)
        )
        stop = periods.shift(month, "month")
        return Shown(period, company_id, category_id, start, stop)

    @api.model
    def _get_span_name(self, shown):
        """Return the months that are shown, as people say them."""
        name = self.env["engagement.measure"]._format_period
        last = periods.shift(shown.stop, "month", -1)
        if shown.start == last:
            return name(last, "month")
        return self.env._(
            "%(first)s to %(last)s",
            first=name(shown.start, "month"),
            last=name(last, "month"),
        )

    @api.model
    def _get_funnel_ids(self):
        """Return the ids of the indicators of the funnel, in its order."""
        find = self.env["ir.model.data"]._xmlid_to_res_id
        return [find(f"engagement_qms.{name}") for name in FUNNEL]

    @api.model
    def _get_indicators(self):
        """Return the indicators of the tiles and of the funnel, by one query."""
        wanted = Domain("key_figure", "=", True)
        wanted |= Domain("id", "in", [id_ for id_ in self._get_funnel_ids() if id_])
        return self.env["engagement.indicator"].search_fetch(wanted, TILE_FIELDS)

    @api.model
    def _get_tiles(self, indicators, shown):
        """Return a tile for each key figure, what is off target first."""
        scopes = self._get_scopes(indicators, shown)
        recent = indicators._get_recent(scopes=scopes)
        tiles = [
            indicator._get_tile(recent.get(indicator.id, []), shown.start)
            | {"for_everybody": bool(shown.category_id) and indicator.id not in scopes}
            for indicator in indicators
        ]
        return sorted(
            tiles, key=lambda tile: (not tile["known"], URGENCY[tile["status"]])
        )

    @api.model
    def _get_scopes(self, indicators, shown):
        """Return {id: key of the group}, of what is split by groups of parties."""
        if not shown.category_id:
            return {}
        scopes = {}
        for indicator in indicators:
            for name, model in indicator._get_scope_models().items():
                if model == "engagement.party.category":
                    scopes[indicator.id] = f"{name}:{shown.category_id}"
        return scopes

    @api.model
    def _get_funnel(self, indicators, shown):
        """Return how many promises were missed, complaints came, disputes began."""
        counts = {
            indicator.id: number
            for indicator, number in self.env["engagement.measure"]._read_group(
                Domain("indicator_id", "in", self._get_funnel_ids())
                & Domain("company_id", "=", shown.company_id)
                & Domain("scope_key", "=", EVERYTHING)
                & Domain("period_start", ">=", shown.start)
                & Domain("period_start", "<", shown.stop),
                ["indicator_id"],
                ["numerator:sum"],
            )
        }
        by_id = {indicator.id: indicator for indicator in indicators}
        return [
            {
                "id": id_,
                "name": by_id[id_].name,
                # before there was anything to count, there are no values
                "count": int(counts.get(id_) or 0) if by_id[id_].measured_at else None,
            }
            for id_ in self._get_funnel_ids()
            if id_ in by_id
        ]
