# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .action import WORKING_STATES

#: So many days before the day it is due, an action is due soon
SOON = 7


class EngagementActionDue(models.Model):
    """Until when an action is done: the day that was agreed first, and a later one."""

    _inherit = "engagement.action"

    due_date = fields.Date(string="Due", copy=False, tracking=True)
    first_due_date = fields.Date(
        string="First due",
        compute="_compute_first_due_date",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="The day that was agreed first. It decides whether the action was in "
        "time, and never moves.",
    )
    moved = fields.Boolean(
        string="Date moved", compute="_compute_moved", store=True, precompute=True
    )
    due_change_reason = fields.Char(
        string="Why it is due later", copy=False, tracking=True
    )
    overdue = fields.Boolean(
        compute="_compute_timing",
        search="_search_overdue",
        help="Not implemented on the day that was agreed first.",
    )
    timing = fields.Selection(
        selection=[
            ("open", "No date"),
            ("running", "In time"),
            ("soon", "Due soon"),
            ("overdue", "Overdue"),
            ("kept", "Done in time"),
            ("missed", "Done late"),
            ("cancelled", "Cancelled"),
        ],
        string="How it stands",
        compute="_compute_timing",
    )

    _late_idx = models.Index("(first_due_date) WHERE state IN ('plan', 'do')")
    _later_for_a_reason = models.Constraint(
        "CHECK (due_date <= first_due_date OR due_change_reason IS NOT NULL)",
        "Say why the action is due later than first agreed.",
    )

    @api.depends("due_date")
    def _compute_first_due_date(self):
        for action in self:
            action.first_due_date = action._origin.first_due_date or action.due_date

    @api.depends("due_date", "first_due_date")
    def _compute_moved(self):
        for action in self:
            action.moved = action.due_date != action.first_due_date

    @api.depends("state", "first_due_date", "implemented_on")
    @api.depends_context("tz")
    def _compute_timing(self):
        today = fields.Date.context_today(self)
        for action in self:
            first, implemented = action.first_due_date, action.implemented_on
            if action.state == "cancelled":
                action.timing = "cancelled"
            elif implemented:
                late = first and implemented > first
                action.timing = "missed" if late else first and "kept"
            elif not first:
                action.timing = "open"
            elif first < today:
                action.timing = "overdue"
            else:
                soon = first <= today + timedelta(days=SOON)
                action.timing = "soon" if soon else "running"
            action.overdue = action.timing == "overdue"

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "in", WORKING_STATES) & Domain(
            "first_due_date", "<", today
        )

    @api.onchange("due_date")
    def _onchange_due_date(self):
        # each move has its own reason
        before = self._origin.due_date
        if before and (not self.due_date or self.due_date > before):
            self.due_change_reason = False

    def write(self, vals):
        self._check_moved_for_a_reason(vals)
        return super().write(vals)

    @api.model
    def _get_counters(self):
        today = fields.Date.context_today(self)
        working = Domain("state", "in", WORKING_STATES)
        soon = Domain("first_due_date", "<=", today + timedelta(days=SOON))
        return [
            ("overdue", "danger", [("overdue", "=", True)]),
            ("soon", "warning", working & soon & Domain("first_due_date", ">=", today)),
            ("to_check", "info", [("state", "=", "check")]),
        ]

    def _check_moved_for_a_reason(self, vals):
        """Refuse to let an action be due later without saying why, each time anew."""
        moved = {"due_date", "due_change_reason"} & vals.keys()
        if not moved or (vals.get("due_change_reason") or "").strip():
            return
        for action in self:
            day = fields.Date.to_date(vals.get("due_date", action.due_date))
            before = action.due_date if "due_date" in vals else action.first_due_date
            if before and (not day or day > before):
                raise UserError(
                    self.env._(
                        "Open “%(name)s” and say in “Why it is due later” why its date "
                        "moves. The day that was agreed first stays visible.",
                        name=action.display_name,
                    )
                )
