# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from .judging import STATUSES
from .res_company import FREEZE_DAYS
from .scan import EVERYTHING


class EngagementMeasure(models.Model):
    """What an indicator said for one period of one company.

    While the period is open the value follows the records. Some days after its end it
    is frozen: from then on it is evidence, and changes for a reason only. Without data
    or with too little of it there is no value, which is not zero.
    """

    _name = "engagement.measure"
    _description = "Measured Value"
    _order = "period_start desc, id desc"
    _rec_name = "period_name"

    indicator_id = fields.Many2one(
        comodel_name="engagement.indicator",
        required=True,
        readonly=True,
        ondelete="cascade",
        index=True,
    )
    aggregate = fields.Selection(related="indicator_id.aggregate")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    scope_key = fields.Char(required=True, readonly=True, default=EVERYTHING)
    scope_name = fields.Char(string="Of what", compute="_compute_scope_name")
    period_start = fields.Date(string="From", required=True, readonly=True)
    period_end = fields.Date(string="Until", required=True, readonly=True)
    period_name = fields.Char(string="Period", compute="_compute_period_name")
    value = fields.Float(readonly=True, aggregator="avg")
    empty = fields.Boolean(
        string="No value",
        readonly=True,
        help="There was nothing to measure, or too little to say anything.",
    )
    value_text = fields.Char(string="Value as text", compute="_compute_value_text")
    numerator = fields.Float(string="Counted", readonly=True, aggregator="sum")
    denominator = fields.Float(string="Out of", readonly=True, aggregator="sum")
    sample = fields.Integer(
        string="n", readonly=True, help="How many records the value rests on."
    )
    status = fields.Selection(selection=STATUSES, required=True, default="none")
    frozen = fields.Boolean(readonly=True)
    outdated = fields.Boolean(
        string="Records changed since",
        readonly=True,
        help="Records of this period were changed after it was frozen.",
    )
    alerted = fields.Boolean(readonly=True)
    measured_at = fields.Datetime(string="Measured", readonly=True)
    version = fields.Integer(
        string="Version of the formula", readonly=True, aggregator=None
    )
    revision_ids = fields.One2many(
        comodel_name="engagement.measure.revision", inverse_name="measure_id"
    )

    _once = models.UniqueIndex(
        "(indicator_id, company_id, scope_key, period_start)",
        "An indicator has one value per company and period.",
    )
    _to_freeze_idx = models.Index("(period_end) WHERE frozen IS NOT TRUE")
    _order_idx = models.Index("(period_start DESC, id DESC)")

    @api.depends("scope_key")
    def _compute_scope_name(self):
        parts = {measure: measure._get_part() for measure in self}
        ids = {}
        for model, number in filter(None, parts.values()):
            ids.setdefault(model, set()).add(number)
        # sudo: what a group or a promise is called, beside a figure of it
        names = {
            (model, record.id): record.display_name
            for model, some in ids.items()
            for record in self.env[model].sudo().browse(some).exists()
        }
        for measure, part in parts.items():
            whole = self.env._("Everything")
            measure.scope_name = names.get(part) if part else whole

    def _get_part(self):
        """Return (model, id) of the part that a value is of, None for the whole."""
        name, _colon, number = (self.scope_key or "").partition(":")
        source = self.indicator_id._get_source()
        if not source or not number.isdigit():
            return None
        return self.indicator_id._get_part_model(source, name), int(number)

    @api.depends("period_start", "indicator_id.period")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for measure in self:
            measure.period_name = self._format_period(
                measure.period_start, measure.indicator_id.period
            )

    @api.depends("value", "empty", "indicator_id.unit")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for measure in self:
            value = None if measure.empty else measure.value
            measure.value_text = measure.indicator_id._format_value(value)

    def action_view_records(self):
        """Open the very records that were counted, as far as the user may read them."""
        self.ensure_one()
        return self.indicator_id._get_counted_action(self)

    def action_ask_restatement(self):
        """Ask why a frozen value is measured anew."""
        self.ensure_one()
        if not self.frozen:
            raise UserError(
                self.env._(
                    "%(period)s is still open: its value follows the records by "
                    "itself. Only a frozen one is restated.",
                    period=self.period_name,
                )
            )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Measure anew"),
            "res_model": "engagement.measure.restatement",
            "view_mode": "form",
            "target": "new",
            "context": {"default_measure_id": self.id},
        }

    def _restate(self, reason):
        """Measure frozen values anew, and keep what they were and why they changed.

        :param str reason: why
        """
        self.env["engagement.measure.revision"].create(
            [
                {
                    "measure_id": measure.id,
                    "value": measure.value,
                    "empty": measure.empty,
                    "sample": measure.sample,
                    "status": measure.status,
                    "version": measure.version,
                    "reason": reason,
                }
                for measure in self
            ]
        )
        for measure in self:
            measure.indicator_id._measure(
                measure.period_start, measure.period_end, restate=measure
            )

    @api.model
    def _format_period(self, start, kind):
        """Return a period as people say it: March 2026, Q1 2026, 2026."""
        if not start:
            return False
        if kind == "month":
            return format_date(self.env, start, date_format="MMMM y")
        if kind == "year":
            return str(start.year)
        size, letter = {"quarter": (3, "Q"), "half_year": (6, "H")}[kind]
        return f"{letter}{(start.month - 1) // size + 1} {start.year}"

    @api.model
    def _freeze(self):
        """Freeze what lies far enough back, by the setting of each company."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE engagement_measure AS measure
                   SET frozen = TRUE
                  FROM res_company AS company
                 WHERE company.id = measure.company_id
                   AND measure.frozen IS NOT TRUE
                   AND measure.period_end
                       < %s - COALESCE(company.engagement_freeze_days, %s)
                """,
                fields.Date.context_today(self),
                FREEZE_DAYS,
            )
        )
        if self.env.cr.rowcount:
            self.invalidate_model(["frozen"])
