# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.tools import format_date

#: All that is worked out; whoever leads writes the answer to it
WORKED_OUT = frozenset(
    {
        "company_id",
        "employee_id",
        "empty",
        "level",
        "numerator",
        "period_start",
        "response_by_id",
        "response_on",
        "sample",
        "severity",
        "shown_from",
        "trend",
        "type_id",
        "value",
    }
)
LEVELS = [
    ("good", "Good"),
    ("warning", "Watch"),
    ("bad", "Act now"),
    ("none", "No value"),
]
#: What is bad comes first
SEVERITY = {"bad": 3, "warning": 2, "good": 1, "none": 0}


class EngagementSignal(models.Model):
    """What one month said about the leadership of a person or of the organisation.

    It is counted from records and judges nobody in words. The leader sees it first and
    may answer; a week later quality managers see both. What was said stays: a later
    change of the records shows in the months that follow.
    """

    _name = "engagement.signal"
    _description = "Leadership Signal of a Month"
    _inherit = ["engagement.step.mixin"]
    _order = "period_start desc, severity desc, id"
    _rec_names_search = ["type_id"]
    _step_fields = WORKED_OUT

    type_id = fields.Many2one(
        comodel_name="engagement.signal.type",
        string="Signal",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    key = fields.Char(related="type_id.key")
    why = fields.Text(related="type_id.why")
    direction = fields.Selection(related="type_id.direction")
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True
    )
    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Leader",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        help="Empty: the whole organisation.",
    )
    whose = fields.Char(compute="_compute_whose")
    period_start = fields.Date(string="Month", required=True, readonly=True)
    period_name = fields.Char(string="Month as text", compute="_compute_period_name")

    # What was counted
    value = fields.Float(readonly=True, aggregator=None)
    empty = fields.Boolean(string="No value", readonly=True)
    value_text = fields.Char(string="Value as text", compute="_compute_value_text")
    numerator = fields.Integer(string="Of these", readonly=True, aggregator=None)
    sample = fields.Integer(
        string="n",
        readonly=True,
        aggregator=None,
        help="How many records it is counted from.",
    )
    level = fields.Selection(
        selection=LEVELS, required=True, readonly=True, default="none"
    )
    severity = fields.Integer(required=True, readonly=True, aggregator=None)
    trend = fields.Selection(
        selection=[("better", "Better"), ("worse", "Worse"), ("same", "Same")],
        readonly=True,
    )

    # Who sees it, and what they say
    shown_from = fields.Date(
        string="Shown to others from",
        required=True,
        readonly=True,
        help="Until then only the leader sees it.",
    )
    response = fields.Text(
        string="My answer",
        help="What I do about it, or what it does not show. Whoever may see the signal "
        "reads it, too.",
    )
    response_on = fields.Date(string="Answered on", readonly=True)
    response_by_id = fields.Many2one(
        comodel_name="res.users", string="Answered by", readonly=True
    )

    _once = models.UniqueIndex(
        "(type_id, company_id, COALESCE(employee_id, 0), period_start)",
        "A signal is worked out once for each month.",
    )
    _order_idx = models.Index("(period_start DESC, severity DESC, id)")
    _company_idx = models.Index("(company_id, period_start)")

    @api.depends("type_id.name", "employee_id")
    def _compute_display_name(self):
        for signal in self:
            signal.display_name = signal.type_id.name

    @api.depends("employee_id", "company_id")
    def _compute_whose(self):
        for signal in self:
            # sudo: who may read a signal may know of whom it tells
            own = signal.sudo()
            signal.whose = own.employee_id.name or own.company_id.name

    @api.depends("period_start")
    @api.depends_context("lang")
    def _compute_period_name(self):
        for signal in self:
            signal.period_name = format_date(
                self.env, signal.period_start, date_format="MMMM y"
            )

    @api.depends("value", "empty", "type_id.unit")
    @api.depends_context("lang")
    def _compute_value_text(self):
        for signal in self:
            value = None if signal.empty else signal.value
            signal.value_text = signal.type_id._format_value(value)

    def write(self, vals):
        if "response" not in vals or self._in_step():
            return super().write(vals)
        self._check_no_step(self._step_fields & vals.keys())
        said = bool((vals["response"] or "").strip())
        vals = vals | {
            "response_on": said and fields.Date.context_today(self),
            "response_by_id": said and self.env.uid,
        }
        return super(EngagementSignal, self._step()).write(vals)
