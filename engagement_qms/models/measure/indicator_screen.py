# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from . import periods
from .judging import STATUSES, get_trend
from .scan import EVERYTHING

#: So many periods are shown side by side
SHOWN = 12


class EngagementIndicatorScreen(models.Model):
    """An indicator as people look at it: where it stands, and where it goes."""

    _inherit = "engagement.indicator"

    last_value_text = fields.Char(string="Value", compute="_compute_last")
    last_period_name = fields.Char(string="Last period", compute="_compute_last")
    last_sample = fields.Integer(string="n", compute="_compute_last")
    last_status = fields.Selection(
        selection=STATUSES, compute="_compute_last", search="_search_last_status"
    )
    trend = fields.Selection(
        selection=[
            ("better", "Better"),
            ("worse", "Worse"),
            ("same", "Same"),
            ("up", "Up"),
            ("down", "Down"),
        ],
        compute="_compute_last",
    )
    recent = fields.Json(string="Last periods", compute="_compute_last")
    target_text = fields.Char(string="Goal", compute="_compute_target_text")

    @api.depends("waiting")
    @api.depends_context("company", "lang")
    def _compute_last(self):
        recent = self._get_recent()
        for indicator in self:
            rows = recent.get(indicator.id, [])
            known = [row for row in rows if row["value"] is not None]
            last = known[-1] if known else None
            indicator.last_value_text = (
                self.env._("waits")
                if indicator.waiting
                else indicator._format_value(last and last["value"])
            )
            indicator.last_period_name = last and last["label"]
            indicator.last_sample = last["sample"] if last else 0
            indicator.last_status = last["status"] if last else "none"
            indicator.trend = get_trend(
                [row["value"] for row in rows], indicator.direction
            )
            indicator.recent = {
                "rows": rows,
                "goals": indicator._get_goal_lines(),
                "unit": indicator.unit,
                "direction": indicator.direction,
            }

    def _search_last_status(self, operator, value):
        if operator != "in":
            return NotImplemented
        indicators = self.search([("code", "!=", False)])
        found = indicators.filtered(lambda i: i.last_status in value)
        return Domain("id", "in", found.ids)

    @api.depends(
        "has_target", "target", "target_low", "target_high", "direction", "unit"
    )
    @api.depends_context("lang")
    def _compute_target_text(self):
        for indicator in self:
            if not indicator.has_target:
                indicator.target_text = False
            elif indicator.direction == "band":
                indicator.target_text = self.env._(
                    "%(low)s to %(high)s",
                    low=indicator._format_number(indicator.target_low),
                    high=indicator._format_value(indicator.target_high),
                )
            else:
                sign = "≥" if indicator.direction == "higher" else "≤"
                goal = indicator._format_value(indicator.target)
                indicator.target_text = f"{sign} {goal}"

    def action_view_measures(self):
        """Open all values of one indicator, with what they rest on."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_measure_action"
        )
        return action | {
            "name": self.display_name,
            "domain": [("indicator_id", "=", self.id)],
            "context": {},
        }

    def _get_action_defaults(self):
        """Return what an action takes over that is to bring it back on target."""
        # an indicator belongs to all companies
        return super()._get_action_defaults() | {
            "default_company_id": self.env.company.id,
            "default_indicator_id": self.id,
            "default_name": self.env._(
                "Bring “%(indicator)s” back on target", indicator=self.name
            ),
            "default_description": self.env._(
                "%(period)s: %(value)s, goal %(goal)s.",
                period=self.last_period_name or "",
                value=self.last_value_text,
                goal=self.target_text or self.env._("none"),
            ),
        }

    def _get_goal_lines(self):
        """Return the goals to draw beside the values."""
        if not self.has_target:
            return []
        if self.direction == "band":
            return [self.target_low, self.target_high]
        return [self.target]

    def _get_recent(self, shown=SHOWN, scopes=None):
        """Return {id: the last periods, the oldest first}, by one query.

        The database walks the unique index backwards, so a long history costs nothing.

        :param int shown: how many periods
        :param dict scopes: {id: the part that is asked for}; everything without one
        """
        if not self.ids:
            return {}
        self.env["engagement.measure"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT wanted.id, measure.id, measure.period_start, measure.value,
                       measure.sample, measure.status, measure.frozen
                  FROM unnest(%(ids)s, %(scopes)s) AS wanted (id, scope_key)
            CROSS JOIN LATERAL (
                SELECT *
                  FROM engagement_measure
                 WHERE indicator_id = wanted.id AND company_id = %(company)s
                   AND scope_key = wanted.scope_key
                 ORDER BY period_start DESC
                 LIMIT %(shown)s) AS measure
              ORDER BY measure.period_start
                """,
                ids=self.ids,
                company=self.env.company.id,
                scopes=[(scopes or {}).get(id_, EVERYTHING) for id_ in self.ids],
                shown=shown,
            )
        )
        today = fields.Date.context_today(self)
        recent, labels = {}, {}
        for (
            id_,
            measure_id,
            start,
            value,
            sample,
            status,
            frozen,
        ) in rows:
            indicator = self.browse(id_)
            period = (start, indicator.period)
            if period not in labels:
                labels[period] = self.env["engagement.measure"]._format_period(*period)
            recent.setdefault(id_, []).append(
                {
                    "id": measure_id,
                    "start": start.isoformat(),
                    "label": labels[period],
                    "value": value,
                    "text": indicator._format_value(value),
                    "sample": sample,
                    "status": status,
                    "frozen": frozen,
                    "running": periods.get_end(start, indicator.period) >= today,
                }
            )
        return recent

    def _get_scope_models(self):
        """Return {name in the key of a part: the model that names the parts}."""
        source = self._get_source()
        if not source or source.select:
            return source.scope_models if source else {}
        if not self.scope_field:
            return {}
        return {self.scope_field: self._get_part_model(source, self.scope_field)}

    @api.model
    def _get_part_model(self, source, name):
        """Return the model whose records a figure is split by, by its name in a key."""
        if source.select:
            return source.scope_models[name]
        return self.env[source.model]._fields[name].comodel_name

    def _get_tile(self, rows, since):
        """Return what a tile shows: the last known value that is not too old.

        :param list rows: the last periods, as `_get_recent` returns them
        :param datetime.date since: what ended before is too old
        """
        self.ensure_one()
        known = [row for row in rows if row["value"] is not None]
        last = known[-1] if known else None
        if last and periods.get_end(date.fromisoformat(last["start"]), self.period) < (
            since
        ):
            last = None
        return {
            "id": self.id,
            "code": self.code,
            "name": self.name,
            "known": bool(last),
            "value": self._format_value(last and last["value"]),
            "number": self._format_number(last["value"]) if last else "",
            "unit": self._get_unit(),
            "label": last["label"] if last else "",
            "running": bool(last) and last["running"],
            "status": last["status"] if last else "none",
            "sample": last["sample"] if last else 0,
            "trend": get_trend([row["value"] for row in rows], self.direction)
            if last
            else False,
            "goal": self.target_text or "",
            "recent": {"rows": rows, "goals": self._get_goal_lines()},
        }
