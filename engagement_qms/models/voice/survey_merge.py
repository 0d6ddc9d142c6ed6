# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts leaves one invitation for each round."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _merge_engagement_participations(self, src_partners, dst_partner):
        # sudo: who may merge contacts need not be able to see the register
        model = self.env["engagement.participation"].sudo()
        lines = model.search(
            [
                ("partner_id", "in", (src_partners + dst_partner).ids),
                ("round_id", "!=", False),
            ]
        )
        for same in lines.grouped("round_id").values():
            # who answered has used up the invitation, under whichever name
            kept = same.sorted(
                lambda line: (not line.participated, line.partner_id != dst_partner)
            )[0]
            (same - kept).unlink()
        return super()._merge_engagement_participations(src_partners, dst_partner)
