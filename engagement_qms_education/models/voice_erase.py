# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, models

from .learner_data_mixin import GONE


class SurveyUserInput(models.Model):
    """Answers lose who gave them and what was said in own words; scores stay."""

    _inherit = "survey.user_input"

    def _erase_person(self):
        self.write({"partner_id": False, "email": False, "nickname": False})
        words = self.user_input_line_ids.filtered(
            lambda line: line.value_char_box or line.value_text_box
        )
        for name in ("value_char_box", "value_text_box"):
            words.filtered(name).write({name: GONE})


class EngagementComplaint(models.Model):
    """What learners complained of is emptied with them, as soon as it is closed."""

    _name = "engagement.complaint"
    _inherit = ["engagement.complaint", "engagement.learner.data.mixin"]
    _learner_field = "partner_id"
    _learner_by_contact = True

    @api.model
    def _erase_for_learners(self, learners):
        complaints = self._get_of_learners(learners)
        over = complaints.filtered(
            lambda complaint: complaint.state == "closed" and not complaint.legal_hold
        )
        over._empty()
        return [
            self.env._(
                "Complaint %(number)s stays as it is: it is open, or kept for a court.",
                number=complaint.number,
            )
            for complaint in complaints - over
        ]


class EngagementFeedback(models.Model):
    """What learners said is emptied with them, as soon as it is closed."""

    _name = "engagement.feedback"
    _inherit = ["engagement.feedback", "engagement.learner.data.mixin"]
    _learner_field = "partner_id"
    _learner_by_contact = True

    @api.model
    def _erase_for_learners(self, learners):
        said = self._get_of_learners(learners)
        over = said.filtered(lambda feedback: feedback.state == "closed")
        over._empty()
        return [
            self.env._(
                "Feedback %(number)s stays as it is: it is not closed.",
                number=feedback.number,
            )
            for feedback in said - over
        ]
