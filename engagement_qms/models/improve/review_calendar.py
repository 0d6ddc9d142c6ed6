# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..mixins.meeting import get_meeting_date, get_meeting_start


class EngagementReviewCalendar(models.Model):
    """The meeting of a management review or an audit in the calendar.

    One click invites everybody who has a seat; later ones add who is new. The day of
    the meeting and the planned day move together.
    """

    _inherit = "engagement.review"

    calendar_event_id = fields.Many2one(
        comodel_name="calendar.event",
        string="Calendar meeting",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("planned_date"):
            self._move_meeting()
        return result

    def action_cancel(self):
        result = super().action_cancel()
        # sudo: the meeting goes with the review, whoever asked for it
        self.sudo().calendar_event_id.action_archive()
        return result

    def action_schedule_meeting(self):
        """Invite those who take part, and show the meeting."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "planned":
            raise UserError(
                self.env._(
                    "“%(name)s” is not planned any more, so nobody is invited to it.",
                    name=self.display_name,
                )
            )
        guests = self._get_guests()
        # sudo: whoever holds the review invites; the meeting may be another's
        meeting = self.calendar_event_id.sudo()
        if meeting:
            new = guests - meeting.partner_ids
            meeting.write({"partner_ids": [Command.link(guest.id) for guest in new]})
        else:
            meeting = self.env["calendar.event"].create(self._prepare_meeting(guests))
            # sudo: the field is readonly for everybody
            self.sudo().calendar_event_id = meeting
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Meeting"),
            "res_model": "calendar.event",
            "res_id": meeting.id,
            "view_mode": "form",
            "target": "new",
        }

    def _get_guests(self):
        """Return the contacts of all who have a seat, take part or hold the review."""
        # sudo: who an employee is as a contact
        review = self.sudo()
        people = review.attendance_ids.employee_id | review.participant_ids
        people |= review.chair_id
        users = people.user_id | review.user_id
        return (
            users.partner_id
            | people.filtered(lambda employee: not employee.user_id).work_contact_id
        )

    def _prepare_meeting(self, guests):
        start = get_meeting_start(
            self.planned_date, self.user_id.tz or self.env.user.tz
        )
        return {
            "name": self.display_name,
            "start": start,
            "stop": start + timedelta(hours=self.planned_hours or 1),
            "partner_ids": [Command.set(guests.ids)],
            "user_id": self.user_id.id or self.env.uid,
            # or the calendar adds an activity of its own beside the reminder
            "res_model_id": False,
            "res_id": False,
        }

    def _get_meeting_date(self):
        """Return the day of the calendar meeting, where the responsible is."""
        return get_meeting_date(
            self.calendar_event_id, self.user_id.tz or self.env.user.tz
        )

    def _move_meeting(self):
        """Move the meetings to the planned day, at their time."""
        # sudo: see above
        for review in self.sudo().filtered("calendar_event_id"):
            days = review.planned_date - review._get_meeting_date()
            if days:
                meeting = review.calendar_event_id
                meeting.write(
                    {"start": meeting.start + days, "stop": meeting.stop + days}
                )
