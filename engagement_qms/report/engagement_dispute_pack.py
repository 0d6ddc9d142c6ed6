# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import UserError

from ..models.voice.dispute_pack import PACK


class ReportEngagementDisputePack(models.AbstractModel):
    """The story of a dispute on paper, for the body outside.

    Only the button prints it: there consent is asked for, and it is written down who
    made it.
    """

    _name = "report.engagement_qms.report_dispute_pack"
    _description = "File for a Dispute on Paper"

    @api.model
    def _get_report_values(self, docids, data=None):
        if self.env.context.get("engagement_pack") is not PACK:
            raise UserError(
                self.env._("Make the file with the button of the dispute, please.")
            )
        disputes = self.env["engagement.dispute"].browse(docids)
        return {
            "doc_ids": docids,
            "doc_model": "engagement.dispute",
            "docs": disputes,
            "packs": {dispute.id: dispute._get_pack_values() for dispute in disputes},
        }
