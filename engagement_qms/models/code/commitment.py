# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from . import clock

KINDS = [
    ("acknowledge", "Acknowledge"),
    ("update", "Keep informed"),
    ("answer", "Answer"),
    ("second_look", "Second look"),
    ("remedy", "Remedy"),
    ("term", "Agreed term"),
    ("decision", "Decision"),
    ("rule", "Promise of a code"),
]


#: What was promised, and when the clock started
TERMS = {"kind", "provision_id", "started_at", "limit_value", "limit_unit"}


class EngagementCommitment(models.Model):
    """One dated instance of a promise: to whom, from what, due when, kept or not.

    The ledger is the only truth about time. The clock starts when the matter was
    received; kept or missed compares what was done with the due moment as it first
    was. An extension moves the reminder and stays visible; it never makes a late
    promise a kept one. An open promise past its first due moment counts as missed.
    """

    _name = "engagement.commitment"
    _description = "Promise in the Ledger"
    _inherit = [
        "engagement.company.mixin",
        "engagement.step.mixin",
        "engagement.confidential.mixin",
        "engagement.origin.mixin",
    ]
    _order = "due_at, id"
    _check_company_auto = True
    _step_fields = frozenset(
        {
            "cancel_reason",
            "cycle",
            "done_at",
            "extension_reason",
            "remedy_given_at",
            "state",
        }
    )
    _step_fields_once = frozenset({"dispute_id", "due_at"})

    name = fields.Char(required=True)
    kind = fields.Selection(selection=KINDS, required=True, default="term")
    provision_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="Promise",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    code_id = fields.Many2one(
        related="provision_id.code_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Promised to",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id",
        store=True,
        precompute=True,
        index="btree_not_null",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index="btree_not_null",
        check_company=True,
        domain="[('share', '=', False)]",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        default=lambda self: self.env.company,
        index=True,
    )
    cycle = fields.Integer(
        default=0,
        readonly=True,
        copy=False,
        aggregator=None,
        help="0 the first time; each reopening starts another cycle.",
    )

    # The clock
    started_at = fields.Datetime(
        string="Received",
        required=True,
        default=fields.Datetime.now,
        help="When the matter was received: the clock starts here, not when somebody "
        "wrote it down.",
    )
    limit_value = fields.Float(string="Within", aggregator=None)
    limit_unit = fields.Selection(selection=clock.UNITS, default="working_day")
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working time",
        default=lambda self: self.env.company.resource_calendar_id,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    first_due_at = fields.Datetime(
        string="First due",
        compute="_compute_first_due_at",
        store=True,
        readonly=False,
        copy=False,
        precompute=True,
        required=True,
        help="The due moment before any extension. It decides whether the promise was "
        "kept, and never moves.",
    )
    due_at = fields.Datetime(
        string="Due",
        compute="_compute_due_at",
        store=True,
        readonly=False,
        copy=False,
        precompute=True,
        required=True,
    )
    at_risk_at = fields.Datetime(
        string="At risk from",
        compute="_compute_at_risk_at",
        store=True,
        precompute=True,
    )
    done_at = fields.Datetime(string="Done", readonly=True, copy=False)
    extension_reason = fields.Char(readonly=True, copy=False)
    extended = fields.Boolean(compute="_compute_extended", store=True, precompute=True)
    state = fields.Selection(
        selection=[
            ("open", "Open"),
            ("kept", "Kept"),
            ("missed", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )
    cancel_reason = fields.Char(readonly=True, copy=False)
    overdue = fields.Boolean(compute="_compute_overdue", search="_search_overdue")
    at_risk = fields.Boolean(compute="_compute_overdue", search="_search_at_risk")
    mood = fields.Selection(
        selection=[
            ("running", "Running"),
            ("at_risk", "At risk"),
            ("overdue", "Overdue"),
            ("kept", "Kept"),
            ("missed", "Missed"),
            ("cancelled", "Cancelled"),
        ],
        string="How it stands",
        compute="_compute_overdue",
    )

    # What the person gets when it is missed
    remedy = fields.Text()
    remedy_due_at = fields.Datetime(string="Remedy due", copy=False)
    remedy_given_at = fields.Datetime(string="Remedy given", readonly=True, copy=False)

    _once = models.UniqueIndex(
        "(provision_id, kind, origin_model, origin_res_id, cycle)"
        " WHERE provision_id IS NOT NULL",
        "This promise is in the ledger already for the same document.",
    )
    _rate_idx = models.Index(
        "(provision_id, first_due_at) INCLUDE (state) WHERE provision_id IS NOT NULL"
    )
    _open_idx = models.Index("(due_at, id) WHERE state = 'open'")
    _order_idx = models.Index("(due_at, id)")
    _due_after_start = models.Constraint(
        "CHECK (first_due_at > started_at AND due_at >= first_due_at)",
        "A promise is due after it was received, and an extension moves it later.",
    )
    _extended_for_a_reason = models.Constraint(
        "CHECK (due_at = first_due_at OR extension_reason IS NOT NULL)",
        "Say why a promise takes longer: use “Extend”.",
    )
    _done_after_start = models.Constraint(
        "CHECK (done_at IS NULL OR done_at >= started_at)",
        "A promise cannot be done before it was received.",
    )
    _done_is_settled = models.Constraint(
        "CHECK ((state IN ('kept', 'missed')) = (done_at IS NOT NULL)"
        " OR state = 'cancelled')",
        "A promise is kept or missed once it is done, and open before.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if any(vals.get("provision_id") for vals in vals_list):
            self._check_may_count()
        return super().create(vals_list)

    def write(self, vals):
        if vals.get("provision_id"):
            self._check_may_count()
        if vals.keys() & TERMS:
            self._check_terms_open()
        if "first_due_at" in vals:
            moment = fields.Datetime.to_datetime(vals["first_due_at"])
            for commitment in self.filtered(lambda c: c.first_due_at != moment):
                raise UserError(
                    self.env._(
                        "“%(name)s” was due at a moment that decides whether it is "
                        "kept, and does not move. Extend it instead.",
                        name=commitment.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _check_may_count(self):
        """Refuse to let anybody add to the figures that a code shows to everybody."""
        officer = "engagement_qms.group_engagement_officer"
        if not self._in_step() and not self.env.user.has_group(officer):
            raise UserError(
                self.env._(
                    "What counts for a promise of a code is written by Odoo or by an "
                    "officer. Leave the promise empty, or ask one."
                )
            )

    def _check_terms_open(self):
        """Refuse to change what was promised once it was kept or missed."""
        for commitment in self if not self._in_step() else ():
            if commitment.state != "open":
                raise UserError(
                    self.env._(
                        "“%(name)s” is settled, so what was promised stays as it was.",
                        name=commitment.display_name,
                    )
                )
