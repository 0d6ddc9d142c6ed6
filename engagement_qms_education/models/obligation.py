# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins import recurrence


class EngagementObligation(models.Model):
    """What we owe an authority or an accreditation body: a report, a renewal, a fee.

    One record is one due day, with the proof that it was met. Where it comes again,
    the next one makes itself. The day that was set first stays, so that a day moved
    later never moves the rhythm.
    """

    _name = "engagement.obligation"
    _description = "Duty to Report"
    _inherit = [
        "engagement.company.mixin",
        "engagement.reminded.mixin",
        "engagement.counter.mixin",
        "engagement.files.mixin",
    ]
    _order = "date_due, id"
    _check_company_auto = True
    _step_fields = frozenset({"state", "series_id", "reminded_for"})
    _step_fields_once = frozenset({"company_id", "first_date_due"})
    _files_field = "file_ids"
    _reminded_field = "date_due"
    _reminded_activity = "engagement_qms_education.mail_activity_type_obligation"

    name = fields.Char(string="What is owed", required=True, tracking=True)
    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="To whom",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    commercial_partner_id = fields.Many2one(
        related="partner_id.commercial_partner_id", store=True, index=True
    )
    programme_id = fields.Many2one(
        comodel_name="engagement.programme",
        check_company=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: owed for the whole organisation.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        check_company=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
        tracking=True,
        help="Is reminded, and may hand it in.",
    )
    state = fields.Selection(
        selection=[
            ("open", "To hand in"),
            ("submitted", "Handed in"),
            ("cancelled", "Not owed any more"),
        ],
        required=True,
        default="open",
        readonly=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )

    # When
    date_due = fields.Date(string="Due", required=True, tracking=True)
    first_date_due = fields.Date(
        string="First due",
        compute="_compute_first_date_due",
        store=True,
        precompute=True,
        copy=False,
        help="The day that was set first. Moving the due day leaves it.",
    )
    late = fields.Boolean(compute="_compute_late", search="_search_late")
    recurring = fields.Boolean(string="Comes again")
    interval_number = fields.Integer(string="Every", default=1, aggregator=None)
    interval_unit = fields.Selection(
        selection=recurrence.UNITS, string="Unit", default="year"
    )
    lead_days = fields.Integer(
        string="Remind so many days before", default=30, aggregator=None
    )
    series_id = fields.Many2one(
        comodel_name="engagement.obligation",
        string="First of the row",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # The proof
    submitted_on = fields.Date(string="Handed in on", copy=False, tracking=True)
    reference = fields.Char(
        string="Their reference",
        copy=False,
        tracking=True,
        help="What they wrote back as receipt.",
    )
    file_ids = fields.Many2many(
        comodel_name="ir.attachment",
        string="What was handed in",
        copy=False,
    )

    _once = models.UniqueIndex(
        "(series_id, first_date_due) WHERE series_id IS NOT NULL",
        "This duty is there for this day already.",
    )
    _rhythm_positive = models.Constraint(
        "CHECK (recurring IS NOT TRUE OR (interval_number > 0 AND"
        " interval_unit IS NOT NULL))",
        "Say after how many months or years it comes again: 1 or more.",
    )
    _lead_not_negative = models.Constraint(
        "CHECK (lead_days >= 0)", "The reminder comes 0 or more days before."
    )
    _open_idx = models.Index("(date_due) WHERE state = 'open'")

    @api.depends("date_due")
    def _compute_first_date_due(self):
        for duty in self:
            duty.first_date_due = duty.first_date_due or duty.date_due

    @api.depends("date_due", "state")
    def _compute_late(self):
        today = fields.Date.context_today(self)
        for duty in self:
            duty.late = (
                duty.state == "open" and bool(duty.date_due) and duty.date_due < today
            )

    def _search_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("state", "=", "open") & Domain("date_due", "<", "today")
        return late if True in value else ~late

    @api.depends("name", "first_date_due")
    def _compute_display_name(self):
        for duty in self:
            year = duty.first_date_due and duty.first_date_due.year
            duty.display_name = " ".join(map(str, filter(None, (duty.name, year))))

    @api.constrains("submitted_on")
    def _check_submitted_on(self):
        today = fields.Date.context_today(self)
        for duty in self:
            if duty.submitted_on and duty.submitted_on > today:
                raise ValidationError(
                    self.env._(
                        "“%(duty)s” cannot have been handed in on a day to come.",
                        duty=duty.name,
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for duty in self:
            if duty.state == "submitted":
                raise UserError(
                    self.env._(
                        "“%(duty)s” was handed in. It is the proof, and stays.",
                        duty=duty.display_name,
                    )
                )

    @api.model
    def _get_counters(self):
        return [
            ("late", "danger", [("late", "=", True)]),
            (
                "soon",
                "warning",
                [
                    ("state", "=", "open"),
                    ("date_due", ">=", "today"),
                    ("date_due", "<=", "+60d"),
                ],
            ),
        ]

    def action_submit(self):
        """Note that it was handed in, with the proof, and make the next one."""
        for duty in self:
            duty._check_open()
            if not duty.reference and not duty.file_ids:
                raise UserError(
                    self.env._(
                        "Give the proof of “%(duty)s”: the reference that they wrote "
                        "back, or the file that was handed in.",
                        duty=duty.display_name,
                    )
                )
            day = duty.submitted_on or fields.Date.context_today(duty)
            duty._step().write({"state": "submitted", "submitted_on": day})
        self._unlink_reminders()
        self._make_next()
        return True

    def action_cancel(self):
        """Note that it is not owed any more; nothing comes after it."""
        for duty in self:
            duty._check_open()
        self._step().write({"state": "cancelled"})
        self._unlink_reminders()
        return True

    def action_reopen(self):
        """Take back what was noted by mistake."""
        for duty in self:
            if duty.state == "open":
                raise UserError(
                    self.env._("“%(duty)s” is open already.", duty=duty.display_name)
                )
        self._step().write(
            {"state": "open", "submitted_on": False, "reminded_for": False}
        )
        return True

    def _check_open(self):
        if self.state != "open":
            raise UserError(
                self.env._(
                    "“%(duty)s” is not open any more. Reopen it first.",
                    duty=self.display_name,
                )
            )
