# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools.misc import get_lang

from .periods import PERIODS

AGGREGATES = [
    ("count", "How many"),
    ("ratio", "Share of them"),
    ("avg", "Average of"),
    ("median", "Middle value of"),
    ("p90", "What nine of ten stay below"),
    ("sum", "Sum of"),
    ("count_distinct", "How many different"),
    ("computed", "Worked out by the source"),
]
UNITS = [
    ("percent", "%"),
    ("per_thousand", "per 1000"),
    ("score", "of 100"),
    ("points", "points"),
    ("days", "days"),
    ("hours", "hours"),
    ("number", "(number)"),
]
#: Aggregates that look at a field
MEASURING = ("avg", "median", "p90", "sum", "count_distinct")
#: What changes what is measured: another version of the formula
FORMULA = {
    *("source", "aggregate", "measure_field", "domain", "date_field", "period"),
    *("denominator_source", "denominator_domain", "denominator_date_field"),
    *("scope_field", "unit", "minimum_sample", "company_id"),
}
#: What changes how a value is judged
VERDICT = {
    *("direction", "has_target", "target", "warning", "target_low", "target_high"),
}


class EngagementIndicator(models.Model):
    """A figure that is measured again and again by one declared formula.

    It says what is counted, out of what, how often, and what is good. It holds filters
    and field names, never SQL or code. Values are in `engagement.measure`.
    """

    _name = "engagement.indicator"
    _description = "Indicator"
    _inherit = [
        "engagement.follow.up.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "sequence, code, id"
    _rec_names_search = ["code", "name"]
    _follow_up_kind = "corrective"

    code = fields.Char(required=True, copy=False, index="trigram")
    name = fields.Char(required=True, translate=True, index="trigram")
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=100)
    topic = fields.Selection(
        selection=[
            ("engagement", "Engagement"),
            ("promise", "Promises"),
            ("voice", "Complaints and feedback"),
            ("satisfaction", "Satisfaction"),
            ("improvement", "Improvement"),
            ("leadership", "Leadership"),
            ("supplier", "Suppliers"),
            ("learner", "Learners"),
        ],
        required=True,
        default="engagement",
        index=True,
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index=True,
        help="Empty: measured in each company by itself.",
    )
    key_figure = fields.Boolean(
        string="On the overview", help="One of the few that everybody looks at first."
    )

    # What it says
    purpose = fields.Text(translate=True, help="What the figure is looked at for.")
    formula = fields.Text(
        string="In plain words",
        translate=True,
        help="How the value comes about, for those who read it.",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        index="btree_not_null",
        tracking=True,
        help="Accountable for the result.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        index="btree_not_null",
        tracking=True,
        domain="[('share', '=', False)]",
        help="Is told when it is off target.",
    )

    # How it is measured
    source = fields.Char(string="What is looked at", required=True)
    aggregate = fields.Selection(selection=AGGREGATES, required=True, default="count")
    measure_field = fields.Char(string="Which number")
    domain = fields.Char(string="Which count", default="[]")
    date_field = fields.Char(string="Belongs to the period of")
    denominator_source = fields.Char(string="Out of what")
    denominator_domain = fields.Char(string="Out of which", default="[]")
    denominator_date_field = fields.Char(string="Their date")
    scope_field = fields.Char(string="Split by")
    period = fields.Selection(selection=PERIODS, required=True, default="month")
    minimum_sample = fields.Integer(
        string="Say nothing below",
        default=1,
        required=True,
        help="With fewer records than this there is no value.",
    )
    version = fields.Integer(
        default=1, readonly=True, copy=False, help="Grows with each change of formula."
    )
    measured_at = fields.Datetime(string="Last measured", readonly=True, copy=False)
    error = fields.Char(string="Could not be measured", readonly=True, copy=False)

    # What is good
    unit = fields.Selection(selection=UNITS, required=True, default="number")
    direction = fields.Selection(
        selection=[
            ("higher", "More is better"),
            ("lower", "Less is better"),
            ("band", "Best in between"),
        ],
        required=True,
        default="higher",
        tracking=True,
    )
    has_target = fields.Boolean(string="Has a target", tracking=True)
    target = fields.Float(tracking=True)
    warning = fields.Float(
        string="Alarm from",
        tracking=True,
        help="Off target, and not yet bad, as far as this. In a band: how far outside.",
    )
    target_low = fields.Float(string="From", tracking=True)
    target_high = fields.Float(string="To", tracking=True)
    baseline = fields.Float(help="Where it was before anything was done about it.")

    measure_ids = fields.One2many(
        comodel_name="engagement.measure", inverse_name="indicator_id", string="Values"
    )

    _code_once = models.UniqueIndex(
        "(code, COALESCE(company_id, 0)) WHERE active IS TRUE",
        "Another indicator has this code. Choose another one.",
    )
    _sample_positive = models.Constraint(
        "CHECK (minimum_sample >= 1)", "A value rests on one record at least."
    )
    _band_ordered = models.Constraint(
        "CHECK (direction != 'band' OR has_target IS NOT TRUE"
        " OR target_low <= target_high)",
        "The lower end of the band lies above its upper end. Exchange them.",
    )
    _alarm_beyond_target = models.Constraint(
        "CHECK (has_target IS NOT TRUE"
        " OR (direction != 'higher' OR warning <= target)"
        " AND (direction != 'lower' OR warning >= target)"
        " AND (direction != 'band' OR warning >= 0))",
        "The alarm begins on the far side of the target: below it where more is "
        "better, above it where less is better.",
    )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            indicator.display_name = " ".join(
                filter(None, [indicator.code, indicator.name])
            )

    @api.onchange("target", "direction")
    def _onchange_target(self):
        """Until somebody says otherwise, whatever is off target is bad."""
        if self.direction == "band":
            return
        sign = 1 if self.direction == "higher" else -1
        if sign * (self.warning - self.target) > 0 or self.warning == (
            self._origin.target
        ):
            self.warning = self.target

    @api.constrains(*FORMULA)
    def _check_formula(self):
        for indicator in self.filtered("active"):
            indicator._check_measurable()

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("has_target") and "warning" not in vals:
                vals["warning"] = (
                    vals.get("target", 0) if vals.get("direction") != "band" else 0
                )
        return super().create(vals_list)

    def write(self, vals):
        changed = self.filtered(lambda i: i._differs(vals, FORMULA))
        judged = self.filtered(lambda i: i._differs(vals, VERDICT)) - changed
        result = super().write(vals)
        for indicator in changed:
            super(EngagementIndicator, indicator).write(
                {"version": indicator.version + 1, "measured_at": False, "error": False}
            )
        judged._judge_open()
        if vals.get("active"):
            self._check_formula()
        return result

    def copy_data(self, default=None):
        vals_list = super().copy_data(default)
        for indicator, vals in zip(self, vals_list, strict=True):
            vals.setdefault("code", self.env._("%s (copy)", indicator.code))
        return vals_list

    def _differs(self, vals, names):
        """Say whether values change any of some fields."""
        return any(
            name in vals
            and self._fields[name].convert_to_write(self[name], self) != vals[name]
            for name in names
        )

    def _get_source(self):
        """Return the source of one indicator, or None while it waits for it."""
        if not self:
            return None
        return self.env["engagement.indicator.source"]._get_source(self.source)

    def _get_denominator_source(self):
        """Return what a share is a share of; usually the same source."""
        key = self.denominator_source or self.source
        return self.env["engagement.indicator.source"]._get_source(key)

    def _check_measurable(self):
        """Refuse a formula that its source does not let be asked.

        An indicator whose source is not there yet waits for it.

        :raises ValidationError: in plain words
        """
        self.ensure_one()
        register = self.env["engagement.indicator.source"]
        source = self._get_source()
        if not source:
            return
        if bool(source.select) != (self.aggregate == "computed"):
            raise ValidationError(
                self.env._(
                    "“%(source)s” is worked out as a whole. Choose it together with "
                    "“Worked out by the source”, or choose other records.",
                    source=source.label,
                )
                if source.select
                else self.env._(
                    "“%(source)s” are records: say what is done with them, for "
                    "example “How many”.",
                    source=source.label,
                )
            )
        if source.select:
            return
        register._read_filter(self.source, self.domain)
        register._check_date(source, self.date_field)
        if self.aggregate in MEASURING:
            register._check_measure(source, self.measure_field)
        if self.scope_field and self.scope_field not in source.scopes:
            raise ValidationError(
                self.env._(
                    "“%(source)s” cannot be split by “%(field)s”. Choose one of: "
                    "%(fields)s.",
                    source=source.label,
                    field=self.scope_field,
                    fields=", ".join(source.scopes) or self.env._("(none)"),
                )
            )
        if self.aggregate == "ratio":
            whole = self._get_denominator_source()
            if not whole:
                return
            if whole.select:
                raise ValidationError(
                    self.env._(
                        "“%(source)s” cannot be what a share is of. Choose records.",
                        source=whole.label,
                    )
                )
            register._read_filter(
                self.denominator_source or self.source, self.denominator_domain
            )
            register._check_date(whole, self.denominator_date_field)

    def _format_value(self, value):
        """Return a value as people read it, with its unit; a dash without one."""
        if value is None or not self:
            return self.env._("n/a")
        return " ".join(filter(None, [self._format_number(value), self._get_unit()]))

    def _format_number(self, value):
        """Return a value as people read it, without its unit."""
        digits = 0 if value == int(value) else 1
        lang = self.env["res.lang"].browse(get_lang(self.env).id)
        return lang.format(f"%.{digits}f", value, grouping=True)

    def _get_unit(self):
        """Return the unit that stands behind a value; scores and numbers have none."""
        if self.unit in ("number", "score"):
            return ""
        return dict(self._fields["unit"]._description_selection(self.env))[self.unit]
