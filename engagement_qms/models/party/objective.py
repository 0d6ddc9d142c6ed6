# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

LIVE_STATES = ("draft", "active")


class EngagementObjective(models.Model):
    """What we want to reach for the parties, by when, and who stands for it.

    An objective serves needs and leads to a business goal. An active one that serves
    no need is shown as such: it may be right, but nobody asked for it.
    """

    _name = "engagement.objective"
    _description = "Objective"
    _inherit = ["mail.thread", "mail.activity.mixin", "engagement.counter.mixin"]
    _order = "date_target, id"
    _check_company_auto = True

    name = fields.Char(
        string="Objective", required=True, index="trigram", tracking=True
    )
    description = fields.Text(help="How we will know that it is reached.")
    mission_link = fields.Text(
        string="Link to the mission",
        help="How it connects what the parties need with what the organisation is "
        "there for.",
    )
    goal_id = fields.Many2one(
        comodel_name="engagement.business.goal",
        string="Business goal",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
    )
    goal_category = fields.Selection(
        related="goal_id.category", string="Goal category", store=True
    )
    state = fields.Selection(
        selection=[
            ("draft", "Draft"),
            ("active", "Active"),
            ("reached", "Reached"),
            ("dropped", "Dropped"),
        ],
        required=True,
        default="draft",
        group_expand=True,
        index=True,
        copy=False,
        tracking=True,
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    small_organisation = fields.Boolean(
        related="company_id.engagement_small_organisation"
    )

    # Who
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index=True,
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The person accountable for the result.",
    )
    sponsor_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The leader who stands for the objective and clears its way.",
    )
    champion_party_id = fields.Many2one(
        comodel_name="engagement.party",
        string="Champion among the parties",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
    )
    department_ids = fields.Many2many(
        comodel_name="hr.department", string="Departments", check_company=True
    )

    # What for
    need_ids = fields.Many2many(
        comodel_name="engagement.need", string="Needs", check_company=True
    )
    need_count = fields.Integer(compute="_compute_need_count")
    unlinked = fields.Boolean(
        string="Serves no need",
        compute="_compute_unlinked",
        search="_search_unlinked",
        compute_sudo=True,
        help="Active, but not linked to any need.",
    )
    benefit_ids = fields.Many2many(
        comodel_name="engagement.benefit", string="Expected benefits"
    )
    principle_ids = fields.Many2many(
        comodel_name="engagement.principle", string="Principles"
    )
    process_ids = fields.Many2many(
        comodel_name="engagement.process", string="Processes", check_company=True
    )

    # When, and what came of it
    date_start = fields.Date(string="Start", default=fields.Date.context_today)
    date_target = fields.Date(string="Due", tracking=True)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    closed_on = fields.Date(string="Closed on", readonly=True, copy=False)
    result = fields.Text(
        string="What came of it",
        copy=False,
        tracking=True,
        help="The result; or, for an objective that was dropped, the reason.",
    )

    _order_idx = models.Index("(date_target, id) WHERE active IS TRUE")
    _dates_in_order = models.Constraint(
        "CHECK (date_target >= date_start)",
        "An objective is due after its start: correct one of the two dates.",
    )

    @api.depends("need_ids")
    def _compute_need_count(self):
        for objective in self:
            objective.need_count = len(objective.need_ids)

    @api.depends("state", "need_ids.active")
    def _compute_unlinked(self):
        for objective in self:
            objective.unlinked = objective.state == "active" and not objective.need_ids

    def _search_unlinked(self, operator, value):
        if operator != "in":
            return NotImplemented
        # whether a need is linked does not depend on who may see it
        return Domain("state", "=", "active") & Domain(
            "need_ids", "not any!", Domain.TRUE
        )

    @api.depends("state", "date_target")
    @api.depends_context("tz")
    def _compute_overdue(self):
        today = fields.Date.context_today(self)
        for objective in self:
            objective.overdue = bool(
                objective.state in LIVE_STATES
                and objective.date_target
                and objective.date_target < today
            )

    def _search_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return [("state", "in", LIVE_STATES), ("date_target", "<", today)]

    def action_activate(self):
        """Start pursuing the objectives; each needs a leader who stands for it."""
        self._check_state(("draft",))
        if unsponsored := self.filtered(lambda objective: not objective.sponsor_id):
            raise UserError(
                self.env._(
                    "Name a sponsor first, a leader who stands for it: %(objectives)s",
                    objectives=", ".join(unsponsored.mapped("name")),
                )
            )
        return self.write({"state": "active"})

    def action_reach(self):
        """Note that the objectives are reached."""
        self._check_state(("active",))
        return self.write(
            {"state": "reached", "closed_on": fields.Date.context_today(self)}
        )

    def action_drop(self):
        """Give the objectives up, for a reason that stays on the record."""
        self._check_state(LIVE_STATES)
        if unexplained := self.filtered(lambda objective: not objective.result):
            raise UserError(
                self.env._(
                    "Say in “What came of it” why it is dropped: %(objectives)s",
                    objectives=", ".join(unexplained.mapped("name")),
                )
            )
        return self.write(
            {"state": "dropped", "closed_on": fields.Date.context_today(self)}
        )

    def action_reopen(self):
        """Take closed objectives up again."""
        self._check_state(("reached", "dropped"))
        return self.write({"state": "draft", "closed_on": False})

    def action_view_needs(self):
        """Open the needs that this objective serves."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "engagement_qms.engagement_need_action"
        )
        return action | {
            "domain": [("objective_ids", "in", self.ids)],
            "context": {"default_objective_ids": self.ids},
        }

    @api.model
    def _get_counters(self):
        return [
            ("overdue", "danger", [("overdue", "=", True)]),
            ("unlinked", "warning", [("unlinked", "=", True)]),
            ("live", "info", [("state", "in", LIVE_STATES)]),
        ]

    def _check_state(self, expected):
        """Refuse a step from a wrong state.

        :param tuple expected: the states from which the step is allowed
        :raise UserError: naming the objective, its state and the states that would do
        """
        labels = dict(self._fields["state"]._description_selection(self.env))
        if wrong := self.filtered(lambda objective: objective.state not in expected):
            raise UserError(
                self.env._(
                    "%(objective)s is “%(state)s”. This step needs an objective that "
                    "is: %(expected)s.",
                    objective=wrong[0].name,
                    state=labels[wrong[0].state],
                    expected=", ".join(labels[state] for state in expected),
                )
            )
