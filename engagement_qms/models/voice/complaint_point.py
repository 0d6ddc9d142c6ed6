# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models

OUTCOMES = [
    ("upheld", "Upheld"),
    ("partly", "Partly upheld"),
    ("not_upheld", "Not upheld"),
]


class EngagementComplaintPoint(models.Model):
    """One thing that somebody complains about; each gets an answer of its own."""

    _name = "engagement.complaint.point"
    _description = "Point of a Complaint"
    _order = "complaint_id, sequence, id"
    _check_company_auto = True

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
