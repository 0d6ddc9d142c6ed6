# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class EngagementRemindedMixin(models.AbstractModel):
    """Somebody is reminded of a day once; a day that is moved is a new one.

    So is a day that somebody else answers for from now on.

    The model says in which field the day is and which activity reminds of it. It has
    `user_id`.
    """

    _name = "engagement.reminded.mixin"
    _description = "Is Reminded Of"
    _inherit = ["engagement.step.mixin", "mail.thread", "mail.activity.mixin"]
    _step_fields = frozenset({"reminded_for"})

    _reminded_field = ""
    _reminded_activity = ""

    reminded_for = fields.Date(readonly=True, copy=False)

    def write(self, vals):
        if not {self._reminded_field, "user_id"} & vals.keys():
            return super().write(vals)
        told = {record: record.user_id for record in self if record.reminded_for}
        result = super().write(vals)
        # sudo: who hands something over may not be able to see it any more
        moved = self.sudo().filtered(
            lambda record: (
                record in told
                and (record.reminded_for, told[record])
                != (record[self._reminded_field], record.user_id)
            )
        )
        moved._unlink_reminders()
        moved.reminded_for = False
        return result

    def _remind(self, today):
        """Give the responsible something to do, once for each day."""
        records = self.with_context(mail_activity_quick_update=True)
        for record in records.filtered(lambda record: not record.reminded_for):
            day = record[self._reminded_field]
            record.activity_schedule(
                self._reminded_activity,
                date_deadline=max(day, today),
                user_id=(record.user_id or record.create_uid).id,
            )
            record._step().reminded_for = day

    def _unlink_reminders(self):
        self.activity_unlink([self._reminded_activity])
