# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models

#: What has files that are not for the people they are about
INSIDE_ONLY = (
    "engagement.learner",
    "engagement.learner.review",
    "engagement.guardianship",
)


class IrAttachment(models.Model):
    """Files about learners and guardians are for those who work here."""

    _inherit = "ir.attachment"

    def _inaccessible_comodel_records(self, model_and_ids, operation):
        if self.env.user.share and not self.env.su:
            for model in INSIDE_ONLY:
                for res_id in model_and_ids.get(model, ()):
                    yield model, res_id
        yield from super()._inaccessible_comodel_records(model_and_ids, operation)
