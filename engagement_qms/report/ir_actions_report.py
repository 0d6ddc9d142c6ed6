# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class IrActionsReport(models.Model):
    """What is printed of ours is for those who may read it.

    Anybody may ask for a report by its address, of any record. Odoo looks at the
    rights when a field is read, but not for what has been read with all rights before,
    as for a name that is worked out.
    """

    _inherit = "ir.actions.report"

    def _get_rendering_context(self, report, docids, data):
        if docids and report.model.startswith("engagement."):
            self.env[report.model].browse(docids).check_access("read")
        return super()._get_rendering_context(report, docids, data)
