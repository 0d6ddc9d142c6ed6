# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

#: What the leader writes; all else is the person's
REPLY = {"leader_reply"}


class EngagementSelfAssessment(models.Model):
    """How somebody sees the own work on an objective, and what the leader says to it.

    Only the two of them see it, managers and administrators of quality included. The
    company learns how many did it, by an indicator, and never what they wrote.
    """

    _name = "engagement.self.assessment"
    _description = "Self-Assessment"
    _inherit = ["engagement.step.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True
    _step_fields_once = frozenset({"employee_id"})

    employee_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Who",
        required=True,
        ondelete="cascade",
        default=lambda self: self.env.user.employee_id,
        index=True,
        check_company=True,
    )
    objective_id = fields.Many2one(
        comodel_name="engagement.objective",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    score = fields.Selection(
        selection=[
            ("1", "Hardly begun"),
            ("2", "Behind"),
            ("3", "On the way"),
            ("4", "Well on the way"),
            ("5", "Reached"),
        ],
        string="How far I am",
        required=True,
        default="3",
    )
    comment = fields.Text(help="What goes well, and what would help.")
    date = fields.Date(required=True, default=fields.Date.context_today)
    leader_reply = fields.Text(string="Answer of the leader", copy=False)
    leader_id = fields.Many2one(
        comodel_name="res.users",
        compute="_compute_leader_id",
        compute_sudo=True,
    )
    is_own = fields.Boolean(compute="_compute_is_own")
    company_id = fields.Many2one(
        related="employee_id.company_id", store=True, precompute=True, index=True
    )

    @api.depends("employee_id.parent_id.user_id")
    def _compute_leader_id(self):
        for assessment in self:
            assessment.leader_id = assessment.employee_id.parent_id.user_id

    @api.depends("employee_id")
    @api.depends_context("uid")
    def _compute_is_own(self):
        for assessment in self:
            # sudo: whose login it is, to compare only
            user = assessment.employee_id.sudo().user_id
            assessment.is_own = user == self.env.user

    @api.depends("objective_id", "date")
    def _compute_display_name(self):
        for assessment in self:
            # sudo: the name of the objective that the assessment is about
            name = assessment.objective_id.sudo().display_name
            day = fields.Date.to_string(assessment.date)
            assessment.display_name = " ".join(filter(None, [name, day]))

    @api.model_create_multi
    def create(self, vals_list):
        assessments = super().create(vals_list)
        for assessment in assessments:
            assessment._check_writer({name for name in REPLY if assessment[name]})
            assessment._check_writer({"employee_id"})
        return assessments

    def write(self, vals):
        for assessment in self:
            assessment._check_writer(vals.keys())
        return super().write(vals)

    def _check_writer(self, names):
        """Let the person write all but the answer, and the leader the answer only."""
        if self.env.su:
            return
        mine, theirs = names - REPLY, names & REPLY
        if mine and not self.is_own:
            raise UserError(
                self.env._("People assess themselves. You can answer to it.")
            )
        if theirs and self.leader_id != self.env.user:
            raise UserError(self.env._("The leader of the person writes the answer."))
