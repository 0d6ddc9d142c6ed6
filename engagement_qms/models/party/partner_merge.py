# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts merges what the register says of them.

    Core moves foreign keys with plain SQL and deletes, or fails on, the rows that would
    break a unique index. So parties and participations are merged before it starts.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._merge_engagement_parties(src_partners, dst_partner)
        self._merge_engagement_participations(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _merge_engagement_parties(self, src_partners, dst_partner):
        """Leave one party for each company and category, and give it the contact."""
        # sudo: who may merge contacts need not be able to see the register
        model = self.env["engagement.party"].sudo().with_context(active_test=False)
        parties = model.search([("partner_id", "in", (src_partners + dst_partner).ids)])
        for doubles in parties.grouped(
            lambda party: (party.company_id, party.category_id)
        ).values():
            kept = doubles._choose_kept(dst_partner)
            (doubles - kept)._merge_into(kept)
            kept.partner_id = dst_partner
        model.flush_model()

    @api.model
    def _merge_engagement_participations(self, src_partners, dst_partner):
        """Leave one participation for each event, with the ticks of both."""
        # sudo: who may merge contacts need not be able to see the register
        model = self.env["engagement.participation"].sudo()
        lines = model.search([("partner_id", "in", (src_partners + dst_partner).ids)])
        at_events = lines.filtered("event_id")
        doubles = model
        for same in at_events.grouped("event_id").values():
            kept = same.sorted(lambda line: line.partner_id != dst_partner)[0]
            if len(same) > 1:
                kept.invited = any(same.mapped("invited"))
                kept.participated = any(same.mapped("participated"))
                doubles += same - kept
        doubles.unlink()
        (lines - doubles).partner_id = dst_partner
        model.flush_model()
