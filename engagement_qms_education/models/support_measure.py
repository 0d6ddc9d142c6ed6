# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

from .learner import INSIDE, SAFEGUARDING


class EngagementSupportMeasure(models.Model):
    """What helps a learner, as it was agreed: what is done, by whom, until when.

    The educators who are named see what is done. Why is kept apart: nobody reads that
    field, whatever the role. Support and safeguarding open it by a button, which is
    written down, see ``engagement.support.opening``.
    """

    _name = "engagement.support.measure"
    _description = "Support Measure"
    _inherit = [
        "engagement.learner.record.mixin",
        "engagement.number.mixin",
        "engagement.step.mixin",
        "hr.mixin",
    ]
    _order = "due_date desc, id desc"
    _rec_names_search = ["number"]
    _number_sequence = "engagement_qms_education.sequence_support_measure"
    _step_fields = frozenset({"first_due_date"})

    number = fields.Char(readonly=True, copy=False)
    area = fields.Selection(
        selection=[
            ("access", "Getting in and around"),
            ("format", "Form of the material"),
            ("time", "Time"),
            ("communication", "Talking and understanding"),
            ("sensory", "Seeing and hearing"),
            ("learning", "Ways of learning"),
            ("emotional", "Feeling safe"),
            ("language", "Language"),
            ("technology", "Devices and programs"),
            ("other", "Something else"),
        ],
        required=True,
    )
    measure = fields.Text(
        string="What is done",
        required=True,
        help="For those who do it. Not why: that has its own place.",
    )

    # Why: read by nobody, opened by a button
    reason = fields.Text(
        string="Kept reason", groups=fields.NO_ACCESS, copy=False, exportable=False
    )
    reason_entry = fields.Text(
        string="Why",
        compute="_compute_reason_entry",
        inverse="_inverse_reason_entry",
        groups=SAFEGUARDING,
        exportable=False,
        help="What you write here is kept apart. Read it with “Show the reason”.",
    )
    has_reason = fields.Boolean(
        string="A reason is kept",
        compute="_compute_reason_entry",
        groups=SAFEGUARDING,
        exportable=False,
    )
    opening_ids = fields.One2many(
        comodel_name="engagement.support.opening",
        inverse_name="measure_id",
        string="Who opened the reason",
        groups="engagement_qms_education.group_education_manager",
    )

    # Agreed
    agreed_with = fields.Selection(
        selection=[
            ("learner", "The learner"),
            ("guardian", "A guardian"),
            ("both", "The learner and a guardian"),
            ("nobody", "Nobody yet"),
        ],
        required=True,
        default="learner",
    )
    agreed_on = fields.Date(default=fields.Date.context_today)
    due_date = fields.Date(
        string="In place by",
        required=True,
        default=fields.Date.context_today,
        help="The day by which it was promised to be there.",
    )
    first_due_date = fields.Date(
        string="First promised for",
        compute="_compute_first_due_date",
        store=True,
        precompute=True,
        copy=False,
        help="Stays when the day is moved: whether the promise was kept is measured by "
        "this day. What nobody has agreed to yet is promised to nobody.",
    )
    responsible_id = fields.Many2one(
        comodel_name="hr.employee",
        string="Sees to it",
        check_company=True,
        index="btree_not_null",
        groups=INSIDE,
    )
    educator_ids = fields.Many2many(
        comodel_name="hr.employee",
        string="Shared with",
        check_company=True,
        groups=INSIDE,
        help="They see what is done, never why.",
    )

    # Done
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    in_place_on = fields.Date(help="Since this day it is there.")
    review_date = fields.Date(string="Look at it again on")
    emptied_on = fields.Date(
        string="Texts deleted on", readonly=True, copy=False, groups=INSIDE
    )
    works = fields.Selection(
        selection=[
            ("1", "Not at all"),
            ("2", "Little"),
            ("3", "Partly"),
            ("4", "Well"),
            ("5", "Very well"),
        ],
        string="How well it works",
    )
    state = fields.Selection(
        selection=[
            ("agreed", "Agreed"),
            ("late", "Late"),
            ("in_place", "In place"),
            ("ended", "Ended"),
        ],
        compute="_compute_state",
    )

    _order_idx = models.Index("(due_date DESC, id DESC)")
    _number_unique = models.UniqueIndex(
        "(company_id, number)", "Another measure has this number."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "A measure ends on or after the day on which it begins.",
    )

    @api.depends("number", "area")
    def _compute_display_name(self):
        areas = dict(self._fields["area"]._description_selection(self.env))
        for measure in self:
            words = (measure.number, areas.get(measure.area))
            measure.display_name = ", ".join(filter(None, words))

    def _compute_reason_entry(self):
        for measure in self:
            measure.reason_entry = False
            # sudo: whether there is one, not what it says
            measure.has_reason = bool(measure._origin.sudo().reason)

    def _inverse_reason_entry(self):
        for measure in self.filtered("reason_entry"):
            # sudo: the field is nobody's; who may write here may write it
            measure.sudo().reason = measure.reason_entry

    @api.depends("due_date", "agreed_with")
    def _compute_first_due_date(self):
        for measure in self:
            promised = measure.agreed_with != "nobody" and measure.due_date
            # of the record, not of the form, in which one still chooses the day
            measure.first_due_date = measure._origin.first_due_date or promised

    @api.depends("due_date", "in_place_on", "date_to")
    def _compute_state(self):
        today = fields.Date.context_today(self)
        for measure in self:
            if measure.date_to and measure.date_to < today:
                measure.state = "ended"
            elif measure.in_place_on:
                measure.state = "in_place"
            elif measure.due_date and measure.due_date < today:
                measure.state = "late"
            else:
                measure.state = "agreed"

    @api.constrains("in_place_on")
    def _check_in_place_on(self):
        today = fields.Date.context_today(self)
        for measure in self:
            if measure.in_place_on and measure.in_place_on > today:
                raise ValidationError(
                    self.env._(
                        "%(measure)s is in place on a day that is yet to come. Fill "
                        "that in once it is there.",
                        measure=measure.display_name,
                    )
                )

    @api.model
    def _export_for_learner(self, learner):
        """Hand the reasons over as well, by those who may open them; it is noted."""
        rows = super()._export_for_learner(learner)
        if not self.env.user.has_groups(SAFEGUARDING):
            return rows
        measures = self._get_readable(learner)
        for row, measure in zip(rows, measures, strict=True):
            if measure.reason:
                # sudo: nobody writes the log but what shows a reason
                self.env["engagement.support.opening"].sudo()._open(measure)
                row[self.env._("Why")] = measure.reason
        return rows

    def action_put_in_place(self):
        """Note that it is there since today."""
        self.check_access("write")
        for measure in self.filtered(lambda measure: not measure.in_place_on):
            measure.in_place_on = fields.Date.context_today(self)
        return True

    def action_show_reason(self):
        """Open why, and write down who did."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_groups(SAFEGUARDING):
            raise AccessError(
                self.env._(
                    "Why a measure was agreed is for the support and safeguarding "
                    "groups only."
                )
            )
        # sudo: nobody writes the log but this button
        opening = self.env["engagement.support.opening"].sudo()._open(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": opening._name,
            "res_id": opening.id,
            "view_mode": "form",
            "target": "new",
        }
