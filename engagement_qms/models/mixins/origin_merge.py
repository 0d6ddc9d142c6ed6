# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What came from a contact that is merged comes from the one that stays."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_reference_fields_generic(
        self,
        referenced_model,
        src_records,
        dst_record,
        additional_update_records=None,
    ):
        for model in self.env["engagement.origin.mixin"]._get_models_with_origin():
            # sudo: who may merge contacts need not see all that came from them
            model.sudo().with_context(active_test=False).search(
                [
                    ("origin_model", "=", referenced_model),
                    ("origin_res_id", "in", src_records.ids),
                ]
            ).write({"origin_res_id": dst_record.id})
        return super()._update_reference_fields_generic(
            referenced_model, src_records, dst_record, additional_update_records
        )
