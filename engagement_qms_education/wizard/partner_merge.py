# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts merges learners and guardians before core starts.

    Core deletes the rows that would break a unique index, whichever they are: a mark
    "no contact" could be among them.
    """

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._merge_engagement_guardians(src_partners, dst_partner)
        self._merge_engagement_learners(src_partners, dst_partner)
        self._merge_engagement_programme_partners(src_partners, dst_partner)
        self._merge_engagement_review_people(src_partners, dst_partner)
        result = super()._update_foreign_keys(src_partners, dst_partner)
        # sudo: who may merge contacts need not see learners
        learners = self.env["engagement.learner"].sudo()
        learners = learners.with_context(active_test=False).search(
            [("partner_id", "=", dst_partner.id)]
        )
        learners.invalidate_recordset(["partner_id", "name"], flush=False)
        self.env.add_to_compute(learners._fields["name"], learners)
        learners.flush_recordset(["name"])
        return result

    @api.model
    def _merge_engagement_guardians(self, src_partners, dst_partner):
        """Leave one row for each learner, and give it the contact."""
        # sudo: who may merge contacts need not see guardians
        model = self.env["engagement.guardianship"].sudo()
        rows = model.search([("partner_id", "in", (src_partners + dst_partner).ids)])
        for same in rows.grouped("learner_id").values():
            kept = same.sorted(lambda row: (row.partner_id != dst_partner, row.id))[0]
            (same - kept)._merge_guardianship_into(kept)
            kept.partner_id = dst_partner
        model.flush_model()

    @api.model
    def _merge_engagement_learners(self, src_partners, dst_partner):
        """Leave one learner for each company, and give it the contact."""
        # sudo: who may merge contacts need not see learners
        model = self.env["engagement.learner"].sudo().with_context(active_test=False)
        learners = model.search(
            [("partner_id", "in", (src_partners + dst_partner).ids)]
        )
        for same in learners.grouped("company_id").values():
            kept = same.sorted(
                lambda learner: (learner.partner_id != dst_partner, learner.id)
            )[0]
            (same - kept)._merge_learner_into(kept)
            kept.partner_id = dst_partner
        model.flush_model()

    @api.model
    def _merge_engagement_programme_partners(self, src_partners, dst_partner):
        """Leave one row for each programme and role, and give it the contact."""
        # sudo: who may merge contacts need not see programmes
        model = self.env["engagement.programme.partner"].sudo()
        links = model.search([("partner_id", "in", (src_partners + dst_partner).ids)])
        for same in links.grouped(lambda link: (link.programme_id, link.role)).values():
            kept = same.sorted(lambda link: (link.partner_id != dst_partner, link.id))[
                0
            ]
            if same - kept:
                (same - kept)._merge_link_into(kept)
            kept.partner_id = dst_partner
        model.flush_model()

    @api.model
    def _merge_engagement_review_people(self, src_partners, dst_partner):
        """Leave one participant and one signature for each review of a learner."""
        for name in ("participant", "signature"):
            # sudo: who may merge contacts need not see reviews
            model = self.env[f"engagement.learner.review.{name}"].sudo()
            rows = model.search(
                [("partner_id", "in", (src_partners + dst_partner).ids)]
            )
            for same in rows.grouped("review_id").values():
                if len(same) > 1:
                    same._merge_people(dst_partner)
            model.flush_model()
