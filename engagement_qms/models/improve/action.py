# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

KINDS = [
    ("correction", "Correction"),
    ("corrective", "Corrective action"),
    ("preventive", "Preventive action"),
    ("improvement", "Improvement"),
    ("suggestion", "Suggestion"),
]
STATES = [
    ("plan", "Plan"),
    ("do", "Do"),
    ("check", "Check"),
    ("act", "Act"),
    ("done", "Done"),
    ("cancelled", "Cancelled"),
]
#: Until it is implemented, an action can be late
WORKING_STATES = ("plan", "do")
OPEN_STATES = ("plan", "do", "check", "act")
#: What was agreed, and whose work is checked: it stays while somebody checks
AGREED = {"user_id", "owner_id", "due_date", "due_change_reason", "indicator_id"}
#: What the check finds
FINDINGS = {"check_result", "check_note", "self_check_reason"}


class EngagementAction(models.Model):
    """One thing that we change: because of what, by whom, until when, and if it helped.

    The day that was agreed first is kept and decides whether the action was in time.
    A later day moves the reminder, has a reason, and stays visible. Whether it helped
    is checked some time after it was implemented, by somebody who did not do it.
    """

    _name = "engagement.action"
    _description = "Action"
    _inherit = [
        "engagement.number.mixin",
        "engagement.step.mixin",
        "engagement.confidential.mixin",
        "engagement.origin.mixin",
        "engagement.counter.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_date, id"
    _rec_names_search = ["number", "name"]
    _check_company_auto = True
    _number_sequence = "engagement_qms.sequence_action"
    _confidential_number_field = "number"
    _confidential_title_fields = ("name", "description", "lesson")
    _step_fields = frozenset(
        {
            "cancel_reason",
            "checked_by_id",
            "checked_on",
            "first_due_date",
            "implemented_by_id",
            "implemented_on",
            "measured_after_on",
            "measured_before_on",
            "resource_asked_on",
            "resource_decided_by_id",
            "resource_decided_on",
            "resource_note",
            "resource_state",
            "state",
            "told_on",
            "value_after",
            "value_before",
        }
    )
    _step_fields_once = frozenset({"company_id", "number", "previous_id"})

    number = fields.Char(readonly=True, copy=False, index="trigram")
    # without tracking: a title that has to go must not live on in the history
    name = fields.Char(string="Action", required=True, index="trigram")
    kind = fields.Selection(
        selection=KINDS, required=True, default="improvement", tracking=True
    )
    state = fields.Selection(
        selection=STATES,
        required=True,
        default="plan",
        readonly=True,
        copy=False,
        tracking=True,
        group_expand=True,
    )
    description = fields.Text(
        string="What is done", help="What we change, and how we will see that it helps."
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
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Does it, and is reminded.",
    )
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        help="The person accountable for the result.",
    )
    partner_ids = fields.Many2many(
        comodel_name="res.partner",
        string="Together with",
        check_company=True,
        help="Customers, suppliers or others who do it with us. Where the action is "
        "not confidential, those with a login see its title, what is done and until "
        "when, and write how it goes.",
    )

    # What for
    objective_ids = fields.Many2many(
        comodel_name="engagement.objective", string="Objectives", check_company=True
    )
    process_id = fields.Many2one(
        comodel_name="engagement.process",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    department_id = fields.Many2one(
        comodel_name="hr.department",
        index="btree_not_null",
        check_company=True,
    )
    principle_ids = fields.Many2many(
        comodel_name="engagement.principle", string="Principles"
    )

    # Done, and did it help?
    implemented_on = fields.Date(
        string="Implemented", readonly=True, copy=False, tracking=True
    )
    implemented_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Implemented by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    check_due = fields.Date(
        string="Check due",
        copy=False,
        tracking=True,
        help="When it can be seen whether it helps. Empty: 30 days after it was "
        "implemented.",
    )
    check_overdue = fields.Boolean(
        compute="_compute_check_overdue", search="_search_check_overdue"
    )
    checker_id = fields.Many2one(
        comodel_name="res.users",
        string="To be checked by",
        index="btree_not_null",
        tracking=True,
        check_company=True,
        domain="[('share', '=', False)]",
        help="Somebody who does not do it; they are reminded when the check is due.",
    )
    check_result = fields.Selection(
        selection=[
            ("effective", "It helped"),
            ("partly", "It helped partly"),
            ("not_effective", "It did not help"),
        ],
        string="Did it help?",
        copy=False,
        tracking=True,
    )
    check_note = fields.Text(
        string="What was seen", copy=False, help="Numbers before and after, if any."
    )
    checked_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Checked by",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
        tracking=True,
    )
    checked_on = fields.Date(string="Checked", readonly=True, copy=False)
    self_check_reason = fields.Char(
        string="Why nobody else checked",
        copy=False,
        help="In a small organisation: why one person did what two would do.",
    )
    lesson = fields.Text(
        copy=False,
        index="trigram",
        help="For everybody inside to read: name nobody here.",
    )
    cancel_reason = fields.Char(
        string="Why it was cancelled", readonly=True, copy=False, tracking=True
    )

    _number_once = models.UniqueIndex(
        "(company_id, number)", "This number was given to another action."
    )
    _order_idx = models.Index("(due_date, id) WHERE active IS TRUE")
    _open_idx = models.Index(
        "(due_date, id)"
        " WHERE active IS TRUE AND state IN ('plan', 'do', 'check', 'act')"
    )
    _check_idx = models.Index("(check_due) WHERE state = 'check'")
    _implemented_first = models.Constraint(
        "CHECK (state = 'cancelled' OR"
        " (state IN ('plan', 'do')) = (implemented_on IS NULL))",
        "An action is implemented before it is checked.",
    )
    _checked_first = models.Constraint(
        "CHECK (state NOT IN ('act', 'done') OR"
        " (check_result IS NOT NULL AND checked_by_id IS NOT NULL))",
        "An action ends with a check: whether it helped, and who says so.",
    )
    _no_result_before = models.Constraint(
        "CHECK (check_result IS NULL OR state NOT IN ('plan', 'do'))",
        "Whether an action helped is seen after it was implemented.",
    )

    @api.depends("number", "name")
    def _compute_open_display_name(self):
        for action in self:
            action.display_name = " ".join(filter(None, [action.number, action.name]))

    @api.depends("state", "check_due")
    @api.depends_context("tz")
    def _compute_check_overdue(self):
        today = fields.Date.context_today(self)
        for action in self:
            waits = action.state == "check" and action.check_due
            action.check_overdue = bool(waits) and waits < today

    def _search_check_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        return Domain("state", "=", "check") & Domain("check_due", "<", today)

    def write(self, vals):
        if not self._in_step():
            self._check_unlocked(vals)
        return super().write(vals)

    def _check_unlocked(self, vals):
        """Refuse to change what was agreed or found, once it is what counts."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        for action in self:
            agreed = AGREED if action.state not in WORKING_STATES else set()
            found = FINDINGS if action.state != "check" else set()
            if vals.keys() & (agreed | found):
                raise UserError(
                    self.env._(
                        "“%(name)s” is at “%(state)s”. Until it is implemented you say "
                        "who does it and until when; while it is checked, whether it "
                        "helped. Take it up again to change that.",
                        name=action.display_name,
                        state=labels[action.state],
                    )
                )
