# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import fields, models


class CalendarEvent(models.Model):
    """A meeting in the calendar, which a review may have asked for."""

    _inherit = "calendar.event"

    engagement_review_ids = fields.One2many(
        comodel_name="engagement.review",
        inverse_name="calendar_event_id",
        groups="engagement_qms.group_engagement_user",
    )

    def write(self, vals):
        result = super().write(vals)
        if {"start", "start_date"} & vals.keys():
            self._move_engagement_reviews()
        return result

    def _move_engagement_reviews(self):
        """Let planned reviews follow their meeting to its day."""
        # sudo: whoever moves the meeting moves what it was scheduled for
        for review in self.sudo().engagement_review_ids:
            day = review._get_meeting_date()
            if review.state == "planned" and review.planned_date != day:
                review.planned_date = day
