# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from typing import NamedTuple

from odoo import api, fields, models
from odoo.tools import ormcache

from ..code.clock import UNITS
from .complaint import KINDS

#: Steps of a complaint that have a time, and the promise each of them is
STAGES = [
    ("acknowledge", "Acknowledge"),
    ("answer", "Answer"),
    ("update", "Keep informed, every"),
    ("second_look", "Answer the second look"),
]


class Limit(NamedTuple):
    """The limit of a step as it is kept in memory."""

    line_id: int
    starts: str
    value: float
    unit: str
    promised: bool


class EngagementClockProfile(models.Model):
    """How much time complaints take at most, step by step.

    The standards give no numbers: the organisation does, and its regulator may. The
    profiles that come with the addon are starting points, never legal advice.
    """

    _name = "engagement.clock.profile"
    _description = "Time Limits of Complaints"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    source = fields.Char(
        translate=True, help="Where the numbers come from: a law, a code, our own word."
    )
    line_ids = fields.One2many(
        comodel_name="engagement.clock.profile.line",
        inverse_name="profile_id",
        string="Limits",
        copy=True,
    )
    extension_value = fields.Float(
        string="Extend by at most",
        aggregator=None,
        help="How much later an answer may come, once and with a reason. 0: as agreed.",
    )
    extension_unit = fields.Selection(
        selection=UNITS, required=True, default="working_day"
    )
    reply_days = fields.Integer(
        string="Wait for a reply (days)",
        default=28,
        help="So many days after the answer, and after a reminder, a complaint may be "
        "closed without a reply.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    active = fields.Boolean(default=True)
    summary = fields.Char(string="In short", compute="_compute_summary")

    _extension_range = models.Constraint(
        "CHECK (extension_value BETWEEN 0 AND 10000)",
        "An extension is 0 to 10000 hours or days.",
    )
    _reply_days_range = models.Constraint(
        "CHECK (reply_days BETWEEN 1 AND 365)",
        "Wait 1 to 365 days for a reply.",
    )

    @api.depends("line_ids.stage", "line_ids.limit_value", "line_ids.limit_unit")
    @api.depends_context("lang")
    def _compute_summary(self):
        stages = dict(
            self.env["engagement.clock.profile.line"]
            ._fields["stage"]
            ._description_selection(self.env)
        )
        units = dict(self._fields["extension_unit"]._description_selection(self.env))
        for profile in self:
            profile.summary = " · ".join(
                f"{stages[line.stage]}: {line.limit_value:g} {units[line.limit_unit]}"
                for line in profile.line_ids
                if line.stage and line.limit_unit
            )

    def _get_line(self, stage, kind):
        """Return the limit of a step: the one for the kind, or the general one.

        :param str stage: a step of ``STAGES``
        :param str kind: the kind of complaint
        """
        limits = self._get_limits()
        lines = self.env["engagement.clock.profile.line"]
        limit = limits.get((stage, kind))
        # all of the profile are read at once
        ids = tuple({limit.line_id for limit in limits.values()})
        return lines.browse(limit and limit.line_id).with_prefetch(ids)

    @ormcache("self.id")
    def _get_limits(self):
        """Return {(step, kind): Limit}: asked for with every complaint."""
        result = {}
        # sudo: the same for everybody, for it is kept for everybody. The limit of one
        # kind takes the place of the general one
        for line in self.sudo().line_ids.sorted(lambda line: bool(line.kind)):
            for kind in [line.kind] if line.kind else dict(KINDS):
                result[line.stage, kind] = Limit(
                    line.id,
                    line.starts,
                    line.limit_value,
                    line.limit_unit,
                    bool(line.provision_id),
                )
        return result


class EngagementClockProfileLine(models.Model):
    """The limit of one step, for every kind of complaint or for one."""

    _name = "engagement.clock.profile.line"
    _description = "Time Limit of a Step"
    _inherit = ["engagement.cached.mixin"]
    _order = "profile_id, sequence, id"
    _check_company_auto = True

    profile_id = fields.Many2one(
        comodel_name="engagement.clock.profile",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="profile_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    stage = fields.Selection(selection=STAGES, string="Step", required=True)
    kind = fields.Selection(
        selection=KINDS, string="Only for", help="Empty: for every kind."
    )
    starts = fields.Selection(
        selection=[
            ("received", "When it was received"),
            ("acknowledged", "When it was acknowledged"),
        ],
        string="Counted from",
        required=True,
        default="received",
    )
    limit_value = fields.Float(string="Within", required=True, aggregator=None)
    limit_unit = fields.Selection(
        selection=UNITS, string="Unit", required=True, default="working_day"
    )
    provision_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="Promised in",
        index="btree_not_null",
        ondelete="set null",
        help="The promise of a code that says so. Each time is then counted there, and "
        "a miss is a miss of the code. A new version of the code takes over.",
    )

    _once = models.UniqueIndex(
        "(profile_id, stage, COALESCE(kind, ''))",
        "There is a limit for this step and this kind already.",
    )
    _limit_range = models.Constraint(
        "CHECK (limit_value > 0 AND limit_value <= 10000)",
        "A limit is above 0 and at most 10000.",
    )
