# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from odoo.addons.engagement_qms.models.mixins.batches import run_in_batches

from .learner import SAFEGUARDING_GROUP
from .learner_data_mixin import GONE


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
        concerns = self._get_of_learners(learners)
        concerns.filtered(lambda concern: concern.state == "closed")._erase_closed()
        return []

    def _erase_closed(self):
        self._erase_hanging()
        self._erase_texts()

    @api.model
    def _export_for_learner(self, learner):
        if not self.env.user.has_group(SAFEGUARDING_GROUP):
            return []
        return super()._export_for_learner(learner)


class EngagementLearner(models.Model):
    """Concerns that were open when the learner went go when they are closed.

    Whoever deleted the learner was not told of them, and cannot come back to them.
    """

    _inherit = "engagement.learner"

    @api.model
    def _cron_keep(self):
        concerns = self.env["engagement.safeguarding.concern"].search(
            Domain("state", "=", "closed")
            & Domain("learner_id.anonymised_on", "!=", False)
            & Domain("what", "!=", GONE),
            order="id",
        )
        done = run_in_batches(concerns, lambda part: part._erase_closed())
        return done and super()._cron_keep()


class EngagementComplaint(models.Model):
    """What is about a learner goes with the learner, whoever brought it."""

    _inherit = "engagement.complaint"

    @api.model
    def _get_of_learners(self, learners):
        found = super()._get_of_learners(learners)
        return found | found.search(Domain("learner_id", "in", learners.ids))
