# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models
from odoo.fields import Domain

from .learner import MANAGER_GROUP, SAFEGUARDING_GROUP


class EngagementOverview(models.AbstractModel):
    """The first steps of a school stand beside those of every company."""

    _inherit = "engagement.overview"

    @api.model
    def _list_steps(self):
        steps = super()._list_steps()
        user = self.env.user
        if not user.has_group(MANAGER_GROUP):
            return steps
        company = Domain("company_id", "=", self.env.company.id)
        steps += [
            (
                self.env._("Write down a programme"),
                self.env._("What can be learnt here; its courses are the groups."),
                "engagement_qms_education.engagement_programme_action",
                "engagement.programme",
                company,
            ),
            (
                self.env._("Register learners"),
                self.env._("With guardians and courses, by hand or from a list."),
                "engagement_qms_education.engagement_learner_action",
                "engagement.learner",
                company,
            ),
        ]
        # whoever may not give roles cannot do this step
        if user.has_group("base.group_erp_manager"):
            group = self.env.ref(SAFEGUARDING_GROUP)
            steps.append(
                (
                    self.env._("Name who keeps learners safe"),
                    self.env._("Concerns go to users with the role “Safeguarding”."),
                    "base.action_res_users",
                    "res.users",
                    Domain("all_group_ids", "in", group.ids)
                    & Domain("company_ids", "in", self.env.company.ids),
                )
            )
        return steps
