# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .need import FULFILMENT_STATUS


class EngagementNeedFulfilment(models.Model):
    """One thing that meets a need, wholly or in part: a process or any record.

    The line keeps the name of what it points to, so that the trace can still be read
    when a product is gone or its app was removed.
    """

    _name = "engagement.need.fulfilment"
    _description = "What Fulfils a Need"
    _inherit = ["engagement.origin.mixin"]
    _order = "need_id, id"
    _check_company_auto = True

    need_id = fields.Many2one(
        comodel_name="engagement.need", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        related="need_id.company_id", store=True, precompute=True, index=True
    )
    process_id = fields.Many2one(
        comodel_name="engagement.process",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
    )
    name = fields.Char(
        string="Fulfilled by",
        compute="_compute_name",
        store=True,
        readonly=False,
        help="Filled in from the process or the record; or say it in your own words.",
    )
    status = fields.Selection(
        selection=FULFILMENT_STATUS,
        string="Is it met?",
        required=True,
        default="unknown",
        help="Does this, for its part, meet the need?",
    )

    @api.depends("process_id", "origin_ref")
    def _compute_name(self):
        for line in self:
            line.name = line.process_id.name or line.origin_ref or line.name

    @api.constrains("need_id", "process_id", "origin_res_id", "name")
    def _check_name(self):
        for line in self:
            if not (line.name or "").strip():
                raise ValidationError(
                    self.env._(
                        "Say what fulfils the need “%(need)s”: choose a process or a "
                        "record, or write it down.",
                        need=line.need_id.name,
                    )
                )
