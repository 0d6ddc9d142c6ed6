# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementComplaintEvidence(models.Model):
    """What was looked at to find out the truth: a document, a statement, a visit."""

    _name = "engagement.complaint.evidence"
    _description = "Evidence of a Complaint"
    _inherit = ["engagement.files.mixin"]
    _order = "complaint_id, date, id"
    _files_field = "attachment_ids"

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="complaint_id.company_id", store=True)
    name = fields.Char(string="What", required=True)
    source = fields.Char(string="From whom")
    date = fields.Date(default=fields.Date.context_today)
    attachment_ids = fields.Many2many(comodel_name="ir.attachment", string="Files")
    note = fields.Text(string="What it shows")
    shareable = fields.Boolean(
        string="May be handed over",
        help="Goes with the file where the matter is taken outside.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        evidence = super().create(vals_list)
        evidence.complaint_id._check_may_be_filled()
        return evidence

    def write(self, vals):
        self.complaint_id._check_may_be_filled()
        return super().write(vals)
