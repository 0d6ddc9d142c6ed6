# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class EngagementCachedMixin(models.AbstractModel):
    """Few records that are asked for all the time, and kept in memory by `ormcache`.

    Whatever changes lets all of them be read anew.
    """

    _name = "engagement.cached.mixin"
    _description = "Is Kept in Memory"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self.env.registry.clear_cache()
        return records

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result
