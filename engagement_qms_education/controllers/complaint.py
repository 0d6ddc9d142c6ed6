# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.http import request

from odoo.addons.engagement_qms.controllers.complaint import EngagementComplaintForm


class EngagementLearnerComplaintForm(EngagementComplaintForm):
    """The form to complain, as a learner who is signed in sees it."""

    def _get_form_frame(self, kind):
        choices = request.env["engagement.complaint"]._get_form_choices()
        return {
            **super()._get_form_frame(kind),
            "learner_choices": choices.get("learner_about"),
        }
