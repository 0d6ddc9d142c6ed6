# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo import api, fields, models


class CalendarEvent(models.Model):
    """A meeting in the calendar, which an engagement event may have asked for."""

    _inherit = "calendar.event"

    engagement_event_ids = fields.One2many(
        comodel_name="engagement.event",
        inverse_name="calendar_event_id",
        groups="engagement_qms.group_engagement_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        meetings = super().create(vals_list)
        meetings._move_engagement_events()
        return meetings

    def write(self, vals):
        result = super().write(vals)
        if {"start", "start_date"} & vals.keys():
            self._move_engagement_events()
        return result

    def _move_engagement_events(self):
        """Let planned events follow their meeting to its day."""
        # sudo: whoever moves the meeting moves what it was scheduled for
        for event in self.sudo().engagement_event_ids:
            if event.state == "planned" and event.date != event._get_meeting_date():
                event.date = event._get_meeting_date()
