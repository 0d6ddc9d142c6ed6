# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import models
from odoo.exceptions import UserError

from .learner import MANAGER_GROUP

#: Who is named here reads more of the learner than others do
ENTRUSTING = {"partner_id", "tutor_id", "user_id"}


class EngagementLearnerProtection(models.Model):
    """What is written and filed about a learner stays inside.

    Guardians and learners may read a few fields. The history and the files are kept
    for those who work here: what one parent was told is not for the other. Nobody who
    works with a learner takes more of it than was given to them.
    """

    _name = "engagement.learner"
    _inherit = ["engagement.learner", "engagement.inside.mixin"]

    def write(self, vals):
        if ENTRUSTING & vals.keys():
            self._check_may_entrust(vals)
        return super().write(vals)

    def _check_may_entrust(self, vals):
        """Leave whom a learner is entrusted to to managers, and to the tutor."""
        if self.env.su or self.env.user.has_group(MANAGER_GROUP):
            return
        # sudo: only which user the tutor is
        for learner in self.sudo():
            own = learner.tutor_id.user_id == self.env.user
            if "partner_id" in vals or not own:
                raise UserError(
                    self.env._(
                        "Learner %(number)s: managers of education choose the contact, "
                        "the tutor and the responsible; a tutor hands over to the next "
                        "one. Ask one of them.",
                        number=learner.number,
                    )
                )

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        """Let nobody follow who is to have no contact with the learner."""
        # sudo: the mark counts, also for those who may not see it
        marked = self.sudo().guardianship_ids.filtered("no_contact").partner_id.ids
        allowed = [id_ for id_ in partner_ids or [] if id_ not in marked]
        return super()._message_subscribe(allowed, subtype_ids, customer_ids)
