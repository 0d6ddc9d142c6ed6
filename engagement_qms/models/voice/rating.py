# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class RatingRating(models.Model):
    """The rating of a complaint is named by its number: every user may read it."""

    _inherit = "rating.rating"

    def _compute_res_name(self):
        result = super()._compute_res_name()
        for rating in self:
            if rating.res_model == "engagement.complaint":
                # sudo: the number is no secret
                complaint = self.env[rating.res_model].sudo().browse(rating.res_id)
                rating.res_name = complaint.number
        return result
