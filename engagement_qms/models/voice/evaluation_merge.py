# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    """Merging contacts leaves one evaluation for each period and direction."""

    _inherit = "base.partner.merge.automatic.wizard"

    @api.model
    def _update_foreign_keys(self, src_partners, dst_partner):
        self._merge_engagement_evaluations(src_partners, dst_partner)
        return super()._update_foreign_keys(src_partners, dst_partner)

    @api.model
    def _merge_engagement_evaluations(self, src_partners, dst_partner):
        """Put together what runs; what a partner was told stays, set aside."""
        # sudo: who may merge contacts need not be able to see evaluations
        model = self.env["engagement.evaluation"].sudo()
        evaluations = model.search(
            [("partner_id", "in", (src_partners + dst_partner).ids)]
        )
        for same in evaluations.grouped(
            lambda e: (e.company_id, e.direction, e.period_start)
        ).values():
            # what the partner was told goes before what still runs
            kept, *doubles = same.sorted(
                lambda e: (e.state == "draft", e.partner_id != dst_partner)
            )
            for double in doubles:
                double._merge_into(kept)
        model.flush_model()


class EngagementEvaluation(models.Model):
    """Hands over what was said when two partners turn out to be one."""

    _inherit = "engagement.evaluation"

    def _merge_into(self, kept):
        """Give the feedback to another evaluation of the same period.

        One that was sent takes no more feedback: then this one is set aside with it.
        """
        self.ensure_one()
        if kept.state != "draft":
            self.active = False
            return
        missing = self.line_ids.criterion_id - kept.line_ids.criterion_id
        self.env["engagement.evaluation.line"].create(
            [
                {"evaluation_id": kept.id, "criterion_id": criterion.id}
                for criterion in missing
                if self.line_ids.filtered(
                    lambda line, own=criterion: line.criterion_id == own
                ).rating_ids
            ]
        )
        lines = kept.line_ids.grouped("criterion_id")
        for line in self.line_ids:
            if line.rating_ids:
                line.rating_ids.line_id = lines[line.criterion_id]
        for message in self.message_ids.sorted("id"):
            if message.message_type in ("comment", "email"):
                message.res_id = kept.id
        # sudo: as above; what is deleted takes its files along
        files = self.env["ir.attachment"].sudo()
        files.search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)]
        ).res_id = kept.id
        self.unlink()
