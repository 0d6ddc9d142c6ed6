# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import new_test_user, tagged

from odoo.addons.engagement_qms.tests.common import EngagementCase

from .common import College

PROGRAMME, LEARNER = (
    f"engagement_qms_education.engagement_{name}_action"
    for name in ("programme", "learner")
)
USERS = "base.action_res_users"


@tagged("post_install", "-at_install", "engagement")
class TestOverviewStep(College, EngagementCase):
    """A new school is led by the hand; whoever runs no school is left alone."""

    def _steps(self, *groups):
        user = new_test_user(
            self.env,
            f"test_step_{len(groups)}",
            groups=",".join(("engagement_qms.group_engagement_officer", *groups)),
        )
        steps = self.env["engagement.overview"].with_user(user)._get_steps()
        return {step["action"]: step["done"] for step in steps}

    def test_the_steps_of_a_school_are_for_its_manager(self):
        school = "engagement_qms_education.group_education_manager"
        self.assertNotIn(LEARNER, self._steps())
        steps = self._steps(school)
        self.assertEqual((steps[PROGRAMME], steps[LEARNER]), (False, False))
        self.assertNotIn(USERS, steps)

        group = self.env.ref("engagement_qms_education.group_education_safeguarding")
        kept = group.all_user_ids
        kept.active = False
        self._open_college()
        self._new_learner()
        steps = self._steps(school, "base.group_erp_manager")
        self.assertEqual((steps[PROGRAMME], steps[LEARNER]), (True, True))
        self.assertFalse(steps[USERS])
        kept.active = True
        user = self.env["res.users"].search([("login", "=", "test_step_2")])
        steps = self.env["engagement.overview"].with_user(user)._get_steps()
        self.assertTrue({step["action"]: step["done"] for step in steps}[USERS])
