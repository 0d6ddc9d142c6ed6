# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """What belongs to a contact that is merged belongs to the company of the other.

    Core moves foreign keys with plain SQL, column by column: the company of the contact
    would stay that of the one that is gone.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        moved = [
            (model, model.search([("partner_id", "in", src_partners.ids)]).ids)
            for model in self._get_models_with_commercial_partner()
        ]
        result = super()._update_foreign_keys(src_partners, dst_partner)
        for model, ids in moved:
            field = model._fields["commercial_partner_id"]
            records = model.browse(ids).exists()
            records.invalidate_recordset(["partner_id"], flush=False)
            self.env.add_to_compute(field, records)
            records.flush_recordset([field.name])
        return result

    @api.model
    def _get_models_with_commercial_partner(self):
        """Return our models that keep the company of their contact."""
        return [
            # sudo: who may merge contacts need not see what belongs to them
            self.env[name].sudo().with_context(active_test=False)
            for name, model in self.env.registry.items()
            if name.startswith("engagement.")
            and not model._abstract
            and not model._transient
            and model._auto
            and (field := model._fields.get("commercial_partner_id"))
            and field.store
            and field.related == "partner_id.commercial_partner_id"
        ]
