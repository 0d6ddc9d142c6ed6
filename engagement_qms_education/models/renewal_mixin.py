# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches


class EngagementRenewalMixin(models.AbstractModel):
    """Something that is valid until a day, and somebody who is reminded before it.

    The model says in which field the day is, how long ahead the reminder comes, and
    which activity it is. It has `user_id` and `active`.
    """

    _name = "engagement.renewal.mixin"
    _description = "Has to Be Renewed"
    _inherit = ["engagement.step.mixin", "mail.thread", "mail.activity.mixin"]
    _step_fields = frozenset({"reminded_for"})

    _renewal_field = ""
    _renewal_days = 60
    _renewal_activity = ""

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
    reminded_for = fields.Date(readonly=True, copy=False)

    @api.depends(lambda self: [self._renewal_field] if self._renewal_field else [])
    def _compute_renewal(self):
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._renewal_days)
        for record in self:
            end = record[self._renewal_field]
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
        end = self._renewal_field
        domains = {
            "none": Domain(end, "=", False),
            "ended": Domain(end, "<", today),
            "soon": Domain(end, ">=", today) & Domain(end, "<=", soon),
            "valid": Domain(end, ">", soon),
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def write(self, vals):
        result = super().write(vals)
        if self._renewal_field in vals:
            renewed = self.filtered(
                lambda record: (
                    record.reminded_for
                    and record.reminded_for != record[self._renewal_field]
                )
            )
            renewed.activity_unlink([self._renewal_activity])
            renewed._step().reminded_for = False
        return result

    @api.model
    def _cron_remind(self):
        """Remind of what ends soon. Run twice, it does nothing."""
        today = fields.Date.context_today(self)
        soon = today + timedelta(days=self._renewal_days)
        records = self.search(
            Domain("reminded_for", "=", False)
            & Domain(self._renewal_field, "<=", soon),
            order="id",
        )
        return run_in_batches(records, lambda part: part._remind(today))

    def _remind(self, today):
        """Give the responsible something to do, once for each day."""
        records = self.with_context(mail_activity_quick_update=True)
        for record in records.filtered(lambda record: not record.reminded_for):
            end = record[self._renewal_field]
            record.activity_schedule(
                self._renewal_activity,
                date_deadline=max(end, today),
                user_id=(record.user_id or record.create_uid).id,
            )
            record._step().reminded_for = end
