# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from .learner import SAFEGUARDING_GROUP


class EngagementSafeguardingConcern(models.Model):
    """Concerns lose what was said with the learner, as soon as they are closed.

    That there is one is not to be learned by who deletes or hands over: neither is it
    counted before, nor named afterwards.
    """

    _name = "engagement.safeguarding.concern"
    _inherit = ["engagement.safeguarding.concern", "engagement.learner.data.mixin"]
    _erased_fields = frozenset({"employee_ids"})

    @api.model
    def _get_of_learners(self, learners):
        if not (self.env.su or self.env.user.has_group(SAFEGUARDING_GROUP)):
            return self.browse()
        return super()._get_of_learners(learners)

    @api.model
    def _erase_for_learners(self, learners):
        closed = self._get_of_learners(learners).filtered(
            lambda concern: concern.state == "closed"
        )
        closed._erase_hanging()
        closed._erase_texts()
        return []

    @api.model
    def _export_for_learner(self, learner):
        if not self.env.user.has_group(SAFEGUARDING_GROUP):
            return []
        return super()._export_for_learner(learner)


class EngagementComplaint(models.Model):
    """What is about a learner goes with the learner, whoever brought it."""

    _inherit = "engagement.complaint"

    @api.model
    def _get_of_learners(self, learners):
        found = super()._get_of_learners(learners)
        return found | found.search(Domain("learner_id", "in", learners.ids))
