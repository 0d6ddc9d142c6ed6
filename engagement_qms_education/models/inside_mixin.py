# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementInsideMixin(models.AbstractModel):
    """What people from outside may read a few fields of, and never the history."""

    _name = "engagement.inside.mixin"
    _description = "History Stays Inside"

    def _mail_get_operation_for_mail_message_operation(self, message_operation):
        if self.env.user.share:
            # nobody from outside has the right to delete what is about a learner
            return dict.fromkeys(self, "unlink")
        return super()._mail_get_operation_for_mail_message_operation(message_operation)
