# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementFilesMixin(models.AbstractModel):
    """Files that are read by those who may read the record, and by nobody else.

    Files that were uploaded before the record was saved hang on nothing yet, so that
    only who uploaded them could open them. The model names the field of its files.
    """

    _name = "engagement.files.mixin"
    _description = "Keeps Its Files"

    _files_field = ""

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        records._bind_files()
        return records

    def write(self, vals):
        result = super().write(vals)
        if self._files_field in vals:
            self._bind_files()
        return result

    def _bind_files(self):
        for record in self:
            loose = record[self._files_field].filtered(lambda file: not file.res_id)
            loose.write({"res_model": self._name, "res_id": record.id})
