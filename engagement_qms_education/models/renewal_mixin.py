# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches


class EngagementRenewalMixin(models.AbstractModel):
    """Something that is valid until a day, and somebody who is reminded before it.

    The model says how long ahead the reminder comes. It has `active`.
    """

    _name = "engagement.renewal.mixin"
    _description = "Has to Be Renewed"
    _inherit = ["engagement.reminded.mixin"]

    _renewal_days = 60

    renewal = fields.Selection(
        selection=[
            ("none", "No end known"),
            ("ended", "Ended"),
            ("soon", "Ends soon"),
            ("valid", "Valid"),
        ],
        compute="_compute_renewal",
        search="_search_renewal",
    )

    @api.depends(lambda self: [self._reminded_field] if self._reminded_field else [])
    def _compute_renewal(self):
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._renewal_days)
        for record in self:
            end = record[self._reminded_field]
            if not end:
                record.renewal = "none"
            elif end < today:
                record.renewal = "ended"
            else:
                record.renewal = "soon" if end <= soon else "valid"

    def _search_renewal(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._renewal_days)
        end = self._reminded_field
        domains = {
            "none": Domain(end, "=", False),
            "ended": Domain(end, "<", today),
            "soon": Domain(end, ">=", today) & Domain(end, "<=", soon),
            "valid": Domain(end, ">", soon),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    @api.model
    def _cron_remind(self):
        """Remind of what ends soon. Run twice, it does nothing."""
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._renewal_days)
        records = self.search(
            Domain("reminded_for", "=", False)
            & Domain(self._reminded_field, "<=", soon),
            order="id",
        )
        return run_in_batches(records, lambda part: part._remind(today))
