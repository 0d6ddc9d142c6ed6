# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from babel.dates import format_skeleton, format_timedelta
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date
from odoo.tools.misc import babel_locale_parse

from ..models.code.provision_rate import format_percent

DEFAULT_MONTHS = 12


class EngagementSimulation(models.TransientModel):
    """A promise tried on what is past: how often would it have been kept?

    It reads the documents as the rule engine does and shows what it found; the ledger
    stays as it is. All documents count in the figures, as they will in the ledger;
    only those that the user may read are named.
    """

    _name = "engagement.simulation"
    _description = "Promise Tried on the Past"

    provision_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="Promise",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    promise = fields.Text(related="provision_id.promise", string="What is promised")
    rule_sentence = fields.Char(related="provision_id.rule_sentence")
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self._get_default_period()[0],
    )
    date_to = fields.Date(
        string="To",
        required=True,
        default=lambda self: self._get_default_period()[1],
    )

    # What was found
    kept_count = fields.Integer(string="Kept", readonly=True)
    missed_count = fields.Integer(
        string="Missed", readonly=True, help="Done late, or overdue by now."
    )
    running_count = fields.Integer(string="Still running", readonly=True)
    sample = fields.Integer(string="Out of", readonly=True)
    sentence = fields.Char(readonly=True)
    months = fields.Json(readonly=True)
    trend = fields.Html(compute="_compute_trend", sanitize=False)
    line_ids = fields.One2many(
        comodel_name="engagement.simulation.line",
        inverse_name="simulation_id",
        string="Misses",
        readonly=True,
    )
    more_count = fields.Integer(compute="_compute_more_count")

    @api.depends("months")
    def _compute_trend(self):
        locale = babel_locale_parse(self.env.lang)
        for simulation in self:
            months = [
                month
                | {
                    "name": format_skeleton(
                        "yMMM", fields.Date.to_date(month["day"]), locale=locale
                    )
                }
                for month in simulation.months or []
            ]
            # one month is no trend
            simulation.trend = len(months) > 1 and self.env["ir.qweb"]._render(
                "engagement_qms.engagement_simulation_trend", {"months": months}
            )

    @api.depends("missed_count", "line_ids")
    def _compute_more_count(self):
        for simulation in self:
            simulation.more_count = simulation.missed_count - len(simulation.line_ids)

    @api.model
    def _get_default_period(self):
        """Return the first and the last day of the last twelve months."""
        today = fields.Date.context_today(self)
        return today - relativedelta(months=DEFAULT_MONTHS), today

    def action_run(self):
        """Look at the documents of the period, and show what came out.

        :raise ValidationError: for a rule that may not run, or a period that ends
            before it starts
        """
        self.ensure_one()
        found = self.provision_id._simulate(self.date_from, self.date_to)
        counts = found.counts
        _percent, sample = found.rate
        self.write(
            {
                "kept_count": counts["kept"],
                "missed_count": counts["missed"],
                "running_count": counts["running"],
                "sample": sample,
                "sentence": self._get_sentence(found),
                "months": self._get_months(found),
                "line_ids": [
                    Command.clear(),
                    *map(Command.create, self._get_lines(found.misses)),
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Tried on the past"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_sentence(self, found):
        """Return what came out, in one sentence for people."""
        percent, sample = found.rate
        running = found.counts["running"]
        if (self.date_from, self.date_to) == self._get_default_period():
            period = self.env._("In the last %(months)s months", months=DEFAULT_MONTHS)
        else:
            period = self.env._(
                "From %(first)s to %(last)s",
                first=format_date(self.env, self.date_from),
                last=format_date(self.env, self.date_to),
            )
        if not sample and running:
            return self.env._(
                "%(period)s the clock started %(running)s times, and no case is "
                "settled yet: there is nothing to count.",
                period=period,
                running=running,
            )
        if not sample:
            return self.env._(
                "%(period)s there was no case: no document started the clock of this "
                "promise.",
                period=period,
            )
        return self.env._(
            "%(period)s this promise would have been kept in %(percent)s %% of "
            "%(sample)s cases; %(missed)s would have been missed.",
            period=period,
            percent=format_percent(percent),
            sample=sample,
            missed=found.counts["missed"],
        )

    def _get_months(self, found):
        """Return what the trend shows: kept in percent, month by month."""
        months = []
        for day, counts in found.months.items():
            sample = counts["kept"] + counts["missed"]
            if sample:
                percent = 100 * counts["kept"] / sample
                months.append(
                    {
                        "day": fields.Date.to_string(day),
                        "width": round(percent, 1),
                        "percent": format_percent(percent),
                        "sample": sample,
                    }
                )
        return months

    def _get_lines(self, misses):
        """Return the values of the lines, without names that the user may not read."""
        documents = self.env[self.provision_id.rule_model].browse(
            [miss.res_id for miss in misses]
        )
        readable = set(documents._filtered_access("read").ids)
        return [
            {
                "name": miss.name
                if miss.res_id in readable
                else self.env._("A document that you may not open"),
                "res_id": miss.res_id if miss.res_id in readable else False,
                "partner_id": miss.partner_id if miss.res_id in readable else False,
                "started_at": miss.started_at,
                "due_at": miss.due_at,
                "done_at": miss.done_at,
            }
            for miss in misses
        ]


class EngagementSimulationLine(models.TransientModel):
    """A document in which the promise would have been missed."""

    _name = "engagement.simulation.line"
    _description = "Document That Would Have Been a Miss"

    simulation_id = fields.Many2one(
        comodel_name="engagement.simulation",
        required=True,
        index=True,
        ondelete="cascade",
    )
    name = fields.Char(string="Document", readonly=True)
    res_id = fields.Integer(readonly=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Promised to",
        readonly=True,
        ondelete="cascade",
    )
    started_at = fields.Datetime(string="Started", readonly=True)
    due_at = fields.Datetime(string="Due", readonly=True)
    done_at = fields.Datetime(string="Done", readonly=True)
    lateness = fields.Char(string="Late by", compute="_compute_lateness")

    @api.depends("due_at", "done_at")
    @api.depends_context("lang")
    def _compute_lateness(self):
        now = fields.Datetime.now()
        locale = babel_locale_parse(self.env.lang)
        for line in self:
            late = (line.done_at or now) - line.due_at
            line.lateness = format_timedelta(late, threshold=2, locale=locale)

    def action_open(self):
        """Open the document.

        :raise UserError: when it is gone, or the user may not read it
        """
        self.ensure_one()
        model = self.simulation_id.provision_id.rule_model
        document = self.env[model].browse(self.res_id or []).exists()
        if not document._filtered_access("read"):
            raise UserError(
                self.env._(
                    "“%(name)s” cannot be opened: it was deleted, or you may not read "
                    "it.",
                    name=self.name,
                )
            )
        return document.get_formview_action()
