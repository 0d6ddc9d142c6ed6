# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, formatLang

from ..measure.judging import judge

#: What comes with the program; what stands beside is for the organisation to set
FIXED = frozenset({"key", "unit", "direction"})
DECIMALS = {"percent": 0, "number": 0, "days": 0, "months": 0, "times": 1}


class EngagementSignalType(models.Model):
    """One thing that leadership is seen by: why it matters, and from when it alarms.

    The program brings what it is worked out from; the organisation says what is too
    much or too little, from how many records on it says anything, or switches it off.
    """

    _name = "engagement.signal.type"
    _description = "Leadership Signal"
    _order = "sequence, id"

    name = fields.Char(string="Signal", required=True, translate=True)
    key = fields.Char(required=True, readonly=True)
    why = fields.Text(string="Why it matters", required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    unit = fields.Selection(
        selection=[
            ("percent", "%"),
            ("number", "Number"),
            ("days", "Days"),
            ("months", "Months"),
            ("times", "Times"),
        ],
        required=True,
        readonly=True,
        default="percent",
    )
    direction = fields.Selection(
        selection=[("higher", "More is better"), ("lower", "Less is better")],
        string="What is better",
        required=True,
        readonly=True,
        default="higher",
    )
    warning = fields.Float(
        string="Good until",
        required=True,
        digits=(16, 1),
        aggregator=None,
        help="The last value that is good; beyond it the signal warns.",
    )
    bad = fields.Float(
        string="Warns until",
        required=True,
        digits=(16, 1),
        aggregator=None,
        help="The last value that only warns; beyond it the signal is bad.",
    )
    minimum_sample = fields.Integer(
        string="Least number of records",
        required=True,
        default=3,
        aggregator=None,
        help="With fewer records it says nothing about anybody.",
    )

    _key_once = models.UniqueIndex("(key)", "There is a signal with this key already.")
    _bad_is_worse = models.Constraint(
        "CHECK ((direction = 'higher' AND bad <= warning)"
        " OR (direction = 'lower' AND bad >= warning))",
        "What is bad lies beyond what is worth a warning: correct one of the two.",
    )
    _sample_not_negative = models.Constraint(
        "CHECK (minimum_sample >= 0)", "The least number of records is 0 or more."
    )

    def write(self, vals):
        if FIXED & vals.keys() and not self.env.su:
            raise UserError(
                self.env._(
                    "What a signal is worked out from comes with the program. Change "
                    "from when it warns, or switch it off."
                )
            )
        return super().write(vals)

    def _judge(self, value):
        """Return the level of a value; None is no value."""
        self.ensure_one()
        return judge(value, self.direction, self.warning, self.bad)

    def _format_value(self, value):
        """Return a value as people read it."""
        self.ensure_one()
        if value is None:
            return self.env._("n/a")
        number = formatLang(self.env, value, digits=DECIMALS[self.unit])
        return {
            "percent": "%s %%",
            "number": "%s",
            "days": self.env._("%s days"),
            "months": self.env._("%s months"),
            "times": "%s×",
        }[self.unit] % number

    def _get_against(self, source):
        """Return SQL that says whether a fact counts against the signal."""
        self.ensure_one()
        if source.aggregate == "median":
            sign = SQL(">") if self.direction == "lower" else SQL("<")
            return SQL("fact.number %s %s", sign, self.warning)
        return SQL("fact.hit") if self.direction == "lower" else SQL("NOT fact.hit")
