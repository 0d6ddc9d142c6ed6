# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..measure import periods

#: So many months are shown side by side
SHOWN = 12


class EngagementSignalScreen(models.Model):
    """A signal as people look at it: where it goes, and the records behind it."""

    _inherit = "engagement.signal"

    latest = fields.Boolean(
        string="Of the latest month", compute="_compute_latest", search="_search_latest"
    )
    recent = fields.Json(string="Last months", compute="_compute_recent")
    counted_text = fields.Char(string="Counted", compute="_compute_counted_text")
    can_tell_apart = fields.Boolean(compute="_compute_counted_text")
    limit_text = fields.Char(string="Good is", compute="_compute_limit_text")

    @api.depends("period_start")
    @api.depends_context("uid", "allowed_company_ids")
    def _compute_latest(self):
        month = self._get_latest_month()
        for signal in self:
            signal.latest = signal.period_start == month

    def _search_latest(self, operator, value):
        if operator != "in":
            return NotImplemented
        return Domain("period_start", "=", self._get_latest_month())

    @api.model
    def _get_latest_month(self):
        """Return the last month of which the user may see anything.

        Whoever sees signals a week later sees the month before until then.
        """
        [[month]] = self._read_group([], aggregates=["period_start:max"])
        return month

    @api.depends("type_id", "company_id", "employee_id", "period_start")
    @api.depends_context("lang")
    def _compute_recent(self):
        """Take the months before from one query; each line ends with its own month."""
        first = min(self.mapped("period_start"), default=fields.Date.today())
        # sudo: who may read a signal may know what the months before it said
        signals = self.sudo()
        known = signals.search_fetch(
            [
                ("type_id", "in", self.type_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("employee_id", "in", [*signals.employee_id.ids, False]),
                ("period_start", ">", periods.shift(first, "month", -SHOWN)),
            ],
            ["type_id", "company_id", "employee_id", "period_start", "value", "level"],
            order="period_start",
        )
        lines = known.grouped(lambda s: (s.type_id, s.company_id, s.employee_id))
        for signal, own in zip(self, signals, strict=True):
            line = lines.get((own.type_id, own.company_id, own.employee_id), known[:0])
            line = line.filtered(lambda s, end=own.period_start: s.period_start <= end)
            signal.recent = {
                "rows": [
                    {
                        "label": s.period_name,
                        "value": None if s.empty else s.value,
                        "text": s.value_text,
                        "sample": s.sample,
                        "status": s.level,
                    }
                    for s in line[-SHOWN:]
                ],
                "goals": [own.type_id.warning],
            }

    @api.depends("numerator", "sample", "type_id")
    def _compute_counted_text(self):
        sources = {kind: kind._get_source() for kind in self.type_id}
        for signal in self:
            source = sources[signal.type_id]
            share = source and source.aggregate == "share"
            signal.can_tell_apart = source and source.aggregate != "least"
            signal.counted_text = (
                self.env._(
                    "%(number)s of %(sample)s",
                    number=signal.numerator,
                    sample=signal.sample,
                )
                if share
                else str(signal.sample)
            )

    @api.depends("type_id")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        for signal in self:
            kind = signal.type_id
            limits = {
                "good": kind._format_value(kind.warning),
                "bad": kind._format_value(kind.bad),
            }
            signal.limit_text = (
                self.env._("%(good)s or more; time to act below %(bad)s", **limits)
                if kind.direction == "higher"
                else self.env._("%(good)s or less; time to act above %(bad)s", **limits)
            )

    def action_view_evidence(self):
        """Open the very records that the signal is counted from."""
        return self._view_records(only_against=False)

    def action_view_against(self):
        """Open those of the records that make it worse."""
        return self._view_records(only_against=True)

    def _view_records(self, only_against):
        self.ensure_one()
        source = self.type_id._get_source()
        if not source:
            raise UserError(
                self.env._("The part that this was counted from is not there any more.")
            )
        # sudo: what was counted; which of it the user may open is asked below
        own = self.sudo()
        register = own.env["engagement.signal.source"]
        rows = register._get_records(
            source,
            (own.company_id.id, own.period_start),
            register._get_leaders(),
            own.employee_id,
            self.type_id._get_against(source),
            only_against,
        )
        if not rows:
            raise UserError(
                self.env._(
                    "“%(name)s”: there is no such record.", name=self.display_name
                )
            )
        model = rows[0][0]
        readable = self.env[model].with_context(active_test=False)
        records = readable.search([("id", "in", [id_ for _model, id_ in rows])])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._(
                "%(signal)s, %(month)s",
                signal=self.display_name,
                month=self.period_name,
            ),
            "res_model": model,
            "view_mode": "list,form",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", records.ids)],
            "context": {"active_test": False, "create": False},
        }

    def action_print_page(self):
        """Print signals on one page: the chosen ones, or those of the last month."""
        signals = self or self._get_last_page()
        if not signals:
            raise UserError(
                self.env._(
                    "There is nothing to print yet: signals are worked out on the "
                    "first day of each month."
                )
            )
        report = self.env.ref("engagement_qms.engagement_signal_report")
        return report.report_action(signals)

    @api.model
    def _get_last_page(self):
        """Return the signals of the last month: the own ones, or the organisation's."""
        whose = (
            [("employee_id", "=", False)]
            if self.env.context.get("signals_of") == "organisation"
            else [("employee_id.user_id", "=", self.env.uid)]
        )
        speaking = [*whose, ("level", "!=", "none")]
        last = self.search(speaking, limit=1)
        return self.search([*speaking, ("period_start", "=", last.period_start)])
