# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

from .clock import UNITS
from .code_lifecycle import OPEN_STATES

#: What stays editable once the version is approved: how the promise is run
FREE_FIELDS = {
    "owner_id",
    "user_id",
    "capacity_checked",
    "capacity_note",
    "skill_ids",
    "department_ids",
    "fulfilment_ids",
    "need_ids",
    "legal_checked_by_id",
    "legal_checked_on",
    "procedure",
    "on_miss",
    "escalation_user_id",
    "rule_active",
    "rule_evaluated_at",
    "rule_reconciled_at",
}


class EngagementProvision(models.Model):
    """One promise of a code: what, until when, with which exceptions, and what if not.

    The promise is general; each time it is tested it leaves a row in the ledger. A
    promise keeps its root over the versions of the code, so that its rate can be
    followed although its wording changed.
    """

    _name = "engagement.provision"
    _description = "Promise of a Code"
    _inherit = ["engagement.step.mixin"]
    _order = "code_id, sequence, id"
    _rec_names_search = ["number", "promise"]
    _check_company_auto = True
    # the first wording says whose figures a promise goes on with
    _step_fields = frozenset({"root_id"})

    @api.model
    def _default_owner_id(self):
        """In a small organisation whoever writes a promise keeps it."""
        small = self.env.company.engagement_small_organisation
        return small and self.env.user.employee_id

    code_id = fields.Many2one(
        comodel_name="engagement.code",
        required=True,
        ondelete="cascade",
        index=True,
        check_company=True,
    )
    root_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="First wording",
        readonly=True,
        copy=False,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="code_id.company_id", store=True, precompute=True, index=True
    )
    code_state = fields.Selection(related="code_id.state", string="State of the code")
    sequence = fields.Integer(default=10)
    number = fields.Char(help="Left empty, the next number of the code is given.")

    # What is promised
    promise = fields.Text(required=True, translate=True)
    category = fields.Selection(
        selection=[
            ("delivery", "Delivery"),
            ("returns", "Returns"),
            ("personal_data", "Personal information"),
            ("advertising", "Advertising"),
            ("product", "Product or service"),
            ("complaint", "Complaint handling"),
            ("accessibility", "Accessibility"),
            ("other", "Other"),
        ],
        required=True,
        default="delivery",
    )
    limit_value = fields.Float(string="Within", aggregator=None)
    limit_unit = fields.Selection(
        selection=UNITS, string="Unit", required=True, default="working_day"
    )
    calendar_id = fields.Many2one(
        comodel_name="resource.calendar",
        string="Working time",
        compute="_compute_calendar_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        check_company=True,
        help="Says which days are working days, and in which time zone a day ends.",
    )
    no_limit_reason = fields.Char(
        string="Why no limit",
        help="Where a promise cannot be measured by time, say how it is measured.",
    )
    exclusions = fields.Text(
        string="Does not hold for", translate=True, help="“None” is an answer too."
    )
    remedy = fields.Text(
        string="If we do not keep it",
        translate=True,
        help="What the person gets when the promise is missed.",
    )
    verification = fields.Char(
        string="How it is checked",
        help="How anybody could find out whether it is kept.",
    )
    change_note = fields.Char(string="What changed", copy=False)

    # How it is run
    owner_id = fields.Many2one(
        comodel_name="hr.employee",
        default=lambda self: self._default_owner_id(),
        index="btree_not_null",
        check_company=True,
        help="Accountable for keeping the promise.",
    )
    procedure = fields.Text(string="Who does what")
    on_miss = fields.Text(string="On a miss", help="What is done at once, and by whom.")
    escalation_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Goes to",
        index="btree_not_null",
        domain="[('share', '=', False)]",
        help="Who is told when the promise is missed.",
    )
    capacity_checked = fields.Boolean(string="Can be kept")
    capacity_note = fields.Char(string="People, stock and money for it")
    legal_checked_by_id = fields.Many2one(
        comodel_name="res.users", string="Checked against the law by"
    )
    legal_checked_on = fields.Date(string="Checked on")
    limit_text = fields.Char(string="Limit", compute="_compute_limit_text")

    _limit_not_negative = models.Constraint(
        "CHECK (limit_value BETWEEN 0 AND 10000)",  # clock.MAX_LIMIT
        "A limit is above 0 and at most 10000: say within how many hours or days the "
        "promise is kept.",
    )

    @api.depends("company_id")
    def _compute_calendar_id(self):
        for provision in self:
            company = provision.company_id or self.env.company
            provision.calendar_id = (
                provision.calendar_id or company.resource_calendar_id
            )

    @api.depends("limit_value", "limit_unit", "no_limit_reason")
    @api.depends_context("lang")
    def _compute_limit_text(self):
        many = {
            "hour": self.env._("%(number)s hours"),
            "day": self.env._("%(number)s days"),
            "working_day": self.env._("%(number)s working days"),
        }
        one = {
            "hour": self.env._("1 hour"),
            "day": self.env._("1 day"),
            "working_day": self.env._("1 working day"),
        }
        for provision in self:
            value, unit = provision.limit_value, provision.limit_unit
            if not value or not unit:
                provision.limit_text = provision.no_limit_reason
            elif value == 1:
                provision.limit_text = one[unit]
            else:
                number = f"{value:g}"
                provision.limit_text = many[unit] % {"number": number}

    @api.depends("number", "promise")
    def _compute_display_name(self):
        for provision in self:
            text = (provision.promise or "").splitlines()[:1]
            provision.display_name = f"{provision.number}. {''.join(text)[:80]}"

    @api.model_create_multi
    def create(self, vals_list):
        provisions = super().create(vals_list)
        provisions.code_id._check_wording_open({"provision_ids": True})
        provisions._number()
        for provision in provisions.filtered(lambda provision: not provision.root_id):
            provision._step().root_id = provision
        return provisions

    def write(self, vals):
        if not self._is_step() and not vals.keys() <= FREE_FIELDS:
            self._check_wording_open()
        result = super().write(vals)
        if "code_id" in vals:
            # nor is a promise slipped into a version that is approved
            self._check_wording_open()
        return result

    def _update_field_translations(
        self, field_name, translations, digest=None, source_lang=""
    ):
        self.code_id._check_translation_open(self, field_name, translations)
        # at its end Odoo writes the text that is there already
        return super(EngagementProvision, self._step())._update_field_translations(
            field_name, translations, digest=digest, source_lang=source_lang
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_wording_open()

    def _check_wording_open(self):
        """Refuse to change a promise of a version that is approved."""
        for provision in self:
            if provision.code_id.state not in OPEN_STATES:
                raise UserError(
                    self.env._(
                        "“%(code)s” is approved, so promise %(number)s stays as it is. "
                        "Make a new version of the code to change it.",
                        code=provision.code_id.display_name,
                        number=provision.number,
                    )
                )

    def _number(self):
        """Give the promises without a number the next ones of their code."""
        for code, provisions in self.grouped("code_id").items():
            numbers = code.provision_ids.filtered("number").mapped("number")
            last = max(
                (int(number) for number in numbers if number.isdigit()), default=0
            )
            unnumbered = provisions.filtered(lambda provision: not provision.number)
            for number, provision in enumerate(unnumbered, last + 1):
                provision.number = str(number)
