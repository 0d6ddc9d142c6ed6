# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.exceptions import ValidationError


class EngagementComplaintPromise(models.Model):
    """Which promises of our codes a complaint is about: those in force on that day."""

    _inherit = "engagement.complaint"

    @api.constrains("provision_ids", "occurred_on", "received_at")
    def _check_provisions_in_force(self):
        for complaint in self.filtered("provision_ids"):
            day = complaint.occurred_on or complaint.received_at.date()
            promises = complaint.provision_ids
            in_force = promises.filtered_domain(promises._get_in_force_domain(day))
            wrong = promises - in_force
            if wrong:
                raise ValidationError(
                    self.env._(
                        "“%(promise)s” was not in force on %(day)s. Choose the wording "
                        "of that day.",
                        promise=wrong[0].display_name,
                        day=day,
                    )
                )
