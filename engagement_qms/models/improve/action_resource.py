# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models
from odoo.exceptions import AccessError, UserError

from .action import OPEN_STATES

#: Who may say whether money and hours are there
DECIDERS = (
    "engagement_qms.group_engagement_manager",
    "engagement_qms.group_engagement_leader",
)


class EngagementActionResource(models.Model):
    """What an action needs, what it took, what it brings, and what stood in its way.

    Money and hours are asked for and granted or refused by a leader, with a reason
    that stays on the record.
    """

    _inherit = "engagement.action"

    currency_id = fields.Many2one(related="company_id.currency_id")
    budget = fields.Monetary(aggregator="sum")
    budget_used = fields.Monetary(string="Spent", copy=False, aggregator="sum")
    hours_planned = fields.Float(string="Hours planned", aggregator="sum")
    hours_used = fields.Float(string="Hours used", copy=False, aggregator="sum")
    resource_state = fields.Selection(
        selection=[
            ("asked", "Asked for"),
            ("granted", "Granted"),
            ("refused", "Refused"),
        ],
        string="Money and hours",
        readonly=True,
        copy=False,
        tracking=True,
    )
    resource_asked_on = fields.Date(string="Asked", readonly=True, copy=False)
    resource_note = fields.Char(
        string="Reason of the decision", readonly=True, copy=False, tracking=True
    )
    resource_decided_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Decided by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    resource_decided_on = fields.Date(string="Decided", readonly=True, copy=False)
    benefit_ids = fields.Many2many(
        comodel_name="engagement.benefit", string="Expected benefits"
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department",
        string="Other departments",
        check_company=True,
        help="The departments that do it together with the first one.",
    )
    hindrance = fields.Selection(
        selection=[
            ("time", "Time"),
            ("money", "Money"),
            ("authority", "Authority"),
            ("skill", "Skill"),
            ("tool", "Tool"),
            ("rule", "A rule"),
        ],
        string="What hindered most",
        copy=False,
        tracking=True,
        help="Said so that it can be changed, and held against nobody.",
    )
    hindrance_note = fields.Char(string="What exactly", copy=False)

    _amounts_not_negative = models.Constraint(
        "CHECK (LEAST(budget, budget_used, hours_planned, hours_used) >= 0)",
        "Money and hours are 0 or more.",
    )

    def action_ask_resources(self):
        """Ask a leader for the money and the hours that are planned."""
        self._check_state(*OPEN_STATES)
        for action in self:
            if not action.budget and not action.hours_planned:
                raise UserError(
                    self.env._(
                        "Say first how much “%(name)s” needs: a budget, or hours.",
                        name=action.display_name,
                    )
                )
        self._step().write(
            {
                "resource_state": "asked",
                "resource_asked_on": fields.Date.context_today(self),
                "resource_note": False,
                "resource_decided_by_id": False,
                "resource_decided_on": False,
            }
        )
        return True

    def action_decide_resources(self):
        """Grant or refuse what was asked for."""
        self.ensure_one()
        self._check_asked()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Money and hours"),
            "res_model": "engagement.action.resource",
            "view_mode": "form",
            "target": "new",
            "context": {"default_action_id": self.id},
        }

    def _decide_resources(self, decision, reason):
        """Note a decision of a leader; a refusal has a reason.

        :param str decision: granted or refused
        :param str reason: why
        """
        self.ensure_one()
        self._check_asked()
        reason = (reason or "").strip()
        if decision == "refused" and not reason:
            raise UserError(
                self.env._(
                    "Say why “%(name)s” does not get what it needs.",
                    name=self.display_name,
                )
            )
        # sudo: leaders decide on actions that they only read
        self.sudo()._step().write(
            {
                "resource_state": decision,
                "resource_note": reason or False,
                "resource_decided_by_id": self.env.user.id,
                "resource_decided_on": fields.Date.context_today(self),
            }
        )

    def _check_asked(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in DECIDERS):
            raise AccessError(
                self.env._("Leaders and quality managers decide on money and hours.")
            )
        if self.resource_state != "asked":
            raise UserError(
                self.env._(
                    "Nobody asks for money or hours for “%(name)s” now.",
                    name=self.display_name,
                )
            )
