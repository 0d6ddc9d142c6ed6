# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.engagement_qms.models.improve.action import OPEN_STATES


class EngagementSkillGap(models.Model):
    """What an employer misses in those who learnt here, and what we answer.

    Each gap is answered: by an action, or by saying why nothing is changed. What is
    not answered shows in the next review of the programme, and on the risk.
    """

    _name = "engagement.skill.gap"
    _description = "Skill Gap"
    _inherit = [
        "engagement.company.mixin",
        "engagement.follow.up.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "importance desc, raised_on desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="What is missing", required=True, tracking=True)
    description = fields.Text(
        string="In their words", help="At which work it shows, and how often."
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        related="programme_id.company_id", store=True, precompute=True, index=True
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Employer",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    importance = fields.Integer(
        required=True,
        default=3,
        aggregator="avg",
        tracking=True,
        help="1 nice to have, 5 they cannot work without it.",
    )
    raised_on = fields.Date(
        string="Said on", required=True, default=fields.Date.context_today
    )
    review_id = fields.Many2one(
        comodel_name="engagement.review",
        string="Said at",
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
        help="The panel or review at which it was said.",
    )

    # What we say to it
    answer = fields.Text(
        string="Our answer", help="What we do, or why nothing is changed."
    )
    answered_on = fields.Date(
        compute="_compute_answered_on", store=True, readonly=False, copy=False
    )
    action_id = fields.Many2one(
        comodel_name="engagement.action",
        string="What we do",
        copy=False,
        index="btree_not_null",
        check_company=True,
        ondelete="set null",
    )
    state = fields.Selection(
        selection=[
            ("open", "Not answered"),
            ("acting", "We do something"),
            ("answered", "Answered"),
            ("closed", "Done"),
        ],
        compute="_compute_state",
        store=True,
        index=True,
    )

    _importance_range = models.Constraint(
        "CHECK (importance BETWEEN 1 AND 5)",
        "Importance goes from 1 (nice to have) to 5 (they cannot work without it).",
    )

    @api.depends("answer")
    def _compute_answered_on(self):
        today = fields.Date.context_today(self)
        for gap in self:
            gap.answered_on = gap.answer and (gap.answered_on or today)

    @api.depends("answer", "action_id.state")
    def _compute_state(self):
        for gap in self:
            # sudo: how an action stands, also where it is not for everybody
            action = gap.sudo().action_id
            if action.state == "done":
                gap.state = "closed"
            elif action.state in OPEN_STATES:
                gap.state = "acting"
            else:
                gap.state = "answered" if (gap.answer or "").strip() else "open"

    def action_open_action(self):
        """Open an action for it, once."""
        self.ensure_one()
        if self.action_id and self.state != "open":
            raise UserError(
                self.env._(
                    "“%(gap)s” has an action already: %(action)s.",
                    gap=self.name,
                    # sudo: the name that everybody may know of it
                    action=self.sudo().action_id.display_name,
                )
            )
        return super().action_open_action()

    def _get_action_defaults(self):
        return super()._get_action_defaults() | {
            "default_name": self.name,
            "default_learning_programme_id": self.programme_id.id,
            "default_cites_input": "employer",
        }
