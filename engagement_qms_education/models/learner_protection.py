# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models


class EngagementLearnerProtection(models.Model):
    """What is written and filed about a learner stays inside.

    Guardians and learners may read a few fields. The history and the files are kept
    for those who work here: what one parent was told is not for the other.
    """

    _name = "engagement.learner"
    _inherit = ["engagement.learner", "engagement.inside.mixin"]

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let nobody follow who is to have no contact with the learner."""
        # sudo: the mark counts, also for those who may not see it
        marked = self.sudo().guardianship_ids.filtered("no_contact").partner_id.ids
        allowed = [id_ for id_ in partner_ids or [] if id_ not in marked]
        return super()._message_subscribe(allowed, subtype_ids, customer_ids)
