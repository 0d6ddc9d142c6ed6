# Copyright 2026 Engagement QMS contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from datetime import timedelta

from odoo import fields, models
from odoo.fields import Command, Domain

from ..mixins.meeting import get_meeting_date, get_meeting_start

REMINDER = "engagement_qms.mail_activity_type_contact"


class EngagementEventRemind(models.Model):
    """How a planned event reaches its responsible: one activity, and the calendar.

    The activity comes once the day is near. Nobody is mailed for it: what is due or
    overdue stands in the summary of the day.
    """

    _inherit = "engagement.event"

    def action_schedule_meeting(self):
        """Open the calendar meeting of the event, or a new one filled from it."""
        self.ensure_one()
        action = {
            "type": "ir.actions.act_window",
            "name": self.env._("Meeting"),
            "res_model": "calendar.event",
            "view_mode": "form",
            "target": "new",
        }
        if self.calendar_event_id:
            return action | {"res_id": self.calendar_event_id.id}
        guests = self.participation_ids.partner_id or self._get_expected_partners()
        guests |= self.user_id.partner_id
        start = get_meeting_start(self.date, self.env.user.tz)
        return action | {
            "context": {
                "default_name": self.display_name,
                "default_start": start,
                "default_stop": start
                + timedelta(hours=self.plan_id.planned_hours or 1),
                "default_partner_ids": [Command.set(guests.ids)],
                "default_user_id": self.user_id.id or self.env.uid,
                "default_engagement_event_ids": [Command.link(self.id)],
                # or the calendar adds an activity of its own beside the reminder
                "default_res_model_id": False,
                "default_res_id": False,
            }
        }

    def _get_meeting_date(self):
        """Return the day of the calendar meeting, where the responsible is."""
        self.ensure_one()
        return get_meeting_date(
            self.calendar_event_id, self.user_id.tz or self.env.user.tz
        )

    def _remind(self):
        """Give the planned events their activity, as far as the day is near."""
        today = fields.Date.context_today(self)
        reminded = self.activity_search([REMINDER]).mapped("res_id")
        near = self.filtered(
            lambda event: (
                event.state == "planned"
                and event.user_id
                and event.date <= today + timedelta(days=event._get_lead_days())
                and event.id not in reminded
            )
        )
        if not near:
            return
        activity_type = self.env.ref(REMINDER)
        model_id = self.env["ir.model"]._get_id(self._name)
        # quick update: a summary once a day instead of a mail for each activity
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "res_model_id": model_id,
                    "res_id": event.id,
                    "user_id": event.user_id.id,
                    "date_deadline": event.date,
                    "automated": True,
                }
                for event in near
            ]
        )

    def _move_reminder(self, vals):
        """Let the reminders follow a new day or a new responsible.

        :param dict vals: what was written
        """
        planned = self.filtered(lambda event: event.state == "planned")
        if not planned:
            return
        if "user_id" in vals and not vals["user_id"]:
            planned.activity_unlink([REMINDER])
            return
        planned.with_context(mail_activity_quick_update=True).activity_reschedule(
            [REMINDER],
            date_deadline=fields.Date.to_date(vals.get("date")),
            new_user_id=vals.get("user_id"),
        )
        planned._remind()

    def _get_unreminded_domain(self, today):
        """Return the domain of planned events that are near and were never reminded of.

        :param date today: the day that counts as today
        """
        by_lead = self.env["res.company"]._read_group(
            [], ["engagement_lead_days"], ["id:recordset"]
        )
        near = Domain.OR(
            Domain("company_id", "in", companies.ids)
            & Domain("date", "<=", today + timedelta(days=days))
            for days, companies in by_lead
        )
        # a reminder that was marked done is archived, and counts as well
        reminded = (
            self.env["mail.activity"]
            .with_context(active_test=False)
            ._search([("res_model", "=", self._name), ("res_id", "!=", 0)])
        )
        return (
            near
            & Domain("state", "=", "planned")
            & Domain("user_id", "!=", False)
            & Domain("id", "not in", reminded.subselect("res_id"))
        )

    def _get_lead_days(self):
        self.ensure_one()
        if self.plan_id:
            return self.plan_id.lead_days
        return self.company_id.engagement_lead_days
