# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import UserError

OUTCOMES = [
    ("upheld", "Upheld"),
    ("partly", "Partly upheld"),
    ("not_upheld", "Not upheld"),
]

#: What the complainant was told of a point
ANSWER_FIELDS = {"name", "outcome", "answer", "provision_id"}


class EngagementComplaintPoint(models.Model):
    """One thing that somebody complains about; each gets an answer of its own."""

    _name = "engagement.complaint.point"
    _description = "Point of a Complaint"
    _inherit = ["engagement.step.mixin"]
    _order = "complaint_id, sequence, id"
    _check_company_auto = True
    _step_fields = frozenset({"reply"})

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Point", required=True)
    provision_id = fields.Many2one(
        comodel_name="engagement.provision",
        string="Promise concerned",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    outcome = fields.Selection(selection=OUTCOMES, copy=False)
    answer = fields.Text(copy=False, help="As the complainant reads it, with the why.")
    reply = fields.Selection(
        selection=[("accepted", "Accepted"), ("rejected", "Not accepted")],
        readonly=True,
        copy=False,
    )
    reply_note = fields.Text(string="What they say", copy=False)

    @api.model_create_multi
    def create(self, vals_list):
        points = super().create(vals_list)
        points.complaint_id._check_answer_open({"point_ids"})
        return points

    def write(self, vals):
        if not self._is_step() and vals.keys() & ANSWER_FIELDS:
            self.complaint_id._check_answer_open({"point_ids"})
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered(self):
        for point in self:
            if point.outcome and point.complaint_id.first_answered_at:
                raise UserError(
                    self.env._(
                        "“%(point)s” was answered, so it stays.", point=point.name
                    )
                )

    def _get_outcome_label(self):
        self.ensure_one()
        labels = dict(self._fields["outcome"]._description_selection(self.env))
        return labels.get(self.outcome, "")
