# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

#: What people learn from, and what names nobody
KEPT_TEXTS = {"lesson", "number", "origin_model", "provider_reference"}


class EngagementComplaintDisputeKeeping(models.Model):
    """Where a complaint is emptied, its disputes are emptied with it."""

    _inherit = "engagement.complaint"

    def _empty(self):
        disputes = self.dispute_ids
        result = super()._empty()
        disputes._empty()
        return result


class EngagementDisputeKeeping(models.Model):
    """What stays of a dispute when the names are gone: dates, figures, the lesson."""

    _inherit = "engagement.dispute"

    def _empty(self):
        """Take away what was said, with the files, the offers and the history."""
        if not self:
            return
        quiet = self.with_context(tracking_disable=True)._step()
        of_self = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        self.env["ir.attachment"].search(of_self).unlink()
        for dispute in quiet:
            dispute.offer_ids.write({"name": dispute.number, "reply_note": False})
            dispute.term_ids._step().write({"name": dispute.number})
        quiet.write(dict.fromkeys(self._get_emptied_fields(), False))
        activities = self.env["mail.activity"].with_context(active_test=False)
        activities.search(of_self).unlink()
        self.env["mail.message"].search(
            [("model", "=", self._name), ("res_id", "in", self.ids)]
        ).unlink()
        self._remove_followers()
        # the names of what it came from, and of what came from it
        self.env.add_to_compute(self._fields["origin_ref"], self)
        terms = self.term_ids
        self.env.add_to_compute(terms._fields["origin_ref"], terms)

    @api.model
    def _get_emptied_fields(self):
        """Return the names of the fields in which somebody typed words."""
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and field.type in ("char", "text", "html")
            and not field.related
            and not field.compute
            and name not in KEPT_TEXTS
        ]
