# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class EngagementCommitment(models.Model):
    """A promise of a complaint, or of its dispute: it follows the steps of that."""

    _inherit = "engagement.commitment"
    # whom a secret promise was given to is in no list that leaves Odoo
    _confidential_title_fields = ("name", "partner_id", "commercial_partner_id")

    complaint_id = fields.Many2one(
        comodel_name="engagement.complaint",
        compute="_compute_complaint_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        ondelete="cascade",
    )

    @api.depends("origin_model", "origin_res_id", "dispute_id")
    def _compute_complaint_id(self):
        for commitment in self:
            commitment.complaint_id = commitment.dispute_id.complaint_id or (
                commitment.origin_model == "engagement.complaint"
                and commitment.origin_res_id
            )

    @api.model_create_multi
    def create(self, vals_list):
        # given here and not computed before the row is there: the list of promises of
        # a complaint would show the drafts that Odoo computes with
        return super().create(
            [
                vals | {"complaint_id": vals["origin_res_id"]}
                if vals.get("origin_model") == "engagement.complaint"
                else vals
                for vals in vals_list
            ]
        )
